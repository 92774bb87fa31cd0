"""load_report: plan → fetch → unpivot → merge, one request's periods at a time."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ContractError, GioError, SourceError, TooLarge, WarehouseError
from gio_pipeline.core.plan import ROW_LIMIT, Window, halves
from gio_pipeline.core.unpivot import unpivot
from gio_pipeline.core.windows import Period, Timetable
from gio_pipeline.growingio.protocols import Priority
from gio_pipeline.pipeline.doubts import Doubts
from gio_pipeline.pipeline.encode import encode, remember
from gio_pipeline.pipeline.fetch import Fetched, fetch
from gio_pipeline.pipeline.planning import LoadPlan
from gio_pipeline.pipeline.results import Failure, LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.coverage import database_now
from gio_pipeline.warehouse.loads import LoadRecord, record_failure
from gio_pipeline.warehouse.merge import Incoming, Merged, merge
from gio_pipeline.warehouse.report_views import refresh_report_view
from gio_pipeline.warehouse.reports import ReportMemory, register_report, remember_timeless, remember_turn

log = logging.getLogger("gio_pipeline.load")


@dataclass(frozen=True)
class Order:
    """Who asked for a load: recorded with it, and what decides its priority.

    trigger: schedule, run, load or demo. Only a schedule's run keeps doubtful periods provisional.
    """

    trigger: str = "load"
    run_id: str | None = None
    root_run_id: str | None = None
    backfill_id: str | None = None

    @property
    def scheduled(self) -> bool:
        return self.trigger == "schedule"

    @property
    def priority(self) -> Priority:
        return "schedule" if self.scheduled else "backfill"


Progress = Callable[[LoadResult], None]


def load_report(runtime: Runtime, plan: LoadPlan, order: Order, progress: Progress | None = None) -> LoadResult:
    """Carries out a plan, newest window first; what fails is in the result, everything else is tried.

    Raises IdentityChanged when the name stands for another report.
    """
    return _Loading(runtime, plan, order, progress or (lambda _: None)).run()


class _Loading:
    """One report's load while it runs: the windows still to do, and what came of the others."""

    def __init__(self, runtime: Runtime, plan: LoadPlan, order: Order, progress: Progress) -> None:
        self.runtime, self.plan, self.order, self.progress = runtime, plan, order, progress
        self.spec: ReportSpec = plan.known.spec
        self.result = LoadResult(
            self.spec,
            refused=list(plan.refused),
            skipped=plan.skipped,
            resumed=plan.resumed,
            left_for_later=plan.left_for_later,
        )
        self.memory: ReportMemory = register_report(runtime.engine, self.spec)
        self.columns: dict[tuple[str, str], None] = {}
        self.requests = 0  # of the window at hand

    @property
    def timetable(self) -> Timetable:
        return self.memory.timetable(self.spec)

    def run(self) -> LoadResult:
        began = time.monotonic()
        waiting = list(self.plan.windows)
        while waiting:
            waiting = self._next(waiting.pop(0), waiting)
            self.result.requests += self.requests
            self.result.seconds = time.monotonic() - began
            self.progress(self.result)
        self._after()
        return self.result

    def _next(self, window: Window, others: list[Window]) -> list[Window]:
        """Loads the window; returns the windows that are still to do."""
        self.requests, started_at = 0, None
        try:
            started_at = database_now(self.runtime.engine)
            return self._load(window, started_at) + others
        except ContractError as error:
            self._fail(window, started_at, error)
            return others
        except GioError as error:
            # What stopped this window would stop the others too: they are listed, not tried for minutes each.
            self._fail(window, started_at, error)
            self.result.failures += [Failure(each, error) for each in others]
            return []

    def _load(self, window: Window, started_at: datetime) -> list[Window]:
        """Loads the window; returns the smaller windows to ask for instead where the source cannot answer it whole."""
        try:
            fetched = fetch(self.runtime, self.spec, window, self.order.priority)
        except SourceError as error:
            self.requests = error.requests
            if isinstance(error, TooLarge) and len(window.wanted) > 1:
                return halves(self.timetable, window)
            raise
        self.requests = fetched.requests
        if not fetched.per_period:
            remember_timeless(self.runtime.engine, self.memory.report_id)
            return window.singles()
        truncated = fetched.report.rows >= ROW_LIMIT
        if truncated and len(window.wanted) > 1:
            return halves(self.timetable, window)
        self._store(window, fetched, started_at, truncated)
        return []

    def _store(self, window: Window, fetched: Fetched, started_at: datetime, truncated: bool) -> None:
        began = time.monotonic()
        said = unpivot(fetched.report, fetched.asked)
        warnings = remember(self.runtime.engine, self.spec, self.memory, fetched.report, fetched.asked_at)
        self.memory = register_report(self.runtime.engine, self.spec)
        self.columns |= dict.fromkeys((column.name, column.role) for column in fetched.report.columns)
        doubts = Doubts(self.runtime, self.spec, self.memory, window, fetched, said)
        states = doubts.states(scheduled=self.order.scheduled)
        incoming = Incoming(
            self.spec,
            self.memory.report_id,
            states,
            encode(self.runtime.engine, self.memory.report_id, said.frame),
            said.rows_by_period,
            said.digests,
            fetched.asked_at,
            fetched.sent_at,
            fetched.asked_at,
            truncated=truncated,
            guarded=self.spec.on_empty == "doubt",
        )
        record = replace(
            self._record(window, started_at),
            requests=fetched.requests,
            rows_in=fetched.report.rows,
            rows_ignored=said.ignored_rows,
        )
        merged = merge(self.runtime.engine, incoming, record)
        seconds = fetched.seconds + time.monotonic() - began
        remarks = self._remarks(fetched, said.ignored_rows, truncated)
        self._note(merged, fetched, seconds, [*warnings, *doubts.warnings, *remarks])

    def _remarks(self, fetched: Fetched, ignored: int, truncated: bool) -> list[str]:
        remarks = []
        if ignored:
            remarks.append(f"{ignored} rows without a time (null or a word) were not stored")
        if truncated:
            remarks.append(f"the source cut the answer at {fetched.report.rows:,} rows: the period is incomplete")
        return remarks

    def _note(self, merged: Merged, fetched: Fetched, seconds: float, warnings: list[str]) -> None:
        result, count = self.result, max(1, len(merged.outcomes))
        result.outcomes |= merged.outcomes
        result.rows += fetched.report.rows
        for period in merged.outcomes:
            result.seconds_by_period[period] = seconds / count
            result.requests_by_period[period] = fetched.requests / count
        result.warnings += [f"{self.spec.key}: {warning}" for warning in warnings]
        for warning in warnings:
            log.warning("%s: %s", self.spec.key, warning, extra={"load_id": merged.load_id})

    def _record(self, window: Window, started_at: datetime) -> LoadRecord:
        wanted: list[Period] = sorted(window.wanted)
        return LoadRecord(
            self.memory.report_id,
            self.spec.project,
            self.spec.name,
            wanted[0].start,
            wanted[-1].end,
            len(wanted),
            started_at,
            self.order.trigger,
            run_id=self.order.run_id,
            root_run_id=self.order.root_run_id,
            backfill_id=self.order.backfill_id,
        )

    def _fail(self, window: Window, started_at: datetime | None, error: GioError) -> None:
        self.result.failures.append(Failure(window, error))
        log.error("%s: %s", self.spec.key, error)
        if started_at is None:
            return
        record = replace(self._record(window, started_at), status="failed", error=str(error), requests=self.requests)
        try:
            record_failure(self.runtime.engine, record)
        except WarehouseError:
            # The warehouse itself is what failed; the result carries the reason.
            log.debug("the failure of %s could not be recorded", self.spec.key)

    def _after(self) -> None:
        if not self.result.outcomes:
            return
        if self.plan.turned:
            remember_turn(self.runtime.engine, self.memory.report_id, self.plan.now)
        try:
            refresh_report_view(self.runtime.engine, self.spec, self.memory.report_id, list(self.columns))
        except WarehouseError as error:
            # The values are committed; the next load tries the view again.
            self.result.warnings.append(f"{self.spec.key}: its view was not renewed: {error}")

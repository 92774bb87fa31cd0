"""load_report: plan → fetch → unpivot → merge, one request's periods at a time."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from gio_pipeline.core.answer.report import Report
from gio_pipeline.core.answer.unpivot import Unpivoted, unpivot
from gio_pipeline.core.changes import lasting
from gio_pipeline.core.column_sets import several_sets
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.due import Reason
from gio_pipeline.core.errors import ContractError, GioError, SourceError, TooLarge, TooSlow, Unforeseen
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.log_context import about
from gio_pipeline.core.periods import Period, State, Timetable
from gio_pipeline.core.plan import ROW_LIMIT, Window, halves
from gio_pipeline.core.sizes import Sizes
from gio_pipeline.core.text import printable
from gio_pipeline.core.trouble import Ailment
from gio_pipeline.growingio.protocols import Priority
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.decoration import decorating
from gio_pipeline.pipeline.encode import Encoder, remember, values_by_period
from gio_pipeline.pipeline.fetch import Fetched, announced_total, fetch
from gio_pipeline.pipeline.plans import LoadPlan
from gio_pipeline.pipeline.results import Answered, Failure, LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.trouble import note_load
from gio_pipeline.pipeline.unsettled import UnsettledCheck
from gio_pipeline.warehouse.availability import PATIENCE, Patience, WarehouseAway, patiently
from gio_pipeline.warehouse.loads import LoadRecord, record_failure
from gio_pipeline.warehouse.merge import Incoming, Merged, merge
from gio_pipeline.warehouse.report_views import refresh_report_view
from gio_pipeline.warehouse.reports import (
    StoredReport,
    register_report,
    remember_most_periods,
    remember_recheck,
    remember_timeless,
)

log = logging.getLogger("gio_pipeline.load")

T = TypeVar("T")
# A heavy day is no reason to leave out the others; a week of requests in vain is.
MOST_IN_VAIN = 7


@dataclass(frozen=True)
class LoadOrigin:
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


def load_report(
    runtime: Runtime,
    plan: LoadPlan,
    order: LoadOrigin,
    progress: Progress | None = None,
    *,
    patience: Patience = PATIENCE,
) -> LoadResult:
    """Carries out a plan, newest window first; what fails is in the result, everything else is tried.

    patience: how long every step waits for a warehouse that is away. Raises IdentityChanged when the name stands for
    another report.
    """
    with contained(plan.known.spec.key):
        result = _Loading(runtime, plan, order, progress or (lambda _: None), patience).run()
        note_load(runtime, result, plan.troubles, scheduled=order.scheduled)
        return result


class _Loading:
    """One report's load while it runs: the windows still to do, and what came of the others."""

    def __init__(
        self, runtime: Runtime, plan: LoadPlan, order: LoadOrigin, progress: Progress, patience: Patience
    ) -> None:
        self.runtime, self.plan, self.order, self.progress = runtime, plan, order, progress
        self.patience = patience
        self.spec: ReportSpec = plan.known.spec
        self.result = LoadResult(
            self.spec,
            refused=list(plan.refused),
            skipped=plan.skipped,
            resumed=plan.resumed,
            left_for_later=plan.left_for_later,
        )
        self.memory: StoredReport = self._patiently(partial(register_report, runtime.engine, self.spec))
        self.columns: dict[tuple[str, str], None] = {}
        self.requests = 0  # of the window at hand
        # A period was waited for in vain, now or an hour ago: the others of this load are asked for once.
        before = (plan.troubles or {}).get(self.spec.name)
        self.hasty = before is not None and before.ailment is Ailment.SLOW
        self.in_vain = 0  # requests for one period since the last that brought something
        self.sizes = Sizes()
        self.told = False  # that the clocks differ

    @property
    def timetable(self) -> Timetable:
        return self.memory.timetable(self.spec)

    def run(self) -> LoadResult:
        with about(report=self.spec.key):
            return self._run()

    def _run(self) -> LoadResult:
        began = time.monotonic()
        waiting = list(self.plan.windows)
        while waiting:
            window = waiting.pop(0)
            with about(window=self._interval(window)):
                waiting = self._next(window, waiting)
            self.result.requests += self.requests
            self.result.seconds = time.monotonic() - began
            with decorating(self.result.warnings.append, f"{self.spec.key}: what landed was not shown"):
                self.progress(self.result)
        self._after()
        return self.result

    def _interval(self, window: Window) -> str:
        ends = (min(window.wanted).start, max(window.wanted).end)
        return "/".join(end.astimezone(self.spec.zone).isoformat(timespec="minutes") for end in ends)

    def _next(self, window: Window, others: list[Window]) -> list[Window]:
        """Loads the window; returns the windows that are still to do."""
        self.requests, started_at = 0, None
        try:
            with contained(self.spec.key):
                started_at = self._patiently(self.runtime.read_clocks)
                self._hold_clocks()
                return self._load(window, started_at) + others
        except GioError as error:
            self._fail(window, started_at, error)
            if self._stops(error):
                # What stopped this window would stop the others too: they are listed, not tried for minutes each.
                self.result.failures += [Failure(each, error) for each in others]
                return []
            return others

    def _hold_clocks(self) -> None:
        """Tells once that the clocks differ; raises ClocksDisagree where nothing may be called settled."""
        if not self.plan.allow_unsettled:
            self.runtime.check_clocks()
        clocks = self.runtime.clocks
        if clocks and clocks.told and not self.told:
            self.told = True
            self.result.warnings.append(clocks.warning)
            log.warning("%s: %s", self.spec.key, clocks.warning)

    def _stops(self, error: GioError) -> bool:
        """Whether the windows that are still to do would fail like this one."""
        if isinstance(error, TooSlow | TooLarge | Unforeseen):
            self.hasty = self.hasty or isinstance(error, TooSlow)
            self.sizes.alone()
            self.in_vain += 1
            return self.in_vain >= MOST_IN_VAIN
        return not isinstance(error, ContractError)

    def _load(self, window: Window, started_at: datetime) -> list[Window]:
        """Loads the window; returns the smaller windows to ask for instead where the source cannot answer it whole."""
        if not self.sizes.fits(window):
            return halves(self.timetable, window)
        try:
            known = self.memory.known_time
            fetched = fetch(self.runtime, self.spec, window, self.order.priority, known, hasty=self.hasty)
        except SourceError as error:
            self.requests = error.requests
            self.result.attempts += error.attempts
            if isinstance(error, TooLarge) and len(window.wanted) > 1:
                self.sizes.too_large(window)
                return halves(self.timetable, window)
            raise
        self.requests = fetched.requests
        if not fetched.per_period:
            self._patiently(partial(self._remember_timeless, fetched.report))
            return window.singles()
        truncated = fetched.report.rows >= ROW_LIMIT
        if truncated and len(window.wanted) > 1:
            self.sizes.too_large(window)
            return halves(self.timetable, window)
        self._store(window, fetched, started_at, truncated)
        self.in_vain = 0
        self._remember_size(window)
        return []

    def _remember_timeless(self, report: Report) -> None:
        engine = self.runtime.engine
        remember_timeless(engine, self.memory.report_id, _columns(report))
        self.memory = register_report(engine, self.spec)

    def _remember_size(self, window: Window) -> None:
        """Keeps for the next load how many periods the source answers at once, where this answer has shown it."""
        most, before = self.sizes.answered(window), self.memory.most_periods
        if most is None and (before is None or len(window.requested) <= before or self.sizes.too_many is not None):
            return
        # The window is committed: should this fail, the next load finds it out again.
        with suppress(Exception):
            remember_most_periods(self.runtime.engine, self.memory.report_id, most, self.plan.now)
            self.memory = replace(self.memory, most_periods=most)

    def _store(self, window: Window, fetched: Fetched, started_at: datetime, truncated: bool) -> None:
        began, engine, report = time.monotonic(), self.runtime.engine, fetched.report
        said = unpivot(report, fetched.asked)
        warnings = self._patiently(partial(remember, engine, self.spec, self.memory, report, fetched.asked_at))
        self.columns |= dict.fromkeys([*_columns(report), *((name, "text") for name in report.worded)])
        record = replace(
            self._record(window, started_at),
            requests=fetched.requests,
            rows_in=report.rows,
            rows_ignored=said.ignored_rows,
        )
        encoder = Encoder(engine, self.memory.report_id, said.frame)

        def store() -> tuple[Merged, list[str]]:
            # Should an earlier attempt have been committed unseen, this one changes nothing.
            self.memory = register_report(engine, self.spec)
            doubts = UnsettledCheck(self.runtime, self.spec, self.memory, window, fetched, said)
            incoming = self._incoming(doubts, encoder, fetched, said, truncated)
            encoder.prepare(incoming.states, incoming.digests)
            return merge(engine, incoming, record), doubts.warnings

        merged, doubted = self._patiently(store)
        seconds = fetched.seconds + time.monotonic() - began
        remarks = self._remarks(fetched, said.ignored_rows, truncated)
        self._note(merged, fetched, seconds, [*warnings, *doubted, *remarks])

    def _incoming(
        self, doubts: UnsettledCheck, encoder: Encoder, fetched: Fetched, said: Unpivoted, truncated: bool
    ) -> Incoming:
        return Incoming(
            self.spec,
            self.memory.report_id,
            self._states(doubts),
            encoder.points,
            said.rows_by_period,
            values_by_period(said.frame),
            said.digests,
            fetched.asked_at,
            fetched.sent_at,
            fetched.asked_at,
            truncated=truncated,
            guarded=self.spec.on_empty == "doubt",
            first_metric=next(iter(fetched.report.metrics), None) if KINDS[self.spec.kind].sums_tell else None,
            first_totals=doubts.totals,
        )

    def _states(self, doubts: UnsettledCheck) -> dict[Period, State]:
        found = doubts.states(scheduled=self.order.scheduled)
        apart = self.runtime.clocks and self.runtime.clocks.refused
        return dict.fromkeys(found, State.PROVISIONAL) if apart else found

    def _patiently(self, step: Callable[[], T]) -> T:
        return patiently(step, "loading", self.patience)

    def _remarks(self, fetched: Fetched, ignored: int, truncated: bool) -> list[str]:
        remarks = []
        if ignored:
            remarks.append(f"{ignored} rows that sum up the others (均值, 总计) were not stored")
        if truncated:
            remarks.append(f"the source cut the answer at {fetched.report.rows:,} rows: the period is incomplete")
        return remarks

    def _note(self, merged: Merged, fetched: Fetched, seconds: float, warnings: list[str]) -> None:
        result, answered = self.result, Answered(fetched.requests, seconds, len(merged.outcomes))
        result.outcomes |= merged.outcomes
        result.answered |= dict.fromkeys(merged.outcomes, answered)
        result.rows += fetched.report.rows
        if fetched.report.rows:
            columns = lasting(self.spec.kind, _columns(fetched.report))
            result.column_sets.setdefault(columns, []).extend(p for p, each in merged.outcomes.items() if each.current)
        if total := announced_total(fetched.report, len(fetched.asked.period_starts)):
            result.totals |= dict.fromkeys(merged.outcomes, total)
        # They may hold the source's words.
        warnings = [printable(warning) for warning in warnings]
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
        known = {}
        if started_at is not None:
            record = replace(self._record(window, started_at), status="failed", error=str(error))
            written = partial(record_failure, self.runtime.engine, replace(record, requests=self.requests))
            # Where the warehouse itself is what failed, it was waited for: the result alone carries the reason.
            with suppress(Exception):
                known["load_id"] = written() if isinstance(error, WarehouseAway) else self._patiently(written)
        log.error("%s: %s", self.spec.key, error, extra=known)

    def _after(self) -> None:
        """What is left to do about committed values; should it fail, the next load does it."""
        loaded = self.result.outcomes
        if not loaded:
            return
        engine, report_id, tell = self.runtime.engine, self.memory.report_id, self.result.warnings.append
        if told := several_sets(self.timetable, self.result.column_sets):
            tell(f"{self.spec.key}: {told}")
            log.warning("%s: %s", self.spec.key, told)
        with decorating(tell, f"{self.spec.key}: the turn of its hours was not remembered"):
            if any(self.plan.reasons.get(period) is Reason.RECHECK for period in loaded):
                self._patiently(partial(remember_recheck, engine, report_id, self.plan.now))
        with decorating(tell, f"{self.spec.key}: its view was not renewed"):
            renew = partial(refresh_report_view, engine, self.spec, report_id, list(self.columns))
            left_out = patiently(renew, "loading", self.patience, locks=False)
            if left_out:
                room = f"its view has no room for {len(left_out)} more columns: they are in gio.report_values"
                tell(f"{self.spec.key}: {room}")


def _columns(report: Report) -> list[tuple[str, str]]:
    return [(column.name, column.role) for column in report.columns]

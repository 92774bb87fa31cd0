"""Stores the answers of one report's load: unpivoted rows → merge, each answer's periods in one transaction."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from gio_pipeline.core.answer.report import Report
from gio_pipeline.core.answer.unpivot import Unpivoted
from gio_pipeline.core.changes import lasting, several_sets
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.due import Reason
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.periods import Period, State, Timetable
from gio_pipeline.core.text import printable
from gio_pipeline.core.windows import Window
from gio_pipeline.pipeline.contained import decorating
from gio_pipeline.pipeline.facts import facts_of, warnings_of
from gio_pipeline.pipeline.fetch import Fetched, announced_total
from gio_pipeline.pipeline.plans import LoadOrigin, LoadPlan, exporter_in_words
from gio_pipeline.pipeline.results import Answered, Failure, LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.unsettled import UnsettledCheck
from gio_pipeline.warehouse.availability import Patience, WarehouseAway, patiently
from gio_pipeline.warehouse.dimension_sets import DimensionSet
from gio_pipeline.warehouse.loads import LoadRecord, record_failure
from gio_pipeline.warehouse.merge import Incoming, Merged
from gio_pipeline.warehouse.report_views import refresh_report_view
from gio_pipeline.warehouse.reports import (
    StoredReport,
    register_report,
    remember_exporter,
    remember_most_periods,
    remember_recheck,
    remember_timeless,
)
from gio_pipeline.warehouse.store import Known, answer_store

log = logging.getLogger("gio_pipeline.load")
T = TypeVar("T")

# A third of a kilobyte each.
MOST_NUMBERS = 100_000


@dataclass(frozen=True)
class StoredAnswer:
    """What came of an answer whose periods are committed.

    known: of its report, when it was stored; before: what `stored` was then. seconds: since it was asked for.
    """

    merged: Merged
    known: Known
    before: StoredReport
    numbers: Mapping[DimensionSet, int]
    seconds: float
    warnings: Sequence[str]


class Storing:
    """What a report's load writes; all but `store` is one thread's. `stored` is what the warehouse knows of it."""

    def __init__(
        self, runtime: Runtime, plan: LoadPlan, origin: LoadOrigin, patience: Patience, result: LoadResult
    ) -> None:
        self.runtime, self.plan, self.origin, self.result = runtime, plan, origin, result
        self.spec: ReportSpec = plan.state.spec
        self._patience = patience
        self._columns: dict[tuple[str, str], None] = {}
        self._shown: frozenset[tuple[str, str]] | None = None  # columns of its view
        self._numbers: Mapping[DimensionSet, int] = {}  # of the dimension sets of the answers so far
        self.stored: StoredReport = self.patiently(
            partial(register_report, runtime.engine, self.spec, plan.state.stored)
        )

    @property
    def timetable(self) -> Timetable:
        return self.stored.timetable(self.spec)

    def patiently(self, step: Callable[[], T]) -> T:
        """What the step returns, once the warehouse answers."""
        return patiently(step, "loading", self._patience)

    def store(self, window: Window, fetched: Fetched, unpivoted: Unpivoted, started_at: datetime) -> StoredAnswer:
        """Commits the window's periods; raises what keeps them from being stored. Two threads may do so at once.

        started_at: when its load began, by the database's clock.
        """
        began, engine, report = time.monotonic(), self.runtime.engine, fetched.report
        facts, warnings = facts_of(self.spec, report, fetched.asked_at), dict[str, None]()
        record = replace(
            self._record(window, started_at),
            requests=fetched.requests,
            rows_in=report.rows,
            rows_ignored=unpivoted.ignored_rows,
        )

        def store() -> StoredAnswer:
            # Should an earlier attempt have been committed unseen, this one changes nothing.
            # After a failure the numbers are looked up anew: a reset may have taken them.
            numbers, self._numbers, before = self._numbers, {}, self.stored
            with answer_store(engine, self.spec, before.report_id, numbers) as opened:
                doubts = UnsettledCheck(self.spec, before.timetable(self.spec), window, fetched, unpivoted)
                starts = [period.start for period in window.wanted]
                opened.read(starts, doubts.likes, doubts.metric)
                if learned := opened.learn(facts, unpivoted):
                    warnings.update(dict.fromkeys(warnings_of(facts, learned)))
                timetable = opened.known.report.timetable(self.spec)
                if timetable != doubts.timetable:
                    doubts = UnsettledCheck(self.spec, timetable, window, fetched, unpivoted)
                    opened.read(starts, doubts.likes, doubts.metric)
                merged = opened.merge(self._incoming(doubts, opened.known, fetched, unpivoted), record)
            told = [*warnings, *doubts.warnings, *_remarks(fetched, unpivoted)]
            seconds = fetched.seconds + time.monotonic() - began
            return StoredAnswer(merged, opened.known, before, opened.numbers, seconds, told)

        return self.patiently(store)

    def remember_timeless(self, report: Report) -> None:
        """Keeps that the report's rows carry no time: from now on every period is asked for alone."""
        self.patiently(partial(remember_timeless, self.runtime.engine, self.stored.report_id, _columns(report)))
        self.stored = self.patiently(partial(register_report, self.runtime.engine, self.spec))

    def remember_exporter(self, reason: str | None) -> None:
        """Keeps why V3 is asked from now on; None: V2 answers again."""
        # Should this fail, the next load finds it out again.
        with suppress(Exception):
            remember_exporter(self.runtime.engine, self.stored.report_id, reason, self.plan.now)
            self.stored = register_report(self.runtime.engine, self.spec)

    def remember_most_periods(self, most: int | None) -> None:
        """Keeps for the next load how many periods the source answers at once."""
        # The window is committed: should this fail, the next load finds it out again.
        with suppress(Exception):
            remember_most_periods(self.runtime.engine, self.stored.report_id, most, self.plan.now)
            self.stored = replace(self.stored, most_periods=most)

    def fail(self, window: Window, started_at: datetime | None, requests: int, error: GioError) -> None:
        """Notes why nothing of the window is stored, in the warehouse too where it was reached."""
        self.result.failures.append(Failure(window, error))
        known = {}
        if started_at is not None:
            record = replace(self._record(window, started_at), status="failed", error=str(error), requests=requests)
            written = partial(record_failure, self.runtime.engine, record)
            # Where the warehouse itself is what failed, it was waited for: the result alone carries the reason.
            with suppress(Exception):
                known["load_id"] = written() if isinstance(error, WarehouseAway) else self.patiently(written)
        log.error("%s: %s", self.spec.key, error, extra=known)

    def finish(self) -> None:
        """What is left to do about committed values; should it fail, the next load does it."""
        self.result.exporter = exporter_in_words(self.spec, self.stored)
        loaded = self.result.outcomes
        if not loaded:
            return
        engine, report_id, tell = self.runtime.engine, self.stored.report_id, self.result.warnings.append
        if sentence := several_sets(self.timetable, self.result.column_sets):
            tell(f"{self.spec.key}: {sentence}")
            log.warning("%s: %s", self.spec.key, sentence)
        with decorating(tell, f"{self.spec.key}: that its older periods were checked again was not remembered"):
            if any(self.plan.reasons.get(period) is Reason.RECHECK for period in loaded):
                self.patiently(partial(remember_recheck, engine, report_id, self.plan.now))
        if self._shown is not None and self._shown.issuperset(self._columns):
            return
        with decorating(tell, f"{self.spec.key}: its view was not renewed"):
            renew = partial(refresh_report_view, engine, self.spec, report_id, list(self._columns))
            left_out = patiently(renew, "loading", self._patience, locks=False)
            if left_out:
                room = f"its view has no room for {len(left_out)} more columns: they are in gio.report_values"
                tell(f"{self.spec.key}: {room}")

    def _incoming(self, doubts: UnsettledCheck, known: Known, fetched: Fetched, unpivoted: Unpivoted) -> Incoming:
        return Incoming(
            self.spec,
            self.stored.report_id,
            self._states(doubts, known),
            unpivoted.rows_by_period,
            {start: rows * len(unpivoted.metrics) for start, rows in unpivoted.rows_by_period.items()},
            unpivoted.digests,
            fetched.asked_at,
            fetched.sent_at,
            fetched.asked_at,
            truncated=fetched.truncated,
            guarded=self.spec.on_empty == "doubt",
            first_metric=next(iter(fetched.report.metrics), None) if KINDS[self.spec.kind].sums_tell else None,
            first_totals=doubts.totals,
        )

    def _states(self, doubts: UnsettledCheck, known: Known) -> dict[Period, State]:
        found = doubts.states(known.periods, scheduled=self.origin.scheduled)
        apart = self.runtime.clocks and self.runtime.clocks.refused
        return dict.fromkeys(found, State.PROVISIONAL) if apart else found

    def note(self, answer: StoredAnswer, fetched: Fetched) -> None:
        """Adds what was stored to the load's result."""
        # What was learnt since it was stored, from another answer, is newer.
        if self.stored is answer.before:
            self.stored, self._shown = answer.known.report, answer.known.shown
        self._numbers = answer.numbers if len(answer.numbers) <= MOST_NUMBERS else {}
        worded = ((name, "text") for name in fetched.report.worded)
        self._columns |= dict.fromkeys([*_columns(fetched.report), *worded])
        merged, result = answer.merged, self.result
        answered = Answered(fetched.requests, answer.seconds, len(merged.outcomes))
        result.outcomes |= merged.outcomes
        result.answered |= dict.fromkeys(merged.outcomes, answered)
        result.rows += fetched.report.rows
        if fetched.report.rows:
            columns = lasting(self.spec.kind, _columns(fetched.report))
            result.column_sets.setdefault(columns, []).extend(p for p, each in merged.outcomes.items() if each.current)
        if total := announced_total(fetched.report, len(fetched.asked.period_starts)):
            result.totals |= dict.fromkeys(merged.outcomes, total)
        # They may hold the source's words.
        warnings = [printable(warning) for warning in answer.warnings]
        result.warnings += [f"{self.spec.key}: {warning}" for warning in warnings]
        for warning in warnings:
            log.warning("%s: %s", self.spec.key, warning, extra={"load_id": merged.load_id})

    def _record(self, window: Window, started_at: datetime) -> LoadRecord:
        wanted: list[Period] = sorted(window.wanted)
        return LoadRecord(
            self.stored.report_id,
            self.spec.project,
            self.spec.name,
            wanted[0].start,
            wanted[-1].end,
            len(wanted),
            started_at,
            self.origin.trigger,
            run_id=self.origin.run_id,
            root_run_id=self.origin.root_run_id,
            backfill_id=self.origin.backfill_id,
        )


def _remarks(fetched: Fetched, unpivoted: Unpivoted) -> list[str]:
    remarks = []
    if unpivoted.ignored_rows:
        remarks.append(f"{unpivoted.ignored_rows} rows that sum up the others (均值, 总计) were not stored")
    if fetched.truncated:
        remarks.append(f"the source cut the answer at {fetched.report.rows:,} rows: the period is incomplete")
    return remarks


def _columns(report: Report) -> list[tuple[str, str]]:
    return [(column.name, column.role) for column in report.columns]

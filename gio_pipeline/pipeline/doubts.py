"""What state an answer's periods get, a period that has just settled but looks unfinished included."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.due import by_weekday
from gio_pipeline.core.guard import Like, doubt, in_doubt
from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.core.plan import Window
from gio_pipeline.core.report import Report
from gio_pipeline.core.unpivot import Unpivoted
from gio_pipeline.core.windows import Period, State
from gio_pipeline.pipeline.fetch import Fetched
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.coverage import like_periods, states
from gio_pipeline.warehouse.reports import ReportMemory


class Doubts:
    """The vendor says that 04:00 holds "generally": for 12 hours an answer is held against the periods like it.

    totals: sum of a chart's first metric by period start.
    """

    def __init__(
        self,
        runtime: Runtime,
        spec: ReportSpec,
        memory: ReportMemory,
        window: Window,
        fetched: Fetched,
        said: Unpivoted,
    ) -> None:
        self.runtime, self.spec, self.memory, self.window = runtime, spec, memory, window
        self.fetched, self.said = fetched, said
        self.timetable = memory.timetable(spec)
        self.totals = _first_totals(spec.kind, fetched.report, said)
        self.warnings: list[str] = []

    def states(self, *, scheduled: bool) -> dict[Period, State]:
        """Every wanted period's state; scheduled runs keep a doubtful one provisional, others only warn."""
        asked_at = self.fetched.asked_at
        found = {period: self.timetable.state(period, asked_at) for period in sorted(self.window.wanted)}
        if self.spec.on_empty == "accept":
            return found
        for period, reason in self._reasons().items():
            when = self.timetable.calendar.local(period.start)
            self.warnings.append(f"{when:%Y-%m-%d %H:%M} {reason}")
            if scheduled:
                found[period] = State.PROVISIONAL
        return found

    def _reasons(self) -> dict[Period, str]:
        recent = [p for p in self.window.wanted if in_doubt(self.timetable, p, self.fetched.asked_at, None)]
        if not recent:
            return {}
        before = self._states_before(recent)
        fresh = [p for p in recent if in_doubt(self.timetable, p, self.fetched.asked_at, before.get(p))]
        likes = {period: by_weekday(self.timetable, period) for period in fresh}
        found = self._history(likes)
        reasons = {}
        for period, like in likes.items():
            known = [found[each.start] for each in like if each.start in found]
            rows = self.said.rows_by_period.get(period.start, 0)
            if reason := doubt(rows, self.totals.get(period.start), known):
                reasons[period] = reason
        return reasons

    def _states_before(self, periods: Sequence[Period]) -> dict[Period, State]:
        starts = [period.start for period in periods]
        return states(self.runtime.engine, self.memory.report_id, starts, self.timetable.calendar)

    def _history(self, likes: dict[Period, list[Period]]) -> dict[datetime, Like]:
        starts = sorted({each.start for like in likes.values() for each in like})
        metric = self.fetched.report.metrics[0] if self.fetched.report.metrics else None
        return like_periods(self.runtime.engine, self.memory.report_id, starts, metric)


def _first_totals(kind: Kind, report: Report, said: Unpivoted) -> dict[datetime, float]:
    """Sum of the first metric by period start; empty for kinds whose sums tell nothing."""
    frame = said.frame
    if not KINDS[kind].sums_tell or not report.metrics or frame.empty:
        return {}
    first = frame[frame["metric"] == report.metrics[0]]
    sums = first.groupby("period_start")["value"].sum(min_count=1).dropna()
    starts = pd.DatetimeIndex(sums.index).to_pydatetime()
    return dict(zip(starts, sums.astype(float), strict=True))

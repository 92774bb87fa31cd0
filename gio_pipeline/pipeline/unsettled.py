"""What state an answer's periods get, a period that has just settled but looks unfinished included."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gio_pipeline.core.answer.unpivot import Unpivoted
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.due import by_weekday
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.labels import main_metric
from gio_pipeline.core.periods import Period, State, Timetable
from gio_pipeline.core.shrinkage import Like, closes, doubt, in_doubt, together
from gio_pipeline.core.windows import Window
from gio_pipeline.pipeline.fetch import Fetched
from gio_pipeline.warehouse.store import StoredPeriod

Group = tuple[Period, ...]


class UnsettledCheck:
    """The vendor says that 04:00 holds "generally": for 12 hours an answer is held against the periods like it.

    totals: sum of a chart's first metric by period start.
    """

    def __init__(
        self, spec: ReportSpec, timetable: Timetable, window: Window, fetched: Fetched, unpivoted: Unpivoted
    ) -> None:
        self.spec, self.window = spec, window
        self.asked_at, self.unpivoted = fetched.asked_at, unpivoted
        self.timetable = timetable
        self.metric = main_metric(KINDS[spec.kind].series, fetched.report.metrics)
        self.totals = _totals(unpivoted, self.metric) if KINDS[spec.kind].sums_tell else {}
        self.warnings: list[str] = []
        self._stored: Mapping[datetime, StoredPeriod] = {}
        wanted = sorted(window.wanted) if spec.on_empty != "accept" else []
        self._recent = [period for period in wanted if in_doubt(self.timetable, period, self.asked_at, None)]
        self._closing = [period for period in wanted if closes(self.timetable, period, self.asked_at)]
        self._looked_at = [*self._recent, *self._closing]

    @property
    def likes(self) -> list[datetime]:
        """Starts of the periods that the wanted ones are held against."""
        if not self._looked_at:
            return []
        return sorted({like.start for each in self._looked_at for like in by_weekday(self.timetable, each)})

    def states(self, stored: Mapping[datetime, StoredPeriod], *, scheduled: bool) -> dict[Period, State]:
        """Every wanted period's state; scheduled runs keep a doubtful one as it was, others only warn.

        stored: what is loaded of the wanted periods and of `likes`, by period start.
        """
        found = {period: self.timetable.state(period, self.asked_at) for period in sorted(self.window.wanted)}
        self.warnings = []
        if not self._looked_at:
            return found
        self._stored = stored
        before = {each: stored[each.start].state for each in self._looked_at if each.start in stored}
        closing = [period for period in self._closing if before.get(period) is not State.FINAL]
        fresh = [p for p in self._recent if in_doubt(self.timetable, p, self.asked_at, before.get(p))]
        kept = dict.fromkeys(self._kept_open(closing, self._recent), State.FILLING)
        for (period,), reason in self._reasons([(each,) for each in fresh], self.totals).items():
            self.warnings.append(f"{self.timetable.calendar.local(period.start):%Y-%m-%d %H:%M} {reason}")
            kept[period] = State.PROVISIONAL
        return found | kept if scheduled else found

    def _kept_open(self, closing: Sequence[Period], recent: Sequence[Period]) -> Sequence[Period]:
        """Those periods that would be final now, where the night that makes them so looks unfinished.

        A night's hours are judged as one, since a single one may well be quiet; funnels and retentions, whose old
        periods grow by little, by the periods that the same night has newly counted.
        """
        if not closing:
            return []
        if self.timetable.fills_for is None:
            reasons = self._reasons([tuple(closing)], self.totals)
        else:
            reasons = self._reasons([(each,) for each in recent], _totals(self.unpivoted, self.metric))
        for (first, *_), reason in reasons.items():
            day = f"{self.timetable.calendar.local(first.start):%Y-%m-%d}"
            still = f"the {len(closing)} {self.spec.grain}s that would be final now can still change"
            self.warnings.append(f"{day} {reason}, so the night may not be done: {still}")
        return closing if reasons else []

    def _reasons(self, groups: Sequence[Group], totals: Mapping[datetime, float]) -> dict[Group, str]:
        """Why a group of periods, each taken as one, looks unfinished against its like ones."""
        likes = {group: [by_weekday(self.timetable, period) for period in group] for group in groups}
        found = {start: each.like for start, each in self._stored.items()}
        reasons = {}
        for group, members in likes.items():
            weeks = [[found.get(each.start) for each in week] for week in zip(*members, strict=True)]
            known = [together([like for like in week if like]) for week in weeks if all(week)]
            now = together([Like(self.unpivoted.rows_by_period.get(p.start, 0), totals.get(p.start)) for p in group])
            if reason := doubt(now.rows, now.total, known):
                reasons[group] = reason
        return reasons


def _totals(unpivoted: Unpivoted, metric: str | None) -> dict[datetime, float]:
    """Sum of a metric by period start, of the periods where it has a number."""
    return unpivoted.totals(metric) if metric in unpivoted.metrics else {}

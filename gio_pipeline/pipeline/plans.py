"""Which periods of a report are to be asked for, and in which requests; decides without any I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from gio_pipeline.core.answer.request import NOTHING_KNOWN, KnownTime
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.coverage import NOTHING, LoadedPeriods
from gio_pipeline.core.due import Reason, Schedulable, due, newest_range
from gio_pipeline.core.errors import Unforeseen
from gio_pipeline.core.periods import Period, State, Timetable, calendar
from gio_pipeline.core.sizes import LARGER_AFTER_DAYS
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.core.windows import BRIDGE, Window, windows
from gio_pipeline.growingio.protocols import Priority
from gio_pipeline.pipeline.results import Refused
from gio_pipeline.warehouse.reports import StoredReport, never_loaded, unknown_timetable


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


@dataclass(frozen=True)
class ReportState:
    """What the warehouse knows of a report when a plan is made; troubles: its project's, None where not read."""

    spec: ReportSpec
    memory: StoredReport | None
    loaded: LoadedPeriods = NOTHING
    troubles: Mapping[str, Trouble] | None = None

    @property
    def timetable(self) -> Timetable:
        return self.memory.timetable(self.spec) if self.memory else unknown_timetable(self.spec)

    @property
    def timeless(self) -> bool:
        return self.memory is not None and self.memory.timeless

    def most_periods(self, now: datetime) -> int | None:
        """How many periods the source is known to answer at once; None where that is not known, or too long ago."""
        memory = self.memory
        if memory is None or memory.most_periods_at is None:
            return None
        fresh = now < memory.most_periods_at + timedelta(days=LARGER_AFTER_DAYS)
        return memory.most_periods if fresh else None

    @property
    def known_time(self) -> KnownTime:
        return self.memory.known_time if self.memory else NOTHING_KNOWN

    @property
    def schedulable(self) -> Schedulable:
        return self.memory.schedulable(self.spec) if self.memory else never_loaded(self.spec)

    def final(self, periods: Iterable[Period]) -> frozenset[Period]:
        """Those of the periods that a plain load skips."""
        return frozenset(period for period in periods if self.loaded.state_of(period) is State.FINAL)

    def settled_with(self, periods: Iterable[Period], now: datetime) -> frozenset[Period]:
        """Those of the periods that are loaded and that a schedule would not ask for again now."""
        due_now = self.due(now)
        return frozenset(period for period in periods if period not in due_now and self.loaded.state_of(period))

    def due(self, now: datetime) -> dict[Period, Reason]:
        return due(self.schedulable, self.loaded, now)

    def newest_due_range(self, now: datetime, waiting: Trouble | None = None) -> tuple[Period, Period] | None:
        """The range a scheduled run of this report carries in its tags; None where nothing is due or all waits."""
        found = self.due(now)
        return newest_range(self.schedulable, waiting.without(found) if waiting else found)


@dataclass
class LoadPlan:
    """The periods to load with the requests that fetch them, newest first; `now` was fixed when it was made.

    failure: why it cannot be carried out.
    """

    known: ReportState
    now: datetime
    windows: list[Window] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    reasons: dict[Period, Reason] = field(default_factory=dict)
    skipped: int = 0
    resumed: int = 0
    left_for_later: int = 0
    allow_unsettled: bool = False
    failure: Unforeseen | None = None

    @property
    def periods(self) -> list[Period]:
        return sorted(period for window in self.windows for period in window.wanted)


def periods_in(spec: ReportSpec, first: date, last: date) -> list[Period]:
    """The report's periods whose first day lies in the dates, none before its start."""
    return calendar(spec.grain, spec.timezone).beginning_in(max(first, spec.start), last)


def plan_range(
    known: ReportState,
    periods: Iterable[Period],
    now: datetime,
    *,
    skip: frozenset[Period] = frozenset(),
    done: frozenset[datetime] = frozenset(),
    allow_unsettled: bool = False,
) -> LoadPlan:
    """A plan for periods someone named: what has not settled is refused, what has not begun never asked for.

    skip: periods that need no load. done: starts of the periods an earlier run of the same order has loaded.
    """
    plan = LoadPlan(known, now, allow_unsettled=allow_unsettled)
    timetable = known.timetable
    wanted = []
    for period in periods:
        settles_at = timetable.settles_at(period)
        if period in skip:
            plan.skipped += 1
        elif period.start in done:
            plan.resumed += 1
        elif settles_at > now and (not allow_unsettled or period.start > now):
            plan.refused.append(Refused(period, settles_at))
        else:
            wanted.append(period)
    plan.windows = _requests(known, wanted, now)
    return plan


def plan_due(
    known: ReportState,
    now: datetime,
    *,
    most: int,
    within: Iterable[Period] | None = None,
    waiting: Trouble | None = None,
) -> LoadPlan:
    """A plan for what is due, newest first and at most `most` periods; `within` narrows it to some periods.

    waiting: a trouble that is not to be tried again yet.
    """
    found = known.due(now)
    plan = LoadPlan(known, now, reasons=waiting.without(found) if waiting else found)
    chosen = set(plan.reasons) if within is None else set(plan.reasons) & set(within)
    newest = sorted(chosen, reverse=True)
    plan.left_for_later = max(0, len(newest) - most)
    plan.windows = _requests(known, newest[:most], now)
    return plan


def _requests(known: ReportState, wanted: Iterable[Period], now: datetime) -> list[Window]:
    return windows(known.timetable, wanted, timeless=known.timeless, bridge=BRIDGE, most=known.most_periods(now))

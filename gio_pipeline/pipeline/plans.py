"""Which periods of a report are to be asked for, in which requests, and of which exporter; decides without any I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.config.specs import Exporter, Priority
from gio_pipeline.core.due import Reason
from gio_pipeline.core.errors import Unforeseen
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.periods import Period
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.core.windows import BRIDGE, Window, windows
from gio_pipeline.pipeline.results import LoadResult, Refused
from gio_pipeline.warehouse.report_state import ReportState
from gio_pipeline.warehouse.reports import StoredReport

# The report may have been made smaller since, or V2 faster.
V2_AGAIN_AFTER = timedelta(days=30)


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


@dataclass
class LoadPlan:
    """The periods to load with the requests that fetch them, newest first; `now` was fixed when it was made.

    failure: why it cannot be carried out.
    """

    state: ReportState
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

    def result(self) -> LoadResult:
        """What it has come to before anything is asked for."""
        return LoadResult(
            self.state.spec,
            refused=list(self.refused),
            skipped=self.skipped,
            resumed=self.resumed,
            left_for_later=self.left_for_later,
        )


def periods_in(spec: ReportSpec, first: date, last: date) -> list[Period]:
    """The report's periods whose first day lies in the dates, none before its start."""
    return spec.calendar.beginning_in(max(first, spec.start), last)


def plan_range(
    state: ReportState,
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
    plan = LoadPlan(state, now, allow_unsettled=allow_unsettled)
    timetable = state.timetable
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
    plan.windows = _requests(state, wanted, now)
    return plan


def plan_due(
    state: ReportState,
    now: datetime,
    *,
    most: int,
    waiting: Trouble | None = None,
) -> LoadPlan:
    """A plan for what is due, newest first and at most `most` periods.

    waiting: a trouble that is not to be tried again yet.
    """
    found = state.due(now)
    plan = LoadPlan(state, now, reasons=waiting.without(found) if waiting else found)
    newest = sorted(plan.reasons, reverse=True)
    plan.left_for_later = max(0, len(newest) - most)
    plan.windows = _requests(state, newest[:most], now)
    return plan


def _requests(state: ReportState, wanted: Iterable[Period], now: datetime) -> list[Window]:
    return windows(state.timetable, wanted, timeless=state.timeless, bridge=BRIDGE, most=state.most_periods(now))


def exporter_of(spec: ReportSpec, stored: StoredReport | None, now: datetime) -> Exporter:
    """v2 or v3 alone; auto: V2, and V3 should V2 be unable to answer one period."""
    if KINDS[spec.kind].only_v3:
        return "v3"
    if spec.exporter == "auto" and stored and stored.v3_checked_at and now < stored.v3_checked_at + V2_AGAIN_AFTER:
        return "v3"
    return spec.exporter


def exporter_in_words(spec: ReportSpec, stored: StoredReport | None) -> str | None:
    """Why and since when V3 is asked, and when V2 is tried again; None where V2 answers."""
    if KINDS[spec.kind].only_v3:
        return f"V3: it alone has a {spec.kind}"
    if spec.exporter == "v3":
        return "V3: reports.yaml says so"
    if spec.exporter == "v2" or stored is None or not (stored.v3_reason and stored.v3_since and stored.v3_checked_at):
        return None
    since, again = (at.astimezone(spec.zone) for at in (stored.v3_since, stored.v3_checked_at + V2_AGAIN_AFTER))
    return f"V3 since {since:%Y-%m-%d}: {stored.v3_reason}; V2 is tried again on {again:%Y-%m-%d}"

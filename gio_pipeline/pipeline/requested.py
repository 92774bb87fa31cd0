"""Which periods of which reports a `load` means; what cannot be meant is refused before anything is tried."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ConfigError, IdentityChanged, Unforeseen, UsageError
from gio_pipeline.core.periods import Period, check_dates
from gio_pipeline.core.windows import Window
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.plans import LoadPlan, periods_in, plan_range
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.report_state import ReportState


@dataclass(frozen=True)
class RequestedPeriods:
    """One report's periods up to today, and the first of those asked for that begin later, if any do."""

    spec: ReportSpec
    periods: list[Period]
    later: Period | None


@dataclass
class Request:
    """What a command asks for: reports with periods in the dates, and how they are to be loaded.

    named: not simply all reports. notes: the reports without a period in the dates, in words. full_refresh: what is
    final is asked for again. allow_unsettled: what has not settled is asked for too.
    """

    first: date
    last: date
    named: bool = False
    reports: list[RequestedPeriods] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    full_refresh: bool = False
    allow_unsettled: bool = False


def read_request(settings: Settings, names: Sequence[str], first: date, last: date, now: datetime) -> Request:
    """The periods whose first day lies in the dates, both inclusive, of the reports named, or of all.

    Raises UsageError: dates reversed, before every report's start, after today, a named report without a period.
    """
    specs = {spec.key: spec for spec in [settings.find(name) for name in names] or settings.reports()}.values()
    check_dates(first, last)
    _check_span(list(specs), first, last, now)
    request = Request(first, last, named=bool(names))
    for spec in specs:
        asked = _asked(spec, first, last, now)
        if asked.periods or asked.later:
            request.reports.append(asked)
        elif names:
            raise UsageError(f"{_nothing(spec, first, last)}.")
        else:
            request.notes.append(f"{_nothing(spec, first, last)}: skipped.")
    return request


def make_plans(request: Request, state_of: Callable[[ReportSpec], ReportState], now: datetime) -> list[LoadPlan]:
    """A plan for each report; one ConfigError names every report whose identity has changed."""
    plans, changed = [], []
    for each in request.reports:
        try:
            with contained(each.spec.key):
                state = state_of(each.spec)
        except IdentityChanged as error:
            changed.append(str(error))
            continue
        except Unforeseen as error:
            whole = [Window(tuple(each.periods), frozenset(each.periods))] if each.periods else []
            plans.append(LoadPlan(ReportState(each.spec, None), now, windows=whole, failure=error))
            continue
        skip = frozenset() if request.full_refresh else state.final(each.periods)
        plans.append(plan_range(state, each.periods, now, skip=skip, allow_unsettled=request.allow_unsettled))
    if changed:
        raise ConfigError("\n".join(changed))
    return plans


def _check_span(specs: Sequence[ReportSpec], first: date, last: date, now: datetime) -> None:
    if not specs:
        raise UsageError("No report is configured: add one to reports.yaml.")
    earliest = min(specs, key=lambda spec: spec.start)
    if last < earliest.start:
        whose = earliest.key if len(specs) == 1 else "every report"
        raise UsageError(f"--to {last} is before the start of {whose} ({earliest.start}): there is nothing to load.")
    today = max(_today(spec, now) for spec in specs)
    if first > today:
        raise UsageError(f"--from {first} is after today ({today}): there is nothing to load.")


def _asked(spec: ReportSpec, first: date, last: date, now: datetime) -> RequestedPeriods:
    today = _today(spec, now)
    # Of later periods only the first is kept: there may be thousands of years of them.
    after = max(first, spec.start, today + timedelta(days=1))
    later = spec.calendar.starting_on(after) if after <= last else None
    if later and spec.calendar.first_day(later) > last:
        later = None
    return RequestedPeriods(spec, periods_in(spec, first, min(last, today)), later)


def _today(spec: ReportSpec, now: datetime) -> date:
    return now.astimezone(spec.zone).date()


def _nothing(spec: ReportSpec, first: date, last: date) -> str:
    dates = f"on {first}" if first == last else f"from {first} to {last}"
    if last < spec.start:
        return f"No period of {spec.key} begins {dates}: it starts on {spec.start}"
    return f"No {spec.grain} of {spec.key} begins {dates}"

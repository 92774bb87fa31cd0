"""What a schedule has to pull now: a pure function of coverage, report and clock."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import nlargest
from math import ceil

from gio_pipeline.core.coverage import LoadedPeriods, PeriodCoverage
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.periods import Period, State, Timetable

# A period that became final longer ago than this waits for its recheck: an old warehouse is not pulled anew at once.
CONFIRMED_WITHIN = timedelta(days=31)
# Everything loaded is checked again in this time, which leaves ten of the ninety days promised for outages.
ROUND = timedelta(days=80)
RECHECK_EVERY = timedelta(days=7)
# Ticks are not punctual: a recheck belongs in the run of its hour, not one tick later each time.
TICK_SLACK = timedelta(minutes=30)
# What one request can hold even of a retention, and one run with what is due beside it.
RECHECK_PERIODS = {Grain.HOUR: 240, Grain.DAY: 31, Grain.WEEK: 25, Grain.MONTH: 11}
# 04:00 holds "generally": for this long an answer that looks unfinished is asked for again.
DOUBTED_FOR = timedelta(hours=12)


class Reason(StrEnum):
    MISSING = "missing"
    PROVISIONAL = "provisional"
    FILLING = "filling"
    CONFIRM = "confirm"
    REFRESH = "refresh"
    RECHECK = "recheck"


@dataclass(frozen=True)
class Schedulable:
    """What decides a report's due periods besides coverage and clock.

    start: first period there is, a local date. rechecked_at: when an older window was last checked again.
    timeless: whether every period takes a request of its own.
    """

    timetable: Timetable
    start: date
    refresh_periods: int = 0
    backfill: str = "manual"
    rechecked_at: datetime | None = None
    timeless: bool = False


def due(report: Schedulable, loaded: LoadedPeriods, now: datetime) -> dict[Period, Reason]:
    """The periods to pull, oldest first, each with the first reason that holds (promise 5)."""
    timetable = report.timetable
    first, newest = timetable.calendar.starting_on(report.start), timetable.newest_settled(now)
    if newest < first:
        return {}
    loaded = loaded.beginning_with(first)
    found = dict.fromkeys(_missing(report, loaded, first, newest, now), Reason.MISSING)
    found |= _open_due(timetable, loaded, now)
    finals = {
        each.period: each
        for each in loaded.singles
        if each.state is not State.PROVISIONAL and not _filling(timetable, each)
    }
    found |= dict.fromkeys(_unconfirmed(timetable, finals.values(), now), Reason.CONFIRM)
    settled_last = timetable.last_settling(now)
    for period in nlargest(report.refresh_periods, (period for period in finals if period < newest)):
        if finals[period].checked_at < settled_last:
            found.setdefault(period, Reason.REFRESH)
    found |= dict.fromkeys(_recheck(report, finals, loaded, found, now), Reason.RECHECK)
    return dict(sorted(found.items()))


def _missing(report: Schedulable, loaded: LoadedPeriods, first: Period, newest: Period, now: datetime) -> list[Period]:
    timetable, calendar = report.timetable, report.timetable.calendar
    if report.backfill != "auto":
        first = loaded.first or newest
    missing: list[Period] = []
    expected, after = first.start, calendar.shift(newest, 1)
    for begins, ends, _ in (*loaded.spans, (after, after, now)):
        if expected < begins.start:
            missing += calendar.between(calendar.containing(expected), calendar.shift(begins, -1))
        expected = ends.end
    # At night an hour may settle after later ones, so each of the last two days is asked for itself.
    settled = now - timedelta(days=2) - timetable.settle.after_hour
    return [period for period in missing if period.end <= settled or timetable.settles_at(period) <= now]


def left_alone(report: Schedulable, loaded: LoadedPeriods, now: datetime) -> list[Period]:
    """The settled periods since `start`, oldest first, that no tick will load, since `backfill` is manual."""
    calendar, newest = report.timetable.calendar, report.timetable.newest_settled(now)
    first = calendar.starting_on(report.start)
    until = loaded.beginning_with(first).first or newest
    if report.backfill == "auto" or until <= first:
        return []
    return list(calendar.between(first, calendar.shift(until, -1)))


def _filling(timetable: Timetable, each: PeriodCoverage) -> bool:
    """Whether the period still grows; a wider conversion window or a larger column, seen later, reopens final ones."""
    if timetable.fills_for is None:
        return each.state is State.FILLING
    return each.state is State.FILLING or each.asked_at < timetable.final_at(each.period)


def _open_due(timetable: Timetable, loaded: LoadedPeriods, now: datetime) -> dict[Period, Reason]:
    """The provisional periods that have settled, and the filling ones that can have grown."""
    found = {
        each.period: Reason.PROVISIONAL
        for each in loaded.singles
        if each.state is State.PROVISIONAL and timetable.settles_at(each.period) <= now
    }
    filling = [each for each in loaded.singles if each.state is not State.PROVISIONAL and _filling(timetable, each)]
    if timetable.fills_for is None:
        due_now = [each for each in filling if timetable.final_at(each.period) <= now]
    else:
        # A night that looked unfinished kept one from being final: what else it counted is as doubtful.
        doubted = any(each.asked_at >= timetable.final_at(each.period) for each in filling)
        settled_last = timetable.last_settling(now)
        due_now = [each for each in filling if doubted or each.checked_at < settled_last]
    return found | {each.period: Reason.FILLING for each in due_now}


def _unconfirmed(timetable: Timetable, finals: Iterable[PeriodCoverage], now: datetime) -> Iterator[Period]:
    """The final periods that were not asked for again since the day after the one on which they became final."""
    last_day_at = timetable.last_day_at(now)
    for each in finals:
        if each.checked_at < last_day_at:
            confirmed_from = timetable.confirmed_from(each.period)
            if each.checked_at < confirmed_from and now - CONFIRMED_WITHIN < confirmed_from <= now:
                yield each.period


def recheck_pace(grain: Grain, periods: int, *, timeless: bool = False) -> tuple[timedelta, int]:
    """How often an older window is checked again, and its periods, for all to have been checked within ROUND."""
    longest, step = 1 if timeless else RECHECK_PERIODS[grain], timedelta(hours=1 if grain is Grain.HOUR else 24)
    every = min(ROUND * longest / max(periods, 1), RECHECK_EVERY) // step * step
    # One run a day (an hour) has to do: what does not fit makes the windows longer instead.
    return (every, longest) if every else (step, ceil(periods * (step / ROUND)))


def _recheck(
    report: Schedulable,
    finals: Mapping[Period, PeriodCoverage],
    loaded: LoadedPeriods,
    found: Container[Period],
    now: datetime,
) -> list[Period]:
    """Now and then the unbroken final periods from the one that was left unchecked longest."""
    rest = [(each.checked_at, period) for period, each in finals.items() if period not in found]
    rest += [(each.checked_at, each.oldest) for each in loaded.stretches]
    if report.rechecked_at is None or not rest or now - min(rest)[0] < RECHECK_EVERY:
        return []
    calendar, periods = report.timetable.calendar, len(finals) + sum(each.count for each in loaded.stretches)
    every, longest = recheck_pace(calendar.grain, periods, timeless=report.timeless)
    if now - report.rechecked_at < every - TICK_SLACK:
        return []
    window = [min(rest)[1]]
    while len(window) < longest:
        later = calendar.shift(window[-1], 1)
        if later in found or not (later in finals or loaded.stretch_of(later)):
            break
        window.append(later)
    return window


def newest_range(report: Schedulable, found: Mapping[Period, Reason]) -> tuple[Period, Period] | None:
    """The newest unbroken range of lacking or provisional periods; else of filling ones; else of all that is due."""
    pressing = [p for p, reason in found.items() if reason in (Reason.MISSING, Reason.PROVISIONAL)]
    filling = [p for p, reason in found.items() if reason is Reason.FILLING]
    periods = pressing or filling or list(found)
    return unbroken(report.timetable, periods)[0] if periods else None


def unbroken(timetable: Timetable, periods: Iterable[Period], bridge: int = 0) -> list[tuple[Period, Period]]:
    """The ranges the periods form, newest first; gaps of up to `bridge` periods do not break one."""
    ranges: list[tuple[Period, Period]] = []
    for period in sorted(periods):
        last = ranges[-1][1] if ranges else None
        if last and (period.start <= last.end or period <= timetable.calendar.shift(last, bridge + 1)):
            ranges[-1] = (ranges[-1][0], period)
        else:
            ranges.append((period, period))
    return ranges[::-1]


def by_weekday(timetable: Timetable, period: Period, count: int = 4) -> list[Period]:
    """The `count` like periods before this one: same weekday and hour; for weeks and months the last ones."""
    steps = {Grain.DAY: 7, Grain.WEEK: 1, Grain.MONTH: 1}
    if timetable.calendar.grain is not Grain.HOUR:
        return [timetable.calendar.shift(period, -n * steps[timetable.calendar.grain]) for n in range(1, count + 1)]
    local = timetable.calendar.local(period.start)
    clocks = [local - timedelta(days=7 * n) for n in range(1, count + 1)]
    return [timetable.calendar.containing(timetable.calendar.at(c.date(), c.time())) for c in clocks]

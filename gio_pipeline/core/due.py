"""What a schedule has to pull now: a pure function of coverage, report and clock."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import nlargest

from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.outline import Covered, Outline
from gio_pipeline.core.windows import Period, State, Timetable

TURN_EVERY = timedelta(days=7)
# The most that one request can hold even of a retention.
TURN_PERIODS = {Grain.HOUR: 31, Grain.DAY: 31, Grain.WEEK: 25, Grain.MONTH: 11}
# 04:00 holds "generally": for this long an answer that looks unfinished is asked for again.
DOUBTED_FOR = timedelta(hours=12)


class Reason(StrEnum):
    LACKING = "lacking"
    PROVISIONAL = "provisional"
    FILLING = "filling"
    REFRESH = "refresh"
    TURN = "turn"


@dataclass(frozen=True)
class Schedulable:
    """What decides a report's due periods besides coverage and clock.

    start: first period there is, a local date. turn_at: when an older window was last checked by turns.
    timeless: whether every period takes a request of its own.
    """

    timetable: Timetable
    start: date
    refresh_periods: int = 0
    backfill: str = "manual"
    turn_at: datetime | None = None
    timeless: bool = False


def due(report: Schedulable, loaded: Outline, now: datetime) -> dict[Period, Reason]:
    """The periods to pull, oldest first, each with the first reason that holds (promise 5)."""
    timetable = report.timetable
    first, newest = timetable.calendar.starting_on(report.start), timetable.newest_settled(now)
    if newest < first:
        return {}
    loaded = loaded.beginning_with(first)
    settled_last = timetable.last_settling(now)
    found = dict.fromkeys(_lacking(report, loaded, first, newest, now), Reason.LACKING)
    finals = {}
    for each in loaded.singles:
        if each.state is State.PROVISIONAL:
            if timetable.settles_at(each.period) <= now:
                found[each.period] = Reason.PROVISIONAL
        elif not _filling(timetable, each):
            finals[each.period] = each
        elif _filling_due(timetable, each, settled_last, now):
            found[each.period] = Reason.FILLING
    for period in nlargest(report.refresh_periods, (period for period in finals if period < newest)):
        if finals[period].checked_at < settled_last:
            found[period] = Reason.REFRESH
    found |= dict.fromkeys(_turn(report, finals, loaded, found, now), Reason.TURN)
    return dict(sorted(found.items()))


def _lacking(report: Schedulable, loaded: Outline, first: Period, newest: Period, now: datetime) -> list[Period]:
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


def _filling(timetable: Timetable, each: Covered) -> bool:
    """Whether the period still grows; a wider conversion window or a larger column, seen later, reopens final ones."""
    if timetable.fills_for is None:
        return each.state is State.FILLING
    return each.state is State.FILLING or each.asked_at < timetable.final_at(each.period)


def _filling_due(timetable: Timetable, each: Covered, settled_last: datetime, now: datetime) -> bool:
    if timetable.fills_for is None:
        return timetable.final_at(each.period) <= now
    return each.checked_at < settled_last


def _turn(
    report: Schedulable, finals: Mapping[Period, Covered], loaded: Outline, found: Container[Period], now: datetime
) -> list[Period]:
    """Once a week the unbroken final periods from the one that was left unchecked longest, in one request."""
    if report.turn_at is None or now - report.turn_at < TURN_EVERY:
        return []
    rest = [(each.checked_at, period) for period, each in finals.items() if period not in found]
    rest += [(each.checked_at, each.oldest) for each in loaded.stretches]
    if not rest or now - min(rest)[0] < TURN_EVERY:
        return []
    calendar = report.timetable.calendar
    longest = 1 if report.timeless else TURN_PERIODS[calendar.grain]
    window = [min(rest)[1]]
    while len(window) < longest:
        later = calendar.shift(window[-1], 1)
        if later in found or not (later in finals or loaded.stretch_of(later)):
            break
        window.append(later)
    return window


def newest_range(report: Schedulable, found: Mapping[Period, Reason]) -> tuple[Period, Period] | None:
    """The newest unbroken range of lacking or provisional periods; else of filling ones; else of all that is due."""
    pressing = [p for p, reason in found.items() if reason in (Reason.LACKING, Reason.PROVISIONAL)]
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

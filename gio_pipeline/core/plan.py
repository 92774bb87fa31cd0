"""Cutting periods into requests: as few as the source's documented limits allow, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from gio_pipeline.core.due import unbroken
from gio_pipeline.core.windows import Grain, Kind, Period, Timetable

# The console accepts 1-120 days, 14-180 days and 30-365 days of cohorts; expected of the API too.
RETENTION_DAYS = {Grain.DAY: (1, 120), Grain.WEEK: (14, 180), Grain.MONTH: (30, 365)}
# Asking again for a few periods costs less than one more request.
BRIDGE = 7
ROW_LIMIT = 200_000


@dataclass(frozen=True)
class Window:
    """One request: `requested` is what is sent, `wanted` (a part of it) is what may be replaced."""

    requested: tuple[Period, ...]
    wanted: frozenset[Period]

    @property
    def milliseconds(self) -> tuple[int, int]:
        """startTime and endTime, both inclusive."""
        return self.requested[0].milliseconds[0], self.requested[-1].milliseconds[1]

    def singles(self) -> list["Window"]:
        """One window a wanted period, newest first."""
        return [Window((p,), frozenset((p,))) for p in sorted(self.wanted, reverse=True)]


def windows(timetable: Timetable, periods: Iterable[Period], *, timeless: bool, bridge: int = 0) -> list[Window]:
    """The requests that fetch `periods`; one each where the rows carry no time (promise 9)."""
    wanted = frozenset(periods)
    if timeless and timetable.kind is Kind.CHART:
        return Window(tuple(sorted(wanted)), wanted).singles()
    found = []
    for first, last in unbroken(timetable, wanted, bridge):
        found += _cut(timetable, tuple(timetable.calendar.between(first, last)), wanted)
    return [window for window in found if window.wanted]


def _cut(timetable: Timetable, periods: tuple[Period, ...], wanted: frozenset[Period]) -> list[Window]:
    if timetable.kind is not Kind.RETENTION:
        return [Window(periods, wanted & set(periods))]
    found = []
    while periods:
        newest = _longest_tail(timetable, periods)
        periods = periods[: -len(newest)]
        found.append(Window(_widened(timetable, newest), wanted & set(newest)))
    return found


def halves(timetable: Timetable, window: Window) -> list[Window]:
    """The window as two smaller requests, the newer one first; only for more than one wanted period."""
    wanted = sorted(window.wanted)
    middle = len(wanted) // 2
    found = []
    for part in (wanted[middle:], wanted[:middle]):
        found += _cut(timetable, tuple(timetable.calendar.between(part[0], part[-1])), frozenset(part))
    return found


def _days(timetable: Timetable, periods: tuple[Period, ...]) -> int:
    calendar = timetable.calendar
    return (calendar.last_day(periods[-1]) - calendar.first_day(periods[0])).days + 1


def _longest_tail(timetable: Timetable, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    longest = RETENTION_DAYS[timetable.calendar.grain][1]
    count = len(periods)
    while count > 1 and _days(timetable, periods[-count:]) > longest:
        count -= 1
    return periods[-count:]


def _widened(timetable: Timetable, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """Backwards only: later periods may not have begun."""
    while _days(timetable, periods) < RETENTION_DAYS[timetable.calendar.grain][0]:
        periods = (timetable.calendar.shift(periods[0], -1), *periods)
    return periods

"""Cutting periods into requests: as few as the source's documented limits allow, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from gio_pipeline.core.due import unbroken
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.periods import Period, Timetable

# Asking again for a few periods costs less than one more request.
BRIDGE = 7
ROW_LIMIT = 200_000
MOST_DAYS = 366_000


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


def windows(
    timetable: Timetable, periods: Iterable[Period], *, timeless: bool, bridge: int = 0, most: int | None = None
) -> list[Window]:
    """The requests that fetch `periods`; one each where the rows carry no time (promise 9).

    most: periods a request, where the source is known to answer no more.
    """
    wanted = frozenset(periods)
    # A retention of weeks is never asked for one period alone, nor is one of months for February.
    if timeless and (_request_days(timetable)[0] == 1):
        return [Window((period,), frozenset((period,))) for period in sorted(wanted, reverse=True)]
    found = []
    for first, last in unbroken(timetable, wanted, bridge):
        found += _cut(timetable, tuple(timetable.calendar.between(first, last)), wanted, most)
    return found


def _cut(
    timetable: Timetable, periods: tuple[Period, ...], wanted: frozenset[Period], most: int | None = None
) -> list[Window]:
    bounded = KINDS[timetable.kind].request_days is not None
    found = []
    while periods := _trimmed(periods, wanted):
        newest = _longest_tail(timetable, periods) if bounded else periods
        newest = newest[-(most or len(newest)) :]
        periods = periods[: -len(newest)]
        newest = _trimmed(newest, wanted)
        found.append(Window(_widened(timetable, newest) if bounded else newest, wanted.intersection(newest)))
    return found


def _trimmed(periods: tuple[Period, ...], wanted: frozenset[Period]) -> tuple[Period, ...]:
    """Without what a bridge left at the ends once the range was cut."""
    first, end = 0, len(periods)
    while end and periods[end - 1] not in wanted:
        end -= 1
    while first < end and periods[first] not in wanted:
        first += 1
    return periods[first:end]


def halves(timetable: Timetable, window: Window) -> list[Window]:
    """The window as two smaller requests, the newer one first.

    Raises ValueError for one wanted period: that cannot be asked for in parts.
    """
    wanted = sorted(window.wanted)
    if len(wanted) < 2:
        raise ValueError("a window of one wanted period cannot be halved")
    middle = len(wanted) // 2
    found = []
    for part in (wanted[middle:], wanted[:middle]):
        found += _cut(timetable, tuple(timetable.calendar.between(part[0], part[-1])), frozenset(part))
    return found


def _request_days(timetable: Timetable) -> tuple[int, int]:
    """The fewest and the most days that one request may ask for."""
    days = KINDS[timetable.kind].request_days
    return days[timetable.calendar.grain] if days else (1, MOST_DAYS)


def _days(timetable: Timetable, first: Period, last: Period) -> int:
    return (timetable.calendar.last_day(last) - timetable.calendar.first_day(first)).days + 1


def _longest_tail(timetable: Timetable, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    longest = _request_days(timetable)[1]
    count = 1
    while count < len(periods) and _days(timetable, periods[-count - 1], periods[-1]) <= longest:
        count += 1
    return periods[-count:]


def _widened(timetable: Timetable, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """Backwards only: later periods may not have begun."""
    while _days(timetable, periods[0], periods[-1]) < _request_days(timetable)[0]:
        periods = (timetable.calendar.shift(periods[0], -1), *periods)
    return periods

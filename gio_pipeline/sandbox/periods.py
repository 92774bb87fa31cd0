"""Hours, days, weeks and months of a zone as arrays of unix milliseconds."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

HOUR, DAY, WEEK, MONTH = 3_600_000, 86_400_000, 604_800_000, 2_592_000_000
INTERVALS = (HOUR, DAY, WEEK, MONTH)


@dataclass(frozen=True)
class Periods:
    """Consecutive periods: first instant, end (exclusive), first and last local day (as ordinals).

    Of an hour also its place in its day and how many hours that day has.
    """

    interval: int
    starts: Integers
    ends: Integers
    first_days: Integers
    last_days: Integers
    slots: Integers
    slots_of_day: Integers

    def __len__(self) -> int:
        return len(self.starts)

    def keep(self, chosen: NDArray[np.bool_]) -> "Periods":
        columns = [f.name for f in fields(self) if f.name != "interval"]
        return replace(self, **{name: getattr(self, name)[chosen] for name in columns})


def instant(day: date, zone: ZoneInfo, clock: str = "00:00") -> int:
    """Unix ms of a local day and clock time."""
    return round(datetime.combine(day, time.fromisoformat(clock), zone).timestamp() * 1000)


def local_day(ms: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(ms / 1000, zone).date()


def periods_in(start: int, end: int, interval: int, zone: ZoneInfo) -> Periods:
    """Every period that the inclusive window touches, whole: a window from Tuesday brings Monday's week."""
    if interval == HOUR:
        return _hours(start, end, zone)
    day, last = local_day(start, zone), local_day(end, zone)
    day = _first_of(day, interval)
    firsts = []
    while day <= last:
        firsts.append(day)
        day = next_period(day, interval)
    return _from_days(interval, [*firsts, day], zone)


def _first_of(day: date, interval: int) -> date:
    if interval == WEEK:
        return day - timedelta(day.weekday())
    return day.replace(day=1) if interval == MONTH else day


def next_period(day: date, interval: int) -> date:
    if interval == MONTH:
        return (day.replace(day=1) + timedelta(32)).replace(day=1)
    return day + timedelta(7 if interval == WEEK else 1)


def _from_days(interval: int, bounds: list[date], zone: ZoneInfo) -> Periods:
    edges = np.array([instant(d, zone) for d in bounds], np.int64)
    ordinals = np.array([d.toordinal() for d in bounds], np.int64)
    none = np.zeros(len(bounds) - 1, np.int64)
    return Periods(interval, edges[:-1], edges[1:], ordinals[:-1], ordinals[1:] - 1, none, none)


def _hours(start: int, end: int, zone: ZoneInfo) -> Periods:
    days = periods_in(start, end, DAY, zone)
    counts = (days.ends - days.starts) // HOUR  # 23 and 25 where summer time begins and ends
    slots = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    starts = np.repeat(days.starts, counts) + slots * HOUR
    ordinals = np.repeat(days.first_days, counts)
    whole = Periods(HOUR, starts, starts + HOUR, ordinals, ordinals, slots, np.repeat(counts, counts))
    return whole.keep((whole.ends > start) & (whole.starts <= end))

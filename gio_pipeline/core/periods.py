"""Time: which periods there are, when each settles, when it is final.

Every instant is an aware datetime in UTC; local dates appear only where a calendar (grain + zone) is at hand.
Ready times are from the vendor's page: about 30 minutes after an hour ends, and 04:00 for the day before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.kinds import KINDS, Grain, Kind


class State(StrEnum):
    PROVISIONAL = "provisional"
    FILLING = "filling"
    FINAL = "final"


_HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Settle:
    """When the source has finished: a delay after each hour, a time of day for the day before."""

    after_hour: timedelta = timedelta(minutes=30)
    day_at: time = time(4)


class Period(NamedTuple):
    """A half-open span [start, end) of one grain; both in UTC. In order of time."""

    start: datetime
    end: datetime

    @property
    def milliseconds(self) -> tuple[int, int]:
        """First and last millisecond, both inclusive, as the source counts them."""
        return _milliseconds(self.start), _milliseconds(self.end) - 1


def _milliseconds(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@dataclass(frozen=True)
class Calendar:
    """The periods of one grain in one time zone."""

    grain: Grain
    zone: ZoneInfo

    def at(self, day: date, clock: time = time()) -> datetime:
        """The instant of a local date and time of day."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        """The naive local time of an instant."""
        return instant.astimezone(self.zone).replace(tzinfo=None)

    def first_day(self, period: Period) -> date:
        return period.start.astimezone(self.zone).date()

    def last_day(self, period: Period) -> date:
        return (period.end - _INSTANT).astimezone(self.zone).date()

    def starting_on(self, day: date) -> Period:
        """The first period that begins on `day` or later."""
        if self.grain is Grain.WEEK:
            day += timedelta(days=-day.weekday() % 7)
        elif self.grain is Grain.MONTH and day.day > 1:
            day = _month(day, 1)
        return self.containing(self.at(day))

    def containing(self, instant: datetime) -> Period:
        if self.grain is Grain.HOUR:
            return self._of_hour(instant.astimezone(UTC))
        return self._of_day(instant.astimezone(self.zone).date())

    def _of_hour(self, instant: datetime) -> Period:
        ahead = _minutes_ahead(self.zone)
        if ahead is not None:
            past = timedelta(0, instant.second, instant.microsecond, 0, (instant.minute + ahead) % 60)
            start = instant - past
            return Period(start, start + _HOUR)
        # Where the clock is moved by half an hour, the hour lasts until it next shows a full one.
        start = instant - timedelta(0, instant.second, instant.microsecond, 0, instant.minute % 15)
        while start.astimezone(self.zone).minute:
            start -= _QUARTER
        end = start + _QUARTER
        while end.astimezone(self.zone).minute:
            end += _QUARTER
        return Period(start, end)

    def _of_day(self, day: date) -> Period:
        if self.grain is Grain.DAY:
            return Period(self.at(day), self.at(day + timedelta(days=1)))
        if self.grain is Grain.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(self.at(monday), self.at(monday + timedelta(days=7)))
        return Period(self.at(_month(day, 0)), self.at(_month(day, 1)))

    def shift(self, period: Period, count: int) -> Period:
        """The period `count` periods later (earlier where negative)."""
        if self.grain is not Grain.HOUR:
            return self._of_day(self.later(self.first_day(period), count))
        if _minutes_ahead(self.zone) is not None:
            hours = count * _HOUR
            return Period(period.start + hours, period.end + hours)
        for _ in range(abs(count)):
            period = self._of_hour(period.end if count > 0 else period.start - _INSTANT)
        return period

    def later(self, first_day: date, count: int) -> date:
        """The first day of the day, week or month `count` later, given the first day of one."""
        if self.grain is Grain.MONTH:
            return _month(first_day, count)
        return first_day + timedelta(days=count * (7 if self.grain is Grain.WEEK else 1))

    def between(self, first: Period, last: Period) -> Iterator[Period]:
        """The periods from `first` to `last`, both included."""
        while first <= last:
            yield first
            first = self._after(first)

    def _after(self, period: Period) -> Period:
        if self.grain is Grain.HOUR:
            return self._of_hour(period.end)
        return Period(period.end, self.at(self.later(period.end.astimezone(self.zone).date(), 1)))

    def beginning_in(self, first: date, last: date) -> list[Period]:
        """The periods whose first day lies in the dates, both included."""
        end = self.at(last + timedelta(days=1))
        found, period = [], self.starting_on(first)
        while period.start < end:
            found.append(period)
            period = self._after(period)
        return found


def _month(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


@lru_cache(maxsize=256)
def _minutes_ahead(zone: ZoneInfo) -> int | None:
    """Minutes that the zone's clock shows when UTC's shows a full hour; None where they change (Lord Howe)."""
    months = (datetime(year, month, 1, tzinfo=UTC) for year in range(2000, 2101) for month in range(1, 13))
    found = {month.astimezone(zone).minute for month in months}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=256)
def calendar(grain: Grain, timezone: str) -> Calendar:
    return Calendar(grain, ZoneInfo(timezone))


@dataclass(frozen=True)
class Timetable:
    """When the periods of one report settle and become final.

    conversion_window: days, a funnel's only; None where neither configured nor echoed by an answer yet.
    largest_column: the largest N日后 (周, 月) a retention ever showed.
    """

    kind: Kind
    calendar: Calendar
    settle: Settle = field(default_factory=Settle)
    conversion_window: int | None = None
    largest_column: int = 0

    def settles_at(self, period: Period) -> datetime:
        """The instant from which the source has counted the period."""
        if self.calendar.grain is not Grain.HOUR:
            return self._day_at(self.calendar.last_day(period), 1)
        counted, day = period.end + self.settle.after_hour, self.calendar.first_day(period)
        if counted.astimezone(self.calendar.zone).date() == day:
            return counted
        # The night's job has the figures of the day before late.
        return max(counted, self._day_at(day, 1))

    def final_at(self, period: Period) -> datetime:
        """The instant from which the period's figures do not move any more; never before settles_at."""
        day, fills_for = self.calendar.first_day(period), self.fills_for
        if fills_for is not None:
            return self._day_at(self.calendar.later(day, fills_for), 0)
        settles_at = self.settles_at(period)
        return max(settles_at, self._day_at(day, 1)) if self.calendar.grain is Grain.HOUR else settles_at

    def confirmed_from(self, period: Period) -> datetime:
        """The instant from which a look confirms final figures: day_at of the day after the one they are final on."""
        if self.calendar.grain is Grain.HOUR:
            return self._day_at(self.calendar.first_day(period), 2)
        return self._day_at(self.calendar.local(self.final_at(period)).date(), 1)

    @property
    def fills_for(self) -> int | None:
        """How many periods after its own a period that fills is final, at day_at of the last; else None."""
        fills_for = KINDS[self.kind].fills_for
        return fills_for(self.calendar.grain, self.conversion_window, self.largest_column) if fills_for else None

    def state(self, period: Period, asked_at: datetime) -> State:
        """What an answer asked for at `asked_at` is worth."""
        if asked_at < self.settles_at(period):
            return State.PROVISIONAL
        return State.FILLING if asked_at < self.final_at(period) else State.FINAL

    def newest_settled(self, now: datetime) -> Period:
        """The newest period that has settled by `now`."""
        period = self.calendar.containing(now)
        while self.settles_at(period) > now:
            period = self.calendar.shift(period, -1)
        return period

    def last_settling(self, now: datetime) -> datetime:
        """The newest instant, not after `now`, at which a period of this grain settled."""
        return max(instant for instant in self._settling_around(now) if instant <= now)

    def next_settling(self, now: datetime) -> datetime:
        """The first instant after `now` at which a period of this grain settles."""
        return min(instant for instant in self._settling_around(now) if instant > now)

    def last_day_at(self, now: datetime) -> datetime:
        """The newest day_at that is not after `now`."""
        today = self.calendar.local(now).date()
        return max(instant for instant in (self._day_at(today, -1), self._day_at(today, 0)) if instant <= now)

    def _settling_around(self, now: datetime) -> list[datetime]:
        newest, shift = self.newest_settled(now), self.calendar.shift
        # A day's last hours settle after the next day's first ones.
        reach = 26 if self.calendar.grain is Grain.HOUR else 1
        around = self.calendar.between(shift(newest, -reach), shift(newest, reach))
        return [self.settles_at(period) for period in around]

    def _day_at(self, day: date, days_later: int) -> datetime:
        return self.calendar.at(day + timedelta(days=days_later), self.settle.day_at)


def check_dates(first: date, last: date) -> None:
    if last < first:
        raise UsageError(f"The dates are reversed: --from {first} is after --to {last}.")

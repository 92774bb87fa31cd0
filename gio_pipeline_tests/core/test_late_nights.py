"""Weeks on a source that is not always in time: how long a wrong figure stays final.

Three weeks hour by hour, one night in eight done at 07:30 instead of 04:00; and half a year of turns over what is old.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gio_pipeline.core.coverage import LoadedPeriods, PeriodCoverage
from gio_pipeline.core.due import Reason, Schedulable, due
from gio_pipeline.core.kinds import KINDS, Grain
from gio_pipeline.core.periods import Period, State, Timetable
from gio_pipeline.core.windows import BRIDGE, windows
from gio_pipeline_tests.core.periods import at, timetable

FIRST, LAST = date(2026, 2, 20), date(2026, 3, 12)
# The last night of a month, and eight days later that of a Sunday.
LATE = date(2026, 2, 28)
DAY = timedelta(days=1)


class Source:
    """A figure is the number of counted days it is made of: of its own, and those in which it still grows."""

    def __init__(self, table: Timetable) -> None:
        self.table = table

    def figure(self, period: Period, now: datetime) -> int:
        return sum(self._done(day) <= now for day in self._days(period))

    def truth(self, period: Period) -> int:
        return len(self._days(period))

    def _days(self, period: Period) -> list[date]:
        calendar, fills_for = self.table.calendar, self.table.fills_for
        first, end = calendar.first_day(period), calendar.last_day(period) + DAY
        if fills_for:
            end = calendar.later(first, fills_for)
        return [first + n * DAY for n in range((end - first).days)]

    def _done(self, day: date) -> datetime:
        late = (day - LATE).days % 8 == 0
        return self.table.calendar.at(day + DAY) + timedelta(hours=7.5 if late else 4)


class Loader:
    """A warehouse of one report in memory: what a tick finds due is asked for and stored."""

    def __init__(self, table: Timetable, began: datetime, periods: int = 60, *, timeless: bool = False) -> None:
        self.table, self.source = table, Source(table)
        refreshed = KINDS[table.kind].refreshed.get(table.calendar.grain, 0)
        self.report = Schedulable(table, date(2010, 1, 1), refreshed, rechecked_at=began, timeless=timeless)
        self.held: dict[Period, PeriodCoverage] = {}
        self.figures: dict[Period, int] = {}
        self.restated: dict[Period, timedelta] = {}
        self.requests = 0
        newest = table.newest_settled(began)
        self._load(list(table.calendar.between(table.calendar.shift(newest, 1 - periods), newest)), began)

    def tick(self, now: datetime) -> None:
        found = due(self.report, LoadedPeriods.of(self.held.values()), now)
        self.requests += len(windows(self.table, found, timeless=self.report.timeless, bridge=BRIDGE))
        self._load(list(found), now)
        if Reason.RECHECK in found.values():
            self.report = replace(self.report, rechecked_at=now)

    def _load(self, periods: list[Period], now: datetime) -> None:
        for period in periods:
            before, figure = self.held.get(period), self.source.figure(period, now)
            if before and before.state is State.FINAL and self.figures[period] != figure:
                self.restated[period] = now - self.table.final_at(period)
            self.figures[period] = figure
            self.held[period] = PeriodCoverage(period, self.table.state(period, now), now, now)

    def wrong(self) -> list[Period]:
        return [
            period
            for period, each in self.held.items()
            if each.state is State.FINAL and self.figures[period] != self.source.truth(period)
        ]


@pytest.mark.parametrize(
    ("kind", "grain", "restated", "requests"),
    # What is due and its second look in one request a day (23 by the hour), where they adjoin; and two turns.
    [
        ("chart", "hour", 72, 21 * 23 + 2),
        ("chart", "day", 3, 21 + 2),
        ("chart", "week", 1, 6 + 2),
        ("chart", "month", 1, 2 + 2),
        ("funnel", "day", 3, 21 + 2),
        ("retention", "day", 3, 21 + 2),
        ("retention", "week", 1, 6 + 2),
        ("retention", "month", 1, 2 + 2),
    ],
)
def test_no_wrong_figure_stays_final_for_longer_than_a_day(kind: str, grain: str, restated: int, requests: int) -> None:
    table = timetable(kind, grain, window=7 if kind == "funnel" else None)
    now = table.calendar.at(FIRST) + timedelta(minutes=35 if grain == Grain.HOUR else 5)
    loader = Loader(table, now)
    while table.calendar.local(now).date() <= LAST:
        loader.tick(now)
        for period in loader.wrong():
            assert now - table.final_at(period) < timedelta(days=1), (table.calendar.local(period.start), now)
        now += timedelta(hours=1)
    assert loader.wrong() == []
    assert set(loader.restated.values()) <= {timedelta(days=1, minutes=35 if grain == Grain.HOUR else 5)}
    assert (len(loader.restated), loader.requests) == (restated, requests)


@pytest.mark.parametrize(
    ("kind", "grain", "periods", "timeless", "requests_a_week"),
    [
        pytest.param("chart", "day", 3653, False, 14, marks=pytest.mark.slow),
        ("chart", "day", 200, False, 8),
        ("chart", "day", 365, True, 56),
        ("retention", "week", 522, False, 4),
    ],
)
def test_everything_loaded_is_looked_at_every_90_days(
    kind: str, grain: str, periods: int, timeless: bool, requests_a_week: int
) -> None:
    table, began = timetable(kind, grain), at("2026-01-05 04:05")
    loader = Loader(table, began, periods, timeless=timeless)
    for day in range(1, 183):
        loader.tick(began + day * DAY)
        assert min(each.checked_at for each in loader.held.values()) > began + (day - 90) * DAY
    assert round(loader.requests / 26) == requests_a_week

"""What is loaded of a report, read in outline, against every row of `gio.coverage` by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection, Engine, text

from gio_pipeline.core import quality
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.coverage import LoadedPeriods, PeriodCoverage
from gio_pipeline.core.due import due
from gio_pipeline.core.kinds import Grain, Kind
from gio_pipeline.core.periods import Calendar, State, Timetable, calendar
from gio_pipeline.warehouse.coverage import Outlined, outlines, reopen
from gio_pipeline_tests.core.due_cases import Case, cases

ALWAYS = settings(
    deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
DAYS = Timetable(Kind.CHART, calendar(Grain.DAY, "Asia/Shanghai"))
LONG_AGO = date(1900, 1, 1)
REPORT = """
insert into gio.reports (project, report, kind, grain, project_uid, source_id, timezone, settle_after_hour,
                         settle_day_at)
values ('shop', 'views', 'chart', 'day', 'uid', 'id', 'Asia/Shanghai', '30 min', '04:00')
returning report_id
"""
PERIODS = """
insert into gio.coverage (report_id, project, report, period_start, period_date, period_local, state, asked_at,
                          loaded_at, checked_at, sent_at)
select :report_id, 'shop', 'views', start, cast(clock as date), clock, state, asked, checked, checked, asked
from unnest(cast(:starts as timestamptz[]), cast(:clocks as timestamp[]), cast(:states as text[]),
            cast(:asked as timestamptz[]), cast(:checked as timestamptz[])) as c (start, clock, state, asked, checked)
"""


def spec(table: Timetable, start: date = LONG_AGO, recent: int = 0) -> ReportSpec:
    calendar = table.calendar
    return ReportSpec(
        "shop", "uid", "views", table.kind, "id", calendar.grain, calendar.zone.key, start, refresh_periods=recent
    )


class Warehouse:
    """One report, of which some periods are loaded."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with engine.begin() as connection:
            self.report_id = connection.execute(text(REPORT)).scalar_one()

    def hold(self, calendar: Calendar, covered: Sequence[PeriodCoverage]) -> None:
        with self.engine.begin() as connection:
            connection.execute(text("delete from gio.coverage"))
            self._insert(connection, calendar, covered)

    def outline(self, table: Timetable, now: datetime, start: date = LONG_AGO, recent: int = 0) -> LoadedPeriods:
        wanted = Outlined(self.report_id, spec(table, start, recent), table)
        with self.engine.connect() as connection:
            return outlines(connection, [wanted], now)[self.report_id]

    def _insert(self, connection: Connection, calendar: Calendar, covered: Sequence[PeriodCoverage]) -> None:
        values = {
            "report_id": self.report_id,
            "starts": [each.period.start for each in covered],
            "clocks": [calendar.local(each.period.start) for each in covered],
            "states": [str(each.state) for each in covered],
            "asked": [each.asked_at for each in covered],
            "checked": [each.checked_at for each in covered],
        }
        connection.execute(text(PERIODS), values)


@pytest.fixture
def warehouse(engine: Engine) -> Warehouse:
    return Warehouse(engine)


@ALWAYS
@given(cases())
def test_an_outline_says_what_all_rows_say(warehouse: Warehouse, case: Case) -> None:
    report, covered, now = case
    table, every = report.timetable, LoadedPeriods.of(covered)
    warehouse.hold(table.calendar, covered)
    found = warehouse.outline(table, now, report.start, report.refresh_periods)
    assert list(due(report, found, now).items()) == list(due(report, every, now).items())
    assert (len(found), found.first, found.newest) == (len(every), every.first, every.newest)
    assert found.newest_final == every.newest_final
    assert [found.count(state) for state in State] == [every.count(state) for state in State]
    assert quality.unbroken_coverage(table, found, now) == quality.unbroken_coverage(table, every, now)
    assert quality.freshness(table, found, now) == quality.freshness(table, every, now)
    around = [table.calendar.shift(each.period, by) for each in covered for by in (-1, 0, 1)]
    assert [found.state_of(period) for period in around] == [every.state_of(period) for period in around]


@pytest.mark.parametrize("grain", list(Grain))
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Asia/Kolkata"])
def test_years_of_final_periods_are_one_stretch(warehouse: Warehouse, grain: Grain, zone: str) -> None:
    table = Timetable(Kind.CHART, calendar(grain, zone))
    last = table.newest_settled(NOW)
    years = table.calendar.between(table.calendar.shift(last, -1000), last)
    covered = [PeriodCoverage(each, State.FINAL, NOW + timedelta(days=2), NOW) for each in years]
    warehouse.hold(table.calendar, covered)
    found = warehouse.outline(table, NOW, recent=2)
    # The newest settled period is open to revision, and two are to be refreshed.
    assert [each.period for each in found.singles] == [each.period for each in covered[-3:]]
    assert [(each.first, each.last, each.count) for each in found.stretches] == [
        (covered[0].period, covered[-4].period, 998)
    ]


def test_what_became_final_and_was_not_looked_at_since_stands_by_itself(warehouse: Warehouse) -> None:
    days = [DAYS.calendar.shift(DAYS.newest_settled(NOW), -back) for back in range(50, 0, -1)]
    covered = [PeriodCoverage(day, State.FINAL, DAYS.confirmed_from(day), DAYS.final_at(day)) for day in days]
    covered[20] = replace(covered[20], checked_at=DAYS.final_at(days[20]))
    # Longer ago than a month: it waits for its turn.
    covered[10] = replace(covered[10], checked_at=DAYS.final_at(days[10]))
    warehouse.hold(DAYS.calendar, covered)
    found = warehouse.outline(DAYS, NOW)
    assert [each.period for each in found.singles] == [days[20]]
    assert [each.count for each in found.stretches] == [20, 29]


def test_a_stretch_ends_where_the_report_begins_now(warehouse: Warehouse) -> None:
    covered = [
        PeriodCoverage(
            DAYS.calendar.shift(DAYS.newest_settled(NOW), -back), State.FINAL, NOW + timedelta(40 - back), NOW
        )
        for back in range(40, 0, -1)
    ]
    warehouse.hold(DAYS.calendar, covered)
    found = warehouse.outline(DAYS, NOW, date(2026, 5, 20))
    begin = DAYS.calendar.starting_on(date(2026, 5, 20))
    assert [(each.first, each.oldest) for each in found.stretches] == [
        (covered[0].period, covered[0].period),
        (begin, begin),
    ]


def test_a_longer_conversion_window_opens_what_was_asked_for_too_early(warehouse: Warehouse) -> None:
    table = Timetable(Kind.FUNNEL, DAYS.calendar, conversion_window=7)
    days = [table.calendar.containing(NOW - timedelta(days=back)) for back in (30, 10)]
    warehouse.hold(table.calendar, [PeriodCoverage(day, State.FINAL, NOW, NOW) for day in days])
    longer = Timetable(Kind.FUNNEL, DAYS.calendar, conversion_window=10)
    for timetable, states in ((table, ["final", "final"]), (longer, ["final", "filling"])):
        with warehouse.engine.begin() as connection:
            reopen(connection, warehouse.report_id, spec(timetable), timetable, NOW)
        with warehouse.engine.connect() as connection:
            found = connection.execute(text("select state from gio.coverage order by period_start")).scalars().all()
        assert list(found) == states

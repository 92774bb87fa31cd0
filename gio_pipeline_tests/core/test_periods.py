"""Which periods there are, in every grain and in zones whose clocks are moved."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from gio_pipeline.core.kinds import INTERVAL_MS, Grain
from gio_pipeline.core.periods import Period, calendar
from gio_pipeline_tests.core.periods import NEW_YORK, SHANGHAI, at, local, utc

SAO_PAULO, LORD_HOWE = "America/Sao_Paulo", "Australia/Lord_Howe"


@pytest.mark.parametrize(
    ("zone", "grain", "instant", "start", "end"),
    [
        (SHANGHAI, "hour", "2026-03-02 08:59:59.999999", "2026-03-02 00:00Z", "2026-03-02 01:00Z"),
        (SHANGHAI, "hour", "2026-03-02 09:00", "2026-03-02 01:00Z", "2026-03-02 02:00Z"),
        (SHANGHAI, "hour", "2026-03-02 23:30", "2026-03-02 15:00Z", "2026-03-02 16:00Z"),
        (SHANGHAI, "day", "2026-03-02 00:00", "2026-03-01 16:00Z", "2026-03-02 16:00Z"),
        (SHANGHAI, "day", "2026-03-02 23:59:59.999999", "2026-03-01 16:00Z", "2026-03-02 16:00Z"),
        (SHANGHAI, "day", "2028-02-29 12:00", "2028-02-28 16:00Z", "2028-02-29 16:00Z"),
        (SHANGHAI, "week", "2026-03-02 00:00", "2026-03-01 16:00Z", "2026-03-08 16:00Z"),
        (SHANGHAI, "week", "2026-03-01 23:59", "2026-02-22 16:00Z", "2026-03-01 16:00Z"),
        (SHANGHAI, "week", "2026-01-01 12:00", "2025-12-28 16:00Z", "2026-01-04 16:00Z"),
        (SHANGHAI, "month", "2026-02-01 00:00", "2026-01-31 16:00Z", "2026-02-28 16:00Z"),
        (SHANGHAI, "month", "2028-02-29 12:00", "2028-01-31 16:00Z", "2028-02-29 16:00Z"),
        (SHANGHAI, "month", "2026-12-31 23:59", "2026-11-30 16:00Z", "2026-12-31 16:00Z"),
        (NEW_YORK, "day", "2026-03-08 12:00", "2026-03-08 05:00Z", "2026-03-09 04:00Z"),  # 23 hours
        (NEW_YORK, "day", "2026-11-01 12:00", "2026-11-01 04:00Z", "2026-11-02 05:00Z"),  # 25 hours
        (NEW_YORK, "week", "2026-03-08 12:00", "2026-03-02 05:00Z", "2026-03-09 04:00Z"),
        (NEW_YORK, "month", "2026-11-15 12:00", "2026-11-01 04:00Z", "2026-12-01 05:00Z"),
        (NEW_YORK, "hour", "2026-11-01 05:30Z", "2026-11-01 05:00Z", "2026-11-01 06:00Z"),  # 01:30 for the first time
        (NEW_YORK, "hour", "2026-11-01 06:30Z", "2026-11-01 06:00Z", "2026-11-01 07:00Z"),  # and for the second
        ("Asia/Kolkata", "hour", "2026-03-02 08:10", "2026-03-02 02:30Z", "2026-03-02 03:30Z"),
        ("Asia/Kolkata", "day", "2026-03-02 08:10", "2026-03-01 18:30Z", "2026-03-02 18:30Z"),
        ("Asia/Kathmandu", "hour", "2026-03-02 08:10", "2026-03-02 02:15Z", "2026-03-02 03:15Z"),
        (SAO_PAULO, "day", "2018-11-04 12:00", "2018-11-04 03:00Z", "2018-11-05 02:00Z"),  # it has no midnight
        (LORD_HOWE, "hour", "2026-04-04 15:10Z", "2026-04-04 14:00Z", "2026-04-04 15:30Z"),  # 02:00 became 01:30
        (LORD_HOWE, "hour", "2026-10-03 15:40Z", "2026-10-03 14:30Z", "2026-10-03 16:00Z"),  # 02:00 became 02:30
    ],
)
def test_an_instant_lies_in_one_period_of_the_zones_own_calendar(
    zone: str, grain: str, instant: str, start: str, end: str
) -> None:
    found = calendar(Grain(grain), zone).containing(at(instant, zone))
    assert (utc(found.start), utc(found.end)) == (start, end)
    assert found.start.tzinfo is UTC and found.end.tzinfo is UTC


@pytest.mark.parametrize("zone", [timezone(timedelta(hours=-5)), timezone(timedelta(hours=8)), ZoneInfo(NEW_YORK)])
@pytest.mark.parametrize("grain", list(Grain))
def test_a_period_is_the_same_whatever_zone_the_instant_is_written_in(grain: Grain, zone: timezone | ZoneInfo) -> None:
    instant = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    found = calendar(grain, NEW_YORK).containing(instant.astimezone(zone))
    assert found == calendar(grain, NEW_YORK).containing(instant)
    assert found.start.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (SHANGHAI, date(2026, 3, 8), 24),
        (NEW_YORK, date(2026, 3, 8), 23),
        (NEW_YORK, date(2026, 11, 1), 25),
        ("Antarctica/Troll", date(2026, 3, 29), 22),
        ("Antarctica/Troll", date(2026, 10, 25), 26),
    ],
)
def test_a_day_has_as_many_hours_as_its_clock_shows(zone: str, day: date, hours: int) -> None:
    found = calendar(Grain.HOUR, zone).beginning_in(day, day)
    assert len(found) == hours
    assert found[0].start == calendar(Grain.DAY, zone).containing(found[5].start).start
    assert all(before.end == after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("grain", "first", "last", "starts"),
    [
        ("day", date(2028, 2, 28), date(2028, 3, 1), ["2028-02-28 00:00", "2028-02-29 00:00", "2028-03-01 00:00"]),
        ("day", date(2026, 12, 31), date(2027, 1, 1), ["2026-12-31 00:00", "2027-01-01 00:00"]),
        ("day", date(2026, 3, 2), date(2026, 3, 1), []),
        ("week", date(2026, 3, 1), date(2026, 3, 15), ["2026-03-02 00:00", "2026-03-09 00:00"]),
        ("week", date(2026, 3, 2), date(2026, 3, 2), ["2026-03-02 00:00"]),
        ("week", date(2026, 3, 3), date(2026, 3, 8), []),
        ("month", date(2026, 1, 1), date(2026, 1, 1), ["2026-01-01 00:00"]),
        ("month", date(2026, 11, 2), date(2027, 1, 31), ["2026-12-01 00:00", "2027-01-01 00:00"]),
    ],
)
def test_dates_name_the_periods_whose_first_day_lies_in_them(
    grain: str, first: date, last: date, starts: list[str]
) -> None:
    found = calendar(Grain(grain), SHANGHAI).beginning_in(first, last)
    assert [local(period.start) for period in found] == starts


@pytest.mark.parametrize(
    ("grain", "day", "start"),
    [
        ("hour", date(2026, 3, 4), "2026-03-04 00:00"),
        ("day", date(2026, 3, 4), "2026-03-04 00:00"),
        ("week", date(2026, 3, 2), "2026-03-02 00:00"),
        ("week", date(2026, 3, 3), "2026-03-09 00:00"),
        ("week", date(2025, 12, 30), "2026-01-05 00:00"),
        ("month", date(2026, 3, 1), "2026-03-01 00:00"),
        ("month", date(2026, 12, 2), "2027-01-01 00:00"),
    ],
)
def test_a_start_inside_a_week_or_month_waits_for_the_next_whole_one(grain: str, day: date, start: str) -> None:
    assert local(calendar(Grain(grain), SHANGHAI).starting_on(day).start) == start


@pytest.mark.parametrize(
    ("zone", "grain", "from_", "count", "to"),
    [
        (SHANGHAI, "hour", "2026-12-31 23:00", 1, "2026-12-31 16:00Z"),
        (SHANGHAI, "day", "2028-02-28 00:00", 2, "2028-02-29 16:00Z"),
        (SHANGHAI, "week", "2026-01-05 00:00", -1, "2025-12-28 16:00Z"),
        (SHANGHAI, "month", "2026-01-01 00:00", 13, "2027-01-31 16:00Z"),
        (SHANGHAI, "month", "2026-01-01 00:00", -1, "2025-11-30 16:00Z"),
        (NEW_YORK, "day", "2026-03-07 00:00", 2, "2026-03-09 04:00Z"),
        (NEW_YORK, "hour", "2026-11-01 05:00Z", 1, "2026-11-01 06:00Z"),
        (NEW_YORK, "week", "2026-10-26 00:00", 1, "2026-11-02 05:00Z"),
        (LORD_HOWE, "hour", "2026-04-04 13:00Z", 2, "2026-04-04 15:30Z"),
        (LORD_HOWE, "hour", "2026-10-03 16:00Z", -2, "2026-10-03 13:30Z"),
    ],
)
def test_a_period_is_shifted_by_periods_not_by_seconds(zone: str, grain: str, from_: str, count: int, to: str) -> None:
    days = calendar(Grain(grain), zone)
    period = days.containing(at(from_, zone))
    assert utc(days.shift(period, count).start) == to
    assert days.shift(days.shift(period, count), -count) == period


def test_a_request_counts_milliseconds_from_the_first_to_the_last_inclusive() -> None:
    # The funnel of the vendor's page: 2019-10-15 to 2019-10-28.
    days = calendar(Grain.DAY, SHANGHAI)
    first, last = days.containing(at("2019-10-15")), days.containing(at("2019-10-28"))
    assert first.milliseconds == (1571068800000, 1571155199999)
    assert last.milliseconds[1] == 1572278399999


def test_the_vendors_intervals_are_what_its_page_says() -> None:
    assert INTERVAL_MS == {"hour": 3600000, "day": 86400000, "week": 604800000, "month": 2592000000}


def test_between_includes_both_ends_and_is_empty_when_reversed() -> None:
    days = calendar(Grain.DAY, NEW_YORK)
    first, last = days.containing(at("2026-03-07", NEW_YORK)), days.containing(at("2026-03-09", NEW_YORK))
    assert [utc(p.start) for p in days.between(first, last)] == [
        "2026-03-07 05:00Z",
        "2026-03-08 05:00Z",
        "2026-03-09 04:00Z",
    ]
    assert list(days.between(first, first)) == [first]
    assert list(days.between(last, first)) == []


def test_periods_are_ordered_by_time_and_equal_by_their_instants() -> None:
    early = Period(at("2026-03-01"), at("2026-03-02"))
    late = Period(at("2026-03-02"), at("2026-03-03"))
    same = Period(early.start.astimezone(ZoneInfo(SHANGHAI)), early.end.astimezone(ZoneInfo(NEW_YORK)))
    assert early < late and sorted([late, early]) == [early, late]
    assert early == same and hash(early) == hash(same) and len({early, same}) == 1


def test_first_and_last_day_are_the_zones_dates() -> None:
    weeks = calendar(Grain.WEEK, NEW_YORK)
    week = weeks.containing(at("2026-11-01", NEW_YORK))
    assert (weeks.first_day(week), weeks.last_day(week)) == (date(2026, 10, 26), date(2026, 11, 1))
    assert weeks.local(week.start) == datetime(2026, 10, 26)

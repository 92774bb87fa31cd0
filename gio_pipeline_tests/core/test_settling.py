"""When periods settle, when they are final and what an answer is worth in between: promise 4 as tables."""

from datetime import timedelta

import pytest

from gio_pipeline.core.periods import Settle
from gio_pipeline_tests.core.periods import NEW_YORK, SHANGHAI, at, local, period, timetable, utc


@pytest.mark.parametrize(
    ("after_hour", "day_at", "start", "settles_at"),
    [
        (30, "04:00", "2026-03-02 00:00", "2026-03-02 01:30"),
        (30, "04:00", "2026-03-02 02:00", "2026-03-02 03:30"),
        (30, "04:00", "2026-03-02 03:00", "2026-03-02 04:30"),
        (30, "04:00", "2026-03-02 08:00", "2026-03-02 09:30"),  # the vendor's example
        (30, "04:00", "2026-03-02 22:00", "2026-03-02 23:30"),
        (30, "04:00", "2026-03-02 23:00", "2026-03-03 04:00"),
        (30, "04:00", "2026-12-31 23:00", "2027-01-01 04:00"),
        (30, "04:00", "2028-02-28 23:00", "2028-02-29 04:00"),
        (0, "04:00", "2026-03-02 22:00", "2026-03-02 23:00"),
        (0, "04:00", "2026-03-02 23:00", "2026-03-03 04:00"),  # 24:00 is the next day's already
        (59, "04:00", "2026-03-02 22:00", "2026-03-02 23:59"),
        (60, "04:00", "2026-03-02 22:00", "2026-03-03 04:00"),
        (60, "04:00", "2026-03-02 21:00", "2026-03-02 23:00"),
        (90, "04:00", "2026-03-02 21:00", "2026-03-02 23:30"),
        (90, "04:00", "2026-03-02 22:00", "2026-03-03 04:00"),
        (300, "04:00", "2026-03-02 17:00", "2026-03-02 23:00"),
        (300, "04:00", "2026-03-02 18:00", "2026-03-03 04:00"),
        (300, "04:00", "2026-03-02 22:00", "2026-03-03 04:00"),  # exactly at day_at
        (300, "04:00", "2026-03-02 23:00", "2026-03-03 05:00"),  # later than day_at: nothing to wait for
        (1440, "04:00", "2026-03-02 00:00", "2026-03-03 04:00"),
        (1440, "04:00", "2026-03-02 03:00", "2026-03-03 04:00"),
        (1440, "04:00", "2026-03-02 08:00", "2026-03-03 09:00"),
        (1440, "04:00", "2026-03-02 23:00", "2026-03-04 00:00"),  # two days on: its own night is long over
        (30, "06:00", "2026-03-02 04:00", "2026-03-02 05:30"),
        (30, "06:00", "2026-03-02 22:00", "2026-03-02 23:30"),
        (30, "06:00", "2026-03-02 23:00", "2026-03-03 06:00"),
        (300, "06:00", "2026-03-02 23:00", "2026-03-03 06:00"),
        (30, "00:00", "2026-03-02 23:00", "2026-03-03 00:30"),
        (30, "00:30", "2026-03-02 23:00", "2026-03-03 00:30"),
        (30, "23:59", "2026-03-02 23:00", "2026-03-03 23:59"),
        (30, "23:59", "2026-03-03 00:00", "2026-03-03 01:30"),
    ],
)
def test_an_hour_settles_after_its_delay_but_not_in_the_night(
    after_hour: int, day_at: str, start: str, settles_at: str
) -> None:
    table = timetable("chart", "hour", after_hour=after_hour, day_at=day_at)
    assert local(table.settles_at(period(table, start))) == settles_at


@pytest.mark.parametrize(
    ("zone", "start", "settles_at"),
    [
        (NEW_YORK, "2026-03-08 06:00Z", "2026-03-08 07:30Z"),  # 01:00 EST, the last hour before the jump
        (NEW_YORK, "2026-03-08 07:00Z", "2026-03-08 08:30Z"),  # 03:00 EDT
        (NEW_YORK, "2026-03-08 04:00Z", "2026-03-08 08:00Z"),  # 23:00 of the 7th: 04:00 is an hour earlier
        (NEW_YORK, "2026-03-09 03:00Z", "2026-03-09 08:00Z"),
        (NEW_YORK, "2026-11-01 05:00Z", "2026-11-01 06:30Z"),  # 01:00 EDT
        (NEW_YORK, "2026-11-01 06:00Z", "2026-11-01 07:30Z"),  # 01:00 EST
        (NEW_YORK, "2026-11-01 03:00Z", "2026-11-01 09:00Z"),  # 23:00 of the 31st: 04:00 is an hour later
        (NEW_YORK, "2026-11-02 04:00Z", "2026-11-02 09:00Z"),
        ("Asia/Kolkata", "2026-03-02 02:30Z", "2026-03-02 04:00Z"),  # 08:00 to 09:00
        ("Asia/Kolkata", "2026-03-02 16:30Z", "2026-03-02 18:00Z"),  # 22:00 to 23:00
        ("Asia/Kolkata", "2026-03-02 17:30Z", "2026-03-02 22:30Z"),  # 23:00 to 24:00
        ("Australia/Lord_Howe", "2026-04-04 14:00Z", "2026-04-04 16:00Z"),  # an hour of 90 minutes
    ],
)
def test_hours_settle_by_the_clock_of_their_zone(zone: str, start: str, settles_at: str) -> None:
    table = timetable("chart", "hour", zone)
    assert utc(table.settles_at(period(table, start))) == settles_at


@pytest.mark.parametrize("kind", ["chart", "funnel", "retention"])
@pytest.mark.parametrize(
    ("grain", "zone", "day_at", "start", "settles_at"),
    [
        ("day", SHANGHAI, "04:00", "2026-03-02", "2026-03-02 20:00Z"),
        ("day", SHANGHAI, "06:00", "2026-03-02", "2026-03-02 22:00Z"),
        ("day", SHANGHAI, "04:00", "2026-12-31", "2026-12-31 20:00Z"),
        ("day", SHANGHAI, "04:00", "2028-02-28", "2028-02-28 20:00Z"),
        ("day", SHANGHAI, "04:00", "2028-02-29", "2028-02-29 20:00Z"),
        ("week", SHANGHAI, "04:00", "2026-02-23", "2026-03-01 20:00Z"),
        ("week", SHANGHAI, "06:00", "2025-12-29", "2026-01-04 22:00Z"),
        ("month", SHANGHAI, "04:00", "2026-02-01", "2026-02-28 20:00Z"),
        ("month", SHANGHAI, "04:00", "2028-02-01", "2028-02-29 20:00Z"),
        ("month", SHANGHAI, "06:00", "2026-12-01", "2026-12-31 22:00Z"),
        ("day", "Asia/Kolkata", "04:00", "2026-03-02", "2026-03-02 22:30Z"),
        ("day", NEW_YORK, "04:00", "2026-03-07", "2026-03-08 08:00Z"),
        ("day", NEW_YORK, "04:00", "2026-03-08", "2026-03-09 08:00Z"),
        ("day", NEW_YORK, "04:00", "2026-10-31", "2026-11-01 09:00Z"),
        ("day", NEW_YORK, "02:30", "2026-03-07", "2026-03-08 07:30Z"),  # 02:30 was skipped: 03:30
        ("day", NEW_YORK, "01:30", "2026-10-31", "2026-11-01 05:30Z"),  # 01:30 came twice: the first
        ("week", NEW_YORK, "04:00", "2026-03-02", "2026-03-09 08:00Z"),
        ("month", NEW_YORK, "04:00", "2026-10-01", "2026-11-01 09:00Z"),
    ],
)
def test_days_weeks_and_months_settle_at_day_at_after_their_last_day(
    kind: str, grain: str, zone: str, day_at: str, start: str, settles_at: str
) -> None:
    table = timetable(kind, grain, zone, day_at=day_at)
    assert utc(table.settles_at(period(table, start))) == settles_at


@pytest.mark.parametrize(
    ("after_hour", "day_at", "start", "final_at"),
    [
        (30, "04:00", "2026-03-02 00:00", "2026-03-03 04:00"),
        (30, "04:00", "2026-03-02 08:00", "2026-03-03 04:00"),
        (30, "04:00", "2026-03-02 23:00", "2026-03-03 04:00"),
        (30, "06:00", "2026-12-31 08:00", "2027-01-01 06:00"),
        (300, "04:00", "2026-03-02 22:00", "2026-03-03 04:00"),
        (300, "04:00", "2026-03-02 23:00", "2026-03-03 05:00"),  # not before it has settled
        (30, "00:00", "2026-03-02 23:00", "2026-03-03 00:30"),
    ],
)
def test_an_hour_is_final_when_the_nights_job_has_revised_it(
    after_hour: int, day_at: str, start: str, final_at: str
) -> None:
    table = timetable("chart", "hour", after_hour=after_hour, day_at=day_at)
    assert local(table.final_at(period(table, start))) == final_at


@pytest.mark.parametrize(("grain", "start"), [("day", "2026-03-02"), ("week", "2026-03-02"), ("month", "2026-03-01")])
def test_a_charts_day_week_or_month_is_final_as_soon_as_it_settles(grain: str, start: str) -> None:
    table = timetable("chart", grain)
    assert table.final_at(period(table, start)) == table.settles_at(period(table, start))


@pytest.mark.parametrize(
    ("window", "day", "final_at"),
    [
        (1, "2026-03-02", "2026-03-04 04:00"),
        (7, "2026-03-02", "2026-03-10 04:00"),
        (7, "2026-12-28", "2027-01-05 04:00"),
        (1, "2028-02-28", "2028-03-01 04:00"),
        (1, "2027-02-28", "2027-03-02 04:00"),
        (90, "2026-03-02", "2026-06-01 04:00"),
        (None, "2026-03-02", "2026-06-01 04:00"),  # not known yet: the longest there is
    ],
)
def test_a_funnels_day_is_final_when_its_conversion_window_is_over(window: int | None, day: str, final_at: str) -> None:
    table = timetable("funnel", "day", window=window)
    assert local(table.final_at(period(table, day))) == final_at


def test_a_conversion_window_is_counted_in_local_days() -> None:
    table = timetable("funnel", "day", NEW_YORK, window=7)
    assert utc(table.final_at(period(table, "2026-03-05"))) == "2026-03-13 08:00Z"
    assert utc(table.final_at(period(table, "2026-10-29"))) == "2026-11-06 09:00Z"


@pytest.mark.parametrize(
    ("grain", "column", "start", "final_at"),
    [
        ("day", 0, "2026-03-02", "2026-04-01 04:00"),  # 29 days at least
        ("day", 29, "2026-03-02", "2026-04-01 04:00"),
        ("day", 30, "2026-03-02", "2026-04-02 04:00"),
        ("day", 59, "2026-03-02", "2026-05-01 04:00"),
        ("day", 29, "2028-02-15", "2028-03-16 04:00"),
        ("week", 0, "2026-03-02", "2026-04-27 04:00"),  # 7 weeks at least
        ("week", 12, "2026-03-02", "2026-06-01 04:00"),
        ("month", 0, "2026-02-01", "2026-08-01 04:00"),  # 5 months at least
        ("month", 0, "2026-08-01", "2027-02-01 04:00"),
        ("month", 11, "2026-02-01", "2027-02-01 04:00"),
    ],
)
def test_a_cohort_is_final_when_its_last_column_has_settled(grain: str, column: int, start: str, final_at: str) -> None:
    table = timetable("retention", grain, column=column)
    assert local(table.final_at(period(table, start))) == final_at


@pytest.mark.parametrize(
    ("kind", "grain", "options", "start", "asked_at", "state"),
    [
        ("chart", "hour", {}, "2026-03-02 08:00", "2026-03-02 08:30", "provisional"),
        ("chart", "hour", {}, "2026-03-02 08:00", "2026-03-02 09:29:59.999999", "provisional"),
        ("chart", "hour", {}, "2026-03-02 08:00", "2026-03-02 09:30", "filling"),
        ("chart", "hour", {}, "2026-03-02 08:00", "2026-03-03 03:59:59.999999", "filling"),
        ("chart", "hour", {}, "2026-03-02 08:00", "2026-03-03 04:00", "final"),
        ("chart", "hour", {}, "2026-03-02 23:00", "2026-03-03 03:59:59.999999", "provisional"),
        ("chart", "hour", {}, "2026-03-02 23:00", "2026-03-03 04:00", "final"),
        ("chart", "hour", {"after_hour": 300}, "2026-03-02 23:00", "2026-03-03 04:59", "provisional"),
        ("chart", "hour", {"after_hour": 300}, "2026-03-02 23:00", "2026-03-03 05:00", "final"),
        ("chart", "hour", {"after_hour": 300}, "2026-03-02 10:00", "2026-03-02 16:00", "filling"),
        ("chart", "day", {}, "2026-03-02", "2026-03-03 03:59:59.999999", "provisional"),
        ("chart", "day", {}, "2026-03-02", "2026-03-03 04:00", "final"),
        ("chart", "day", {"day_at": "06:00"}, "2026-03-02", "2026-03-03 05:59", "provisional"),
        ("chart", "day", {"day_at": "06:00"}, "2026-03-02", "2026-03-03 06:00", "final"),
        ("chart", "week", {}, "2026-03-02", "2026-03-09 03:59", "provisional"),
        ("chart", "week", {}, "2026-03-02", "2026-03-09 04:00", "final"),
        ("chart", "month", {}, "2026-12-01", "2027-01-01 03:59", "provisional"),
        ("chart", "month", {}, "2026-12-01", "2027-01-01 04:00", "final"),
        ("funnel", "day", {"window": 7}, "2026-03-02", "2026-03-03 03:59", "provisional"),
        ("funnel", "day", {"window": 7}, "2026-03-02", "2026-03-03 04:00", "filling"),
        ("funnel", "day", {"window": 7}, "2026-03-02", "2026-03-10 03:59:59.999999", "filling"),
        ("funnel", "day", {"window": 7}, "2026-03-02", "2026-03-10 04:00", "final"),
        ("funnel", "day", {}, "2026-03-02", "2026-05-31 12:00", "filling"),
        ("retention", "day", {}, "2026-03-02", "2026-03-03 04:00", "filling"),
        ("retention", "day", {}, "2026-03-02", "2026-04-01 03:59", "filling"),
        ("retention", "day", {}, "2026-03-02", "2026-04-01 04:00", "final"),
        ("retention", "week", {}, "2026-03-02", "2026-03-09 03:59", "provisional"),
        ("retention", "week", {}, "2026-03-02", "2026-04-27 03:59", "filling"),
        ("retention", "week", {}, "2026-03-02", "2026-04-27 04:00", "final"),
        ("retention", "month", {}, "2026-02-01", "2026-02-28 23:59", "provisional"),
        ("retention", "month", {}, "2026-02-01", "2026-07-31 23:59", "filling"),
        ("retention", "month", {}, "2026-02-01", "2026-08-01 04:00", "final"),
    ],
)
def test_the_instant_of_asking_decides_what_an_answer_is_worth(
    kind: str, grain: str, options: dict[str, object], start: str, asked_at: str, state: str
) -> None:
    table = timetable(kind, grain, **options)  # type: ignore[arg-type]
    assert table.state(period(table, start), at(asked_at)) == state


@pytest.mark.parametrize(
    ("grain", "now", "newest", "last", "following"),
    [
        ("hour", "2026-03-02 09:29", "2026-03-02 07:00", "2026-03-02 08:30", "2026-03-02 09:30"),
        ("hour", "2026-03-02 09:30", "2026-03-02 08:00", "2026-03-02 09:30", "2026-03-02 10:30"),
        # In the night 00:00 to 01:00 settles before 23:00 to 24:00 does.
        ("hour", "2026-03-03 00:10", "2026-03-02 22:00", "2026-03-02 23:30", "2026-03-03 01:30"),
        ("hour", "2026-03-03 03:00", "2026-03-03 01:00", "2026-03-03 02:30", "2026-03-03 03:30"),
        ("hour", "2026-03-03 03:59", "2026-03-03 02:00", "2026-03-03 03:30", "2026-03-03 04:00"),
        ("hour", "2026-03-03 04:00", "2026-03-03 02:00", "2026-03-03 04:00", "2026-03-03 04:30"),
        ("hour", "2026-03-03 04:30", "2026-03-03 03:00", "2026-03-03 04:30", "2026-03-03 05:30"),
        ("day", "2026-03-02 03:59", "2026-02-28 00:00", "2026-03-01 04:00", "2026-03-02 04:00"),
        ("day", "2026-03-02 04:00", "2026-03-01 00:00", "2026-03-02 04:00", "2026-03-03 04:00"),
        ("day", "2026-03-02 23:59", "2026-03-01 00:00", "2026-03-02 04:00", "2026-03-03 04:00"),
        ("week", "2026-03-02 03:59", "2026-02-16 00:00", "2026-02-23 04:00", "2026-03-02 04:00"),
        ("week", "2026-03-02 04:00", "2026-02-23 00:00", "2026-03-02 04:00", "2026-03-09 04:00"),
        ("month", "2026-03-01 03:59", "2026-01-01 00:00", "2026-02-01 04:00", "2026-03-01 04:00"),
        ("month", "2026-03-31 12:00", "2026-02-01 00:00", "2026-03-01 04:00", "2026-04-01 04:00"),
    ],
)
def test_the_newest_settled_period_and_the_settling_instants_around_now(
    grain: str, now: str, newest: str, last: str, following: str
) -> None:
    table = timetable("chart", grain)
    assert local(table.newest_settled(at(now)).start) == newest
    assert local(table.last_settling(at(now))) == last
    assert local(table.next_settling(at(now))) == following


@pytest.mark.parametrize(
    ("now", "newest", "last", "following"),
    [
        ("2026-03-03 20:00", "2026-03-03 14:00", "2026-03-03 20:00", "2026-03-03 21:00"),
        ("2026-03-03 23:30", "2026-03-03 17:00", "2026-03-03 23:00", "2026-03-04 04:00"),
        ("2026-03-04 04:30", "2026-03-03 22:00", "2026-03-04 04:00", "2026-03-04 05:00"),
        ("2026-03-04 05:30", "2026-03-03 23:00", "2026-03-04 05:00", "2026-03-04 06:00"),
    ],
)
def test_the_same_where_hours_take_five_hours_to_settle(now: str, newest: str, last: str, following: str) -> None:
    table = timetable("chart", "hour", after_hour=300)
    assert local(table.newest_settled(at(now)).start) == newest
    assert (local(table.last_settling(at(now))), local(table.next_settling(at(now)))) == (last, following)


@pytest.mark.parametrize(
    ("now", "newest", "last", "following"),
    [
        ("2026-03-03 23:50", "2026-03-03 22:00", "2026-03-03 23:30", "2026-03-03 23:59"),
        ("2026-03-03 23:59", "2026-03-03 22:00", "2026-03-03 23:59", "2026-03-04 01:30"),
    ],
)
def test_the_same_where_the_night_lasts_until_the_next_midnight(
    now: str, newest: str, last: str, following: str
) -> None:
    table = timetable("chart", "hour", day_at="23:59")
    assert local(table.newest_settled(at(now)).start) == newest
    assert (local(table.last_settling(at(now))), local(table.next_settling(at(now)))) == (last, following)


def test_the_defaults_are_the_vendors_half_hour_and_four_oclock() -> None:
    assert Settle().after_hour == timedelta(minutes=30)
    assert f"{Settle().day_at}" == "04:00:00"

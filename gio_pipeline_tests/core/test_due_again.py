"""What is final and still checked again: once after a day, the trailing periods, and older windows by turns."""

from datetime import date, timedelta
from math import ceil

import pytest

from gio_pipeline.core.coverage import PeriodCoverage
from gio_pipeline.core.due import Schedulable, recheck_pace
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.periods import State
from gio_pipeline.core.windows import windows
from gio_pipeline_tests.core.periods import START, at, due_of, final_days, found, loaded, local, timetable

DAYS = timetable("chart", "day")
HOURS = timetable("chart", "hour")


def whys(due_now: dict[str, str]) -> set[str]:
    return set(due_now.values())


@pytest.mark.parametrize(
    ("kind", "grain", "window", "start", "final", "confirmed"),
    [
        ("chart", "hour", None, "2026-03-02 00:00", "2026-03-03 04:00", "2026-03-04 04:00"),
        ("chart", "hour", None, "2026-03-02 23:00", "2026-03-03 04:00", "2026-03-04 04:00"),
        ("chart", "day", None, "2026-03-02", "2026-03-03 04:00", "2026-03-04 04:00"),
        ("chart", "week", None, "2026-03-02", "2026-03-09 04:00", "2026-03-10 04:00"),
        ("chart", "month", None, "2026-02-01", "2026-03-01 04:00", "2026-03-02 04:00"),
        ("funnel", "day", 7, "2026-03-02", "2026-03-10 04:00", "2026-03-11 04:00"),
        ("retention", "day", None, "2026-03-02", "2026-04-01 04:00", "2026-04-02 04:00"),
        ("retention", "week", None, "2026-03-02", "2026-04-27 04:00", "2026-04-28 04:00"),
        ("retention", "month", None, "2026-03-01", "2026-09-01 04:00", "2026-09-02 04:00"),
    ],
)
def test_what_has_become_final_is_looked_at_once_more_a_day_later(
    kind: str, grain: str, window: int | None, start: str, final: str, confirmed: str
) -> None:
    table = timetable(kind, grain, window=window)
    first_look = loaded(table, start, final)
    assert (first_look.state, local(table.final_at(first_look.period))) == (State.FINAL, final)
    since, now = date(2026, 1, 1), local(at(confirmed) - timedelta(seconds=1))
    assert whys(found(table, now, [first_look], start=since)) <= {"missing"}
    assert found(table, confirmed, [first_look], start=since)[local(first_look.period.start)] == "confirm"
    # A few days without a tick do not make it forgotten, a second look does.
    assert local(first_look.period.start) in found(table, local(at(confirmed) + timedelta(days=6)), [first_look])
    again = loaded(table, start, final, checked=confirmed)
    assert whys(found(table, confirmed, [again], start=since)) <= {"missing"}


def test_a_first_look_a_day_after_it_was_final_needs_no_second() -> None:
    assert whys(found(DAYS, "2026-03-10 04:05", [loaded(DAYS, "2026-03-02", "2026-03-04 04:00")])) == {"missing"}


def test_what_was_never_confirmed_waits_for_its_turn_after_a_month() -> None:
    covered = [loaded(DAYS, "2026-03-02", "2026-03-03 04:05")]
    assert "confirm" in found(DAYS, "2026-04-04 03:59", covered).values()
    assert "confirm" not in found(DAYS, "2026-04-04 04:00", covered).values()


@pytest.mark.parametrize(
    ("kind", "grain", "window"), [("chart", "hour", None), ("funnel", "day", 3), ("retention", "day", None)]
)
def test_the_second_look_adjoins_what_is_due_anyway(kind: str, grain: str, window: int | None) -> None:
    table = timetable(kind, grain, window=window)
    now = at("2026-03-10 04:35")
    last = table.newest_settled(now)
    asked = at("2026-03-09 04:35")
    periods = list(table.calendar.between(table.calendar.shift(last, -60), table.newest_settled(asked)))
    confirmed = {each: table.confirmed_from(each) < asked for each in periods}
    covered = [PeriodCoverage(each, table.state(each, asked), asked, asked) for each in periods]
    due_now = due_of(Schedulable(table, START), covered, now)
    assert {str(why) for why in due_now.values()} == {"missing", "filling", "confirm"}
    assert min(due_now) == next(each for each in periods if not confirmed[each])
    assert len(windows(table, due_now, timeless=False)) == 1


@pytest.mark.parametrize(
    ("refresh", "expected"),
    [(0, []), (1, ["2026-03-01 00:00"]), (2, ["2026-02-28 00:00", "2026-03-01 00:00"])],
)
def test_trailing_final_periods_are_refreshed_when_a_period_newly_settles(refresh: int, expected: list[str]) -> None:
    covered = [
        loaded(DAYS, "2026-02-28", "2026-03-02 04:05"),
        loaded(DAYS, "2026-03-01", "2026-03-02 04:05", checked="2026-03-03 04:05"),
    ]
    assert found(DAYS, "2026-03-03 23:59", covered, refresh=refresh).keys() <= {"2026-02-28 00:00", "2026-03-02 00:00"}
    due_now = found(DAYS, "2026-03-04 04:05", covered, refresh=refresh)
    assert whys(due_now) == {"missing", *(["refresh"] if expected else [])}
    assert [day for day, why in due_now.items() if why == "refresh"] == expected


def test_the_newest_period_itself_is_not_refreshed() -> None:
    covered = [loaded(DAYS, "2026-03-01", "2026-03-02 04:00")]
    assert found(DAYS, "2026-03-02 05:05", covered, refresh=5) == {}


def test_the_newest_period_takes_no_place_among_the_refreshed_though_someone_loaded_it_already() -> None:
    covered = [
        loaded(DAYS, "2026-02-28", "2026-03-01 04:05", checked="2026-03-02 03:00"),
        loaded(DAYS, "2026-03-01", "2026-03-02 04:01"),
    ]
    assert list(found(DAYS, "2026-03-02 04:05", covered, refresh=1)) == ["2026-02-28 00:00"]


@pytest.mark.parametrize("checked", ["2026-03-03 04:00", "2026-03-03 04:05"])
def test_a_refreshed_period_waits_for_the_next_settling(checked: str) -> None:
    covered = [loaded(DAYS, "2026-03-01", checked), loaded(DAYS, "2026-03-02", "2026-03-03 04:05")]
    assert found(DAYS, "2026-03-03 05:05", covered, refresh=1) == {}


def test_periods_that_are_due_anyway_keep_their_reason_and_take_no_place_among_the_refreshed() -> None:
    covered = [
        *final_days(DAYS, "2026-02-25", "2026-02-26", checked="2026-02-28 04:05"),
        loaded(DAYS, "2026-02-27", "2026-02-27 12:00"),
        loaded(DAYS, "2026-02-28", "2026-03-01 04:05"),
    ]
    assert found(DAYS, "2026-03-02 04:05", covered, refresh=2) == {
        "2026-02-26 00:00": "refresh",
        "2026-02-27 00:00": "provisional",
        "2026-02-28 00:00": "confirm",
        "2026-03-01 00:00": "missing",
    }


def test_hours_are_refreshed_when_the_night_settles_the_last_hour_of_the_day() -> None:
    covered = [loaded(HOURS, f"2026-03-02 {hour:02}:00", "2026-03-03 03:55", state="final") for hour in range(24)]
    covered += [loaded(HOURS, f"2026-03-03 {hour:02}:00", "2026-03-03 03:55") for hour in range(3)]
    assert found(HOURS, "2026-03-03 03:58", covered, refresh=2) == {}
    assert list(found(HOURS, "2026-03-03 04:10", covered, refresh=2)) == ["2026-03-02 22:00", "2026-03-02 23:00"]


def february() -> list[PeriodCoverage]:
    """Every day of it final and confirmed, and all checked at one time."""
    return final_days(DAYS, *(f"2026-02-{day:02}" for day in range(1, 29)), checked="2026-03-02 04:00")


def test_once_a_week_the_periods_longest_unchecked_have_their_turn() -> None:
    covered = [
        *february(),
        *final_days(DAYS, *(f"2026-03-{day:02}" for day in range(1, 11)), checked="2026-03-12 12:00"),
    ]
    assert found(DAYS, "2026-03-12 03:05", covered, rechecked_at="2026-03-05 04:07") == {}
    # The tick a week ago may have been a few minutes late.
    turn = found(DAYS, "2026-03-12 04:05", covered, rechecked_at="2026-03-05 04:07")
    del turn["2026-03-11 00:00"]
    assert (min(turn), max(turn), len(turn)) == ("2026-02-01 00:00", "2026-03-03 00:00", 31)
    assert set(turn.values()) == {"recheck"}


def test_a_report_never_answered_has_no_turn() -> None:
    assert found(DAYS, "2026-03-10 04:05", february()).keys() & {"2026-02-01 00:00"} == set()


def test_nothing_has_its_turn_that_was_checked_within_the_week() -> None:
    assert whys(found(DAYS, "2026-03-09 03:59", february(), rechecked_at="2026-01-01 00:00")) == {"missing"}
    assert whys(found(DAYS, "2026-03-09 04:00", february(), rechecked_at="2026-01-01 00:00")) == {"missing", "recheck"}


def test_a_turn_goes_to_what_was_checked_longest_ago_and_stops_at_a_hole() -> None:
    covered = [
        *final_days(DAYS, "2026-02-01", "2026-02-02", checked="2026-02-15 04:05"),
        *final_days(DAYS, "2026-02-04", "2026-02-05", checked="2026-02-14 04:05"),
        *final_days(DAYS, "2026-02-07", checked="2026-02-13 12:00"),
    ]
    due_now = found(DAYS, "2026-02-25 04:05", covered, rechecked_at="2026-02-10 00:00")
    assert [day for day, why in due_now.items() if why == "recheck"] == ["2026-02-07 00:00"]
    covered[-1] = loaded(DAYS, "2026-02-07", "2026-02-24 04:05")
    due_now = found(DAYS, "2026-02-25 04:05", covered, rechecked_at="2026-02-10 00:00")
    assert [day for day, why in due_now.items() if why == "recheck"] == ["2026-02-04 00:00", "2026-02-05 00:00"]


def test_a_turn_goes_past_what_is_looked_at_anyway_and_ends_where_that_begins() -> None:
    covered = [
        *final_days(DAYS, "2026-02-01", "2026-02-02", checked="2026-02-20 04:05"),
        *final_days(DAYS, "2026-02-26", "2026-02-27", checked="2026-03-01 04:06"),
        *final_days(DAYS, "2026-02-28", checked="2026-02-19 04:05"),
        loaded(DAYS, "2026-03-01", "2026-03-02 04:01"),
    ]
    for now, turn in (("2026-03-02 04:05", ["02-01", "02-02"]), ("2026-03-09 04:05", ["02-26", "02-27"])):
        due_now = found(DAYS, now, covered, rechecked_at="2026-02-10 00:00")
        assert due_now["2026-02-28 00:00"] == "confirm"
        assert [day[5:10] for day, why in due_now.items() if why == "recheck"] == turn
        covered[:2] = final_days(DAYS, "2026-02-01", "2026-02-02", checked="2026-03-02 04:05")


@pytest.mark.parametrize(
    ("kind", "grain", "timeless", "count"),
    [
        ("chart", "hour", False, 240),
        ("chart", "day", False, 31),
        ("chart", "day", True, 4),
        ("retention", "week", False, 25),
        ("retention", "month", False, 11),
    ],
)
def test_a_turn_is_one_request(kind: str, grain: str, timeless: bool, count: int) -> None:
    table = timetable(kind, grain)
    last = table.newest_settled(at("2026-03-02 04:05"))
    checked = at("2026-02-20 04:05")
    all_final = [
        PeriodCoverage(each, State.FINAL, checked, at("2036-01-01"))
        for each in table.calendar.between(table.calendar.shift(last, -900 if grain == "hour" else -300), last)
        if table.confirmed_from(each) <= checked
    ]
    due_now = found(
        table, "2026-03-02 04:05", all_final, start=date(1990, 1, 1), rechecked_at="2026-02-01 00:00", timeless=timeless
    )
    assert [why for why in due_now.values() if why == "recheck"] == ["recheck"] * count


@pytest.mark.parametrize(
    ("grain", "periods", "timeless", "hours", "count"),
    [
        (Grain.DAY, 31, False, 168, 31),
        (Grain.DAY, 365, False, 144, 31),
        (Grain.DAY, 3653, False, 24, 46),
        (Grain.DAY, 365, True, 24, 5),
        (Grain.HOUR, 24 * 365, False, 52, 240),
        (Grain.HOUR, 24 * 3653, False, 5, 240),
        (Grain.HOUR, 24 * 365, True, 1, 5),
        (Grain.WEEK, 522, False, 72, 25),
        (Grain.MONTH, 120, False, 168, 11),
    ],
)
def test_turns_come_the_more_often_the_more_is_loaded(
    grain: Grain, periods: int, timeless: bool, hours: int, count: int
) -> None:
    every, window = recheck_pace(grain, periods, timeless=timeless)
    assert (every // timedelta(hours=1), window) == (hours, count)
    assert ceil(periods / window) * every <= timedelta(days=81)

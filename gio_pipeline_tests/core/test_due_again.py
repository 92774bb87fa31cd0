"""What is final and still checked again: the trailing periods, and one older window a week."""

from datetime import date

import pytest

from gio_pipeline.core.outline import Covered
from gio_pipeline.core.windows import State
from gio_pipeline_tests.core.periods import at, final_days, found, loaded, timetable

DAYS = timetable("chart", "day")
HOURS = timetable("chart", "hour")


@pytest.mark.parametrize(
    ("refresh", "expected"),
    [(0, []), (1, ["2026-03-01 00:00"]), (2, ["2026-02-28 00:00", "2026-03-01 00:00"])],
)
def test_trailing_final_periods_are_refreshed_when_a_period_newly_settles(refresh: int, expected: list[str]) -> None:
    covered = [loaded(DAYS, "2026-02-28", "2026-03-01 04:05"), loaded(DAYS, "2026-03-01", "2026-03-02 04:05")]
    assert found(DAYS, "2026-03-02 23:59", covered, refresh=refresh).keys() <= {"2026-02-28 00:00"}
    due_now = found(DAYS, "2026-03-03 04:05", covered, refresh=refresh)
    assert due_now.pop("2026-03-02 00:00") == "lacking"
    assert due_now == dict.fromkeys(expected, "refresh")


def test_the_newest_period_itself_is_not_refreshed() -> None:
    covered = [loaded(DAYS, "2026-03-01", "2026-03-02 04:00")]
    assert found(DAYS, "2026-03-02 05:05", covered, refresh=5) == {}


def test_the_newest_period_takes_no_place_among_the_refreshed_though_someone_loaded_it_already() -> None:
    covered = [loaded(DAYS, "2026-02-28", "2026-03-01 04:05"), loaded(DAYS, "2026-03-01", "2026-03-02 04:01")]
    assert found(DAYS, "2026-03-02 04:05", covered, refresh=1) == {"2026-02-28 00:00": "refresh"}


@pytest.mark.parametrize("checked", ["2026-03-03 04:00", "2026-03-03 04:05"])
def test_a_refreshed_period_waits_for_the_next_settling(checked: str) -> None:
    covered = [loaded(DAYS, "2026-03-01", checked), loaded(DAYS, "2026-03-02", "2026-03-03 04:05")]
    assert found(DAYS, "2026-03-03 05:05", covered, refresh=1) == {}


def test_periods_that_are_due_anyway_keep_their_reason_and_take_no_place_among_the_refreshed() -> None:
    covered = [
        *final_days(DAYS, "2026-02-25", "2026-02-26"),
        loaded(DAYS, "2026-02-27", "2026-02-27 12:00"),
        loaded(DAYS, "2026-02-28", "2026-03-01 04:05"),
    ]
    assert found(DAYS, "2026-03-02 04:05", covered, refresh=2) == {
        "2026-02-26 00:00": "refresh",
        "2026-02-27 00:00": "provisional",
        "2026-02-28 00:00": "refresh",
        "2026-03-01 00:00": "lacking",
    }


def test_hours_are_refreshed_when_the_night_settles_the_last_hour_of_the_day() -> None:
    covered = [loaded(HOURS, f"2026-03-02 {hour:02}:00", "2026-03-03 03:55", state="final") for hour in range(24)]
    covered += [loaded(HOURS, f"2026-03-03 {hour:02}:00", "2026-03-03 03:55") for hour in range(3)]
    assert found(HOURS, "2026-03-03 03:58", covered, refresh=2) == {}
    assert list(found(HOURS, "2026-03-03 04:10", covered, refresh=2)) == ["2026-03-02 22:00", "2026-03-02 23:00"]


def february(*, checked: str = "2026-02-28 04:05") -> list[Covered]:
    """Every day of it final, and all checked at one time."""
    return final_days(DAYS, *(f"2026-02-{day:02}" for day in range(1, 29)), checked=checked)


def test_once_a_week_the_periods_longest_unchecked_have_their_turn() -> None:
    covered = [
        *february(),
        *final_days(DAYS, *(f"2026-03-{day:02}" for day in range(1, 11)), checked="2026-03-09 12:00"),
    ]
    assert found(DAYS, "2026-03-11 04:05", covered, turn_at="2026-03-04 04:06") == {}
    turn = found(DAYS, "2026-03-11 04:05", covered, turn_at="2026-03-04 04:05")
    assert (min(turn), max(turn), len(turn)) == ("2026-02-01 00:00", "2026-03-03 00:00", 31)
    assert set(turn.values()) == {"turn"}


def test_a_report_never_answered_has_no_turn() -> None:
    assert found(DAYS, "2026-03-01 04:05", february()) == {}


def test_nothing_has_its_turn_that_was_checked_within_the_week() -> None:
    covered = february(checked="2026-02-28 04:05")
    assert found(DAYS, "2026-03-01 04:00", covered, turn_at="2026-01-01 00:00") == {}


def test_a_turn_goes_to_what_was_checked_longest_ago_and_stops_at_a_hole() -> None:
    covered = [
        *final_days(DAYS, "2026-02-01", "2026-02-02", checked="2026-02-15 04:05"),
        *final_days(DAYS, "2026-02-04", "2026-02-05", checked="2026-02-14 04:05"),
        *final_days(DAYS, "2026-02-07", checked="2026-02-13 12:00"),
    ]
    due_now = found(DAYS, "2026-02-25 04:05", covered, turn_at="2026-02-10 00:00")
    assert [day for day, why in due_now.items() if why == "turn"] == ["2026-02-07 00:00"]
    covered[-1] = loaded(DAYS, "2026-02-07", "2026-02-24 04:05")
    due_now = found(DAYS, "2026-02-25 04:05", covered, turn_at="2026-02-10 00:00")
    assert [day for day, why in due_now.items() if why == "turn"] == ["2026-02-04 00:00", "2026-02-05 00:00"]


def test_a_turn_goes_past_what_is_refreshed_anyway() -> None:
    covered = [
        *final_days(DAYS, "2026-02-01", "2026-02-02", checked="2026-02-20 04:05"),
        *final_days(DAYS, "2026-02-27", "2026-02-28", checked="2026-02-19 04:05"),
        loaded(DAYS, "2026-03-01", "2026-03-02 04:01"),
    ]
    due_now = found(DAYS, "2026-03-02 04:05", covered, refresh=2, turn_at="2026-02-10 00:00")
    assert {day[:10]: why for day, why in due_now.items() if why != "lacking"} == {
        "2026-02-01": "turn",
        "2026-02-02": "turn",
        "2026-02-27": "refresh",
        "2026-02-28": "refresh",
    }


def test_a_turn_ends_where_the_refreshed_periods_begin() -> None:
    covered = [*final_days(DAYS, "2026-02-26", "2026-02-27", "2026-02-28", checked="2026-02-20 04:05")]
    covered += [loaded(DAYS, "2026-03-01", "2026-03-02 04:01")]
    assert found(DAYS, "2026-03-02 04:05", covered, refresh=1, turn_at="2026-02-10 00:00") == {
        "2026-02-26 00:00": "turn",
        "2026-02-27 00:00": "turn",
        "2026-02-28 00:00": "refresh",
    }


@pytest.mark.parametrize(
    ("kind", "grain", "timeless", "count"),
    [
        ("chart", "hour", False, 31),
        ("chart", "day", False, 31),
        ("chart", "day", True, 1),
        ("retention", "week", False, 25),
        ("retention", "month", False, 11),
    ],
)
def test_a_turn_is_one_request(kind: str, grain: str, timeless: bool, count: int) -> None:
    table = timetable(kind, grain)
    last = table.newest_settled(at("2026-03-02 04:05"))
    all_final = [
        Covered(each, State.FINAL, at("2026-02-20 04:05"), at("2036-01-01"))
        for each in table.calendar.between(table.calendar.shift(last, -60), last)
    ]
    due_now = found(
        table, "2026-03-02 04:05", all_final, start=date(2010, 1, 1), turn_at="2026-02-01 00:00", timeless=timeless
    )
    assert list(due_now.values()) == ["turn"] * count

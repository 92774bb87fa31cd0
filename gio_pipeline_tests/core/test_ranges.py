"""Unbroken ranges of periods, the one a run carries, and the periods one is held against."""

import pytest

from gio_pipeline.core.due import Reason, Schedulable, by_weekday, newest_range, unbroken
from gio_pipeline.core.periods import Timetable
from gio_pipeline_tests.core.periods import NEW_YORK, START, local, period, timetable, utc

DAYS = timetable("chart", "day")


def ranges(table: Timetable, due_now: dict[str, str]) -> tuple[str, str] | None:
    reasons = {period(table, start): Reason(why) for start, why in due_now.items()}
    found_range = newest_range(Schedulable(table, START), reasons)
    return found_range and (local(found_range[0].start)[:10], local(found_range[1].start)[:10])


@pytest.mark.parametrize(
    ("due_now", "expected"),
    [
        ({}, None),
        ({"2026-03-01": "missing"}, ("2026-03-01", "2026-03-01")),
        ({"2026-02-25": "missing", "2026-02-28": "missing", "2026-03-01": "provisional"}, ("2026-02-28", "2026-03-01")),
        ({"2026-02-27": "missing", "2026-02-28": "filling", "2026-03-01": "missing"}, ("2026-03-01", "2026-03-01")),
        ({"2026-02-20": "missing", "2026-02-28": "filling", "2026-03-01": "refresh"}, ("2026-02-20", "2026-02-20")),
        ({"2026-02-20": "recheck", "2026-02-21": "filling", "2026-02-22": "filling"}, ("2026-02-21", "2026-02-22")),
        ({"2026-02-20": "filling", "2026-02-28": "refresh"}, ("2026-02-20", "2026-02-20")),
        ({"2026-02-20": "recheck", "2026-02-21": "recheck", "2026-02-28": "refresh"}, ("2026-02-28", "2026-02-28")),
    ],
)
def test_a_run_carries_the_newest_unbroken_range_of_what_presses_most(
    due_now: dict[str, str], expected: tuple[str, str] | None
) -> None:
    assert ranges(DAYS, due_now) == expected


@pytest.mark.parametrize(
    ("bridge", "expected"),
    [
        (0, [("08", "08"), ("04", "05"), ("01", "02")]),
        (1, [("08", "08"), ("01", "05")]),
        (2, [("01", "08")]),
    ],
)
def test_ranges_come_newest_first_and_small_gaps_are_bridged(bridge: int, expected: list[tuple[str, str]]) -> None:
    days = [period(DAYS, f"2026-03-{day}") for day in ("05", "01", "04", "08", "02", "08")]
    found_ranges = unbroken(DAYS, days, bridge)
    assert [(local(first.start)[8:10], local(last.start)[8:10]) for first, last in found_ranges] == expected


def test_no_periods_form_no_range() -> None:
    assert unbroken(DAYS, []) == []


@pytest.mark.parametrize(
    ("grain", "start", "likes"),
    [
        ("day", "2026-03-02", ["2026-02-23", "2026-02-16", "2026-02-09", "2026-02-02"]),
        ("hour", "2026-03-02 08:00", ["2026-02-23 08:00", "2026-02-16 08:00", "2026-02-09 08:00", "2026-02-02 08:00"]),
        ("week", "2026-03-02", ["2026-02-23", "2026-02-16", "2026-02-09", "2026-02-02"]),
        ("month", "2026-03-01", ["2026-02-01", "2026-01-01", "2025-12-01", "2025-11-01"]),
    ],
)
def test_like_periods_are_of_the_same_weekday_and_hour(grain: str, start: str, likes: list[str]) -> None:
    table = timetable("chart", grain)
    assert by_weekday(table, period(table, start)) == [period(table, each) for each in likes]


def test_like_hours_have_the_same_local_hour_though_the_clock_was_moved() -> None:
    table = timetable("chart", "hour", NEW_YORK)
    likes = by_weekday(table, period(table, "2026-03-09 08:00"), 2)
    assert [utc(each.start) for each in likes] == ["2026-03-02 13:00Z", "2026-02-23 13:00Z"]

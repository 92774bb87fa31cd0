"""Which requests fetch which periods: promise 9 and the retentions' documented limits. 2026-03-02 is a Monday."""

import pytest

from gio_pipeline.core.periods import Period, Timetable
from gio_pipeline.core.windows import BRIDGE, ROW_LIMIT, Window, halves, windows
from gio_pipeline_tests.core.periods import NEW_YORK, at, local, period, timetable

DAYS = timetable("chart", "day")
FUNNEL = timetable("funnel", "day", window=7)
COHORTS = timetable("retention", "day")
HOURS = timetable("chart", "hour")
Shown = tuple[str, str, int, int]


def span(table: Timetable, first: str, last: str) -> list[Period]:
    return list(table.calendar.between(period(table, first), period(table, last)))


def shown(window: Window) -> Shown:
    """First and last day asked for, how many periods that is, and how many of them are wanted."""
    first, last = window.requested[0], window.requested[-1]
    return local(first.start)[:10], local(last.start)[:10], len(window.requested), len(window.wanted)


@pytest.mark.parametrize("kind", ["chart", "funnel"])
def test_a_range_of_days_is_one_request_however_long(kind: str) -> None:
    table = timetable(kind, "day")
    planned = windows(table, span(table, "2023-01-01", "2025-12-31"), timeless=False)
    assert [shown(each) for each in planned] == [("2023-01-01", "2025-12-31", 1096, 1096)]


def test_a_request_goes_from_the_first_millisecond_to_the_last() -> None:
    (planned,) = windows(DAYS, span(DAYS, "2019-10-15", "2019-10-28"), timeless=False)
    assert planned.milliseconds == (1571068800000, 1572278399999)


def test_a_request_over_a_day_of_23_hours_is_an_hour_shorter() -> None:
    table = timetable("chart", "day", NEW_YORK)
    (planned,) = windows(table, [period(table, "2026-03-08")], timeless=False)
    assert planned.milliseconds[1] - planned.milliseconds[0] == 23 * 3_600_000 - 1


@pytest.mark.parametrize("timeless", [False, True])
def test_nothing_wanted_is_no_request(timeless: bool) -> None:
    assert windows(DAYS, [], timeless=timeless) == []


def test_broken_ranges_are_requests_of_their_own_newest_first() -> None:
    wanted = [*span(DAYS, "2026-02-01", "2026-02-03"), *span(DAYS, "2026-02-05", "2026-02-06")]
    planned = windows(DAYS, wanted, timeless=False)
    assert [shown(each) for each in planned] == [("2026-02-05", "2026-02-06", 2, 2), ("2026-02-01", "2026-02-03", 3, 3)]


def test_a_bridge_asks_for_more_but_replaces_only_what_is_wanted() -> None:
    wanted = [*span(DAYS, "2026-02-01", "2026-02-02"), *span(DAYS, "2026-02-10", "2026-02-11")]
    (planned,) = windows(DAYS, wanted, timeless=False, bridge=BRIDGE)
    assert shown(planned) == ("2026-02-01", "2026-02-11", 11, 4)
    assert planned.wanted == set(wanted)


def test_a_gap_wider_than_the_bridge_stays() -> None:
    wanted = [*span(DAYS, "2026-02-01", "2026-02-01"), *span(DAYS, "2026-02-10", "2026-02-10")]
    assert len(windows(DAYS, wanted, timeless=False, bridge=BRIDGE)) == 2


@pytest.mark.parametrize("table", [DAYS, FUNNEL, COHORTS, HOURS], ids=["day", "funnel", "cohort", "hour"])
def test_without_time_in_the_rows_every_period_is_a_request_newest_first(table: Timetable) -> None:
    wanted = list(table.calendar.between(*(table.calendar.containing(at(f"2026-02-{day}")) for day in ("27", "28"))))
    planned = windows(table, wanted, timeless=True, bridge=BRIDGE)
    assert [each.requested for each in planned] == [(each,) for each in reversed(wanted)]
    assert [each.wanted for each in planned] == [{each} for each in reversed(wanted)]


def test_a_window_is_taken_apart_into_its_wanted_periods_newest_first() -> None:
    first, second, third = span(DAYS, "2026-02-01", "2026-02-03")
    taken = Window((first, second, third), frozenset({first, third})).singles()
    assert taken == [Window((third,), frozenset({third})), Window((first,), frozenset({first}))]


@pytest.mark.parametrize(
    ("grain", "first", "last", "newest", "older"),
    [
        # Days: 1 to 120.
        ("day", "2026-03-01", "2026-03-01", ("2026-03-01", "2026-03-01", 1, 1), []),
        ("day", "2026-01-01", "2026-04-30", ("2026-01-01", "2026-04-30", 120, 120), []),
        (
            "day",
            "2026-01-01",
            "2026-05-01",
            ("2026-01-02", "2026-05-01", 120, 120),
            [("2026-01-01", "2026-01-01", 1, 1)],
        ),
        # Weeks: 14 to 180 days, that is 2 to 25.
        ("week", "2026-03-02", "2026-03-02", ("2026-02-23", "2026-03-02", 2, 1), []),
        ("week", "2026-02-23", "2026-03-02", ("2026-02-23", "2026-03-02", 2, 2), []),
        ("week", "2025-09-15", "2026-03-02", ("2025-09-15", "2026-03-02", 25, 25), []),
        (
            "week",
            "2025-09-08",
            "2026-03-02",
            ("2025-09-15", "2026-03-02", 25, 25),
            [("2025-09-01", "2025-09-08", 2, 1)],
        ),
        # Months: 30 to 365 days.
        ("month", "2026-03-01", "2026-03-01", ("2026-03-01", "2026-03-01", 1, 1), []),
        ("month", "2026-04-01", "2026-04-01", ("2026-04-01", "2026-04-01", 1, 1), []),
        ("month", "2026-02-01", "2026-02-01", ("2026-01-01", "2026-02-01", 2, 1), []),
        ("month", "2028-02-01", "2028-02-01", ("2028-01-01", "2028-02-01", 2, 1), []),
        ("month", "2026-01-01", "2026-12-01", ("2026-01-01", "2026-12-01", 12, 12), []),
        (
            "month",
            "2028-01-01",
            "2028-12-01",
            ("2028-02-01", "2028-12-01", 11, 11),
            [("2028-01-01", "2028-01-01", 1, 1)],
        ),
        (
            "month",
            "2025-02-01",
            "2026-02-01",
            ("2025-03-01", "2026-02-01", 12, 12),
            [("2025-01-01", "2025-02-01", 2, 1)],
        ),
    ],
)
def test_requests_of_retentions_keep_the_documented_limits(
    grain: str, first: str, last: str, newest: Shown, older: list[Shown]
) -> None:
    table = timetable("retention", grain)
    assert [shown(each) for each in windows(table, span(table, first, last), timeless=False)] == [newest, *older]


@pytest.mark.parametrize(
    ("kind", "grain", "last", "requests"),
    [
        ("chart", "hour", "2025-12-31 23:00", 1),
        ("chart", "day", "2025-12-31", 1),
        ("chart", "week", "2025-12-29", 1),
        ("chart", "month", "2025-12-01", 1),
        ("funnel", "day", "2025-12-31", 1),
        ("retention", "day", "2025-12-31", 4),
        ("retention", "week", "2025-12-29", 3),
        ("retention", "month", "2025-12-01", 1),
    ],
)
def test_a_years_backfill_takes_at_most_four_requests(kind: str, grain: str, last: str, requests: int) -> None:
    table = timetable(kind, grain)
    first = table.calendar.starting_on(at("2025-01-01 12:00").date())
    wanted = list(table.calendar.between(first, period(table, last)))
    assert len(windows(table, wanted, timeless=False)) == requests


def test_a_request_is_widened_backwards_only_and_keeps_what_was_wanted() -> None:
    table = timetable("retention", "week")
    (planned,) = windows(table, [period(table, "2026-03-02")], timeless=False)
    assert [local(each.start)[:10] for each in planned.requested] == ["2026-02-23", "2026-03-02"]
    assert planned.wanted == {period(table, "2026-03-02")}


def test_where_a_cut_falls_into_a_bridge_nothing_of_the_bridge_is_asked_for() -> None:
    table = timetable("retention", "day")
    # 120 days back from 2026-06-30 is 2026-03-03, inside the gap of 2026-03-01 to 2026-03-05.
    wanted = [*span(table, "2026-02-01", "2026-02-28"), *span(table, "2026-03-06", "2026-06-30")]
    planned = windows(table, wanted, timeless=False, bridge=BRIDGE)
    assert [shown(each) for each in planned] == [
        ("2026-03-06", "2026-06-30", 117, 117),
        ("2026-02-01", "2026-02-28", 28, 28),
    ]


def test_the_days_of_a_bridge_take_no_room_in_a_request() -> None:
    table = timetable("retention", "day")
    wanted = [*span(table, "2026-01-01", "2026-04-30"), *span(table, "2026-05-08", "2026-09-04")]
    planned = windows(table, wanted, timeless=False, bridge=BRIDGE)
    assert [shown(each) for each in planned] == [
        ("2026-05-08", "2026-09-04", 120, 120),
        ("2026-01-01", "2026-04-30", 120, 120),
    ]


def test_a_time_less_retention_still_asks_for_whole_windows() -> None:
    table = timetable("retention", "week")
    planned = windows(table, [period(table, "2026-03-02")], timeless=True)
    assert [shown(each) for each in planned] == [("2026-02-23", "2026-03-02", 2, 1)]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-03-01", "2026-03-02", [("2026-03-02", "2026-03-02", 1, 1), ("2026-03-01", "2026-03-01", 1, 1)]),
        ("2026-03-01", "2026-03-03", [("2026-03-02", "2026-03-03", 2, 2), ("2026-03-01", "2026-03-01", 1, 1)]),
        ("2026-03-01", "2026-03-10", [("2026-03-06", "2026-03-10", 5, 5), ("2026-03-01", "2026-03-05", 5, 5)]),
    ],
)
def test_a_window_too_large_becomes_two_halves_the_newer_first(first: str, last: str, expected: list[Shown]) -> None:
    (whole,) = windows(DAYS, span(DAYS, first, last), timeless=False)
    assert [shown(each) for each in halves(DAYS, whole)] == expected


def test_halves_leave_out_the_bridge_between_them() -> None:
    wanted = [*span(DAYS, "2026-02-01", "2026-02-02"), *span(DAYS, "2026-02-08", "2026-02-09")]
    (whole,) = windows(DAYS, wanted, timeless=False, bridge=BRIDGE)
    assert [shown(each) for each in halves(DAYS, whole)] == [
        ("2026-02-08", "2026-02-09", 2, 2),
        ("2026-02-01", "2026-02-02", 2, 2),
    ]


def test_halves_of_a_retention_are_widened_to_its_shortest_window() -> None:
    table = timetable("retention", "week")
    (whole,) = windows(table, span(table, "2026-02-23", "2026-03-09"), timeless=False)
    assert [shown(each) for each in halves(table, whole)] == [
        ("2026-03-02", "2026-03-09", 2, 2),
        ("2026-02-16", "2026-02-23", 2, 1),
    ]


def test_one_wanted_period_cannot_be_halved() -> None:
    table = timetable("retention", "week")
    (widened,) = windows(table, [period(table, "2026-03-02")], timeless=False)
    with pytest.raises(ValueError, match="one wanted period"):
        halves(table, widened)


def test_halving_ends_with_every_period_on_its_own() -> None:
    (whole,) = windows(DAYS, span(DAYS, "2026-02-01", "2026-02-13"), timeless=False)
    waiting, ends = [whole], list[Window]()
    while waiting:
        window = waiting.pop(0)
        if len(window.wanted) == 1:
            ends.append(window)
        else:
            waiting = halves(DAYS, window) + waiting
    assert ends == whole.singles()


def test_an_answer_of_200_000_rows_counts_as_cut() -> None:
    assert ROW_LIMIT == 200_000

"""Too good to be true: what promise 7 keeps, doubts and believes."""

from datetime import timedelta

import pytest

from gio_pipeline.core.periods import State
from gio_pipeline.core.shrinkage import Like, Suspicion, closes, doubt, in_doubt, suspicion, together
from gio_pipeline_tests.core.periods import at, period, timetable


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (0, 0, None),
        (0, 5, None),
        (1, 0, Suspicion.EMPTIED),
        (19, 0, Suspicion.EMPTIED),
        (1000, 0, Suspicion.EMPTIED),
        (19, 1, None),
        (20, 1, Suspicion.SHRUNK),
        (20, 2, None),  # exactly 90 % is not over 90 %
        (21, 2, Suspicion.SHRUNK),
        (29, 2, Suspicion.SHRUNK),
        (30, 2, Suspicion.SHRUNK),
        (30, 3, None),
        (1000, 99, Suspicion.SHRUNK),
        (1000, 100, None),
        (1000, 101, None),
        (20, 20, None),
        (20, 500, None),
    ],
)
def test_a_period_that_lost_all_or_over_90_percent_of_20_rows_is_suspicious(
    before: int, now: int, expected: Suspicion | None
) -> None:
    assert suspicion(before, now) is expected


def test_exactly_90_percent_is_never_over_90_percent() -> None:
    for rows in range(2, 20_001):
        assert suspicion(rows * 10, rows) is None
        assert suspicion(rows * 10, rows - 1) is Suspicion.SHRUNK


def test_a_suspicion_reads_as_the_end_of_a_sentence() -> None:
    assert [str(each) for each in Suspicion] == ["came back empty", "lost over 90 % of its rows"]


EMPTY = "is empty though like periods before it had rows"


@pytest.mark.parametrize(
    ("like", "expected"),
    [
        ([], None),
        ([Like(0, None)], None),
        ([Like(0, None)] * 4, None),
        ([Like(7, None)], EMPTY),
        ([Like(0, None), Like(0, None), Like(0, None), Like(1, 3.0)], EMPTY),
    ],
)
def test_an_empty_period_is_doubted_when_one_like_it_had_rows(like: list[Like], expected: str | None) -> None:
    assert doubt(0, None, like) == expected
    assert doubt(0, 0.0, like) == expected


def likes(*totals: float | None) -> list[Like]:
    return [Like(10, total) for total in totals]


@pytest.mark.parametrize(
    ("total", "like", "expected"),
    [
        (49.0, likes(100, 100), "adds up to 49, under half of the usual 100"),
        (50.0, likes(100, 100), None),  # half is not under half
        (49.0, likes(100), None),  # one like period is no custom
        (49.0, likes(), None),
        (49.0, likes(100, None), None),
        (49.0, likes(100, None, 100, None), "adds up to 49, under half of the usual 100"),
        (74.0, likes(100, 200), "adds up to 74, under half of the usual 150"),
        (75.0, likes(100, 200), None),
        (40.0, likes(1, 90, 100, 5000), "adds up to 40, under half of the usual 95"),
        (48.0, likes(1, 90, 100, 5000), None),
        (40.0, likes(1000, 90, 70), "adds up to 40, under half of the usual 90"),
        (0.0, likes(100, 100), "adds up to 0, under half of the usual 100"),
        (-5.0, likes(100, 100), "adds up to -5, under half of the usual 100"),
        (0.0, likes(0, 0), None),
        (-60.0, likes(-50, -50), None),  # a sum below zero has no half to fall under
        (None, likes(100, 100, 100), None),  # no chart, or a metric without a number
        (1.5e9, likes(4e9, 4e9), "adds up to 1.5e+09, under half of the usual 4e+09"),
    ],
)
def test_a_sum_under_half_of_the_median_of_two_like_periods_is_doubted(
    total: float | None, like: list[Like], expected: str | None
) -> None:
    assert doubt(10, total, like) == expected


def test_like_periods_that_were_empty_do_not_lower_the_median() -> None:
    assert doubt(10, 40.0, [Like(0, 0.0), Like(0, 0.0), *likes(100, 100)]) is not None
    assert doubt(10, 40.0, [Like(0, 0.0), Like(0, 0.0), *likes(100)]) is None


@pytest.mark.parametrize(
    ("asked_at", "before", "expected"),
    [
        ("2026-03-03 03:59:59.999999", None, False),
        ("2026-03-03 04:00", None, True),
        ("2026-03-03 15:59:59.999999", None, True),
        ("2026-03-03 16:00", None, False),
        ("2026-03-03 04:05", State.PROVISIONAL, True),
        ("2026-03-03 16:05", State.PROVISIONAL, False),
        ("2026-03-03 04:05", State.FILLING, False),
        ("2026-03-03 04:05", State.FINAL, False),
    ],
)
def test_a_period_is_doubted_when_first_pulled_within_12_hours_of_its_settling(
    asked_at: str, before: State | None, expected: bool
) -> None:
    table = timetable("chart", "day")
    assert in_doubt(table, period(table, "2026-03-02"), at(asked_at), before) is expected


def test_the_12_hours_of_an_hour_begin_when_it_settles() -> None:
    table = timetable("chart", "hour")
    last = period(table, "2026-03-02 23:00")
    assert not in_doubt(table, last, at("2026-03-03 01:00"), None)
    assert in_doubt(table, last, at("2026-03-03 04:00"), None)
    assert in_doubt(table, last, at("2026-03-03 04:00") + timedelta(hours=11, minutes=59), None)
    assert not in_doubt(table, last, at("2026-03-03 16:00"), None)


def test_a_period_of_months_ago_is_not_doubted_when_a_backfill_pulls_it() -> None:
    table = timetable("chart", "day")
    assert not in_doubt(table, period(table, "2025-03-02"), at("2026-03-03 04:05"), None)


@pytest.mark.parametrize(
    ("kind", "grain", "start", "asked_at", "expected"),
    [
        ("chart", "hour", "2026-03-02 08:00", "2026-03-03 03:59:59", False),
        ("chart", "hour", "2026-03-02 08:00", "2026-03-03 04:00", True),
        ("chart", "hour", "2026-03-02 08:00", "2026-03-03 15:59:59", True),
        ("chart", "hour", "2026-03-02 08:00", "2026-03-03 16:00", False),
        ("chart", "day", "2026-03-02", "2026-03-03 04:05", False),  # it is final when it settles: `in_doubt`
        ("funnel", "day", "2026-03-02", "2026-03-10 04:05", True),
        ("funnel", "day", "2026-03-01", "2026-03-10 04:05", False),
        ("retention", "week", "2026-03-02", "2026-04-27 04:05", True),
    ],
)
def test_a_look_closes_what_becomes_final_by_the_night_before_it(
    kind: str, grain: str, start: str, asked_at: str, expected: bool
) -> None:
    table = timetable(kind, grain, window=7)
    assert closes(table, period(table, start), at(asked_at)) is expected


def test_the_hours_of_a_night_are_judged_as_one() -> None:
    assert together([Like(2, 3.0), Like(0, None), Like(5, 4.5)]) == Like(7, 7.5)
    assert together([Like(2, None)]) == Like(2, None)

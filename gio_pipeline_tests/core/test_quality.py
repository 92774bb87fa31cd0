"""What the checks decide where a whole load would be too much to set up."""

from datetime import date

import pytest

from gio_pipeline.core.coverage import LoadedPeriods
from gio_pipeline.core.quality import freshness, like_before, periods_like, unbroken_coverage
from gio_pipeline.core.shrinkage import Like
from gio_pipeline_tests.core.periods import at, final_days, loaded, local, period, timetable

DAYS = timetable("chart", "day")
HOURS = timetable("chart", "hour")
FUNNEL = timetable("funnel", "day", window=7)


def test_more_than_five_holes_are_counted() -> None:
    covered = final_days(DAYS, *(f"2026-01-{day:02}" for day in range(1, 20, 2)))
    found = unbroken_coverage(DAYS, LoadedPeriods.of(covered), at("2026-03-02 05:00"))
    assert found.sentence.startswith(
        "Missing: 2026-01-02, 2026-01-04, 2026-01-06, 2026-01-08, 2026-01-10 and 4 more ranges"
    )
    assert (found.numbers, found.warning) == ({"periods": 10, "missing": 9}, False)


def test_a_hole_is_a_warning_until_the_schedule_has_had_its_chance() -> None:
    newer = [loaded(DAYS, f"2026-01-{day:02}", "2026-01-31 05:00") for day in range(20, 31)]
    backfilled = loaded(DAYS, "2026-01-02", "2026-01-31 17:00")
    for now, warning in (("2026-01-31 17:01", True), ("2026-01-31 19:01", False)):
        found = unbroken_coverage(DAYS, LoadedPeriods.of([*newer, backfilled]), at(now))
        assert (found.passed, found.warning) == (False, warning)
        assert found.sentence == "Missing: 2026-01-03 to 2026-01-19; the schedule loads them, or a backfill now."
    old = [loaded(DAYS, "2026-01-02", "2026-01-03 05:00"), *newer]
    assert not unbroken_coverage(DAYS, LoadedPeriods.of(old), at("2026-01-31 05:01")).warning


@pytest.mark.parametrize(
    ("now", "state", "warning"),
    [
        ("2026-01-16 05:59", "", True),
        ("2026-01-16 06:00", "", False),
        ("2026-01-16 17:59", "provisional", True),  # a doubted day is asked for again for 12 hours
        ("2026-01-16 18:00", "provisional", False),
    ],
)
def test_a_day_that_is_late_is_a_warning_until_the_schedule_has_had_its_chance(
    now: str, state: str, warning: bool
) -> None:
    covered = [loaded(DAYS, "2026-01-14", "2026-01-15 05:00")]
    if state:
        covered.append(loaded(DAYS, "2026-01-15", "2026-01-16 04:05", state=state))
    found = freshness(DAYS, LoadedPeriods.of(covered), at(now))
    assert (found.passed, found.warning) == (False, warning)


def test_a_backfill_of_old_days_alone_says_what_the_schedule_will_load() -> None:
    found = freshness(DAYS, LoadedPeriods.of([loaded(DAYS, "2026-01-02", "2026-01-31 17:00")]), at("2026-01-31 17:01"))
    assert (found.passed, found.warning) == (False, True)
    assert found.sentence == (
        "2026-01-30 should be final and is not loaded; the newest final day: 2026-01-02. "
        "It is due since 2026-01-31 17:00: the schedule loads it, or a backfill now."
    )


def test_a_funnel_is_fresh_when_the_day_before_its_window_is_final() -> None:
    covered = [loaded(FUNNEL, f"2026-01-{day:02}", "2026-01-17 05:00") for day in range(1, 17)]
    assert (
        freshness(FUNNEL, LoadedPeriods.of(covered), at("2026-01-17 05:00")).sentence
        == "2026-01-09 is final: as new as it should be."
    )
    late = freshness(FUNNEL, LoadedPeriods.of(covered), at("2026-01-18 07:00"))
    assert late.sentence == "2026-01-10 should be final and is filling; the newest final day: 2026-01-09."


def test_a_funnel_day_kept_filling_by_doubt_has_twelve_hours_more() -> None:
    final = [loaded(FUNNEL, f"2026-01-{day:02}", "2026-01-17 05:00") for day in range(1, 10)]
    doubted = loaded(FUNNEL, "2026-01-10", "2026-01-18 04:05", state="filling")
    forgotten = loaded(FUNNEL, "2026-01-10", "2026-01-17 05:00")
    for covered, hour, warning in ((doubted, "17:59", True), (doubted, "18:00", False), (forgotten, "06:00", False)):
        finding = freshness(FUNNEL, LoadedPeriods.of([*final, covered]), at(f"2026-01-18 {hour}"))
        assert (finding.passed, finding.warning) == (False, warning)


def test_nothing_final_is_expected_of_a_funnel_first_loaded_today() -> None:
    covered = [loaded(FUNNEL, "2026-01-16", "2026-01-17 05:00")]
    assert freshness(FUNNEL, LoadedPeriods.of(covered), at("2026-01-17 05:00")).passed


def test_an_hour_is_compared_with_the_same_hour_of_earlier_weeks() -> None:
    found = periods_like(HOURS, period(HOURS, "2026-06-09 14:00"), [date(2026, 5, 26)])
    assert [local(each.start) for each in found] == [
        "2026-06-02 14:00",
        "2026-05-19 14:00",
        "2026-05-12 14:00",
        "2026-05-05 14:00",
    ]


def test_a_month_is_compared_with_the_four_before_it_whatever_days_are_off() -> None:
    months = timetable("chart", "month")
    found = periods_like(months, period(months, "2026-05-01"), [date(2026, 4, 1)])
    assert [local(each.start)[:7] for each in found] == ["2026-04", "2026-03", "2026-02", "2026-01"]


def test_a_doubled_total_is_worth_a_warning_and_one_week_is_too_little_to_tell() -> None:
    days = [period(DAYS, f"2026-06-{day:02}") for day in (23, 16, 9)]
    found = {days[0]: Like(10, 900.0), days[1]: Like(10, 400.0), days[2]: Like(10, 420.0)}
    doubled = like_before(DAYS, days[0], found, "访问量")
    assert (doubled.passed, doubled.warning) == (False, True)
    assert doubled.sentence == "2026-06-23: 访问量 900, usually 410."
    del found[days[2]]
    assert like_before(DAYS, days[0], found, "访问量").sentence == (
        "2026-06-23: fewer than two periods like it are loaded to compare it with."
    )


def test_a_day_that_lost_its_figure_is_odd() -> None:
    days = [period(DAYS, f"2026-06-{day:02}") for day in (23, 16, 9)]
    found = {days[0]: Like(0, None), days[1]: Like(10, 400.0), days[2]: Like(10, 420.0)}
    assert (
        like_before(DAYS, days[0], found, "访问量").sentence == "2026-06-23: rows 0, usually 10; 访问量 0, usually 410."
    )

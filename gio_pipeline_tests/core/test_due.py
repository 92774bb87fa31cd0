"""What a tick has to pull: promise 5, rule by rule. 2026-03-02 is a Monday."""

from datetime import date, datetime
from time import process_time

import pytest

from gio_pipeline.core.coverage import PeriodCoverage
from gio_pipeline.core.due import Reason, Schedulable
from gio_pipeline.core.periods import State, Timetable
from gio_pipeline_tests.core.periods import NEW_YORK, at, due_of, final_days, found, loaded, timetable

DAYS = timetable("chart", "day")
HOURS = timetable("chart", "hour")
FUNNEL = timetable("funnel", "day", window=7)
COHORTS = timetable("retention", "day")


@pytest.mark.parametrize(
    ("kind", "grain", "now", "newest"),
    [
        ("chart", "hour", "2026-03-02 09:30", "2026-03-02 08:00"),
        ("chart", "day", "2026-03-02 03:59", "2026-02-28 00:00"),
        ("chart", "day", "2026-03-02 04:00", "2026-03-01 00:00"),
        ("chart", "week", "2026-03-02 04:00", "2026-02-23 00:00"),
        ("chart", "month", "2026-03-01 04:00", "2026-02-01 00:00"),
        ("funnel", "day", "2026-03-02 04:00", "2026-03-01 00:00"),
        ("retention", "week", "2026-03-08 23:00", "2026-02-23 00:00"),
    ],
)
def test_of_a_report_never_loaded_the_newest_settled_period_is_due(
    kind: str, grain: str, now: str, newest: str
) -> None:
    assert found(timetable(kind, grain), now) == {newest: "missing"}


def test_a_report_that_backfills_itself_is_due_from_its_start() -> None:
    due_now = found(DAYS, "2026-03-04 04:05", start=date(2026, 3, 1), backfill="auto")
    assert due_now == {"2026-03-01 00:00": "missing", "2026-03-02 00:00": "missing", "2026-03-03 00:00": "missing"}


def test_a_backfilling_report_lacks_the_first_whole_week_and_month_after_its_start() -> None:
    weeks = found(timetable("chart", "week"), "2026-03-18 12:00", start=date(2026, 2, 25), backfill="auto")
    assert list(weeks) == ["2026-03-02 00:00", "2026-03-09 00:00"]
    months = found(timetable("chart", "month"), "2026-03-18 12:00", start=date(2026, 1, 2), backfill="auto")
    assert list(months) == ["2026-02-01 00:00"]


def test_holes_are_due_from_the_first_period_ever_loaded() -> None:
    covered = final_days(DAYS, "2026-02-20", "2026-02-21", "2026-02-24")
    assert list(found(DAYS, "2026-02-28 04:05", covered)) == [
        "2026-02-22 00:00",
        "2026-02-23 00:00",
        "2026-02-25 00:00",
        "2026-02-26 00:00",
        "2026-02-27 00:00",
    ]


def test_what_lies_before_the_first_loaded_period_is_due_only_with_backfill_auto() -> None:
    covered = final_days(DAYS, "2026-02-26", "2026-02-27")
    assert found(DAYS, "2026-02-28 04:05", covered) == {}
    backfilled = found(DAYS, "2026-02-28 04:05", covered, start=date(2026, 2, 24), backfill="auto")
    assert backfilled == {"2026-02-24 00:00": "missing", "2026-02-25 00:00": "missing"}


def test_what_is_loaded_before_the_start_counts_for_nothing() -> None:
    covered = [loaded(DAYS, "2026-02-10", "2026-02-10 12:00"), *final_days(DAYS, "2026-02-26")]
    assert list(found(DAYS, "2026-02-28 04:05", covered, start=date(2026, 2, 20))) == ["2026-02-27 00:00"]
    assert list(found(DAYS, "2026-02-28 04:05", covered[:1], start=date(2026, 2, 20))) == ["2026-02-27 00:00"]


@pytest.mark.parametrize("backfill", ["auto", "manual"])
@pytest.mark.parametrize(("now", "expected"), [("2026-03-03 03:59", []), ("2026-03-03 04:00", ["2026-03-02 00:00"])])
def test_nothing_is_due_before_the_first_period_has_settled(backfill: str, now: str, expected: list[str]) -> None:
    assert list(found(DAYS, now, start=date(2026, 3, 2), backfill=backfill)) == expected


def test_five_days_without_a_tick_leave_five_days_due() -> None:
    covered = final_days(DAYS, "2026-02-21", "2026-02-22")
    assert len(found(DAYS, "2026-02-28 04:05", covered)) == 5


def test_hour_23_is_not_asked_for_before_day_at_though_later_hours_are() -> None:
    covered = [loaded(HOURS, f"2026-03-02 {hour}:00", "2026-03-02 23:35") for hour in (20, 21, 22)]
    assert found(HOURS, "2026-03-03 01:35", covered) == {"2026-03-03 00:00": "missing"}
    assert list(found(HOURS, "2026-03-03 03:00", covered)) == ["2026-03-03 00:00", "2026-03-03 01:00"]
    at_four = found(HOURS, "2026-03-03 04:00", covered)
    assert {hour: why for hour, why in at_four.items() if why == "missing"} == {
        "2026-03-02 23:00": "missing",
        "2026-03-03 00:00": "missing",
        "2026-03-03 01:00": "missing",
        "2026-03-03 02:00": "missing",
    }


def test_a_day_of_25_hours_lacks_all_of_them() -> None:
    table = timetable("chart", "hour", NEW_YORK)
    report = Schedulable(table, date(2026, 11, 1), backfill="auto")
    due_now = due_of(report, [], at("2026-11-02 04:00", NEW_YORK))
    assert len([each for each in due_now if table.calendar.first_day(each) == date(2026, 11, 1)]) == 25


def test_a_provisional_period_is_due_once_it_has_settled() -> None:
    covered = [loaded(DAYS, "2026-03-02", "2026-03-02 18:00")]
    assert covered[0].state is State.PROVISIONAL
    assert found(DAYS, "2026-03-03 03:59", covered) == {}
    assert found(DAYS, "2026-03-03 04:00", covered) == {"2026-03-02 00:00": "provisional"}


def test_a_period_kept_provisional_by_doubt_is_due_at_every_tick() -> None:
    covered = [loaded(DAYS, "2026-03-02", "2026-03-03 04:05", state="provisional")]
    assert found(DAYS, "2026-03-03 04:05", covered) == {"2026-03-02 00:00": "provisional"}
    assert found(DAYS, "2026-03-03 05:05", covered) == {"2026-03-02 00:00": "provisional"}


def test_a_provisional_period_yet_to_settle_is_no_start_for_holes() -> None:
    covered = [loaded(DAYS, "2026-03-03", "2026-03-03 12:00")]
    assert found(DAYS, "2026-03-03 12:00", covered) == {}


def test_a_filling_hour_is_due_once_the_night_is_over() -> None:
    covered = [loaded(HOURS, f"2026-03-02 {hour}:00", f"2026-03-02 {hour + 1}:35") for hour in (20, 21, 22)]
    covered += [loaded(HOURS, "2026-03-03 00:00", "2026-03-03 01:35")]
    assert {each.state for each in covered} == {State.FILLING}
    before = found(HOURS, "2026-03-03 03:59", covered)
    assert before == {"2026-03-03 01:00": "missing", "2026-03-03 02:00": "missing"}
    after = found(HOURS, "2026-03-03 04:00", covered)
    assert after == {
        "2026-03-02 20:00": "filling",
        "2026-03-02 21:00": "filling",
        "2026-03-02 22:00": "filling",
        "2026-03-02 23:00": "missing",
        "2026-03-03 01:00": "missing",
        "2026-03-03 02:00": "missing",
    }


def test_a_filling_hour_is_not_due_again_before_the_night_however_often_it_ticks() -> None:
    covered = [loaded(HOURS, "2026-03-02 08:00", "2026-03-02 09:35")]
    assert found(HOURS, "2026-03-02 10:00", covered) == {}


@pytest.mark.parametrize("table", [FUNNEL, COHORTS], ids=["funnel", "retention"])
def test_a_filling_day_is_due_once_after_every_settling(table: Timetable) -> None:
    covered = [loaded(table, "2026-03-01", "2026-03-02 04:05"), loaded(table, "2026-03-02", "2026-03-03 04:05")]
    assert found(table, "2026-03-03 03:59", covered[:1]) == {}
    assert found(table, "2026-03-03 04:05", covered) == {"2026-03-01 00:00": "filling"}
    again = [loaded(table, "2026-03-01", "2026-03-03 04:00"), covered[1]]
    assert found(table, "2026-03-03 05:05", again) == {}
    assert found(table, "2026-03-04 03:59", again) == {}
    assert list(found(table, "2026-03-04 04:00", again).values()) == ["filling", "filling", "missing"]


def test_a_check_that_kept_the_old_rows_counts_as_a_check() -> None:
    covered = [loaded(FUNNEL, "2026-03-02", "2026-03-03 04:05", checked="2026-03-04 04:05")]
    covered += [loaded(FUNNEL, "2026-03-03", "2026-03-04 04:05")]
    assert found(FUNNEL, "2026-03-04 05:05", covered) == {}


@pytest.mark.parametrize(
    ("grain", "cohort", "asked", "not_due_at", "due_at"),
    [
        ("week", "2026-02-16", "2026-02-23 04:05", "2026-03-02 03:59", "2026-03-02 04:00"),
        ("month", "2026-01-01", "2026-02-01 04:05", "2026-03-01 03:59", "2026-03-01 04:00"),
    ],
)
def test_cohorts_of_weeks_and_months_are_checked_when_the_next_one_settles(
    grain: str, cohort: str, asked: str, not_due_at: str, due_at: str
) -> None:
    table = timetable("retention", grain)
    covered = [loaded(table, cohort, asked)]
    assert found(table, not_due_at, covered) == {}
    assert list(found(table, due_at, covered).values()) == ["filling", "missing"]


def test_final_funnel_days_are_left_alone() -> None:
    covered = [loaded(FUNNEL, "2026-02-19", "2026-02-27 04:05", checked="2026-02-28 04:05")]
    covered += [loaded(FUNNEL, "2026-02-20", "2026-02-28 04:05"), loaded(FUNNEL, "2026-02-21", "2026-02-28 04:05")]
    assert [each.state for each in covered] == [State.FINAL, State.FINAL, State.FILLING]
    due_now = found(FUNNEL, "2026-03-01 03:55", covered)
    assert set(due_now.values()) == {"missing"}


@pytest.mark.parametrize("table", [FUNNEL, COHORTS], ids=["funnel", "retention"])
def test_what_a_doubted_night_kept_from_being_final_is_due_every_tick_and_all_that_fills_with_it(
    table: Timetable,
) -> None:
    newest = loaded(table, "2026-03-02", "2026-03-03 04:05")
    closing = loaded(table, "2026-02-23" if table is FUNNEL else "2026-02-01", "2026-03-03 04:05", state="filling")
    closed = [loaded(table, text, "2026-03-03 04:05") for text in ("2026-02-28", "2026-03-01")]
    assert {each.state for each in (newest, *closed)} == {State.FILLING}
    assert table.final_at(closing.period) == at("2026-03-03 04:00")
    due_now = found(table, "2026-03-03 05:05", [newest, *closed, closing])
    assert [why for why in due_now.values() if why != "missing"] == ["filling"] * 4
    assert set(found(table, "2026-03-03 05:05", [newest, *closed]).values()) == set()


def test_final_days_fill_again_when_the_conversion_window_turns_out_longer() -> None:
    days = [f"2026-02-{day}" for day in range(10, 28)]
    covered = [loaded(FUNNEL, day, "2026-02-28 04:05") for day in days]
    longer = timetable("funnel", "day", window=14)
    assert found(FUNNEL, "2026-02-28 05:05", covered) == {}
    assert found(longer, "2026-02-28 05:05", covered) == {}
    reopened = found(longer, "2026-03-01 04:05", covered)
    assert next(day for day, why in reopened.items() if why == "filling") == "2026-02-14 00:00"


def test_final_cohorts_fill_again_when_a_larger_column_is_seen() -> None:
    covered = [loaded(COHORTS, "2026-01-05", "2026-02-04 04:05", checked="2026-02-05 04:05")]
    covered += [loaded(COHORTS, "2026-01-06", "2026-03-02 04:05")]
    assert {each.state for each in covered} == {State.FINAL}
    assert set(found(COHORTS, "2026-03-02 12:00", covered).values()) == {"missing"}
    larger = timetable("retention", "day", column=45)
    due_now = found(larger, "2026-03-02 12:00", covered)
    assert [day for day, why in due_now.items() if why != "missing"] == ["2026-01-05 00:00"]


def test_periods_are_listed_oldest_first() -> None:
    covered = [
        loaded(FUNNEL, "2026-02-27", "2026-02-27 12:00"),
        loaded(FUNNEL, "2026-02-23", "2026-02-24 04:05"),
    ]
    due_now = found(FUNNEL, "2026-02-28 04:05", covered)
    assert list(due_now.items()) == [
        ("2026-02-23 00:00", "filling"),
        ("2026-02-24 00:00", "missing"),
        ("2026-02-25 00:00", "missing"),
        ("2026-02-26 00:00", "missing"),
        ("2026-02-27 00:00", "provisional"),
    ]


@pytest.mark.parametrize(
    ("kind", "grain", "years"), [("chart", "hour", 3), ("chart", "day", 10), ("funnel", "day", 10)]
)
def test_years_of_coverage_are_judged_in_a_blink(kind: str, grain: str, years: int) -> None:
    table = timetable(kind, grain, NEW_YORK, window=7 if kind == "funnel" else None)
    now = at("2026-03-02 04:35", NEW_YORK)
    first = table.calendar.starting_on(date(2026 - years, 3, 2))
    every = list(table.calendar.between(first, table.newest_settled(now)))
    covered = [PeriodCoverage(each, State.FINAL, now, now) for each in every]
    report = Schedulable(table, date(2016, 1, 1), 1, rechecked_at=at("2026-01-01"))
    assert due_of(report, covered[:-1], now) == {every[-1]: Reason.MISSING}
    # Tens of milliseconds on a quiet machine.
    assert min(_seconds(report, covered, now) for _ in range(3)) < 0.3


def _seconds(report: Schedulable, covered: list[PeriodCoverage], now: datetime) -> float:
    began = process_time()
    due_of(report, covered, now)
    return process_time() - began

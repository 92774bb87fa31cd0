"""What holds for every coverage, report and instant; the plan that follows from it included."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gio_pipeline.core.coverage import PeriodCoverage
from gio_pipeline.core.due import Reason, Schedulable, newest_range, unbroken
from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.core.periods import Period, Timetable, calendar
from gio_pipeline.core.windows import BRIDGE, windows
from gio_pipeline_tests.core.due_cases import NOWS, Case, cases, timetables
from gio_pipeline_tests.core.periods import due_of

always = settings(deadline=None, derandomize=True, max_examples=100)


def checked(case: Case, found: dict[Period, Reason]) -> tuple[Schedulable, list[PeriodCoverage]]:
    """What is known after everything due was asked for and answered."""
    report, coverage, now = case
    known = {each.period: each for each in coverage}
    known |= {p: PeriodCoverage(p, report.timetable.state(p, now), now, now) for p in found}
    turned = replace(report, rechecked_at=now) if Reason.RECHECK in found.values() else report
    return turned, list(known.values())


@always
@given(cases())
def test_after_everything_due_was_checked_nothing_is_due_but_a_recheck_that_more_final_periods_bring_forward(
    case: Case,
) -> None:
    first = due_of(*case)
    report, coverage = checked(case, first)
    second = due_of(report, coverage, case[2])
    # The more periods are final, the more often the older ones are checked again.
    grown = {Reason.MISSING, Reason.PROVISIONAL, Reason.FILLING} & set(first.values())
    brought_forward = {Reason.RECHECK} if grown and Reason.RECHECK not in first.values() else set()
    assert set(second.values()) <= brought_forward
    assert due_of(*checked((report, coverage, case[2]), second), case[2]) == {}


@always
@given(cases())
def test_nothing_is_due_that_has_not_settled_or_lies_before_the_start(case: Case) -> None:
    report, _, now = case
    table = report.timetable
    for period in due_of(*case):
        assert table.settles_at(period) <= now
        assert period.start >= table.calendar.at(report.start)


@always
@given(cases())
def test_lacking_is_every_settled_period_since_the_first_loaded_that_was_never_loaded(case: Case) -> None:
    report, coverage, now = case
    table = report.timetable
    begin = table.calendar.starting_on(report.start)
    known = {each.period for each in coverage if each.period >= begin}
    if report.backfill != "auto":
        begin = max(begin, min(known, default=table.newest_settled(now)))
    every = table.calendar.between(begin, table.calendar.containing(now))
    expected = [p for p in every if p not in known and table.settles_at(p) <= now]
    assert [p for p, reason in due_of(*case).items() if reason is Reason.MISSING] == expected


@always
@given(cases())
def test_the_order_coverage_comes_in_does_not_matter(case: Case) -> None:
    report, coverage, now = case
    assert list(due_of(report, coverage[::-1], now).items()) == list(due_of(*case).items())


@always
@given(cases(), st.integers(0, BRIDGE))
def test_every_due_period_is_asked_for_in_exactly_one_request(case: Case, bridge: int) -> None:
    found = due_of(*case)
    planned = windows(case[0].timetable, found, timeless=case[0].timeless, bridge=bridge)
    wanted = [period for window in planned for period in window.wanted]
    assert sorted(wanted) == list(found)
    assert all(window.requested[-1] == max(window.wanted) for window in planned)


@always
@given(cases())
def test_the_range_of_a_run_is_due_from_end_to_end(case: Case) -> None:
    report, _, _ = case
    found = due_of(*case)
    carried = newest_range(report, found)
    assert (carried is None) == (not found)
    if carried:
        inside = [found.get(period) for period in report.timetable.calendar.between(*carried)]
        pressing = {Reason.MISSING, Reason.PROVISIONAL}
        assert None not in inside
        assert set(inside) <= pressing or not pressing & set(found.values())


@always
@given(timetables(), NOWS, st.sets(st.integers(0, 60), min_size=1), st.integers(0, 9))
def test_ranges_hold_every_period_and_lie_further_apart_than_the_bridge(
    table: Timetable, now: datetime, backs: set[int], bridge: int
) -> None:
    periods = [table.calendar.shift(table.calendar.containing(now), -back) for back in backs]
    found = unbroken(table, periods, bridge)
    assert all(any(first <= period <= last for first, last in found) for period in periods)
    assert all(first in periods and last in periods for first, last in found)
    for (newer, _), (_, older) in pairwise(found):
        gap = list(table.calendar.between(table.calendar.shift(older, 1), table.calendar.shift(newer, -1)))
        assert len(gap) > bridge


def test_a_first_tick_long_after_the_start_finds_every_day_once() -> None:
    table = Timetable(Kind.CHART, calendar(KINDS[Kind.CHART].grains[1], "America/New_York"))
    report = Schedulable(table, date(2016, 1, 1), backfill="auto")
    assert len(due_of(report, [], datetime(2026, 1, 1, 12, tzinfo=UTC))) == 3653

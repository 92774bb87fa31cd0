"""What holds for every set of periods and every way of cutting it into requests."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.core.periods import Period, Timetable, calendar
from gio_pipeline.core.windows import BRIDGE, Window, halves, windows

always = settings(deadline=None, derandomize=True, max_examples=150)

ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
Case = tuple[Timetable, frozenset[Period], list[Window]]


@st.composite
def plans(draw: st.DrawFn) -> Case:
    """Some of 300 periods, in runs and alone, and the requests that are to fetch them."""
    kind = draw(st.sampled_from(list(Kind)))
    table = Timetable(kind, calendar(draw(st.sampled_from(KINDS[kind].grains)), draw(ZONES)))
    instant = draw(st.datetimes(datetime(2018, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)))
    last = table.calendar.containing(instant)
    every = list(table.calendar.between(table.calendar.shift(last, -299), last))
    runs = draw(st.lists(st.tuples(st.integers(0, 299), st.integers(1, 130)), min_size=1, max_size=6))
    wanted = frozenset(period for first, count in runs for period in every[first : first + count])
    timeless = draw(st.booleans()) and kind is not Kind.RETENTION
    return table, wanted, windows(table, wanted, timeless=timeless, bridge=draw(st.integers(0, BRIDGE)))


def check(table: Timetable, wanted: frozenset[Period], planned: list[Window]) -> None:
    listed = [period for window in planned for period in window.wanted]
    assert len(listed) == len(wanted) and set(listed) == wanted
    for window in planned:
        assert window.wanted <= set(window.requested)
        assert window.requested[-1] == max(window.wanted)
        assert list(window.requested) == list(table.calendar.between(window.requested[0], window.requested[-1]))
        if table.kind is Kind.RETENTION:
            request_days = KINDS[table.kind].request_days
            assert request_days is not None
            shortest, longest = request_days[table.calendar.grain]
            calendar = table.calendar
            days = (calendar.last_day(window.requested[-1]) - calendar.first_day(window.requested[0])).days + 1
            assert shortest <= days <= longest


@always
@given(plans())
def test_every_wanted_period_is_in_one_request_within_the_limits_that_ends_with_a_wanted_one(case: Case) -> None:
    check(*case)


@always
@given(plans())
def test_requests_go_from_the_newest_to_the_oldest(case: Case) -> None:
    _, _, planned = case
    ends = [max(window.wanted) for window in planned]
    assert ends == sorted(ends, reverse=True)


@always
@given(plans())
def test_only_the_shortest_window_of_a_retention_is_asked_for_before_the_first_wanted_period(case: Case) -> None:
    table, _, planned = case
    for window in planned:
        extra = window.requested.index(min(window.wanted))
        assert extra == 0 or (table.kind is Kind.RETENTION and extra <= 1)


@always
@given(plans())
def test_halves_of_every_request_keep_all_the_rules(case: Case) -> None:
    table, _, planned = case
    for window in planned:
        if len(window.wanted) > 1:
            parts = halves(table, window)
            assert len(parts) == 2 and max(parts[1].wanted) < min(parts[0].wanted)
            check(table, window.wanted, parts)

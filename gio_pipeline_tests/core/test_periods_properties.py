"""What holds for every instant, zone, grain, kind and setting."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gio_pipeline.core.kinds import KINDS, Grain, Kind
from gio_pipeline.core.periods import Calendar, Settle, Timetable, calendar

always = settings(deadline=None, derandomize=True, max_examples=200)

# Whole, half and quarter hours off UTC; clocks moved at midnight, by half an hour, by two hours, across the day.
ZONES = [
    "Asia/Shanghai",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "America/Havana",
    "America/Nuuk",
    "Africa/Cairo",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Pacific/Kiritimati",
    "UTC",
]
# Days on which the clock is or was moved in one of these zones.
MOVED = ["2018-02-18", "2018-05-05", "2018-11-04", "2020-10-04", "2024-10-27", "2026-03-08", "2026-03-29", "2026-04-05"]
MOVED += ["2026-04-24", "2026-10-04", "2026-10-25", "2026-10-30", "2026-11-01"]

anywhere = st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
near_a_move = st.builds(
    lambda day, seconds: datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(seconds=seconds),
    st.sampled_from(MOVED),
    st.integers(-100_000, 100_000),
)
instants = anywhere | near_a_move
zones = st.sampled_from(ZONES)
calendars = st.builds(calendar, st.sampled_from(list(Grain)), zones)
settles = st.builds(
    Settle,
    st.just(timedelta(minutes=30)) | st.integers(0, 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    st.just(time(4)) | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
)


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    kind = draw(st.sampled_from(list(Kind)))
    grain = draw(st.sampled_from(KINDS[kind].grains))
    window = draw(st.none() | st.integers(1, 90)) if kind is Kind.FUNNEL else None
    column = draw(st.integers(0, 120)) if kind is Kind.RETENTION else 0
    return Timetable(kind, calendar(grain, draw(zones)), draw(settles), window, column)


@always
@given(calendars, instants)
def test_periods_tile_the_time_line_without_gap_or_overlap(days: Calendar, instant: datetime) -> None:
    period = days.containing(instant)
    assert period.start <= instant < period.end
    assert days.shift(period, 1).start == period.end
    assert days.shift(period, -1).end == period.start
    assert days.containing(period.start) == period == days.containing(period.end - timedelta(microseconds=1))


@always
@given(calendars, instants, st.integers(0, 40))
def test_counting_forth_and_back_is_the_same_as_walking(days: Calendar, instant: datetime, count: int) -> None:
    first = days.containing(instant)
    last = days.shift(first, count)
    walked = list(days.between(first, last))
    assert len(walked) == count + 1 and walked[-1] == last
    assert all(before.end == after.start for before, after in pairwise(walked))
    assert days.shift(last, -count) == first


@always
@given(calendars, instants)
def test_a_day_begins_the_first_period_that_does_not_begin_before_it(days: Calendar, instant: datetime) -> None:
    day = instant.astimezone(days.zone).date()
    period = days.starting_on(day)
    assert days.first_day(period) >= day > days.first_day(days.shift(period, -1)) or days.grain is Grain.HOUR
    assert days.shift(period, -1).start < days.at(day) <= period.start
    assert days.beginning_in(day, days.first_day(period))[0] == period


@always
@given(timetables(), instants)
def test_no_period_settles_before_its_end_or_is_final_before_it_settles(table: Timetable, instant: datetime) -> None:
    period = table.calendar.containing(instant)
    assert period.end <= table.settles_at(period) <= table.final_at(period)


@always
@given(timetables(), instants, st.lists(st.integers(0, 400 * 86_400), min_size=2))
def test_a_state_never_goes_back_as_time_goes_on(table: Timetable, instant: datetime, seconds: list[int]) -> None:
    period = table.calendar.containing(instant)
    asked = [period.start + timedelta(seconds=each) for each in sorted(seconds)]
    order = ["provisional", "filling", "final"]
    ranks = [order.index(table.state(period, each)) for each in asked]
    assert ranks == sorted(ranks)


@always
@given(timetables(), instants)
def test_later_periods_are_never_final_before_earlier_ones(table: Timetable, instant: datetime) -> None:
    period = table.calendar.containing(instant)
    assert table.final_at(period) <= table.final_at(table.calendar.shift(period, 1))


@always
@given(timetables(), instants)
def test_nothing_after_the_newest_settled_period_has_settled(table: Timetable, now: datetime) -> None:
    newest = table.newest_settled(now)
    assert table.settles_at(newest) <= now
    later = table.calendar.between(table.calendar.shift(newest, 1), table.calendar.shift(newest, 60))
    assert all(table.settles_at(period) > now for period in later)


@always
@given(timetables(), instants)
def test_no_period_settles_between_the_last_and_the_next_settling(table: Timetable, now: datetime) -> None:
    last, following = table.last_settling(now), table.next_settling(now)
    assert last <= now < following
    shift, here = table.calendar.shift, table.calendar.containing(now)
    around = [table.settles_at(period) for period in table.calendar.between(shift(here, -80), shift(here, 60))]
    assert last in around and following in around
    assert not [instant for instant in around if last < instant < following]

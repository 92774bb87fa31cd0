"""Reports, what is loaded of them and instants, as hypothesis draws them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from gio_pipeline.core.coverage import PeriodCoverage
from gio_pipeline.core.due import Schedulable
from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.core.periods import State, Timetable, calendar

NOWS = st.datetimes(datetime(2026, 2, 25), datetime(2026, 11, 4), timezones=st.just(UTC))
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
Case = tuple[Schedulable, list[PeriodCoverage], datetime]


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    kind = draw(st.sampled_from(list(Kind)))
    window = draw(st.none() | st.integers(1, 9)) if kind is Kind.FUNNEL else None
    column = draw(st.integers(0, 40)) if kind is Kind.RETENTION else 0
    return Timetable(
        kind,
        calendar(draw(st.sampled_from(KINDS[kind].grains)), draw(ZONES)),
        conversion_window=window,
        largest_column=column,
    )


@st.composite
def covered_periods(draw: st.DrawFn, table: Timetable, now: datetime) -> list[PeriodCoverage]:
    """Some of the periods around the newest, asked and checked at some time since; some kept provisional."""
    newest, some = table.calendar.containing(now), draw(st.sets(st.integers(-1, 50), max_size=40))
    # Half of the time only a few are missing, or none.
    back = sorted(set(range(50)) - set(sorted(some)[:3]) if draw(st.booleans()) else some)
    periods = [table.calendar.shift(newest, -each) for each in back]
    found = []
    for period in periods:
        asked_at = now - timedelta(hours=draw(st.integers(0, 400)))
        checked_at = min(now, asked_at + timedelta(hours=draw(st.integers(0, 300))))
        state = table.state(period, asked_at)
        if state is not State.PROVISIONAL:
            # Doubt keeps a period provisional; a longer conversion window opens a final one again.
            state = draw(st.sampled_from([state, State.PROVISIONAL, State.FINAL]))
        found.append(PeriodCoverage(period, state, checked_at, asked_at))
    return found


@st.composite
def cases(draw: st.DrawFn) -> Case:
    table, now = draw(timetables()), draw(NOWS)
    start = now.date() - timedelta(days=draw(st.integers(-2, 120)))
    report = Schedulable(
        table,
        start,
        draw(st.integers(0, 5)),
        draw(st.sampled_from(["auto", "manual"])),
        draw(st.none() | st.integers(0, 20).map(lambda days: now - timedelta(days=days))),
        draw(st.booleans()),
    )
    return report, draw(covered_periods(table, now)), now

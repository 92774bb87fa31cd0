"""Clock times, periods, timetables and coverage as a person would write them down."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gio_pipeline.core.coverage import LoadedPeriods, PeriodCoverage
from gio_pipeline.core.due import Reason, Schedulable, due
from gio_pipeline.core.kinds import Grain, Kind
from gio_pipeline.core.periods import Period, Settle, State, Timetable, calendar

SHANGHAI = "Asia/Shanghai"
NEW_YORK = "America/New_York"
START = date(2026, 1, 1)


def at(text: str, zone: str = SHANGHAI) -> datetime:
    """The instant of "2026-03-02 04:00", local unless a Z stands behind it."""
    read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def utc(instant: datetime) -> str:
    """The same the other way round: "2026-03-02 04:00Z"."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(' ', 'minutes')}Z"


def local(instant: datetime, zone: str = SHANGHAI) -> str:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(" ", "minutes")


def timetable(
    kind: str,
    grain: str,
    zone: str = SHANGHAI,
    *,
    after_hour: int = 30,
    day_at: str = "04:00",
    window: int | None = None,
    column: int = 0,
) -> Timetable:
    """after_hour in minutes; window: a funnel's conversion window; column: a retention's largest."""
    settle = Settle(timedelta(minutes=after_hour), time.fromisoformat(day_at))
    return Timetable(Kind(kind), calendar(Grain(grain), zone), settle, window, column)


def period(table: Timetable, text: str) -> Period:
    """The period that begins at a time, local unless a Z stands behind it; anything else is a mistake of the test."""
    start = at(text, table.calendar.zone.key)
    found = table.calendar.containing(start)
    assert found.start == start, f"no {table.calendar.grain} begins at {text}"
    return found


def loaded(table: Timetable, start: str, asked: str, *, state: str = "", checked: str = "") -> PeriodCoverage:
    """A loaded period; its state is what promise 4 makes of `asked`, it was checked then too, unless said otherwise."""
    found, asked_at = period(table, start), at(asked)
    worth = State(state) if state else table.state(found, asked_at)
    return PeriodCoverage(found, worth, at(checked) if checked else asked_at, asked_at)


def due_of(report: Schedulable, covered: Iterable[PeriodCoverage], now: datetime) -> dict[Period, Reason]:
    return due(report, LoadedPeriods.of(covered), now)


def final_days(table: Timetable, *days: str, checked: str = "") -> list[PeriodCoverage]:
    return [loaded(table, day, "2026-02-28 04:05", state="final", checked=checked) for day in days]


def found(
    table: Timetable,
    now: str,
    covered: list[PeriodCoverage] | None = None,
    *,
    start: date = START,
    refresh: int = 0,
    backfill: str = "manual",
    rechecked_at: str = "",
    timeless: bool = False,
) -> dict[str, str]:
    """What is due: the local start of each period and why, in the order it is listed."""
    turned = at(rechecked_at) if rechecked_at else None
    report = Schedulable(table, start, refresh, backfill, turned, timeless)
    return {local(each.start): str(reason) for each, reason in due_of(report, covered or [], at(now)).items()}

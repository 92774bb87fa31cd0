"""Clock times, periods and timetables as a person would write them down."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gio_pipeline.core.windows import Grain, Kind, Period, Settle, Timetable, calendar

SHANGHAI = "Asia/Shanghai"
NEW_YORK = "America/New_York"


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

"""Periods, instants and durations as people write them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from gio_pipeline.core.due import unbroken
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.periods import Calendar, Period, Timetable
from gio_pipeline.core.text import some

MOST_LISTED = 5
_FORMATS = {Grain.HOUR: "%Y-%m-%d %H:%M", Grain.DAY: "%Y-%m-%d", Grain.WEEK: "%Y-%m-%d", Grain.MONTH: "%Y-%m"}


def count(number: int, thing: str, things: str | None = None) -> str:
    """1 period, 2 periods"""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def named(timetable: Timetable, period: Period) -> str:
    """2026-01-31, 2026-01-31 08:00, 2026-01; a week by its Monday."""
    return timetable.calendar.local(period.start).strftime(_FORMATS[timetable.calendar.grain])


def label(calendar: Calendar, period: Period) -> str:
    """2026-06-09, or 2026-06-09 14:00 for an hour; a week and a month by their first day."""
    return calendar.local(period.start).strftime(_FORMATS[Grain.HOUR if calendar.grain is Grain.HOUR else Grain.DAY])


def spans(timetable: Timetable, periods: Iterable[Period], name: Callable[[Period], str]) -> str:
    """The periods as ranges, newest first."""
    texts = [span(name, *ends) for ends in unbroken(timetable, periods)]
    return ", ".join(some(texts, MOST_LISTED, "and {} more ranges"))


def ranges(timetable: Timetable, periods: Iterable[Period]) -> str:
    """The periods as ranges, oldest first, and how many there are."""
    listed = sorted(set(periods))
    texts = [span(partial(named, timetable), *ends) for ends in sorted(unbroken(timetable, listed))]
    counted = f" ({len(listed):,} periods)" if len(listed) > 1 else ""
    return ", ".join(some(texts, MOST_LISTED, "and {:,} more ranges")) + counted


def span(name: Callable[[Period], str], first: Period, last: Period) -> str:
    """`first to last`, or the only one."""
    return name(first) if first == last else f"{name(first)} to {name(last)}"


def by_line(sentences: Iterable[tuple[str, str]], most: int | None = None) -> list[str]:
    """One line for all reports with the same sentence; it names `most` of them."""
    reports: dict[str, list[str]] = {}
    for report, line in sentences:
        reports.setdefault(line, []).append(report)
    return [f"{_listed(keys, most or len(keys))}: {line}" for line, keys in reports.items()]


def _listed(keys: list[str], most: int) -> str:
    more = f" and {len(keys) - most:,} more" if len(keys) > most else ""
    return ", ".join(keys[:most]) + more


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """Local time to the minute."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def duration(seconds: float) -> str:
    """0.4 s, 12 s, 3 min 20 s, 2 h 5 min"""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = timedelta(seconds=round(seconds)) // timedelta(seconds=1)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"

"""`gio.coverage`: which periods of a report are loaded, and what they are worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.coverage import LoadedPeriods, PeriodCoverage, Stretch
from gio_pipeline.core.due import CONFIRMED_WITHIN
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.periods import Calendar, Period, State, Timetable
from gio_pipeline.core.shrinkage import Like
from gio_pipeline.warehouse.engine import read
from gio_pipeline.warehouse.metric_names import name_hash
from gio_pipeline.warehouse.statements import execute


@dataclass(frozen=True)
class Outlined:
    """A report whose loaded periods are to be read."""

    report_id: int
    spec: ReportSpec
    timetable: Timetable


def outlines(connection: Connection, reports: Sequence[Outlined], now: datetime) -> dict[int, LoadedPeriods]:
    """The reports' loaded periods: those that are not final, not confirmed, or to be refreshed, one by one.

    No stretch lies on both sides of a report's start.
    """
    calendars = [each.timetable.calendar for each in reports]
    values: dict[str, object] = {
        "report_ids": [each.report_id for each in reports],
        "grains": [str(calendar.grain) for calendar in calendars],
        "steps": [f"1 {calendar.grain}" for calendar in calendars],
        "timezones": [calendar.zone.key for calendar in calendars],
        "starts": [calendar.starting_on(e.spec.start).start for calendar, e in zip(calendars, reports, strict=True)],
        "newest": [each.timetable.newest_settled(now).start for each in reports],
        "recent": [each.spec.refresh_periods for each in reports],
        "fills_for": [_final_after(each.timetable) if each.timetable.fills_for else None for each in reports],
        "final_after": [_final_after(each.timetable) for each in reports],
        "confirmable": now - CONFIRMED_WITHIN,
    }
    found: dict[int, list[Row[Any]]] = {each.report_id: [] for each in reports}
    for row in execute(connection, "coverage/select_outlines", **values):
        found[row.report_id].append(row)
    return {each.report_id: _listed(each.timetable.calendar, found[each.report_id]) for each in reports}


def _listed(calendar: Calendar, rows: Sequence[Row[Any]]) -> LoadedPeriods:
    at = calendar.containing
    return LoadedPeriods(
        tuple(
            PeriodCoverage(at(row.first), State(row.state), row.checked_at, row.asked_at)
            for row in rows
            if not row.quiet
        ),
        tuple(
            Stretch(at(row.first), at(row.last), row.periods, row.asked_at, at(row.oldest), row.checked_at)
            for row in rows
            if row.quiet
        ),
    )


def _final_after(timetable: Timetable) -> str:
    """From the first day of a period to the instant it is final at, as the clock on the wall shows them."""
    grain, day_at = timetable.calendar.grain, timetable.settle.day_at.isoformat()
    return f"{timetable.fills_for or 1} {'day' if grain is Grain.HOUR else grain} {day_at}"


@dataclass(frozen=True)
class LoadedPeriod:
    """A loaded period as its last load left it; run_id: of the Dagster run that was, None for a command."""

    state: State
    rows: int
    digest: bytes | None
    run_id: str | None


def loaded_periods(engine: Engine, report_id: int, calendar: Calendar) -> dict[Period, LoadedPeriod]:
    """Every loaded period of a report, whoever loaded it, oldest first."""
    return {
        calendar.containing(row.period_start): LoadedPeriod(
            State(row.state), row.rows, None if row.digest is None else bytes(row.digest), row.run_id
        )
        for row in read(engine, "coverage/select_loaded_periods", report_id=report_id)
    }


def loads_by_report(engine: Engine) -> dict[int, tuple[int, int]]:
    """Per report how many periods are loaded and the last load of any of them: what changes with every load."""
    rows = read(engine, "coverage/select_loads_by_report")
    return {row.report_id: (row.periods, row.last_load) for row in rows}


def reopen(connection: Connection, report_id: int, spec: ReportSpec, timetable: Timetable, now: datetime) -> None:
    """Calls `filling` again the final periods asked for before the timetable, changed by an answer, has them final."""
    listed = outlines(connection, [Outlined(report_id, spec, timetable)], now)[report_id].singles
    early = [each for each in listed if each.state is State.FINAL and each.asked_at < timetable.final_at(each.period)]
    if early:
        starts = [each.period.start for each in early]
        execute(connection, "coverage/reopen_coverage", report_id=report_id, starts=starts)


def like_periods(
    engine: Engine, report_id: int, starts: Sequence[datetime], metric: str | None
) -> dict[datetime, Like]:
    """Rows, and the sum of `metric`, of those of the periods that are loaded."""
    hashed = name_hash(metric or "")
    rows = read(engine, "coverage/select_like_periods", report_id=report_id, starts=list(starts), name_hash=hashed)
    return {row.period_start: Like(row.rows, row.total) for row in rows}


def checked_since(engine: Engine, report_id: int, since: datetime) -> set[datetime]:
    """Starts of the periods whose last load ended after `since`, an instant of the real clock."""
    return {start for (start,) in read(engine, "coverage/select_checked_since", report_id=report_id, since=since)}


def same(rows: int, stored: bytes | None, digest: bytes | None) -> bool:
    """Whether a stored period, its rows and digest, is what an answer's digest says of it."""
    if stored is None or digest is None:
        return not rows and digest is None
    return bytes(stored) == digest


def database_now(engine: Engine) -> datetime:
    now: datetime = read(engine, "coverage/select_clock")[0][0]
    return now

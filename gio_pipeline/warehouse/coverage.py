"""`gio.coverage`: which periods of a report are loaded, and what they are worth."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, text

from gio_pipeline.core.due import Covered
from gio_pipeline.core.guard import Like
from gio_pipeline.core.windows import Calendar, State, Timetable
from gio_pipeline.warehouse.dictionary import name_hash
from gio_pipeline.warehouse.engine import explained
from gio_pipeline.warehouse.statements import sql


def coverage(engine: Engine, report_id: int, calendar: Calendar) -> list[Covered]:
    """The report's loaded periods, oldest first."""
    with explained(), engine.connect() as connection:
        rows = connection.execute(text(sql("load/select_coverage")), {"report_id": report_id}).all()
    return [
        Covered(
            calendar.containing(row.period_start),
            State(row.state),
            row.rows,
            row.checked_at,
            row.asked_at,
            row.truncated,
        )
        for row in rows
    ]


def reopen(engine: Engine, report_id: int, timetable: Timetable) -> None:
    """Calls `filling` again the final periods asked for before the timetable, changed by an answer, has them final."""
    listed = coverage(engine, report_id, timetable.calendar)
    early = [each for each in listed if each.state is State.FINAL and each.asked_at < timetable.final_at(each.period)]
    if early:
        values = {"report_id": report_id, "starts": [each.period.start for each in early]}
        with explained(), engine.begin() as connection:
            connection.execute(text(sql("load/reopen_coverage")), values)


def like_periods(
    engine: Engine, report_id: int, starts: Sequence[datetime], metric: str | None
) -> dict[datetime, Like]:
    """Rows, and the sum of `metric`, of those of the periods that are loaded."""
    values = {"report_id": report_id, "starts": list(starts), "name_hash": name_hash(metric or "")}
    with explained(), engine.connect() as connection:
        rows = connection.execute(text(sql("load/select_like_periods")), values).all()
    return {row.period_start: Like(row.rows, row.total) for row in rows}


def checked_since(engine: Engine, report_id: int, since: datetime) -> set[datetime]:
    """Starts of the periods whose last load ended after `since`, an instant of the real clock."""
    values = {"report_id": report_id, "since": since}
    with explained(), engine.connect() as connection:
        return set(connection.execute(text(sql("load/select_checked_since")), values).scalars())


def database_now(engine: Engine) -> datetime:
    with explained(), engine.connect() as connection:
        now: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
    return now

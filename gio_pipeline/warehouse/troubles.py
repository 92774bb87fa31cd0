"""`gio_state.troubles` and `gio_state.snapshots`: what schedules and messages remember between runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from gio_pipeline.core.trouble import Ailment, Trouble
from gio_pipeline.warehouse.engine import read, translate_errors, write
from gio_pipeline.warehouse.statements import execute


def find_troubles(engine: Engine, project: str) -> dict[str, Trouble]:
    """What is in trouble in a project now, by its subject."""
    rows = read(engine, "troubles/select_troubles", project=project)
    return {row.subject: _trouble(project, row._asdict()) for row in rows}


def listed_troubles(project: str, rows: Iterable[Mapping[str, Any]] | None) -> dict[str, Trouble]:
    """The same from rows that came as JSON."""
    found = {}
    for row in rows or ():
        instants = {
            name: datetime.fromisoformat(row[name]) if row[name] else None
            for name in ("since", "last_at", "try_again_at", "told_at")
        }
        periods = [datetime.fromisoformat(at) for at in row["periods"]]
        found[row["subject"]] = _trouble(project, {**row, **instants, "periods": periods})
    return found


def keep_trouble(engine: Engine, trouble: Trouble) -> None:
    """Writes what is in trouble; when people were notified of it stays."""
    values = vars(trouble) | {"kind": str(trouble.ailment), "periods": sorted(trouble.periods)}
    write(engine, "troubles/upsert_trouble", **values)


def end_trouble(engine: Engine, project: str, subject: str, now: datetime) -> None:
    """Notes that it is over; a trouble of which no one was notified is forgotten."""
    with translate_errors(), engine.begin() as connection:
        execute(connection, "troubles/end_trouble", project=project, subject=subject, now=now)
        execute(connection, "troubles/delete_untold", project=project)


def forget_others(engine: Engine, project: str, subjects: Iterable[str]) -> None:
    """Forgets the troubles of what stands in the configuration no more."""
    write(engine, "troubles/delete_unknown", project=project, subjects=list(subjects))


@dataclass(frozen=True)
class Telling:
    """The troubles of some projects; none where another process is notifying people just now."""

    engine: Engine
    troubles: Sequence[Trouble]

    def notified(self, troubles: Iterable[Trouble], now: datetime) -> None:
        """Notes that people were notified of these; the ones that are over are forgotten."""
        # At once and by itself: what was sent stays noted, whatever becomes of the next message.
        with translate_errors(), self.engine.begin() as connection:
            for each in troubles:
                statement = "troubles/delete_trouble" if each.ended_at else "troubles/mark_told"
                execute(connection, statement, project=each.project, subject=each.subject, told_at=now)


@contextmanager
def telling(engine: Engine, projects: Sequence[str]) -> Iterator[Telling]:
    """All troubles, those that are over too."""
    with translate_errors(), engine.begin() as connection:
        found: list[Trouble] = []
        if execute(connection, "troubles/lock_telling").scalar_one():
            rows = execute(connection, "troubles/select_untold", projects=list(projects))
            found = [_trouble(row.project, row._asdict()) for row in rows]
        yield Telling(engine, found)


def remember_snapshot(engine: Engine, project: str, subject: str, taken_at: datetime) -> None:
    write(engine, "troubles/upsert_snapshot", project=project, subject=subject, taken_at=taken_at)


def snapshots_taken(engine: Engine, project: str) -> dict[str, datetime]:
    """When each snapshot of a project was last taken whole, by its subject."""
    return {row.subject: row.taken_at for row in read(engine, "troubles/select_snapshots", project=project)}


def _trouble(project: str, row: Mapping[str, Any]) -> Trouble:
    named = {field.name: row[field.name] for field in fields(Trouble) if field.name in row}
    periods = frozenset(at.astimezone(UTC) for at in row["periods"])
    return Trouble(**named | {"project": project, "ailment": Ailment(row["kind"]), "periods": periods})

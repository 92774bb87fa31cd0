"""`gio_state.troubles` and `gio_state.snapshots`: what schedules and messages remember between runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text

from gio_pipeline.core.trouble import Ailment, Trouble
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.statements import sql


def find_troubles(engine: Engine, project: str) -> dict[str, Trouble]:
    """What is in trouble in a project now, by its subject."""
    with translate_errors(), engine.connect() as connection:
        rows = connection.execute(text(sql("troubles/select_troubles")), {"project": project}).mappings()
        return {row["subject"]: _trouble(project, row) for row in rows}


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


def is_away(engine: Engine, project: str) -> bool:
    """Whether the source did not answer the last time a schedule asked for something of this project."""
    return any(each.ailment is Ailment.OUTAGE for each in find_troubles(engine, project).values())


def keep_trouble(engine: Engine, trouble: Trouble) -> None:
    """Writes what is in trouble; when people were notified of it stays."""
    values = vars(trouble) | {"kind": str(trouble.ailment), "periods": sorted(trouble.periods)}
    with translate_errors(), engine.begin() as connection:
        connection.execute(text(sql("troubles/upsert_trouble")), values)


def end_trouble(engine: Engine, project: str, subject: str, now: datetime) -> None:
    """Notes that it is over; a trouble of which no one was notified is forgotten."""
    values = {"project": project, "subject": subject, "now": now}
    with translate_errors(), engine.begin() as connection:
        connection.execute(text(sql("troubles/end_trouble")), values)
        connection.execute(text(sql("troubles/delete_untold")), values)


def forget_others(engine: Engine, project: str, subjects: Iterable[str]) -> None:
    """Forgets the troubles of what stands in the configuration no more."""
    with translate_errors(), engine.begin() as connection:
        values = {"project": project, "subjects": list(subjects)}
        connection.execute(text(sql("troubles/delete_unknown")), values)


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
                name = "delete_trouble" if each.ended_at else "mark_told"
                values = {"project": each.project, "subject": each.subject, "told_at": now}
                connection.execute(text(sql(f"troubles/{name}")), values)


@contextmanager
def telling(engine: Engine, projects: Sequence[str]) -> Iterator[Telling]:
    """All troubles, those that are over too."""
    with translate_errors(), engine.begin() as connection:
        found: list[Trouble] = []
        if connection.execute(text(sql("troubles/lock_telling"))).scalar_one():
            rows = connection.execute(text(sql("troubles/select_untold")), {"projects": list(projects)}).mappings()
            found = [_trouble(row["project"], row) for row in rows]
        yield Telling(engine, found)


def remember_snapshot(engine: Engine, project: str, subject: str, taken_at: datetime) -> None:
    with translate_errors(), engine.begin() as connection:
        values = {"project": project, "subject": subject, "taken_at": taken_at}
        connection.execute(text(sql("troubles/upsert_snapshot")), values)


def snapshots_taken(engine: Engine, project: str) -> dict[str, datetime]:
    """When each snapshot of a project was last taken whole, by its subject."""
    with translate_errors(), engine.connect() as connection:
        rows = connection.execute(text(sql("troubles/select_snapshots")), {"project": project})
        return {row.subject: row.taken_at for row in rows}


def _trouble(project: str, row: Any) -> Trouble:
    return Trouble(
        project,
        row["subject"],
        Ailment(row["kind"]),
        row["error"],
        row["since"],
        row["last_at"],
        row["whole"],
        frozenset(at.astimezone(UTC) for at in row["periods"]),
        row["try_again_at"],
        row["fingerprint"],
        row["told_at"],
        row.get("ended_at"),
    )

"""The catalogue's tables: `gio.dashboards`, `gio.dashboard_charts`, `gio.segments`, `gio.rules`.

Fields are those of the vendor's page (1.1, 1.2, 5.1 and 6). Dates are local to the project's zone; what is no date
that can be read keeps its text. An answer is stored whole, in one transaction; of entries with one key the last wins.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text

from gio_pipeline.core.catalog_rows import Row
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.statements import sql

KEYS = {
    "dashboards": ("id",),
    "dashboard_charts": ("dashboard_id", "resource_type", "id"),
    "segments": ("id",),
    "rules": ("rule_id", "event_type"),
}


@dataclass(frozen=True)
class Stored:
    """What a snapshot changed: rows listed, those never seen before, those that were listed last time and are not now.

    repeated: keys the answer held more than once. moved: dashboards whose updatedAt is another than last time.
    """

    rows: int
    new: int
    gone: int
    repeated: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportLoad:
    """A configured report's last load, by the runtime's clock; `source_id` is its id at GrowingIO."""

    report: str
    kind: str
    source_id: str
    dashboard: str | None
    loaded_at: datetime


@dataclass(frozen=True)
class Segment:
    """A segment as it was last listed."""

    project: str
    id: str
    user_type: str | None
    user_num: int | None
    present: bool = field(default=True, compare=False)
    last_seen: datetime | None = field(default=None, compare=False)
    users_loaded: int | None = field(default=None, compare=False)

    @property
    def may_have_users(self) -> bool:
        """Whether a list without users would be odd: only a count of 0 says that there are none."""
        return bool(self.users_loaded) if self.user_num is None else self.user_num > 0


def store(
    engine: Engine,
    table: str,
    project: str,
    rows: Sequence[Row],
    now: datetime,
    unread: Sequence[str] = (),
    *,
    whole: bool = True,
) -> Stored:
    """Makes `rows` the project's current rows of gio.<table>; what they lack keeps its row, not present any more.

    unread: dashboards of whose charts not all could be read; none of theirs is gone. whole: whether `rows` are all that
    was listed; if not, nothing is gone.
    """
    unique = {tuple(row[name] for name in KEYS[table]): row for row in rows}
    listed = json.dumps([unique[key] for key in sorted(unique)], ensure_ascii=False, default=datetime.isoformat)
    values = {"project": project, "rows": listed, "now": now, "unread": list(unread)}
    with translate_errors(), engine.begin() as connection:
        connection.execute(text(sql("catalog/lock_snapshot")), {"subject": f"{table} {project}"})
        before = connection.execute(text(sql("catalog/select_dashboard_updates")), values).all()
        found = connection.execute(text(sql(f"catalog/upsert_{table}")), values).scalars().all()
        gone = connection.execute(text(sql(f"catalog/mark_gone_{table}")), values).rowcount if whole else 0
    repeated = tuple(" ".join(key) for key in _repeated(tuple(row[name] for name in KEYS[table]) for row in rows))
    moved = _moved(unique.values(), before) if table == "dashboards" else ()
    return Stored(len(unique), sum(found), gone, repeated, moved)


def report_loads(engine: Engine, project: str) -> list[ReportLoad]:
    """The last load of each of the project's configured reports; those never loaded are left out."""
    with translate_errors(), engine.connect() as connection:
        rows = connection.execute(text(sql("catalog/select_report_loads")), {"project": project})
        return [ReportLoad(*row) for row in rows]


def find_segment(engine: Engine, project: str, id: str) -> Segment | None:
    """The segment's row, None where no snapshot ever listed it."""
    with translate_errors(), engine.connect() as connection:
        row = connection.execute(text(sql("catalog/select_segment")), {"project": project, "id": id}).first()
    return Segment(project, *row) if row else None


def _repeated(keys: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    seen: dict[tuple[str, ...], int] = {}
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
    return [key for key, count in seen.items() if count > 1]


def _moved(rows: Iterable[Row], before: Iterable[Any]) -> tuple[str, ...]:
    earlier = {row.id: (row.updated_at, row.updated_at_text) for row in before}
    return tuple(
        row["id"]
        for row in rows
        if row["id"] in earlier and earlier[row["id"]] != (row["updated_at"], row["updated_at_text"])
    )


def last_snapshot(engine: Engine, project: str) -> datetime | None:
    """When the project's rules, the last of its catalogue, were taken; None where they never were."""
    with translate_errors(), engine.connect() as connection:
        found: datetime | None = connection.execute(
            text(sql("catalog/select_last_snapshot")), {"project": project}
        ).scalar_one()
    return found

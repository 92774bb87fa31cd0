"""The catalogue's tables, whose columns and keys `core.catalog` knows.

An answer is stored whole, in one transaction; of entries with one key the last wins.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, TextClause, text

from gio_pipeline.core.catalog import DASHBOARDS, Endpoint
from gio_pipeline.core.catalog_rows import Row
from gio_pipeline.warehouse.engine import read, translate_errors
from gio_pipeline.warehouse.statements import execute, sql


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
class Segment:
    """A segment as it was last listed, or a tag (`group`), which nothing lists."""

    project: str
    id: str
    user_type: str | None
    user_num: int | None
    present: bool = field(default=True, compare=False)
    last_seen: datetime | None = field(default=None, compare=False)
    users_loaded: int | None = field(default=None, compare=False)
    group: Literal["segment", "tag"] = "segment"

    @property
    def may_have_users(self) -> bool:
        """Whether a list without users would be odd: only a count of 0 says that there are none."""
        return bool(self.users_loaded) if self.user_num is None else self.user_num > 0


def store(
    engine: Engine,
    endpoint: Endpoint,
    project: str,
    rows: Sequence[Row],
    now: datetime,
    unread: Sequence[str] = (),
    *,
    whole: bool = True,
) -> Stored:
    """Makes `rows` the project's current rows of the listing's table; what they lack keeps its row, no longer present.

    unread: of a listing with a parent, the ids of the parent's rows for which not everything could be read; none of
    theirs is marked as gone. whole: whether `rows` are all that was listed; if not, nothing is marked as gone.
    """
    table = endpoint.table
    keys = [tuple(row[name] for name in endpoint.key) for row in rows]
    unique = dict(zip(keys, rows, strict=True))
    listed = json.dumps([unique[key] for key in sorted(unique)], ensure_ascii=False, default=datetime.isoformat)
    values = {"project": project, "rows": listed, "now": now, "unread": list(unread)}
    with translate_errors(), engine.begin() as connection:
        execute(connection, "catalog/lock_snapshot", subject=f"{table} {project}")
        watched = endpoint is DASHBOARDS
        before = execute(connection, "catalog/select_dashboard_updates", project=project).all() if watched else []
        found = connection.execute(_statement("upsert_rows", endpoint), values).scalars().all()
        gone = connection.execute(_statement("mark_gone", endpoint), values).rowcount if whole else 0
    repeated = tuple(" ".join(key) for key, count in Counter(keys).items() if count > 1)
    moved = _moved(unique.values(), before) if watched else ()
    return Stored(len(unique), sum(found), gone, repeated, moved)


def report_loads(engine: Engine, project: str) -> Sequence[Any]:
    """Of each configured report that was loaded report, kind, source_id, dashboard and loaded_at.

    loaded_at: of its last load, by the runtime's clock; source_id: at GrowingIO.
    """
    return read(engine, "catalog/select_report_loads", project=project)


def find_segment(engine: Engine, project: str, id: str) -> Segment | None:
    """The segment's row, None where no snapshot ever listed it."""
    rows = read(engine, "catalog/select_segment", project=project, id=id)
    return Segment(project, *rows[0]) if rows else None


def _statement(name: str, endpoint: Endpoint) -> TextClause:
    """The statement for the listing's table; names come from its record alone, never from the source."""
    own = [column for column in endpoint.columns if column not in endpoint.key]
    return text(
        sql(f"catalog/{name}").format(
            table=endpoint.table,
            columns=", ".join(endpoint.columns),
            key=", ".join(endpoint.key),
            updates="".join(f"{column} = excluded.{column}, " for column in own),
            same_key=" and ".join(f"r.{column} = d.{column}" for column in endpoint.key),
            owner=endpoint.key[0],
        )
    )


def find_tag(engine: Engine, project: str, id: str) -> Segment:
    """The tag with the number of its users that are stored."""
    [(loaded,)] = read(engine, "catalog/count_tag_users", project=project, id=id)
    return Segment(project, id, None, None, users_loaded=loaded, group="tag")


def _moved(rows: Iterable[Row], before: Iterable[Any]) -> tuple[str, ...]:
    earlier = {row.id: (row.updated_at, row.updated_at_text) for row in before}
    return tuple(
        row["id"]
        for row in rows
        if row["id"] in earlier and earlier[row["id"]] != (row["updated_at"], row["updated_at_text"])
    )

"""The catalogue's tables: `gio.dashboards`, `gio.dashboard_charts`, `gio.segments`, `gio.rules`.

Fields are those of the vendor's page (1.1, 1.2, 5.1 and 6). Dates are local to the project's zone; what is no date
that can be read keeps its text. An answer is stored whole, in one transaction; of entries with one key the last wins.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.kinds import Kind
from gio_pipeline.core.text import shortened, storable
from gio_pipeline.warehouse.engine import explained
from gio_pipeline.warehouse.statements import sql

Record = Mapping[str, Any]
Row = dict[str, Any]
KEYS = {
    "dashboards": ("id",),
    "dashboard_charts": ("dashboard_id", "resource_type", "id"),
    "segments": ("id",),
    "rules": ("rule_id", "event_type"),
}
_LARGEST = 2**63


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


def dashboard_rows(records: Iterable[Record], zone: ZoneInfo, *, what: str) -> list[Row]:
    """gio.dashboards' rows; raises ContractError naming the entry, from 0, whose field has a wrong type."""
    texts = ("name", "type", "scope", "creator", "updater")
    return [
        {"id": _text(record, "id", where), **{name: _text(record, name, where) for name in texts}}
        | _moment(record, "createdAt", "created_at", zone, where)
        | _moment(record, "updatedAt", "updated_at", zone, where)
        for where, record in _places(records, what)
    ]


def chart_rows(dashboard_id: str, records: Iterable[Record], zone: ZoneInfo, *, what: str) -> list[Row]:
    """gio.dashboard_charts' rows of one dashboard, those of `other_types` left out; raises ContractError."""
    return [
        {
            "dashboard_id": dashboard_id,
            "id": _text(record, "id", where),
            "resource_type": _resource_type(record, where),
            "name": _text(record, "name", where),
            # Sic, on the vendor's page.
            "creator": _text(record, "createor" if record.get("createor") is not None else "creator", where),
        }
        | _moment(record, "createdAt", "created_at", zone, where)
        for where, record in _places(records, what)
        if not _other_type(record)
    ]


def other_types(records: Iterable[Record], *, what: str) -> list[str]:
    """A sentence for each type of entry that the vendor's page does not name (a frequency analysis, a heat map)."""
    found = Counter(_other_type(record) for record in records)
    return [
        f"{what}: {number} of type {shortened(storable(type))!r} left out: chart, funnel and retention are known."
        for type, number in found.items()
        if type
    ]


def segment_rows(records: Iterable[Record], zone: ZoneInfo, *, what: str) -> list[Row]:
    """gio.segments' rows; raises ContractError naming the entry, from 0, whose field has a wrong type."""
    return [
        {
            "id": _text(record, "id", where),
            "name": _text(record, "name", where),
            "user_type": _text(record, "userType", where),
            "user_num": _number(record, "userNum", where),
        }
        | _moment(record, "updatedAt", "updated_at", zone, where)
        for where, record in _places(records, what)
    ]


def store(
    engine: Engine, table: str, project: str, rows: Sequence[Row], now: datetime, unread: Sequence[str] = ()
) -> Stored:
    """Makes `rows` the project's current rows of gio.<table>; what they lack keeps its row, not present any more.

    unread: dashboards whose charts could not be listed and stay as they are.
    """
    unique = {tuple(row[name] for name in KEYS[table]): row for row in rows}
    listed = json.dumps([unique[key] for key in sorted(unique)], ensure_ascii=False, default=datetime.isoformat)
    values = {"project": project, "rows": listed, "now": now, "unread": list(unread)}
    with explained(), engine.begin() as connection:
        connection.execute(text(sql("catalog/lock_snapshot")), {"subject": f"{table} {project}"})
        before = connection.execute(text(sql("catalog/select_dashboard_updates")), values).all()
        found = connection.execute(text(sql(f"catalog/upsert_{table}")), values).scalars().all()
        gone = connection.execute(text(sql(f"catalog/mark_gone_{table}")), values).rowcount
    repeated = tuple(" ".join(key) for key in _repeated(tuple(row[name] for name in KEYS[table]) for row in rows))
    moved = _moved(unique.values(), before) if table == "dashboards" else ()
    return Stored(len(unique), sum(found), gone, repeated, moved)


def report_loads(engine: Engine, project: str) -> list[ReportLoad]:
    """The last load of each of the project's configured reports; those never loaded are left out."""
    with explained(), engine.connect() as connection:
        rows = connection.execute(text(sql("catalog/select_report_loads")), {"project": project})
        return [ReportLoad(*row) for row in rows]


def find_segment(engine: Engine, project: str, id: str) -> Segment | None:
    """The segment's row, None where no snapshot ever listed it."""
    with explained(), engine.connect() as connection:
        row = connection.execute(text(sql("catalog/select_segment")), {"project": project, "id": id}).first()
    return Segment(project, *row) if row else None


def _places(records: Iterable[Record], what: str) -> Iterable[tuple[str, Record]]:
    return ((f"{what}: entry {position}", record) for position, record in enumerate(records))


def _text(record: Record, name: str, where: str) -> str | None:
    value = record.get(name)
    if value is None or isinstance(value, str):
        return None if value is None else storable(value)
    if isinstance(value, bool | list | dict):
        raise ContractError(f"{where} has {_kind(value)} as its {name}, a text was expected.")
    return str(value)


def _number(record: Record, name: str, where: str) -> int | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    try:
        number = int(value) if isinstance(value, str) else value
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if is_number and int(number) == number and abs(number) < _LARGEST:
            return int(number)
    except (ValueError, OverflowError):
        pass
    raise ContractError(f"{where} has {_kind(value)} as its {name}, a whole number was expected.")


def _resource_type(record: Record, where: str) -> str:
    found = record.get("resource_type")
    if not isinstance(found, str) or not found:
        raise ContractError(f"{where} has no readable resource_type: chart, funnel and retention are known.")
    return found


def _other_type(record: Record) -> str | None:
    found = record.get("resource_type")
    return found if isinstance(found, str) and found and found not in tuple(Kind) else None


def _moment(record: Record, name: str, column: str, zone: ZoneInfo, where: str) -> Row:
    """The column and its text column: local time without zone, or the text that is none."""
    written = _text(record, name, where)
    found = None if written is None else read_moment(written, zone)
    return {column: found, f"{column}_text": None if found else written}


def read_moment(written: str, zone: ZoneInfo) -> datetime | None:
    """The local time of 2019-01-31, 2019-01-31 08:00:00, an ISO instant or unix ms; None for anything else."""
    words = written.strip()
    try:
        if words.isascii() and words.isdigit() and len(words) == 13:
            return datetime.fromtimestamp(int(words) / 1000, zone).replace(tzinfo=None)
        # Python reads 20190131 and 2019-W05 too, which may be meant otherwise.
        found = datetime.fromisoformat(words) if words[4:5] == words[7:8] == "-" else None
        return found.astimezone(zone).replace(tzinfo=None) if found and found.tzinfo else found
    except (ValueError, OverflowError):
        return None


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


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    return names.get(type(value), "a number")


def last_snapshot(engine: Engine, project: str) -> datetime | None:
    """When the project's rules, the last of its catalogue, were taken; None where they never were."""
    with explained(), engine.connect() as connection:
        found: datetime | None = connection.execute(
            text(sql("catalog/select_last_snapshot")), {"project": project}
        ).scalar_one()
    return found

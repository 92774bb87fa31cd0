"""From the entries of the listings (1.1, 1.2, 5.1 and 6 of the vendor's page) to rows of the catalogue's tables.

An entry that cannot be read is reported and left out; the others are read. Dates are local to the project's zone;
a text that is not a readable date is kept as it is.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from gio_pipeline.core.answer.csv_rows import read_rows, rule_rows
from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.kinds import Kind
from gio_pipeline.core.text import json_type, shortened, storable

Record = Mapping[str, Any]
Row = dict[str, Any]
UNKNOWN = "unknown"
_LARGEST = 2**63
_MOST_TOLD = 5


@dataclass(frozen=True)
class Field:
    """A column, and the names under which an entry may hold it: the first that is not null counts.

    A moment has a second column, `<column>_text`, for what is not a date.
    """

    column: str
    names: tuple[str, ...]
    type: Literal["text", "number", "moment"] = "text"

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, f"{self.column}_text") if self.type == "moment" else (self.column,)


@dataclass
class Listing:
    """The rows of one answer, a sentence for each oddity, and whether every entry became a row."""

    rows: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    whole: bool = True


def entry_rows(records: Sequence[Any], zone: ZoneInfo, fields: Sequence[Field], what: str) -> Listing:
    """A row per entry of a JSON list; raises ContractError where there are entries and none can be read."""
    return _read(records, what, lambda entry: entry.row(fields, zone))


def chart_rows(dashboard: Record, zone: ZoneInfo, fields: Sequence[Field], what: str) -> Listing:
    """A row per chart on a dashboard; one whose type is not given is `unknown`.

    Types that the vendor's page does not name (a heat map) are reported and left out. Raises ContractError where the
    dashboard holds no list of charts, or none of its charts can be read.
    """
    records = dashboard.get("charts")
    if not isinstance(records, list):
        raise ContractError(f"{what}: {json_type(records)}, a list was expected.")

    def row(entry: _Entry) -> Row:
        return {"resource_type": _resource_type(entry.record), **entry.row(fields, zone)}

    listing = _read(records, what, row)
    types = Counter(row["resource_type"] for row in listing.rows)
    listing.rows = [row for row in listing.rows if row["resource_type"] in (*Kind, UNKNOWN)]
    known = f"{', '.join(list(Kind)[:-1])} and {list(Kind)[-1]}"
    for type, count in types.items():
        if type == UNKNOWN:
            listing.warnings.append(f"{what}: {count} without a readable resource_type, listed as {UNKNOWN}.")
        elif type not in tuple(Kind):
            listing.warnings.append(f"{what}: {count} of type {shortened(type)!r} left out: {known} are known.")
    return listing


def rule_listing(body: bytes, _zone: ZoneInfo, _fields: Sequence[Field], what: str) -> Listing:
    """A row per line of rules.csv."""
    return Listing([dict(row) for row in rule_rows(read_rows([body], what=what), what=what)])


def _read(records: Sequence[Any], what: str, row: Callable[["_Entry"], Row]) -> Listing:
    listing, odd = Listing(), list[str]()
    for position, record in enumerate(records):
        where = f"{what}: entry {position}"
        if not isinstance(record, dict):
            odd.append(f"{where} is {json_type(record)}, an object was expected; it is left out.")
        elif (id := _id(record)) is None:
            odd.append(f"{where} has no id; it is left out.")
        else:
            listing.rows.append(row(_Entry(record, id, where, odd)))
    listing.whole = len(listing.rows) == len(records)
    if records and not listing.rows:
        raise ContractError(f"{what}: none of the {len(records):,} entries can be read: {odd[0]}")
    listing.warnings = odd[:_MOST_TOLD]
    if len(odd) > _MOST_TOLD:
        listing.warnings.append(f"{what}: {len(odd) - _MOST_TOLD:,} more entries are odd.")
    return listing


@dataclass(frozen=True)
class _Entry:
    """One record, where it stands, and the list of what is odd in it."""

    record: Record
    id: str
    where: str
    odd: list[str]

    def row(self, fields: Sequence[Field], zone: ZoneInfo) -> Row:
        row: Row = {"id": self.id}
        for each in fields:
            name = next((name for name in each.names if self.record.get(name) is not None), each.names[-1])
            if each.type == "moment":
                row |= self.moment(name, each.column, zone)
            else:
                row[each.column] = self.number(name) if each.type == "number" else self.text(name)
        return row

    def text(self, name: str) -> str | None:
        value = self.record.get(name)
        if value is None or isinstance(value, str):
            return None if value is None else storable(value)
        if isinstance(value, bool | list | dict):
            self._tell(name, value, "a text")
            return None
        return str(value)

    def number(self, name: str) -> int | None:
        value = self.record.get(name)
        if value is None or value == "":
            return None
        try:
            number = int(value) if isinstance(value, str) else value
            is_number = isinstance(number, int | float) and not isinstance(number, bool)
            if is_number and int(number) == number and abs(number) < _LARGEST:
                return int(number)
        except (ValueError, OverflowError):
            pass
        self._tell(name, value, "a whole number")
        return None

    def moment(self, name: str, column: str, zone: ZoneInfo) -> Row:
        """The column and its text column: local time without zone, or the text that is none."""
        written = self.text(name)
        found = None if written is None else read_moment(written, zone)
        return {column: found, f"{column}_text": None if found else written}

    def _tell(self, name: str, value: object, expected: str) -> None:
        self.odd.append(
            f"{self.where} has {json_type(value)} as its {name}, {expected} was expected; that is left empty."
        )


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


def _id(record: Record) -> str | None:
    id = record.get("id")
    readable = isinstance(id, str | int) and not isinstance(id, bool) and id != ""
    return storable(str(id)) if readable else None


def _resource_type(record: Record) -> str:
    found = record.get("resource_type")
    return storable(found) if isinstance(found, str) and found else UNKNOWN

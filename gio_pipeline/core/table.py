"""The rows of an answer, checked and turned into columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from gio_pipeline.core.columns import TIME_NAME, Column
from gio_pipeline.core.encode import CodeReader, Codes, NestedCell, ValueReader, Values
from gio_pipeline.core.errors import ContractError

Time = Literal["listed", "unlisted", "none", "unknown"]

# So many rows' cells stay in the processor's cache while they are read.
_BLOCK = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The cells of an answer by column: `times` (None if the rows have none), and the others in the order of `meta`.

    `has_zero` and `has_large`: numbers are among them that the fast JSON reader may have rounded.
    """

    rows: int
    time: Time
    time_position: int | None
    times: Codes | None
    cells: tuple[Codes | Values, ...]
    has_zero: bool
    has_large: bool


def read_table(rows: Any, columns: Sequence[Column], *, what: str) -> Table:
    """The columns of `rows`, a list of rows of one cell per column, or of one more: the time after the first.

    Raises ContractError naming the row that is no list, does not fit, or holds a list or object as a cell.
    """
    width = _common_width(rows, len(columns), what)
    time, position = _find_time(columns, width, what)
    roles = [column.role for column in columns]
    if position is not None:
        roles[position : position + (time == "listed")] = ["dimension"]
    readers = [ValueReader() if role == "metric" else CodeReader() for role in roles]
    for start in range(0, len(rows), _BLOCK):
        _read_block(rows[start : start + _BLOCK], readers, start, what)
    cells = [reader.result() for reader in readers]
    times = cells.pop(position) if position is not None else None
    return Table(
        rows=len(rows),
        time=time if rows else "unknown",
        time_position=position,
        times=times if rows and isinstance(times, Codes) else None,
        cells=tuple(cells),
        has_zero=any(reader.has_zero for reader in readers),
        has_large=any(reader.has_large for reader in readers),
    )


def _read_block(
    rows: Sequence[Sequence[Any]], readers: Sequence[CodeReader | ValueReader], start: int, what: str
) -> None:
    flat = list(chain.from_iterable(rows))
    for position, reader in enumerate(readers):
        cells = flat[position :: len(readers)]
        try:
            reader.read(cells)
        except NestedCell:
            row = start + _first(isinstance(cell, list | dict) for cell in cells)
            raise ContractError(
                f"{what}: cell {position + 1} of row {row} is a list or an object, not a single value"
            ) from None


def _common_width(rows: Any, width: int, what: str) -> int:
    if not isinstance(rows, list):
        raise ContractError(f"{what}: 'data' is not a list of rows")
    if not set(map(type, rows)) <= {list}:
        row = _first(type(row) is not list for row in rows)
        raise ContractError(f"{what}: row {row} of 'data' is not a list of cells")
    if not rows:
        return width
    first = len(rows[0])
    if first not in (width, width + 1):
        raise ContractError(f"{what}: row 1 has {first} cells, but 'meta' lists {width} columns")
    if len(set(map(len, rows))) > 1:
        row = _first(len(row) != first for row in rows)
        raise ContractError(f"{what}: row {row} has {len(rows[row - 1])} cells, but row 1 has {first}")
    return first


def _find_time(columns: Sequence[Column], width: int, what: str) -> tuple[Time, int | None]:
    """Where the time stands and at which position, of rows of `width` cells."""
    listed = [at for at, column in enumerate(columns) if column == Column(TIME_NAME, "dimension")]
    if width == len(columns):
        return ("listed", listed[0]) if listed else ("none", None)
    if listed or width < 2:
        raise ContractError(f"{what}: rows have {width} cells, but 'meta' lists {len(columns)} columns")
    return "unlisted", 1


def _first(flags: Iterable[bool]) -> int:
    """The 1-based position of the first true flag."""
    return next(position for position, flag in enumerate(flags, 1) if flag)

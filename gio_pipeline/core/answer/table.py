"""The rows of an answer, checked and turned into columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from gio_pipeline.core.answer.cell_codes import CodeReader, Codes, NestedCell, ValueReader, Values
from gio_pipeline.core.answer.columns import TIME_NAME, Column, with_unique_names
from gio_pipeline.core.answer.request import NOTHING_KNOWN, KnownTime, ReportRequest
from gio_pipeline.core.answer.time_columns import (
    AFTER_THE_FIRST,
    fitting,
    listed_column,
    two_times,
    unlisted_cell,
)
from gio_pipeline.core.answer.times import Places
from gio_pipeline.core.errors import ContractError

Time = Literal["listed", "unlisted", "none", "unknown"]

# So many rows' cells stay in the processor's cache while they are read.
_BLOCK = 4096


@dataclass(frozen=True, eq=False)
class Table:
    """The cells of an answer by column: `times` (None if the rows have none), and the others in the order of `meta`.

    columns: without the time, their names unique. time: where the rows' time stood: listed in `meta`, unlisted (one
    cell more than `meta` lists), nowhere, or unknown because there are no rows. time_column: the time's name, where it
    is listed but not as 时间. time_cell: the place of an unlisted time in a row, from 0. `has_zero` and `has_large`:
    numbers are among them that the fast JSON reader may have rounded.
    """

    rows: int
    columns: tuple[Column, ...]
    time: Time
    time_column: str | None
    time_cell: int | None
    times: Codes | None
    cells: tuple[Codes | Values, ...]
    has_zero: bool
    has_large: bool


def read_table(
    rows: Any,
    columns: Sequence[Column],
    *,
    what: str,
    asked: ReportRequest | None = None,
    known: KnownTime = NOTHING_KNOWN,
) -> Table:
    """The columns of `rows`, a list of rows of one cell per column, or of one more, which is the time.

    asked: what the rows answer, which decides where their time stands; without it only 时间 and the cell after the
    first are taken for it. Raises ContractError naming the row that is no list, does not fit, or holds a list or
    object as a cell, and where the time cannot be told.
    """
    width = _common_width(rows, len(columns), what)
    named, unlisted = with_unique_names(columns), None
    if width > len(columns):
        unlisted = _unlisted(rows, columns, asked, known, what)
        named.insert(unlisted, Column(TIME_NAME, "dimension"))
    readers = [ValueReader() if column.role == "metric" else CodeReader() for column in named]
    for start in range(0, len(rows), _BLOCK):
        _read_block(rows[start : start + _BLOCK], readers, start, what)
    cells = [reader.result() for reader in readers]
    position = unlisted
    if position is None:
        position = _listed(columns, named, cells, asked, known, rows=len(rows), what=what)
    time_column, times = None, None
    if position is not None:
        time, times = named.pop(position), cells.pop(position)
        time_column = time.name if unlisted is None and columns[position].name != TIME_NAME else None
    return Table(
        rows=len(rows),
        columns=tuple(named),
        time=_time(rows, position, unlisted),
        time_column=time_column,
        time_cell=unlisted,
        times=times if rows and isinstance(times, Codes) else None,
        cells=tuple(cells),
        has_zero=any(reader.has_zero for reader in readers),
        has_large=any(reader.has_large for reader in readers),
    )


def _time(rows: Sequence[Any], position: int | None, unlisted: int | None) -> Time:
    if not rows:
        return "unknown"
    if position is None:
        return "none"
    return "listed" if unlisted is None else "unlisted"


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


def _unlisted(
    rows: Sequence[Sequence[Any]], columns: Sequence[Column], asked: ReportRequest | None, known: KnownTime, what: str
) -> int:
    """The place of a time that `meta` does not list."""
    if not columns or Column(TIME_NAME, "dimension") in columns:
        raise ContractError(f"{what}: rows have {len(columns) + 1} cells, but 'meta' lists {len(columns)} columns")
    return AFTER_THE_FIRST if asked is None else unlisted_cell(rows, asked, known, what=what)


def _listed(
    columns: Sequence[Column],
    named: Sequence[Column],
    cells: Sequence[Codes | Values],
    asked: ReportRequest | None,
    known: KnownTime,
    *,
    rows: int,
    what: str,
) -> int | None:
    """The place of the dimension that is the time: 时间, else the one whose cells are periods."""
    called = [at for at, column in enumerate(columns) if column == Column(TIME_NAME, "dimension")]
    if asked is None or len(called) == 1:
        return called[0] if called else None
    if not called:
        return listed_column(named, cells, asked, known, rows=rows, what=what)
    places = Places(asked)
    fit = [at for at in called if fitting(cells[at], places)]
    if len(fit) > 1:
        raise two_times([named[at].name for at in fit], what)
    return (fit or called)[0]


def _first(flags: Iterable[bool]) -> int:
    """The 1-based position of the first true flag."""
    return next(position for position, flag in enumerate(flags, 1) if flag)

"""Which cell of an answer's rows is their time, where no dimension named 时间 says so."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from gio_pipeline.core.answer.cell_codes import Codes, Values
from gio_pipeline.core.answer.columns import Column
from gio_pipeline.core.answer.payload import Cell
from gio_pipeline.core.answer.request import KnownTime, ReportRequest
from gio_pipeline.core.answer.times import Places, shown, unplaced
from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.text import shortened

# Where an unlisted time stands on the vendor's page.
AFTER_THE_FIRST = 1
# So many rows are enough to see at which place most rows have a time.
_LOOKED_AT = 1000


def unlisted_cell(rows: Sequence[Sequence[Any]], asked: ReportRequest, known: KnownTime, *, what: str) -> int:
    """The one cell of the rows that is a period start of the window, or a summary word, in every row.

    Raises ContractError where there is none, or more than one and earlier answers do not tell which.
    """
    places = Places(asked)
    found = [at for at in range(len(rows[0])) if _could_be(rows[0][at], places) and _all_fit(rows, at, places)]
    if known.cell in found:
        return known.cell
    if len(found) > 1:
        cells = " and ".join(f"cell {at + 1}" for at in found)
        raise ContractError(f"{what}: {cells} of every row could be its time, which 'meta' does not list")
    if not found:
        raise _unfound(rows, places, asked, what)
    return found[0]


def listed_column(
    columns: Sequence[Column],
    cells: Sequence[Codes | Values],
    asked: ReportRequest,
    known: KnownTime,
    *,
    rows: int,
    what: str,
) -> int | None:
    """The place of the dimension in which every cell is a period start of the window, or a summary word.

    What earlier answers had as a dimension stays one. Raises ContractError for two such dimensions, and where the one
    that held the time before is gone.
    """
    names = [column.name if column.role == "dimension" else None for column in columns]
    if known.column in names and known.column is not None:
        return names.index(known.column)
    new, places = [at for at, name in enumerate(names) if name not in (None, *known.dimensions)], Places(asked)
    found = [at for at in new if fitting(cells[at], places)]
    if len(found) > 1:
        raise two_times([columns[at].name for at in found], what)
    if not found and known.column is not None and rows:
        raise ContractError(
            f"{what}: the column {_quoted(known.column)}, in which its time stood before, is not in the answer; if the "
            "report was changed, forget what is loaded of it with gio-pipeline reset, or load it under another name"
        )
    return found[0] if found else None


def fitting(cells: Codes | Values, places: Places) -> bool:
    """Whether every cell is a period start of the window, or a summary word beside one."""
    return isinstance(cells, Codes) and _fit(cells.distinct, places)


def two_times(names: Sequence[str], what: str) -> ContractError:
    both = " and ".join(map(_quoted, names))
    return ContractError(
        f"{what}: the columns {both} could each be the time: every cell is a period that was asked for"
    )


def _quoted(name: str) -> str:
    return f"'{shortened(name)}'"


def _could_be(cell: Any, places: Places) -> bool:
    return not isinstance(cell, list | dict) and places(cell) is not None


def _all_fit(rows: Sequence[Sequence[Any]], at: int, places: Places) -> bool:
    try:
        # 1 and true are one key here; no cell of the kind is a period.
        return _fit(dict.fromkeys(row[at] for row in rows), places)
    except TypeError:  # a list or an object among them
        return False


def _fit(distinct: Sequence[Cell] | dict[Cell, None], places: Places) -> bool:
    dated = False
    for cell in distinct:
        index = places(cell)
        if index is None:
            return False
        dated = dated or index >= 0
    return dated


def _unfound(rows: Sequence[Sequence[Any]], places: Places, asked: ReportRequest, what: str) -> ContractError:
    """Names the first cell that is no time, at the place where most rows have one."""
    fits = Counter({AFTER_THE_FIRST: 0})
    for row in rows[:_LOOKED_AT]:
        fits.update(at for at, cell in enumerate(row) if _could_be(cell, places))
    place, count = fits.most_common(1)[0]
    wrong = [row[place] for row in rows if not _could_be(row[place], places)]
    if not wrong:
        return ContractError(f"{what}: every row is a summary ({shown(rows[0][place])}), none has a time")
    if count:
        return unplaced(wrong[0], asked, what)
    dates = [cell for cell in rows[0] if not isinstance(cell, list | dict) and places.is_date(cell)]
    if len(dates) == 1:
        return unplaced(dates[0], asked, what)
    row = ", ".join(shown(cell) for cell in rows[0][:10])
    sentence = (
        f"{what}: rows have one cell more than 'meta' lists, but none is the time of a period asked for: row 1 is {row}"
    )
    return ContractError(sentence)

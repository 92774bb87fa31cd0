"""The columns of an answer: what `meta` calls them, and the cells below each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.payload import EXACT_LIMIT, Cell, WideNumber
from gio_pipeline.core.text import storable

Role = Literal["dimension", "metric"]
TIME_NAME = "时间"
_NUMERIC = frozenset({int, float, type(None)})
_SCALAR = frozenset({str, int, float, bool, type(None), WideNumber})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report: its name, unique within the report, and its role."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A column's cells, the types among them, and the same as doubles (null = NaN) where all are plain numbers."""

    values: Sequence[Cell]
    types: frozenset[type]
    numbers: NDArray[np.float64] | None

    @classmethod
    def of(cls, values: Sequence[Any]) -> "Cells":
        types = frozenset(map(type, values))
        if not types <= _NUMERIC or types == {type(None)}:
            return cls(values, types, None)
        # np.fromiter is twice as fast, but only np.array takes None (as NaN).
        with_null = type(None) in types
        numbers = np.array(values, np.float64) if with_null else np.fromiter(values, np.float64, len(values))
        return cls(values, types, numbers)

    @property
    def may_hide_wide_numbers(self) -> bool:
        """Whether the fast JSON reader may have rounded a number here."""
        if float not in self.types:
            return False
        floats = (value for value in self.values if type(value) is float)
        numbers = np.fromiter(floats, np.float64) if self.numbers is None else self.numbers
        return bool((np.abs(numbers) >= EXACT_LIMIT).any())

    @property
    def has_zero(self) -> bool:
        if float not in self.types:
            return False
        return bool((self.numbers == 0.0).any()) if self.numbers is not None else 0.0 in self.values


def read_meta(meta: Any, *, what: str) -> list[Column]:
    """The columns that `meta` lists, in its order, their names still as they were sent.

    Raises ContractError naming the entry that is no named dimension or metric.
    """
    if not isinstance(meta, list):
        raise ContractError(f"{what}: 'meta' is not a list of columns")
    return [_column(entry, f"{what}: entry {position} of 'meta'") for position, entry in enumerate(meta, 1)]


def _column(entry: Any, where: str) -> Column:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise ContractError(f"{where} is not an object with a 'name'")
    is_dimension, is_metric = entry.get("dimension") is True, entry.get("metric") is True
    if is_dimension == is_metric:
        raise ContractError(f"{where} ({entry['name']!r}) must be either a dimension or a metric")
    return Column(storable(entry["name"]), "dimension" if is_dimension else "metric")


def with_unique_names(columns: Sequence[Column]) -> list[Column]:
    """The same columns; of those with one name, the second gets ` (2)`, the third ` (3)`, skipping names in use."""
    taken = {column.name for column in columns}
    seen: set[str] = set()
    unique = []
    for column in columns:
        name = column.name if column.name not in seen else _free_name(column.name, taken)
        seen.add(column.name)
        taken.add(name)
        unique.append(Column(name, column.role))
    return unique


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def transpose(rows: Any, *, width: int, what: str) -> list[Cells]:
    """The columns of `rows`, each row a list of `width` or `width` + 1 cells, the same for all of them.

    Raises ContractError naming the row that is no list, does not fit, or holds a list or object as a cell.
    """
    actual = _common_width(rows, width, what)
    flat = list(chain.from_iterable(rows))
    columns = [Cells.of(flat[position::actual]) for position in range(actual)] if actual else []
    for position, column in enumerate(columns, 1):
        if not column.types <= _SCALAR:
            row = _first(not _SCALAR.issuperset({type(value)}) for value in column.values)
            raise ContractError(f"{what}: cell {position} of row {row} is a list or an object, not a single value")
    return columns


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


def _first(flags: Iterable[bool]) -> int:
    """The 1-based position of the first true flag."""
    return next(position for position, flag in enumerate(flags, 1) if flag)

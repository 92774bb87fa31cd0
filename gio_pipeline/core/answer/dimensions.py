"""The dimensions of every row as codes: of each column's distinct cells, and of the distinct sets of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gio_pipeline.core.answer.cell_codes import Codes
from gio_pipeline.core.answer.cells import dimension_json
from gio_pipeline.core.answer.payload import Cell

Indexes = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class DimensionColumn:
    """Per row a code into `members`, each the `"name":cell` of a canonical JSON object."""

    codes: NDArray[np.int32]
    members: tuple[str, ...]

    def take(self, rows: Indexes) -> "DimensionColumn":
        """These rows, in their order."""
        return DimensionColumn(self.codes[rows], self.members)


def dimension_column(name: str, cells: Codes) -> DimensionColumn:
    """The column's distinct cells as members; cells that become the same JSON text are one."""
    codes = cells.codes
    members = [_member(name, cell) for cell in cells.distinct]
    code_of = {member: code for code, member in enumerate(dict.fromkeys(members))}
    if len(code_of) < len(members):
        codes = np.array([code_of[member] for member in members], np.int32)[codes]
    return DimensionColumn(codes, tuple(code_of))


def dimension_sets(columns: Sequence[DimensionColumn], rows: int) -> tuple[Indexes, list[str]]:
    """Per row the code of its set of dimensions, and each set's canonical JSON text, in the order first seen.

    `columns` stand in the order of their names, so that the text does not depend on the order of `meta`.
    """
    codes, sets = pd.factorize(_combined(columns, rows))
    example = np.zeros(len(sets), np.intp)
    example[codes] = np.arange(rows)
    members = [np.array(column.members, object)[column.codes[example]] for column in columns]
    if not members:
        return codes, ["{}"] * len(sets)
    return codes, ["{" + ",".join(parts) + "}" for parts in zip(*members, strict=True)]


def _member(name: str, cell: Cell) -> str:
    return f"{json.dumps(name, ensure_ascii=False)}:{dimension_json(cell)}"


def _combined(columns: Sequence[DimensionColumn], rows: int) -> Indexes:
    """One number per row, equal where all its codes are."""
    total, size = np.zeros(rows, np.intp), 1
    for column in columns:
        if size * len(column.members) >= 2**62:
            total, seen = pd.factorize(total)
            size = len(seen)
        total = total * len(column.members) + column.codes
        size *= len(column.members)
    return total

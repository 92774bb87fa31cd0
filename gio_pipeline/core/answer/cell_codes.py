"""The cells below a column in compact form: dimensions and times as codes, metrics as doubles with their texts.

Cells are read in blocks of rows: touched several times while they are in the processor's cache, then never again.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gio_pipeline.core.answer.cells import NO_TEXT, says_not_known, value_and_text
from gio_pipeline.core.answer.payload import EXACT_LIMIT, Cell, WideNumber

_NULL = type(None)
_NUMBERS = frozenset({bool, int, float})
_SCALARS = frozenset({str, _NULL, WideNumber}) | _NUMBERS


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """The cells of a dimension or the times: an index into the distinct cells per row."""

    codes: NDArray[np.int32]
    distinct: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """The cells of a metric: a double per row (NaN = null), and where any has text its index in `texts` (NO_TEXT).

    worded: some text shows no number and is no sign for "not known".
    """

    values: NDArray[np.float64]
    text_codes: NDArray[np.int32] | None
    texts: tuple[str, ...]
    worded: bool = False

    def take(self, rows: NDArray[np.intp]) -> "Values":
        """The cells of these rows, in their order."""
        codes = None if self.text_codes is None else self.text_codes[rows]
        return Values(self.values[rows], codes, self.texts, self.worded)

    def text_cells(self) -> NDArray[np.object_]:
        """Per row its text or None."""
        if self.text_codes is None:
            return np.empty(len(self.values), object)
        return np.array([*self.texts, None], object)[self.text_codes]


class NestedCell(ValueError):
    """A cell is a list or an object."""


class CodeReader:
    """Collects the cells of one column, block by block, as codes; 1, 1.0 and true are three cells."""

    def __init__(self) -> None:
        self._blocks: list[NDArray[np.int32]] = []
        self._code_of: dict[tuple[type, Any], int] = {}
        self._code_of_text: dict[Any, int] = {}

    def read(self, cells: Sequence[Any]) -> None:
        """Adds a block; raises NestedCell."""
        self._blocks.append(self.encode(cells))

    def encode(self, cells: Sequence[Any]) -> NDArray[np.int32]:
        try:
            # Only a string equals a string: a block of known ones needs no look at its types.
            return np.fromiter(map(self._code_of_text.__getitem__, cells), np.int32, len(cells))
        except (KeyError, TypeError):
            types = set(map(type, cells))
        if not types <= _SCALARS:
            raise NestedCell
        if len(types & _NUMBERS) > 1:
            typed = list(zip(map(type, cells), cells, strict=True))
            return np.fromiter(map({key: self._code(key) for key in typed}.__getitem__, typed), np.int32, len(cells))
        known = {cell: self._code((type(cell), cell)) for cell in dict.fromkeys(cells)}
        return np.fromiter(map(known.__getitem__, cells), np.int32, len(cells))

    def _code(self, key: tuple[type, Any]) -> int:
        code = self._code_of.setdefault(key, len(self._code_of))
        if key[0] is str or key[0] is _NULL:
            self._code_of_text[key[1]] = code
        return code

    @property
    def distinct(self) -> tuple[Cell, ...]:
        return tuple(cell for _, cell in self._code_of)

    @property
    def has_zero(self) -> bool:
        """Whether a float is 0.0, which a number too small for a double also becomes."""
        return (float, 0.0) in self._code_of

    @property
    def has_large(self) -> bool:
        """Whether a float is so large that the fast JSON reader may have rounded it."""
        return any(type_ is float and abs(cell) >= EXACT_LIMIT for type_, cell in self._code_of)

    def result(self) -> Codes:
        return Codes(np.concatenate([np.empty(0, np.int32), *self._blocks]), self.distinct)


class ValueReader:
    """Collects the cells of a metric, block by block: plain numbers as doubles at once, anything else as codes."""

    def __init__(self) -> None:
        self._blocks: list[NDArray[np.float64] | NDArray[np.int32]] = []
        self._others = CodeReader()
        self._zero = False

    def read(self, cells: Sequence[Any]) -> None:
        """Adds a block; raises NestedCell."""
        numbers = self._plain_numbers(cells)
        self._blocks.append(self._others.encode(cells) if numbers is None else numbers)

    def _plain_numbers(self, cells: Sequence[Any]) -> NDArray[np.float64] | None:
        types = set(map(type, cells))
        if not types <= {int, float, _NULL}:
            return None
        # np.fromiter is twice as fast, but only np.array takes None (as NaN).
        numbers = np.array(cells, np.float64) if _NULL in types else np.fromiter(cells, np.float64, len(cells))
        if np.abs(numbers).max(initial=0.0, where=~np.isnan(numbers)) >= EXACT_LIMIT:
            return None
        self._zero = self._zero or (float in types and not numbers.all())
        return numbers

    @property
    def has_zero(self) -> bool:
        return self._zero or self._others.has_zero

    @property
    def has_large(self) -> bool:
        return self._others.has_large

    def result(self) -> Values:
        pairs = [value_and_text(cell) for cell in self._others.distinct]
        value_of = np.array([value for value, _ in pairs], np.float64)
        values = [block if block.dtype == np.float64 else value_of[block] for block in self._blocks]
        text_codes, texts = self._texts([text for _, text in pairs])
        worded = any(
            isinstance(cell, str | bool) and math.isnan(value) and not says_not_known(cell)
            for cell, (value, _) in zip(self._others.distinct, pairs, strict=True)
        )
        return Values(np.concatenate([np.empty(0), *values]), text_codes if texts else None, texts, worded)

    def _texts(self, text_of: list[str | None]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
        texts = tuple(dict.fromkeys(text for text in text_of if text is not None))
        index: dict[str | None, int] = {text: at for at, text in enumerate(texts)} | {None: NO_TEXT}
        code_of = np.array([index[text] for text in text_of], np.int32)
        blocks = [
            np.full(len(block), NO_TEXT, np.int32) if block.dtype == np.float64 else code_of[block]
            for block in self._blocks
        ]
        return np.concatenate([np.empty(0, np.int32), *blocks]), texts

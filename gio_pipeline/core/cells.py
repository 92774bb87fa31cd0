"""The rules for single cells: what is a number, what keeps its text, what a dimension looks like as JSON."""

import json
import math
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gio_pipeline.core.columns import Cells
from gio_pipeline.core.payload import EXACT_LIMIT, Cell, WideNumber, nearest_double
from gio_pipeline.core.text import storable

NO_TEXT = -1
_NUMBER = re.compile(
    r"(?P<digits>[+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d+)?)(?:[eE](?P<power>[+-]?\d{1,4}))?\s?(?P<percent>%?)",
    re.ASCII,
)
# What Postgres can hold in a numeric, and so in jsonb: 131,072 digits before the point, 16,383 after it.
_JSONB_POWER = 16_000
_POWER = re.compile(r"[eE]([+-]?\d+)$")


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A metric's cells: a double each (NaN = null), and where any has text an index into `texts` (NO_TEXT = null)."""

    values: NDArray[np.float64]
    text_codes: NDArray[np.int32] | None
    texts: tuple[str, ...]

    def take(self, rows: NDArray[np.intp]) -> "Values":
        """The cells of these rows, in their order."""
        return Values(self.values[rows], None if self.text_codes is None else self.text_codes[rows], self.texts)

    def text_cells(self) -> NDArray[np.object_]:
        """Per row its text or None."""
        if self.text_codes is None:
            return np.empty(len(self.values), object)
        return np.array([*self.texts, None], object)[self.text_codes]


def metric_values(cells: Cells) -> Values:
    """Numbers as they are; text, booleans and what a double cannot hold keep the source's text."""
    if cells.numbers is None:
        return _mixed_values(cells)
    beyond = np.flatnonzero(np.abs(cells.numbers) >= EXACT_LIMIT) if int in cells.types else ()
    codes = np.full(len(cells.numbers), NO_TEXT, np.int32)
    texts: list[str] = []
    for row in beyond:
        cell = cells.values[int(row)]
        if isinstance(cell, int) and abs(cell) > EXACT_LIMIT:
            codes[row] = len(texts)
            texts.append(str(cell))
    return Values(cells.numbers, codes if texts else None, tuple(texts))


def _mixed_values(cells: Cells) -> Values:
    codes, distinct = factorize(cells)
    pairs = [_value_and_text(cell) for cell in distinct]
    texts = list(dict.fromkeys(text for _, text in pairs if text is not None))
    code_of: dict[str | None, int] = {text: code for code, text in enumerate(texts)} | {None: NO_TEXT}
    values = np.array([value for value, _ in pairs], np.float64)[codes]
    text_codes = np.array([code_of[text] for _, text in pairs], np.int32)[codes]
    return Values(values, text_codes if texts else None, tuple(texts))


def factorize(cells: Cells) -> tuple[NDArray[np.intp], list[Any]]:
    """Per row a code, and the distinct cells in the order first seen; 1, 1.0 and true are three."""
    keys: Sequence[Hashable] = cells.values
    mixed = len(cells.types & {int, float, bool}) > 1
    if mixed:
        keys = list(zip(map(type, cells.values), cells.values, strict=True))
    codes, distinct = pd.factorize(np.fromiter(keys, object, len(keys)))
    # pandas gives null the code -1 and would otherwise hand back NaN for it.
    codes[codes < 0] = len(distinct)
    cells_seen = [key[1] for key in distinct] if mixed else list(distinct)
    return codes, [*cells_seen, None] if type(None) in cells.types and not mixed else cells_seen


def _value_and_text(cell: Cell) -> tuple[float, str | None]:
    """A cell's double (NaN = null) and its text (None for null and for plain numbers)."""
    if isinstance(cell, str):
        return number_in(cell), storable(cell)
    if isinstance(cell, bool):
        return math.nan, "true" if cell else "false"
    if isinstance(cell, WideNumber):
        return cell.nearest, cell.text
    if cell is None:
        return math.nan, None
    return float(cell), str(cell) if isinstance(cell, int) and abs(cell) > EXACT_LIMIT else None


def number_in(text: str) -> float:
    """The number a text shows: "5", "1,234", "-0.5", "1e5", and "12.3%" as exactly 0.123; NaN where it shows none."""
    match = _NUMBER.fullmatch(text.strip())
    digits = match["digits"].replace(",", "") if match else ""
    if match is None or not digits.strip("+-"):
        return math.nan
    # The percent sign goes into the exponent: 12.3 / 100 would not be the double nearest to 0.123.
    power = int(match["power"] or 0) - (2 if match["percent"] else 0)
    return nearest_double(f"{digits}e{power}")


def dimension_json(cell: Cell) -> str:
    """A dimension's cell as canonical JSON of its own type; a number that jsonb cannot hold becomes a string."""
    if isinstance(cell, str):
        return json.dumps(storable(cell), ensure_ascii=False)
    if isinstance(cell, WideNumber):
        return cell.text if _fits_jsonb(cell.text) else json.dumps(cell.text)
    # Minus zero: equal to zero, and jsonb has only the one.
    return json.dumps(cell + 0.0 if isinstance(cell, float) else cell)


def _fits_jsonb(number: str) -> bool:
    if not number.lstrip("-")[0].isdigit() or len(number) > _JSONB_POWER:
        return False
    power = _POWER.search(number)
    return power is None or (len(power[1]) <= 6 and abs(int(power[1])) + len(number) <= _JSONB_POWER)

"""The rules for single cells: what is a number, what keeps its text, what a dimension looks like as JSON."""

import json
import math
import re

from gio_pipeline.core.answer.payload import EXACT_LIMIT, Cell, WideNumber, nearest_double
from gio_pipeline.core.text import storable

NO_TEXT = -1
# What the source sends where it has no figure.
NOT_KNOWN = ("", "-", "--", "—", "/", "N/A", "null", "不适用")
_NUMBER = re.compile(
    r"(?P<digits>[+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d+)?)(?:[eE](?P<power>[+-]?\d{1,4}))?\s?(?P<percent>%?)",
    re.ASCII,
)
# What Postgres can hold in a numeric, and so in jsonb: 131,072 digits before the point, 16,383 after it.
_JSONB_POWER = 16_000
_POWER = re.compile(r"[eE]([+-]?\d+)$")


def value_and_text(cell: Cell) -> tuple[float, str | None]:
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


def says_not_known(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip() in NOT_KNOWN


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

"""From an answer's bytes to JSON values, with the numbers a double cannot hold kept as they were written."""

import gc
import json
import math
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from gio_pipeline.core.errors import ContractError, TransientError

EXACT_LIMIT = 2.0**53
_NONZERO = re.compile(r"[1-9]")
# Two patterns, each with a literal beginning: with [eE] the search takes ten times as long.
_TINY_EXPONENTS = (re.compile(rb"e-\d{3}"), re.compile(rb"E-\d{3}"))


@dataclass(frozen=True, slots=True)
class WideNumber:
    """A JSON number (or NaN, Infinity, -Infinity) that a double cannot hold, as the source wrote it."""

    text: str

    @property
    def nearest(self) -> float:
        """The nearest double; NaN where there is none (NaN, Infinity, 1e400, 1e-400)."""
        return nearest_double(self.text)


Cell = str | int | float | bool | WideNumber | None


def nearest_double(text: str) -> float:
    """The double a number's text stands for; NaN where it overflows, or underflows to zero."""
    number = float(text)
    lost = number == 0.0 and _NONZERO.search(re.split("[eE]", text)[0])
    return number if math.isfinite(number) and not lost else math.nan


def decode(body: bytes, *, what: str) -> Any:
    """The JSON value in `body`, by the fast reader where that accepts it, else by `decode_exactly`."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return decode_exactly(body, what=what)


def decode_exactly(body: bytes, *, what: str) -> Any:
    """The JSON value in `body`, numbers beyond a double as `WideNumber`; also reads a BOM, NaN and lone surrogates.

    Raises TransientError where it is no JSON (cut, a maintenance page): the next answer may be whole.
    """
    try:
        return json.loads(body, parse_int=_integer, parse_float=_decimal, parse_constant=WideNumber)
    except RecursionError:
        raise ContractError(f"{what}: the answer is nested too deeply to be a report") from None
    except ValueError as error:
        raise TransientError(f"{what}: {_not_json(body, error)}; the same request may succeed later") from None


def may_hide_wide_numbers(body: bytes) -> bool:
    """Whether a zero read from `body` may have been written as a number too small for a double."""
    return b"0" * 300 in body or any(pattern.search(body) for pattern in _TINY_EXPONENTS)


class _Pauses:
    """How many threads have the collector paused, and whether it was on before."""

    lock = threading.Lock()
    under_way = 0
    was_on = True


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keeps the cyclic collector out while many objects are made, none of them cyclic: it doubles the time.

    Several threads may be at it: the last one lets it in again.
    """
    with _Pauses.lock:
        if not _Pauses.under_way:
            _Pauses.was_on = gc.isenabled()
        _Pauses.under_way += 1
        gc.disable()
    try:
        yield
    finally:
        with _Pauses.lock:
            _Pauses.under_way -= 1
            if _Pauses.was_on and not _Pauses.under_way:
                gc.enable()


def _integer(text: str) -> int | WideNumber:
    return int(text) if len(text) <= 20 else WideNumber(text)


def _decimal(text: str) -> float | WideNumber:
    number = nearest_double(text)
    if abs(number) < EXACT_LIMIT:
        return number
    return number if math.isfinite(number) and Decimal(text) == Decimal(repr(number)) else WideNumber(text)


def _not_json(body: bytes, error: ValueError) -> str:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        return "the answer is empty"
    if start == b"<":
        return "the answer is an HTML page, not JSON"
    if isinstance(error, json.JSONDecodeError):
        return f"the answer is cut off or is no JSON (at character {error.pos} of {len(error.doc)})"
    return "the answer is no JSON in UTF-8"

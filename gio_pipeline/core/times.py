"""The time cells of an answer: which of the periods asked for each row belongs to."""

import re
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from gio_pipeline.core.asked import Asked
from gio_pipeline.core.encode import Codes
from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.payload import Cell, WideNumber
from gio_pipeline.core.text import shortened

IGNORED = -1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LABEL = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


def distinct_times(times: Codes) -> list[Cell]:
    """The distinct time cells that name a period: neither null nor a word such as 均值 or 总计."""
    return [cell for cell in times.distinct if not _is_word(cell)]


def period_indexes(times: Codes, asked: Asked, *, what: str) -> NDArray[np.int32]:
    """Per row the index of its period in `asked.period_starts`, or IGNORED where the time is null or a word.

    Times are unix milliseconds, digits in a string, or labels in the project's zone (2019-10-01, 2019-10-01 08:00).
    Raises ContractError naming a time that cannot be read or is no period start of the window.
    """
    starts = {start: index for index, start in enumerate(asked.period_starts)}
    indexes = [_period_index(cell, starts, asked, what) for cell in times.distinct]
    return np.array(indexes, np.int32)[times.codes]


def _is_word(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip()[:1].isdigit())


def _period_index(cell: Cell, starts: dict[datetime, int], asked: Asked, what: str) -> int:
    if _is_word(cell):
        return IGNORED
    instants = _instants(cell, asked)
    found = {starts[instant] for instant in instants if instant in starts}
    if len(found) == 1:
        return found.pop()
    shown = _local(instants[0], asked) if instants else _shown(cell)
    if found:
        raise ContractError(f"{what}: the time {_shown(cell)} names two hours: the clock went back in {asked.zone}")
    reason = "is not one of the periods asked for" if instants else "cannot be read; asked for were the periods"
    raise ContractError(f"{what}: the time {shown} ({asked.zone}) {reason} {_window(asked)}")


def _instants(cell: Cell, asked: Asked) -> list[datetime]:
    """The instants a time cell may stand for: none if unreadable, two where the clock went back."""
    if isinstance(cell, str):
        text = cell.strip()
        if text.isascii() and text.isdigit():
            return _unix(float(text))
        return _labelled(text, asked) if _LABEL.fullmatch(text) else []
    return _unix(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else []


def _unix(milliseconds: float) -> list[datetime]:
    try:
        return [_EPOCH + timedelta(milliseconds=milliseconds)]
    except OverflowError:
        return []


def _labelled(text: str, asked: Asked) -> list[datetime]:
    try:
        label = datetime.fromisoformat(text)
        if label.tzinfo is not None:
            return [label.astimezone(UTC)]
        locals_ = [label.replace(tzinfo=asked.zone, fold=fold) for fold in (0, 1)]
        instants = [local.astimezone(UTC) for local in locals_]
    except (ValueError, OverflowError):
        return []
    if asked.grain == "hour":
        # An hour that the clock skipped would otherwise pass for the one after it.
        instants = [instant for instant in instants if instant.astimezone(asked.zone).replace(tzinfo=None) == label]
    return list(dict.fromkeys(instants))


def _local(instant: datetime, asked: Asked) -> str:
    try:
        return instant.astimezone(asked.zone).replace(tzinfo=None).isoformat(" ", "seconds")
    except OverflowError:  # within hours of the calendar's end
        return f"{instant:%Y-%m-%d %H:%M:%S} UTC"


def _window(asked: Asked) -> str:
    first, last = (start.astimezone(asked.zone) for start in (asked.period_starts[0], asked.period_starts[-1]))
    return f"({len(asked.period_starts)} by {asked.grain}, {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M})"


def _shown(cell: Cell) -> str:
    return f"'{shortened(cell.text if isinstance(cell, WideNumber) else str(cell))}'"

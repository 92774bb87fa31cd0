"""The time cells of an answer: which of the periods asked for each row belongs to."""

import re
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from gio_pipeline.core.answer.cell_codes import Codes
from gio_pipeline.core.answer.payload import Cell, WideNumber
from gio_pipeline.core.answer.request import ReportRequest
from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.text import shortened

IGNORED = -1
# What stands for a time in a row that sums up the dated ones; compared without regard to case.
SUMMARY_WORDS = (
    *("均值", "平均", "平均值", "总计", "合计", "总和", "总数", "汇总", "小计"),
    *("Total", "Sum", "Average", "Mean"),
)
_SUMMARIES = frozenset(word.casefold() for word in SUMMARY_WORDS)
_FIRST_YEAR = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = r"\d{4}-\d{2}-\d{2}"
_LABEL = re.compile(_DAY + r"(?:[ T]\d{2}(?::\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_DAY_LABEL = re.compile(_DAY, re.ASCII)
_MONTH_LABEL = re.compile(r"\d{4}-\d{2}", re.ASCII)


class Places:
    """Finds the period of the window that a time cell names."""

    def __init__(self, asked: ReportRequest) -> None:
        self._asked = asked
        self._starts = {start: index for index, start in enumerate(asked.period_starts)}

    def named(self, cell: Cell) -> set[int]:
        """The indexes in `asked.period_starts`: none if there is no such period, two where the clock went back."""
        return {self._starts[instant] for instant in _instants(cell, self._asked) if instant in self._starts}

    def is_date(self, cell: Cell) -> bool:
        """Whether it reads as some date of this century, of the window or not."""
        return any(instant.year >= _FIRST_YEAR for instant in _instants(cell, self._asked))

    def __call__(self, cell: Cell) -> int | None:
        """The index of its period, IGNORED for a summary word, None for a cell that cannot be placed."""
        if is_summary(cell):
            return IGNORED
        found = self.named(cell)
        return found.pop() if len(found) == 1 else None


def is_summary(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().casefold() in _SUMMARIES


def distinct_times(times: Codes) -> list[Cell]:
    """The distinct time cells, null and summary words left out."""
    return [cell for cell in times.distinct if cell is not None and not is_summary(cell)]


def period_indexes(times: Codes, asked: ReportRequest, *, what: str) -> NDArray[np.int32]:
    """Per row the index of its period in `asked.period_starts`, or IGNORED for a summary row beside dated ones.

    Times are unix milliseconds, digits in a string, or labels in the project's zone (2019-10-01, 2019-10-01 08:00, by
    month 2019-10; by hour a label must name the hour). Raises ContractError naming a time that cannot be read or is no
    period start of the window, or where every row is a summary.
    """
    places = Places(asked)
    indexes = []
    for cell in times.distinct:
        index = places(cell)
        if index is None:
            raise unplaced(cell, asked, what)
        indexes.append(index)
    if indexes and set(indexes) == {IGNORED}:
        shown_cell = shown(times.distinct[0])
        raise ContractError(
            f"{what}: every row is a summary ({shown_cell}), none has the time of a period {_window(asked)}"
        )
    return np.array(indexes, np.int32)[times.codes]


def unplaced(cell: Cell, asked: ReportRequest, what: str) -> ContractError:
    """Why a cell is not the time of one of the periods asked for."""
    if Places(asked).named(cell):
        return ContractError(f"{what}: the time {shown(cell)} names two hours: the clock went back in {asked.zone}")
    # Seconds and 20191001 are milliseconds of 1970: their own digits say more than that date.
    instants = [instant for instant in _instants(cell, asked) if instant.year >= _FIRST_YEAR]
    shown_cell = _local(instants[0], asked) if instants else shown(cell)
    reason = "is not one of the periods asked for" if instants else "cannot be read; asked for were the periods"
    return ContractError(f"{what}: the time {shown_cell} ({asked.zone}) {reason} {_window(asked)}")


def _instants(cell: Cell, asked: ReportRequest) -> list[datetime]:
    """The instants a time cell may stand for: none if unreadable, two where the clock went back."""
    if isinstance(cell, str):
        text = cell.strip()
        if text.isascii() and text.isdigit():
            return _unix(float(text))
        if asked.grain == "month" and _MONTH_LABEL.fullmatch(text):
            text += "-01"
        # A date names no hour: taken for midnight's, the hours of a day would all become one.
        readable = _LABEL.fullmatch(text) and not (asked.grain == "hour" and _DAY_LABEL.fullmatch(text))
        return _labelled(text, asked) if readable else []
    return _unix(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else []


def _unix(milliseconds: float) -> list[datetime]:
    try:
        return [_EPOCH + timedelta(milliseconds=milliseconds)]
    except OverflowError:
        return []


def _labelled(text: str, asked: ReportRequest) -> list[datetime]:
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


def _local(instant: datetime, asked: ReportRequest) -> str:
    try:
        return instant.astimezone(asked.zone).replace(tzinfo=None).isoformat(" ", "seconds")
    except OverflowError:  # within hours of the calendar's end
        return f"{instant:%Y-%m-%d %H:%M:%S} UTC"


def _window(asked: ReportRequest) -> str:
    first, last = (start.astimezone(asked.zone) for start in (asked.period_starts[0], asked.period_starts[-1]))
    return f"({len(asked.period_starts)} by {asked.grain}, {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M})"


def shown(cell: Cell) -> str:
    """A cell as a message names it."""
    if cell is None:
        return "null"
    return f"'{shortened(cell.text if isinstance(cell, WideNumber) else str(cell))}'"

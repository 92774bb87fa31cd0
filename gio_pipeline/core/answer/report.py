"""An answer of the API as a typed `Report`, and whether it answers what was asked.

From the vendor's page (统计数据导出 API, sections 2 to 4) and what is known beyond it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gio_pipeline.core.answer.cell_codes import Codes, Values
from gio_pipeline.core.answer.columns import read_meta
from gio_pipeline.core.answer.payload import collector_paused, decode, decode_exactly, may_hide_wide_numbers
from gio_pipeline.core.answer.request import NOTHING_KNOWN, KnownTime, ReportRequest
from gio_pipeline.core.answer.table import Table, read_table
from gio_pipeline.core.answer.times import distinct_times
from gio_pipeline.core.complaints import of_size, of_time
from gio_pipeline.core.errors import ContractError, TransientError
from gio_pipeline.core.text import shortened, storable


@dataclass(frozen=True, eq=False)
class Echoes:
    """What an answer says it is; `stated` is all of it that is one word or number, as it stands there.

    `aggregator` is set on big numbers only, perhaps to an empty tuple.
    """

    what: str
    id: str
    name: str | None
    conversion_window: int | None
    aggregator: tuple[float | None, ...] | None
    stated: Mapping[str, int | float | str]


@dataclass(frozen=True, eq=False)
class Report(Echoes, Table):
    """One answer: its echoes, its columns without the time, and the cells below each of them."""

    @property
    def carries_time(self) -> bool:
        """Whether each row says which period it belongs to; False too for an answer without rows."""
        return self.times is not None

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.role == "dimension")

    @property
    def metrics(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.role == "metric")

    def codes(self) -> list[tuple[str, Codes]]:
        """Each dimension's name and cells."""
        pairs = zip(self.columns, self.cells, strict=True)
        return [(column.name, cells) for column, cells in pairs if isinstance(cells, Codes)]

    def values(self) -> list[tuple[str, Values]]:
        """Each metric's name and cells."""
        pairs = zip(self.columns, self.cells, strict=True)
        return [(column.name, cells) for column, cells in pairs if isinstance(cells, Values)]

    @property
    def worded(self) -> tuple[str, ...]:
        """The metrics of which some cell is a text that shows no number: 00:03:12."""
        return tuple(name for name, cells in self.values() if cells.worded)


def parse_report(
    body: bytes, *, what: str, asked: ReportRequest | None = None, known: KnownTime = NOTHING_KNOWN
) -> Report:
    """The report in an answer's `body`; `what` names it in messages ("chart YoX28w7R of project shop").

    asked: what it must answer; the rows' time is found by the periods that were asked for. Without it only a dimension
    named 时间 and the cell after the first are taken for it. Raises TransientError where the body is no JSON,
    ContractError where the JSON is no report or another one than was asked for.
    """
    with collector_paused():
        return _parse(body, what, asked, known)


def check_answer(report: Echoes, asked: ReportRequest) -> None:
    """Raises ContractError where the answer's echoes are not what was asked: it is another report's or another grain's.

    The echoed startTime and endTime are not looked at: the vendor's own sample shows them equal.
    """
    for field, wanted in {"id": asked.id, **asked.echoes}.items():
        value = report.stated.get(field)
        got = _whole(value) if isinstance(wanted, int) else _text(value)
        if got != wanted:
            answered = f"has {field} {shortened(str(got))}" if got not in (None, "") else f"has no readable {field}"
            raise ContractError(f"{report.what}: the answer {answered}, but {wanted} was asked for")


def speaks_per_period(report: Report, asked: ReportRequest) -> bool:
    """Whether the answer can be stored for the periods asked for; if not, ask again for one period at a time.

    True for one period, for rows with a time, and for no rows at all; a big number with fewer times than periods
    gives one total for several of them.
    """
    if len(asked.period_starts) == 1 or report.rows == 0:
        return True
    if report.times is None:
        return False
    return report.aggregator is None or len(distinct_times(report.times)) >= len(asked.period_starts)


def _parse(body: bytes, what: str, asked: ReportRequest | None, known: KnownTime) -> Report:
    payload = _object(decode(body, what=what), what)
    echoes = _echoes(payload, what)
    if asked is not None:
        check_answer(echoes, asked)
    table = _table(payload, what, asked, known)
    if table.has_large or (table.has_zero and may_hide_wide_numbers(body)):
        table = _table(_object(decode_exactly(body, what=what), what), what, asked, known)
    if table.rows and not any(column.role == "metric" for column in table.columns):
        raise ContractError(f"{what}: the answer has rows but 'meta' lists no metric: there is no value to store")
    return Report(**vars(echoes), **vars(table))


def _table(payload: Mapping[str, Any], what: str, asked: ReportRequest | None, known: KnownTime) -> Table:
    columns = read_meta(payload["meta"], what=what)
    return read_table(payload["data"], columns, what=what, asked=asked, known=known)


def _object(payload: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(payload, dict):
        raise ContractError(f"{what}: the answer is JSON, but not an object")
    for key in ("id", "meta", "data"):
        if payload.get(key) is None:
            # An error sent as a success, or the asynchronous exporter's "doing".
            stated = _text(payload.get("message") or payload.get("errorMsg") or payload.get("status"))
            quoted = f': it says "{shortened(stated)}"' if stated else ""
            missing = f"{what}: the answer has no '{key}'{quoted}"
            if stated and (of_time(stated) or of_size(stated)):
                raise TransientError(missing, overload_after=1)
            raise ContractError(missing)
    return payload


def _echoes(payload: Mapping[str, Any], what: str) -> Echoes:
    return Echoes(
        what=what,
        id=_text(payload["id"]) or "",
        name=_text(payload.get("name")),
        conversion_window=_whole(payload.get("conversionWindow")),
        aggregator=_aggregator(payload.get("aggregator"), what),
        stated={field: value for field, value in payload.items() if isinstance(value, int | float | str)},
    )


def _aggregator(value: Any, what: str) -> tuple[float | None, ...] | None:
    if value is None:
        return None
    values = value.get("values") if isinstance(value, dict) else value
    if values is not None and not isinstance(values, list):
        raise ContractError(f"{what}: 'aggregator' is not an object with a list of 'values'")
    return tuple(float(v) if isinstance(v, int | float) else None for v in values or ())


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return storable(value)
    whole = _whole(value)
    return None if whole is None else str(whole)


def _whole(value: Any) -> int | None:
    """An integer from 7, 7.0 or "7"; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None

"""Faults of what an answer says: a wrong echo, other rows, other cells. `columns` changes whole columns."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from gio_pipeline.sandbox.periods import DAY, HOUR, INTERVALS, instant, local_day
from gio_pipeline.sandbox.table import Cell, Row
from gio_pipeline_tests.faults import columns
from gio_pipeline_tests.faults.answers import Answer
from gio_pipeline_tests.faults.switches import Switchboard
from gio_pipeline_tests.faults.traffic import Arrival

Params = dict[str, Any]
_NUMBER = re.compile(r"^-?[\d,]+(\.\d+)?(%?)$")


class Unfitting(ValueError):
    """A fault that cannot be played on this report: answered with 400."""


def change_report(body: bytes, switches: Switchboard, arrival: Arrival) -> bytes:
    """The JSON of a report after every fault that strikes its request, in the order they were set."""
    if b'"meta"' not in body:  # an export that is under way
        return body
    missing = switches.claim(["missing_day", "empty_days"], arrival.target)
    struck = switches.claim(_FAULTS, arrival.target)
    formats = switches.claim(["time_format"], arrival.target)
    if not (missing or struck or formats or switches["future_cells"] != "null"):
        return body
    answer = Answer.parsed(body, arrival.project, arrival.query)
    for fault in missing:
        _leave_out(answer, fault.params)
    if "range" in answer.head:
        _future_cells(answer, switches["future_cells"])
    for fault in struck:
        try:
            _FAULTS[fault.name](answer, fault.params)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise Unfitting(f"the switch {fault.name} does not fit this report: {error!r}") from None
    for fault in formats:  # last: the others compare times as numbers
        _time_format(answer, fault.params)
    return answer.encode()


def _leave_out(answer: Answer, params: Params) -> None:
    """Some days come without rows; one that is part of a longer period is not missed."""
    days = params.get("dates", [])
    days = {days} if isinstance(days, str) else set(days)
    if answer.time is None or "aggregator" in answer.head:
        if set(answer.days()) <= days:
            answer.rows = []
    elif answer.length <= DAY:
        answer.rows = [row for row in answer.rows if _day(answer, row) not in days]


def _future_cells(answer: Answer, form: str) -> None:
    """A retention's cells that are not known yet: null | 0 | -, or columns that nobody fills are absent."""
    if form == "absent":
        fixed = len(answer.meta) - len(answer.metrics())
        width = max((sum(cell is not None for cell in row) for row in answer.rows), default=fixed + 3)
        answer.meta, answer.rows = answer.meta[:width], [row[:width] for row in answer.rows]
    elif form != "null":
        blank = {"0": 0, "-": "-"}[str(form)]
        answer.rows = [[blank if cell is None else cell for cell in row] for row in answer.rows]


def _chosen(answer: Answer, params: Params) -> Callable[[Row], bool]:
    """Whether a row is meant by `date`, `dates`, `from`, `to` (its period's first day) and `where` (dimensions)."""
    dates = params.get("dates", params.get("date"))
    wanted = {dates} if isinstance(dates, str) else None if dates is None else set(dates)
    first, last = params.get("from", ""), params.get("to", "9999")
    where = {answer.cell_of(answer.column(n)): v for n, v in params.get("where", {}).items()}

    def chosen(row: Row) -> bool:
        day = _day(answer, row)
        in_days = (wanted is None or day in wanted) and first <= day <= last
        return in_days and all(row[cell] == value for cell, value in where.items())

    return chosen


def _day(answer: Answer, row: Row) -> str:
    at = answer.window[0] if answer.time is None else row[answer.time]
    return local_day(at, answer.zone).isoformat() if isinstance(at, int) else ""


def _echo(answer: Answer, name: str, wrong: Cell) -> None:
    if name in answer.head:
        answer.head[name] = wrong


def _wrong_id(answer: Answer, params: Params) -> None:
    _echo(answer, "id", params.get("id", "anotherId"))


def _wrong_interval(answer: Answer, params: Params) -> None:
    other = next(i for i in INTERVALS if i != answer.head["interval"])
    _echo(answer, "interval", params.get("interval", other))


def _wrong_range(answer: Answer, params: Params) -> None:
    other = "day" if answer.head.get("range") != "day" else "week"
    _echo(answer, "range", params.get("range", other))


def _wrong_conversion_window(answer: Answer, params: Params) -> None:
    _echo(answer, "conversionWindow", params.get("days", answer.head.get("conversionWindow", 0) + 1))


def _out_of_window(answer: Answer, params: Params) -> None:
    """One more row, of `time` (unix ms or a date; the day or hour before the window)."""
    if answer.time is None or not answer.rows:
        return
    at = params.get("time", answer.window[0] - (HOUR if answer.length == HOUR else DAY))
    row = list(answer.rows[0])
    row[answer.time] = instant(date.fromisoformat(at), answer.zone) if isinstance(at, str) else at
    answer.rows.append(row)


def _cell_count(answer: Answer, params: Params) -> None:
    """A row (`row`, the first) has `by` cells more, or fewer (one fewer)."""
    by, at = int(params.get("by", -1)), int(params.get("row", 0))
    if at < len(answer.rows):
        row = answer.rows[at]
        answer.rows[at] = [*row, *[0] * by] if by > 0 else row[:by]


def _empty(answer: Answer, params: Params) -> None:
    chosen = _chosen(answer, params)
    answer.rows = [row for row in answer.rows if not chosen(row)]


def _drop_rows(answer: Answer, params: Params) -> None:
    """The first `share` of the chosen rows of each period is left out."""
    chosen, share = _chosen(answer, params), float(params.get("share", 0.5))
    by_time: dict[Cell, list[int]] = {}
    for i, row in enumerate(answer.rows):
        if chosen(row):
            by_time.setdefault(None if answer.time is None else row[answer.time], []).append(i)
    gone = {i for rows in by_time.values() for i in rows[: round(len(rows) * share)]}
    answer.rows = [row for i, row in enumerate(answer.rows) if i not in gone]


def _scale(answer: Answer, params: Params) -> None:
    """Multiplies the chosen rows' numbers by `factor`, of one `metric` or all."""
    factor, chosen = float(params.get("factor", 1.1)), _chosen(answer, params)
    cells = _metric_cells(answer, params)
    for row in filter(chosen, answer.rows):
        for cell in cells:
            row[cell] = _scaled(row[cell], factor)
    if "aggregator" in answer.head and any(map(chosen, answer.rows)):
        totals = answer.head["aggregator"]["values"]
        totals[0] = _scaled(totals[0], factor)


def _metric_cells(answer: Answer, params: Params) -> list[int]:
    named = [answer.column(params["metric"])] if "metric" in params else answer.metrics()
    return [answer.cell_of(column) for column in named]


def _scaled(cell: Cell, factor: float) -> Cell:
    if isinstance(cell, int | float):
        return round(cell * factor) if isinstance(cell, int) else round(cell * factor, 4)
    found = _NUMBER.match(cell) if isinstance(cell, str) else None
    if found is None:
        return cell
    places = len(found[1] or ".") - 1
    return f"{float(cell.strip('%').replace(',', '')) * factor:,.{places}f}{found[2]}"


def _patch(answer: Answer, params: Params) -> None:
    """Puts `value`, or the JSON text `raw`, into a metric's cell of the chosen rows (`row`: only the nth of them)."""
    chosen = list(filter(_chosen(answer, params), answer.rows))
    if "row" in params:
        chosen = chosen[params["row"] : params["row"] + 1]
    value = answer.mark_raw(params["raw"]) if "raw" in params else params.get("value")
    cell = answer.cell_of(answer.column(params.get("metric")))
    for row in chosen:
        row[cell] = value


def _time_words(answer: Answer, params: Params) -> None:
    """One more row per word, which stands where the time should: 均值, 总计, null."""
    words = params.get("words", ["均值"])
    if answer.time is None or not answer.rows:
        return
    for word in words if isinstance(words, list) else [words]:
        row = list(answer.rows[-1])
        row[answer.time] = word
        answer.rows.append(row)


def _duplicate_rows(answer: Answer, params: Params) -> None:
    answer.rows += [list(row) for row in answer.rows[: int(params.get("count", 1))]]


def _time_format(answer: Answer, params: Params) -> None:
    """Times as "digits" (in a string), "date" (2019-10-01) or "datetime" (2019-10-01 08:00:00)."""
    form = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%d %H:%M:%S"}.get(params.get("format", "digits"))
    if answer.time is None:
        return
    for row in answer.rows:
        at = row[answer.time]
        if isinstance(at, int):
            row[answer.time] = datetime.fromtimestamp(at / 1000, answer.zone).strftime(form) if form else str(at)


_FAULTS: dict[str, Callable[[Answer, Params], None]] = {
    "wrong_id": _wrong_id,
    "wrong_interval": _wrong_interval,
    "wrong_range": _wrong_range,
    "wrong_conversion_window": _wrong_conversion_window,
    "out_of_window": _out_of_window,
    "cell_count": _cell_count,
    "empty": _empty,
    "drop_rows": _drop_rows,
    "scale": _scale,
    "edit_definition": _scale,
    "patch": _patch,
    "time_words": _time_words,
    "duplicate_rows": _duplicate_rows,
    **columns.FAULTS,
}

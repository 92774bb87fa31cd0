"""From the long rows the wide answer is rebuilt cell by cell, whatever its names and values."""

import json
import math
import re
from collections import Counter
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gio_pipeline.core.answer.report import Report, parse_report
from gio_pipeline.core.answer.unpivot import Unpivoted, unpivot
from gio_pipeline_tests.core.answers import SHANGHAI, WHAT, answer, asked, dim, met, ms

DAYS = ("2019-10-01", "2019-10-02", "2019-10-03")
TIME = dim("时间")

texts = st.text(alphabet=st.characters(exclude_categories=()), max_size=6)
labels = st.sampled_from(["12.3%", "1,234", "-", "", "5", "不适用", "null", "a\x00b", "\ud800", 'x"; drop --'])
numbers = st.integers() | st.integers(-(2**70), 2**70) | st.floats()
cells = st.none() | st.booleans() | numbers | texts | labels
names = texts | st.sampled_from(["m", "m", "m (2)", "城市", "城市"])


@st.composite
def wide_answers(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[list[Any]], str]:
    """(meta, rows, where the time stands); rows of the unlisted time have one cell more than meta."""
    time = draw(st.sampled_from(["listed", "unlisted", "none"]))
    meta = [dim(name) for name in draw(st.lists(names.filter("时间".__ne__), min_size=time == "unlisted", max_size=3))]
    meta = draw(st.permutations(meta + [met(name) for name in draw(st.lists(names, min_size=1, max_size=4))]))
    few_cells = draw(st.lists(cells, min_size=1, max_size=4))
    rows = draw(st.lists(st.lists(st.sampled_from(few_cells), min_size=len(meta), max_size=len(meta)), max_size=8))
    if time == "none":
        return meta, rows, time
    position = 1 if time == "unlisted" else draw(st.integers(0, len(meta)))
    if time == "listed":
        meta = [*meta[:position], TIME, *meta[position:]]
    days = [draw(st.sampled_from(DAYS)) for _ in rows]
    return meta, [[*row[:position], ms(day), *row[position:]] for row, day in zip(rows, days, strict=True)], time


def stored_text(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def as_metric(cell: Any) -> float | str | None:
    """A source cell as (value, text) can give it back: a plain number, else its text, else None."""
    if cell is None or isinstance(cell, str):
        return cell if cell is None else stored_text(cell)
    if isinstance(cell, bool) or not math.isfinite(cell) or (isinstance(cell, int) and abs(cell) > 2**53):
        return json.dumps(cell)
    return float(cell) + 0.0  # minus zero is zero


def as_dimension(cell: Any) -> tuple[type, Any]:
    if isinstance(cell, str):
        return str, stored_text(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return str, json.dumps(cell)
    return type(cell), cell + 0.0 if isinstance(cell, float) else cell


def rebuilt(result: Unpivoted, report: Report) -> Counter[str]:
    """The source's rows, as the long frame gives them back: time, dimensions and metrics in the order of meta."""
    cells_of: dict[tuple[Any, ...], dict[str, Any]] = {}
    for start, dimensions, occurrence, metric, value, text in result.frame.itertuples(index=False):
        row = cells_of.setdefault((start, dimensions, occurrence), {})
        row[metric] = text if text is not None else None if math.isnan(value) else value + 0.0
    rows = []
    for (start, dimensions, _), metrics in cells_of.items():
        by_name = {name: as_dimension(cell) for name, cell in json.loads(dimensions).items()} | metrics
        day = f"{start.tz_convert(SHANGHAI):%Y-%m-%d}"
        rows.append(repr([day, *(by_name[column.name] for column in report.columns)]))
    return Counter(rows)


def expected(meta: list[dict[str, Any]], rows: list[list[Any]], time: str) -> Counter[str]:
    position = {"listed": meta.index(TIME) if TIME in meta else 0, "unlisted": 1}.get(time)
    columns = [column for column in meta if column is not TIME]
    day_of = {ms(day): day for day in DAYS}
    result = []
    for source in rows:
        row = list(source)
        day = DAYS[0] if position is None else day_of[row.pop(position)]
        cells = [
            as_dimension(cell) if "dimension" in column else as_metric(cell)
            for column, cell in zip(columns, row, strict=True)
        ]
        result.append(repr([day, *cells]))
    return Counter(result)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(wide_answers())
@example(([dim("a"), met("m"), met("m")], [["x", 1, 2], ["x", 1, 2], ["x", None, "1,234"]], "none"))
@example(([TIME, met("m")], [[ms(DAYS[1]), "12.3%"], [ms(DAYS[1]), "12.3%"]], "listed"))
def test_the_wide_answer_is_rebuilt_from_the_long_rows(wide: tuple[list[dict[str, Any]], list[list[Any]], str]) -> None:
    meta, rows, time = wide
    report = parse_report(answer(meta, rows), what=WHAT)
    result = unpivot(report, asked(*DAYS) if time != "none" else asked(DAYS[0]))
    assert report.time == (time if rows else "unknown")
    assert rebuilt(result, report) == expected(meta, rows, time)
    assert sum(result.rows_by_period.values()) == len(rows)

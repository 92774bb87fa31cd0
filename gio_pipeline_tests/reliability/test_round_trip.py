"""Whatever the source sends: over HTTP, through the load and back out of gio.report_values it is the same."""

import json
import math
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from sqlalchemy import text

from gio_pipeline.core.answer.report import parse_report
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_range
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime, report_state
from gio_pipeline_tests.core.answers import WHAT, answer, dim, met, ms
from gio_pipeline_tests.core.test_unpivot_lossless import DAYS, TIME, as_metric, stored_text, wide_answers
from gio_pipeline_tests.growingio.odd_server import http
from gio_pipeline_tests.reliability.handmade import Source

Wide = tuple[list[dict[str, Any]], list[list[Any]], str]
REPORT = "{{name: {}, kind: chart, id: YoX28w7R, start: 2019-01-01, on_empty: accept}}"
VALUES = """
select period_start, dimensions::text, occurrence, metric, value, value_text from gio.report_values
where report = :report
"""
NASTY = [
    'x"; drop schema gio; --',
    "x'; drop schema gio; --",
    "%s",
    "%(a)s",
    ":a",
    "{}",
    "$1",
    "\\",
    "E'\\'",
    "a\tb\nc",
]
NASTY_ROWS = [[name, ms(DAYS[0]), *NASTY] for name in NASTY]


@settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wide_answers())
@example(([dim("%(a)s'"), TIME, *map(met, NASTY)], NASTY_ROWS, "listed"))
def test_report_values_give_the_answer_back_cell_by_cell(handmade: Source, wide: Wide) -> None:
    """Each answer is loaded over the one before it, and once more."""
    meta, rows, time = wide
    handmade.bench.report(REPORT.format("timed"), REPORT.format("timeless"))
    runtime, report = handmade.runtime, "timeless" if time == "none" else "timed"
    body = answer(meta, rows)
    handmade.sends(http("200 OK", body))
    result = load(runtime, report, DAYS[:1] if time == "none" else DAYS)
    assert (result.failures, result.kept) == ([], {})
    names = [column.name for column in parse_report(body, what=WHAT).columns]
    assert given_back(runtime, report, names) == sent(meta, rows, time)
    again = load(runtime, report, DAYS[:1] if time == "none" else DAYS)
    assert (again.count("inserted"), again.count("changed"), again.count("deleted")) == (0, 0, 0)


def load(runtime: Runtime, report: str, days: tuple[str, ...]) -> LoadResult:
    spec = runtime.settings.find(report)
    periods = periods_in(spec, date.fromisoformat(days[0]), date.fromisoformat(days[-1]))
    return load_report(runtime, plan_range(report_state(runtime, spec), periods, runtime.clock()), LoadOrigin())


def sent(meta: list[dict[str, Any]], rows: list[list[Any]], time: str) -> Counter[str]:
    """Per row its day and its cells in the order of meta, as they must come back."""
    position = {"listed": meta.index(TIME) if TIME in meta else 0, "unlisted": 1}.get(time)
    columns = [column for column in meta if column is not TIME]
    day_of = {ms(day): day for day in DAYS}
    found: Counter[str] = Counter()
    for source in rows:
        row = list(source)
        day = DAYS[0] if position is None else day_of[row.pop(position)]
        cells = [
            as_dimension(cell) if "dimension" in column else as_metric(cell)
            for column, cell in zip(columns, row, strict=True)
        ]
        found[repr([day, *cells])] += 1
    return found


def as_dimension(cell: Any) -> Any:
    if isinstance(cell, str):
        return stored_text(cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return json.dumps(cell)
    return cell if cell is None or isinstance(cell, bool) else number(repr(cell))


def number(text: str) -> Decimal:
    return Decimal(text).normalize() + 0  # 1.0 is 1, and minus zero is zero


def given_back(runtime: Runtime, report: str, columns: list[str]) -> Counter[str]:
    """The same of what is stored."""
    cells_of: dict[tuple[Any, ...], dict[str, Any]] = {}
    with runtime.engine.connect() as connection:
        for start, dimensions, occurrence, metric, value, words in connection.execute(text(VALUES), {"report": report}):
            row = cells_of.setdefault((start, dimensions, occurrence), {})
            row[metric] = words if words is not None else value
    found: Counter[str] = Counter()
    for (start, dimensions, _), metrics in cells_of.items():
        named = json.loads(dimensions, parse_int=number, parse_float=number) | metrics
        day = start.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()
        found[repr([day, *(named[name] for name in columns)])] += 1
    return found


def test_a_restatement_holds_number_and_text_of_both_sides(handmade: Source) -> None:
    """By city what it was, and what it is: a number, a text beside a number, a text alone, nothing, not there."""
    cells = {
        "number": (1, 2),
        "share": ('"12.3%"', '"12.4%"'),
        "to text": (5, '"-"'),
        "to number": ('"-"', 5),
        "null": ("null", 0),
        "same share": ('"50%"', '"50%"'),
        "gone": ('"7%"', None),
        "come": (None, 3),
    }
    for side in (0, 1):
        rows = [
            f'["{city}", {ms("2026-06-08")}, {pair[side]}]' for city, pair in cells.items() if pair[side] is not None
        ]
        handmade.says([dim("城市"), TIME, met("m")], f"[{', '.join(rows)}]")
        assert handmade.bench.load("handmade", "2026-06-08", "2026-06-08").ok
    found = handmade.bench.query(
        "select dimensions ->> '城市', old_value, old_text, new_value, new_text from gio.restatements"
    )
    assert {city: tuple(sides) for city, *sides in found} == {
        "number": (1, None, 2, None),
        "share": (0.123, "12.3%", 0.124, "12.4%"),
        "to text": (5, None, None, "-"),
        "to number": (None, "-", 5, None),
        "null": (None, None, 0, None),
        "gone": (0.07, "7%", None, None),
        "come": (None, None, 3, None),
    }

"""What the source says and what the warehouse holds, both cell by cell."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import requests

from gio_pipeline_tests.workbench import Workbench

HEADERS = {"Authorization": "sandbox-console-token-of-shop", "X-Client-Id": "sandbox-public-key-of-shop"}
STORED = """
select period_start, dimensions::text, occurrence, metric, value, value_text from gio.report_values
where report = :report and period_date between cast(:first as date) and cast(:last as date)
"""
# (period, dimensions as JSON text, occurrence, metric, value, text)
Cells = Counter[tuple[datetime, str, int, str, float | None, str | None]]


def stored(bench: Workbench, report: str, first: str = "2000-01-01", last: str = "2100-01-01") -> Cells:
    """The values of one report whose periods begin on these dates."""
    rows = bench.query(STORED, report=report, first=first, last=last)
    return Counter((at.astimezone(UTC), _canonical(json.loads(text)), *rest) for at, text, *rest in rows)


def answered(bench: Workbench, id: str, first: str, last: str) -> Cells:
    """What the sandbox answers now for these days of a chart that lists its time and sends numbers only."""
    start, end = (_ms(f"{day}T00:00:00+08:00") for day in (first, last))
    answer = requests.get(
        f"{bench.sandbox.url}/v2/projects/nxog09md/charts/{id}.json",
        {"startTime": start, "endTime": end + 86_399_999, "interval": 86_400_000},
        headers=HEADERS,
        timeout=60,
    ).json()
    return Counter(cell for row in answer["data"] for cell in _cells(answer["meta"], row))


def answered_alone(bench: Workbench, id: str, days: Iterable[date]) -> Cells:
    """What the sandbox answers for each of these days of a chart without time."""
    found: Cells = Counter()
    with requests.Session() as session:
        for day in days:
            start = _ms(f"{day}T00:00:00+08:00")
            answer = session.get(
                f"{bench.sandbox.url}/v2/projects/nxog09md/charts/{id}.json",
                params={"startTime": start, "endTime": start + 86_399_999, "interval": 86_400_000},
                headers=HEADERS,
                timeout=60,
            ).json()
            meta = [*answer["meta"], {"name": "时间", "dimension": True}]
            found.update(cell for row in answer["data"] for cell in _cells(meta, [*row, start]))
    return found


def _cells(meta: list[dict[str, Any]], row: list[Any]) -> list[Any]:
    named = [(column["name"], "metric" in column, cell) for column, cell in zip(meta, row, strict=True)]
    at = next(datetime.fromtimestamp(cell / 1000, UTC) for name, _, cell in named if name == "时间")
    dimensions = _canonical({name: cell for name, metric, cell in named if not metric and name != "时间"})
    return [(at, dimensions, 1, name, float(cell), None) for name, metric, cell in named if metric]


def _canonical(dimensions: dict[str, Any]) -> str:
    return json.dumps(dimensions, ensure_ascii=False, sort_keys=True)


def _ms(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp() * 1000)


EVERYTHING = {
    "points": "select * from gio.points order by report_id, period_start, dims_id, metric_id",
    "coverage": "select * from gio.coverage order by report_id, period_start",
    "restatements": "select * from gio.restatements order by restatement_id",
    "loads": "select * from gio.loads order by load_id",
}


def everything(bench: Workbench) -> dict[str, Any]:
    """Every row that a merge may write."""
    return {table: bench.query(statement) for table, statement in EVERYTHING.items()}

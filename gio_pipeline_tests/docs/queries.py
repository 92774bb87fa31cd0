"""docs/queries.md: every query of sql/queries with what it finds in the sandbox's data."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from gio_pipeline.cli.query import queries, read_query
from gio_pipeline.core.catalog import SEGMENTS
from gio_pipeline.pipeline.snapshot import snapshot_listing, snapshot_users
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.reading import run_query
from gio_pipeline_tests.docs.languages import Say
from gio_pipeline_tests.faults import serve_in_thread
from gio_pipeline_tests.workbench import NOW, Workbench

GENERATED = "<!-- Written by make docs: change sql/queries, not here. -->"
SHOWN_ROWS = 5
REPORTS = (
    "{name: page_views, kind: chart, id: YoX28w7R}",
    "{name: page_views_by_city, kind: chart, id: cityPv01}",
    "{name: cities_by_month, kind: chart, id: cityPv01, grain: month}",
    "{name: signup, kind: funnel, id: 9pkd1}",
    "{name: newcomers, kind: retention, id: kdj2, grain: day}",
)
# These come from the server's clock: they are another minute each time.
CLOCKED = {"day", "last_checked", "checked_at", "found_at"}
TOP = (
    "Each is a file in `sql/queries`: run it with `gio-pipeline query NAME`, with `--csv` or `--parquet FILE` for a "
    "file, or copy it into the tool of your choice. All are of the reports that stand in the configuration.",
    "`--report REPORT` and, where a query has days, `--from D` and `--to D`, both inclusive, narrow it; elsewhere the "
    "same is set for the session: `set gio.report = 'shop/signup'; set gio.from = '2026-06-01'; "
    "set gio.to = '2026-06-30';`. A whole report as a file: `gio-pipeline export REPORT --parquet FILE`.",
    "What stands below each is what it finds in the sample data, its first rows; times that differ with every load are "
    "left out (…).",
)


def fill(database_url: str) -> None:
    """Loads what the queries are shown with into a database that has nothing yet."""
    with TemporaryDirectory() as directory, serve_in_thread(now=NOW, rate_limit=0) as sandbox:
        bench = Workbench(Path(directory), database_url, sandbox)
        _load(bench)
        bench.close()


def queries_page(database_url: str, say: Say) -> str:
    """The page, from a database that was filled for it."""
    engine = connect(database_url)
    lines = [f"# {say('Analyses to start from')}", "", say(GENERATED)]
    for paragraph in TOP:
        lines += ["", say(paragraph)]
    for name in queries():
        lines += ["", *_section(engine, name, say)]
    engine.dispose()
    return "\n".join(lines) + "\n"


def _load(bench: Workbench) -> None:
    """Forty days with a hole, a month, a segment, and a day that the source changed afterwards."""
    bench.report(*REPORTS)
    bench.load("page_views", "2026-05-01", "2026-06-09")
    bench.load("page_views_by_city", "2026-05-01", "2026-05-20")
    bench.load("page_views_by_city", "2026-05-25", "2026-06-09")
    bench.load("cities_by_month", "2026-05-01", "2026-05-31")
    bench.load("signup", "2026-05-01", "2026-06-09")
    bench.load("newcomers", "2026-05-01", "2026-06-09")
    snapshot_listing(bench.runtime(), "shop", SEGMENTS, "backfill")
    snapshot_users(bench.runtime(), "shop", "segment", "sgHigh01", "backfill")
    bench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    bench.load("page_views_by_city", "2026-06-05", "2026-06-05")


def _section(engine: Engine, name: str, say: Say) -> Iterator[str]:
    statement = read_query(name)
    comment = [line.removeprefix("--").strip() for line in statement.splitlines() if line.startswith("--")]
    columns, rows = run_query(engine, statement)
    body = [line for line in statement.splitlines() if not line.startswith("--")]
    yield from (f"## {name}", "", say(" ".join(comment)), "", "```sql", *body, "```", "")
    if not rows:
        yield say("Nothing of the kind is in the sample data.")
        return
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows[:SHOWN_ROWS]:
        yield f"| {' | '.join(_cells(columns, row))} |"
    if len(rows) > SHOWN_ROWS:
        yield ""
        yield say("… {count} rows in all.").format(count=f"{len(rows):,}")


def _cells(columns: Sequence[str], row: Sequence[Any]) -> Iterator[str]:
    for column, value in zip(columns, row, strict=True):
        yield "…" if column in CLOCKED and value is not None else _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return f"`{json.dumps(value, ensure_ascii=False)}`"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:,}"
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)

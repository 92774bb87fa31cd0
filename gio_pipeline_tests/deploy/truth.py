"""What the warehouse must hold: the same reports loaded by one process, from a sandbox of its own without limits."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from sqlalchemy import make_url

from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_range
from gio_pipeline.pipeline.runtime import open_runtime, report_state
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline.settings import load_settings

VALUES = """select project, report, kind, grain, period_start, period_date, dimensions::text, metric, value, value_text,
    state from gio.report_values order by 1, 2, 5, 7, 8"""


def credentials() -> dict[str, str]:
    """The variables that open the sandbox's projects with their signing pairs."""
    found: dict[str, str] = {}
    for project in PROJECTS:
        name = project.name.upper()
        found |= {f"{name}_AI": project.ai, f"{name}_SECRET": project.secret, f"{name}_CLIENT_ID": project.client_id}
    return found


def query(url: str, statement: str) -> list[tuple[Any, ...]]:
    with closing(_connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def execute(url: str, statement: str) -> None:
    with closing(_connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)


def _connect(url: str) -> Connection:
    return psycopg2.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def values(url: str) -> list[tuple[Any, ...]]:
    """Every value of the warehouse, in one order."""
    return query(url, VALUES)


def load_directly(
    directory: Path, environ: Mapping[str, str], reports: str, ranges: Iterable[tuple[str, str, str]]
) -> None:
    """Loads report, first day, last day through the pipeline alone."""
    directory.mkdir()
    (directory / "reports.yaml").write_text(reports)
    runtime = open_runtime(load_settings(environ, directory))
    try:
        for key, first, last in ranges:
            spec = runtime.settings.find(key)
            periods = periods_in(spec, date.fromisoformat(first), date.fromisoformat(last))
            result = load_report(
                runtime, plan_range(report_state(runtime, spec), periods, runtime.clock()), LoadOrigin()
            )
            assert result.ok, result
    finally:
        runtime.close()

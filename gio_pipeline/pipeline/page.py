"""What a report's page shows of what landed: the view's columns, a few rows, the main metric over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2 import sql as compose
from sqlalchemy import Connection, Engine, text

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.periods import Period, State, calendar
from gio_pipeline.core.plot import Point
from gio_pipeline.core.quality import label
from gio_pipeline.pipeline.quality import main_metric
from gio_pipeline.warehouse.engine import driver_cursor, translate_errors
from gio_pipeline.warehouse.report_views import FIXED, view_name
from gio_pipeline.warehouse.reports import find_report
from gio_pipeline.warehouse.statements import sql

# A run keeps these in Dagster's storage for ever: enough to recognize the report by, and no more.
PREVIEW_ROWS = 6
PREVIEW_COLUMNS = 10
DRAWN_PERIODS = 60


@dataclass(frozen=True)
class ShownColumn:
    """One column of the report's view."""

    name: str
    type: str
    comment: str | None


@dataclass(frozen=True)
class Page:
    """What landed; `rows` are of the newest period and hold its dimensions and metrics, as far as `shown`."""

    columns: tuple[ShownColumn, ...]
    shown: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    metric: str | None
    points: tuple[Point, ...]


def read_page(engine: Engine, spec: ReportSpec, newest: Period) -> Page | None:
    """The page as of `newest`, None where the report has no view yet; raises WarehouseError."""
    memory = find_report(engine, spec)
    if memory is None:
        return None
    metric = main_metric(engine, memory.report_id)
    with translate_errors(), engine.connect() as connection:
        columns = _columns(connection, spec)
        if not columns:
            return None
        shown = _shown(columns)
        rows = _preview(connection, spec, newest, shown)
        points = _points(connection, spec, memory.report_id, metric.metric_id, newest) if metric else []
    return Page(columns, tuple(shown), tuple(rows), metric.name if metric else None, tuple(points))


def _columns(connection: Connection, spec: ReportSpec) -> tuple[ShownColumn, ...]:
    rows = connection.execute(text(sql("page/select_view_columns")), {"view": view_name(spec)})
    return tuple(ShownColumn(row.name, row.type, row.comment) for row in rows)


def _shown(columns: Sequence[ShownColumn]) -> list[str]:
    return [column.name for column in columns if column.name not in FIXED][:PREVIEW_COLUMNS]


def _preview(connection: Connection, spec: ReportSpec, period: Period, shown: Sequence[str]) -> list[tuple[Any, ...]]:
    # No parameters beside it: the driver would take a % in a column's name for one.
    statement = compose.SQL(sql("page/preview_view")).format(
        columns=compose.SQL(", ").join(compose.Identifier(name) for name in shown),
        view=compose.Identifier("gio_reports", view_name(spec)),
        start=compose.Literal(period.start),
        most=compose.Literal(PREVIEW_ROWS),
    )
    with driver_cursor(connection) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _points(connection: Connection, spec: ReportSpec, report_id: int, metric_id: int, newest: Period) -> list[Point]:
    values = {"report_id": report_id, "metric_id": metric_id, "newest": newest.start, "most": DRAWN_PERIODS}
    rows = connection.execute(text(sql("page/select_newest_totals")), values)
    return [Point(_label(spec, row.period_start), row.total, row.state == State.FINAL) for row in rows]


def _label(spec: ReportSpec, start: datetime) -> str:
    own = calendar(spec.grain, spec.timezone)
    return label(own, own.containing(start))

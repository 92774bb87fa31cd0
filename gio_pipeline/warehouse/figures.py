"""Figures of one report for its checks, its page and its preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2 import sql as compose
from sqlalchemy import Connection, Engine, Row

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.periods import Period, State
from gio_pipeline.core.plot import Point
from gio_pipeline.core.wording import label
from gio_pipeline.warehouse.engine import driver_cursor, read, translate_errors
from gio_pipeline.warehouse.report_views import FIXED, view_name
from gio_pipeline.warehouse.reports import find_report
from gio_pipeline.warehouse.statements import execute, sql

# What finds figures that cannot be.
GROWING_STEPS, ODD_RATES = "figures/select_growing_steps", "figures/select_odd_rates"
# A run keeps these in Dagster's storage for ever: enough to recognize the report by, and no more.
PREVIEW_ROWS = 6
PREVIEW_COLUMNS = 10
DRAWN_PERIODS = 60


def main_metric(engine: Engine, report_id: int) -> Row[Any] | None:
    """metric_id and name of a funnel's first step, a retention's cohort size or a chart's first metric.

    None before the first answer.
    """
    return next(iter(read(engine, "figures/select_main_metric", report_id=report_id)), None)


def schema_changes(engine: Engine, report_id: int, since: datetime) -> Sequence[Row[Any]]:
    """The rows of gio.schema_changes from that instant on."""
    return read(engine, "figures/select_schema_changes", report_id=report_id, since=since)


def odd_figures(engine: Engine, statement: str, **values: Any) -> Sequence[Row[Any]]:
    """What GROWING_STEPS or ODD_RATES finds: how many were checked, and those that are odd."""
    return read(engine, statement, **values)


def stored_values(engine: Engine, report_id: int, starts: Sequence[datetime]) -> list[tuple[Any, ...]]:
    """The values of the periods that begin at these instants."""
    rows = read(engine, "figures/select_stored_values", report_id=report_id, starts=list(starts))
    return [tuple(row) for row in rows]


@dataclass(frozen=True)
class Page:
    """What a report's page shows: the view's `columns` (name, type, comment), and `rows` of the newest period.

    shown: the names of the columns of `rows`. points: of the metric, one per period.
    """

    columns: Sequence[Row[Any]]
    shown: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    metric: str | None
    points: Sequence[Point]


def read_page(engine: Engine, spec: ReportSpec, newest: Period) -> Page | None:
    """The page as of `newest`, None where the report has no view yet; raises WarehouseError."""
    stored = find_report(engine, spec)
    if stored is None:
        return None
    metric = main_metric(engine, stored.report_id)
    with translate_errors(), engine.connect() as connection:
        columns = execute(connection, "figures/select_view_columns", view=view_name(spec)).all()
        if not columns:
            return None
        shown = tuple(column.name for column in columns if column.name not in FIXED)[:PREVIEW_COLUMNS]
        rows = _first_rows(connection, spec, newest.start, shown)
        if metric is None:
            return Page(columns, shown, rows, None, ())
        values = {"report_id": stored.report_id, "metric_id": metric.metric_id}
        totals = execute(
            connection, "figures/select_newest_totals", **values, newest=newest.start, most=DRAWN_PERIODS
        ).all()
    own = spec.calendar
    points = [
        Point(label(own, own.containing(row.period_start)), row.total, row.state == State.FINAL) for row in totals
    ]
    return Page(columns, shown, rows, metric.name, points)


def _first_rows(
    connection: Connection, spec: ReportSpec, start: datetime, shown: Sequence[str]
) -> tuple[tuple[Any, ...], ...]:
    # No parameters beside it: the driver would take a % in a column's name for one.
    statement = compose.SQL(sql("figures/preview_view")).format(
        columns=compose.SQL(", ").join(compose.Identifier(name) for name in shown),
        view=compose.Identifier("gio_reports", view_name(spec)),
        start=compose.Literal(start),
        most=compose.Literal(PREVIEW_ROWS),
    )
    with driver_cursor(connection) as cursor:
        cursor.execute(statement)
        return tuple(cursor.fetchall())

"""Figures of one report for its checks, its page and its preview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2 import sql as compose
from sqlalchemy import Connection, Engine, Row

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.warehouse.engine import driver_cursor, read, translate_errors
from gio_pipeline.warehouse.report_views import view_name
from gio_pipeline.warehouse.statements import execute, sql

# What finds figures that cannot be.
GROWING_STEPS, ODD_RATES = "figures/select_growing_steps", "figures/select_odd_rates"


def main_metrics(engine: Engine, report_id: int) -> Sequence[Row[Any]]:
    """metric_id and name of what the report is judged by, at most one row."""
    return read(engine, "figures/select_main_metric", report_id=report_id)


def schema_changes(engine: Engine, report_id: int, since: datetime) -> Sequence[Row[Any]]:
    """The rows of gio.schema_changes from that instant on."""
    return read(engine, "figures/select_schema_changes", report_id=report_id, since=since)


def odd_figures(engine: Engine, statement: str, **values: Any) -> Sequence[Row[Any]]:
    """What a check's statement of `sql/quality` finds: how many were checked, and those that are odd."""
    return read(engine, statement, **values)


def stored_values(engine: Engine, report_id: int, starts: Sequence[datetime]) -> list[tuple[Any, ...]]:
    """The values of the periods that begin at these instants."""
    rows = read(engine, "figures/select_stored_values", report_id=report_id, starts=list(starts))
    return [tuple(row) for row in rows]


@dataclass(frozen=True)
class ViewFigures:
    """columns: name, type and comment of the view's, none where there is no view; shown: those of `rows`."""

    columns: Sequence[Row[Any]]
    shown: Sequence[str] = ()
    rows: Sequence[tuple[Any, ...]] = ()
    totals: Sequence[Row[Any]] = ()


def view_figures(
    engine: Engine,
    spec: ReportSpec,
    report_id: int,
    metric_id: int | None,
    newest: datetime,
    shown_of: Callable[[Sequence[Row[Any]]], Sequence[str]],
    *,
    most_rows: int,
    most_periods: int,
) -> ViewFigures:
    """The view's columns, its first rows of the period that begins at `newest`, and a metric's newest totals."""
    with translate_errors(), engine.connect() as connection:
        columns = execute(connection, "figures/select_view_columns", view=view_name(spec)).all()
        if not columns:
            return ViewFigures(columns)
        shown = shown_of(columns)
        rows = _first_rows(connection, spec, newest, shown, most_rows)
        values = {"report_id": report_id, "metric_id": metric_id, "newest": newest, "most": most_periods}
        totals = [] if metric_id is None else execute(connection, "figures/select_newest_totals", **values).all()
        return ViewFigures(columns, shown, rows, totals)


def _first_rows(
    connection: Connection, spec: ReportSpec, start: datetime, shown: Sequence[str], most: int
) -> list[tuple[Any, ...]]:
    # No parameters beside it: the driver would take a % in a column's name for one.
    statement = compose.SQL(sql("figures/preview_view")).format(
        columns=compose.SQL(", ").join(compose.Identifier(name) for name in shown),
        view=compose.Identifier("gio_reports", view_name(spec)),
        start=compose.Literal(start),
        most=compose.Literal(most),
    )
    with driver_cursor(connection) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())

"""Forgetting a report: its rows, what is known of its answers, and its view."""

from dataclasses import dataclass
from datetime import date

from psycopg2 import sql as compose
from psycopg2.errors import DependentObjectsStillExist
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.availability import lock_timed_out
from gio_pipeline.warehouse.engine import driver_cursor, read, translate_errors
from gio_pipeline.warehouse.statements import execute

LOCK_TIMEOUT = "15s"
_ROWS = ("troubles", "coverage", "restatements", "schema_changes", "dimension_sets")


@dataclass(frozen=True)
class LoadedReport:
    """A report the warehouse knows, in the configuration or not; first and last: dates of its loaded periods."""

    report_id: int
    project: str
    report: str
    active: bool
    periods: int
    first: date | None
    last: date | None

    @property
    def key(self) -> str:
        return f"{self.project}/{self.report}"


@dataclass(frozen=True)
class Forgotten:
    """What a reset deleted; `dependents` says what still needs the report's view, which was then kept."""

    values: int
    dependents: str | None = None


def loaded_reports(engine: Engine, name: str) -> list[LoadedReport]:
    """The reports called `project/name` or `name`."""
    return [LoadedReport(**row._asdict()) for row in read(engine, "reset/select_loaded_reports", name=name)]


def reset_report(engine: Engine, loaded: LoadedReport) -> Forgotten:
    """Deletes all that is loaded of a report, in one transaction; its rows in gio.loads stay.

    Waits for loads that are being merged; raises WarehouseError, with nothing deleted, where they or readers of the
    view take longer than the lock time-out.
    """
    try:
        with translate_errors(), engine.begin() as connection:
            return _reset(connection, loaded)
    except WarehouseError as error:
        if lock_timed_out(error):
            raise WarehouseError(
                f"{loaded.key} is being loaded, or its view is being read: nothing was deleted, try again after that."
            ) from error
        raise


def _reset(connection: Connection, loaded: LoadedReport) -> Forgotten:
    connection.execute(text(f"set local lock_timeout = '{LOCK_TIMEOUT}'"))
    _run(connection, "lock_report", loaded)
    values = _run(connection, "delete_points", loaded)
    for name in _ROWS:
        _run(connection, f"delete_{name}", loaded)
    dependents = _drop_view(connection, loaded)
    if dependents is None:
        _run(connection, "delete_report", loaded)
    else:
        # The view that stays is made of the report's number and its metrics'.
        _run(connection, "detach_loads", loaded)
        _run(connection, "forget_answers", loaded)
    return Forgotten(values, dependents)


def _drop_view(connection: Connection, loaded: LoadedReport) -> str | None:
    """What depends on the view, in Postgres' words; None where it is gone."""
    view = compose.Identifier("gio_reports", f"{loaded.project}__{loaded.report}")
    statement = compose.SQL("drop view if exists {}").format(view)
    try:
        with connection.begin_nested(), driver_cursor(connection) as cursor:
            cursor.execute(statement)
    except DBAPIError as error:
        if not isinstance(error.orig, DependentObjectsStillExist):
            raise
        return (error.orig.diag.message_detail or "other views depend on it").replace("\n", ", ")
    return None


def _run(connection: Connection, name: str, loaded: LoadedReport) -> int:
    return execute(connection, f"reset/{name}", report_id=loaded.report_id).rowcount

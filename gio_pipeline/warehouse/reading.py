"""Reading for people and files: a whole result at once, or batch by batch through a cursor of the server's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg2 import sql as compose
from sqlalchemy import Connection, CursorResult, Engine, text

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.report_views import view_exists, view_name
from gio_pipeline.warehouse.statements import sql

Row = tuple[Any, ...]
BATCH_ROWS = 10_000
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Stream:
    """A result as it comes: column names, the number (oid) of each one's Postgres type, and batches of rows."""

    columns: list[str]
    types: list[int]
    batches: Iterator[list[Row]]


def run_query(engine: Engine, statement: str, values: Mapping[str, str] = _NOTHING) -> tuple[list[str], list[Row]]:
    """Column names and rows of a statement that may only read; `values`: settings such as gio.report, by name."""
    with translate_errors(), engine.connect() as connection:
        result = _executed(connection, statement, values)
        return list(result.keys()), [tuple(row) for row in result]


@contextmanager
def streamed(engine: Engine, statement: str, values: Mapping[str, str] = _NOTHING) -> Iterator[Stream]:
    """The same with no more than a few batches of rows in memory, here and on the way; raises WarehouseError."""
    options = {"stream_results": True, "max_row_buffer": BATCH_ROWS}
    with (
        translate_errors(),
        engine.connect() as connection,
        _executed(connection, statement, values, **options) as result,
    ):
        described: Any = result.cursor.description if result.cursor else ()
        batches = ([tuple(row) for row in part] for part in result.partitions(BATCH_ROWS))
        yield Stream(list(result.keys()), [column[1] for column in described or ()], batches)


def _executed(connection: Connection, statement: str, values: Mapping[str, str], **options: Any) -> CursorResult[Any]:
    connection.execute(text("set transaction read only"))
    for name, value in values.items():
        connection.execute(text("select set_config(:name, :value, true)"), {"name": name, "value": value})
    # Without parameters the driver leaves colons alone; a percent sign must be doubled all the same.
    return connection.exec_driver_sql(statement.replace("%", "%%"), execution_options=options)


def view_statement(engine: Engine, spec: ReportSpec, first: date | None, last: date | None) -> str | None:
    """Selects a report's view by period_date, both inclusive, oldest first; None where it has no view yet."""
    with translate_errors(), engine.connect() as connection:
        if not view_exists(connection, spec):
            return None
        statement = compose.SQL(sql("reading/export_view")).format(
            view=compose.Identifier("gio_reports", view_name(spec)),
            first=compose.Literal(first or "-infinity"),
            last=compose.Literal(last or "infinity"),
        )
        driver: Any = connection.connection.driver_connection
        return str(statement.as_string(driver))

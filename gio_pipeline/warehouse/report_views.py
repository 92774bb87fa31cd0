"""gio_reports.<project>__<report>: the report as the console shows it, a column per dimension and metric.

CREATE OR REPLACE VIEW can only append columns, and a DROP would take dependent views along: so the order in which
columns were first seen is kept in gio_state.view_columns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg2 import sql as compose
from sqlalchemy import Connection, Engine, text

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.text import identifier
from gio_pipeline.warehouse.engine import driver_cursor, translate_errors
from gio_pipeline.warehouse.metric_names import lock_names, metric_ids
from gio_pipeline.warehouse.statements import execute, sql

FIXED = {
    "period_date": "The day in the project's time zone (a week's Monday, a month's 1st): what to plot and to group by",
    "period_start": "First instant of the period; cut to days in UTC it shows Shanghai's day one too early",
    "period_local": "Its first instant as local time in the project's time zone: what to plot hours by",
    "state": "provisional (before it settled), filling (still growing) or final",
    "provisional": "Whether the period had not settled when it was asked for",
    "loaded_at": "Last load that changed anything in the period",
}
MOST_COLUMNS = 1500  # Postgres: 1600 in a result row
LOCK_TIMEOUT = "5s"


@dataclass(frozen=True)
class ViewColumn:
    """One dimension or metric of a view, or a metric's text (role text), under the name it has there."""

    role: str
    name: str
    column_name: str


def view_name(spec: ReportSpec) -> str:
    return f"{spec.project}__{spec.name}"


def refresh_report_view(
    engine: Engine, spec: ReportSpec, report_id: int, columns: Sequence[tuple[str, str]]
) -> list[str]:
    """Makes the view, or appends what `columns` (name, role) has new; returns the names there was no room for.

    A metric of role text gets a second column, which shows its cells as the source wrote them.

    Raises WarehouseError where the view is locked for longer than the lock time-out; nothing is changed then.
    """
    with translate_errors(), engine.begin() as connection:
        known = _columns(connection, report_id)
        new = _new(known, columns)
        if not new and view_exists(connection, spec):
            return _left_out(known, columns)
        connection.execute(text(f"set local lock_timeout = '{LOCK_TIMEOUT}'"))
        lock_names(connection, report_id)
        known = _columns(connection, report_id)
        new = _new(known, columns)
        _remember(connection, report_id, len(known), new)
        _create(connection, spec, report_id, [*known, *new])
        return _left_out([*known, *new], columns)


def _columns(connection: Connection, report_id: int) -> list[ViewColumn]:
    rows = execute(connection, "report_views/select_view_columns", report_id=report_id)
    return [ViewColumn(row.role, row.name, row.column_name) for row in rows]


def view_exists(connection: Connection, spec: ReportSpec) -> bool:
    return bool(execute(connection, "report_views/view_exists", view=view_name(spec)).scalar())


def _new(known: Sequence[ViewColumn], columns: Sequence[tuple[str, str]]) -> list[ViewColumn]:
    seen = {(column.role, column.name) for column in known}
    taken = {*FIXED, *(column.column_name for column in known)}
    found = []
    for name, role in columns:
        if (role, name) not in seen and len(taken) < MOST_COLUMNS:
            called = f"{name} text" if role == "text" else name
            found.append(ViewColumn(role, name, identifier(called, taken)))
            taken.add(found[-1].column_name)
    return found


def _left_out(shown: Sequence[ViewColumn], columns: Sequence[tuple[str, str]]) -> list[str]:
    seen = {(column.role, column.name) for column in shown}
    return [name for name, role in columns if (role, name) not in seen]


def _remember(connection: Connection, report_id: int, first: int, columns: Sequence[ViewColumn]) -> None:
    rows = [vars(column) | {"report_id": report_id, "position": first + n} for n, column in enumerate(columns)]
    if rows:
        connection.execute(text(sql("report_views/insert_view_column")), rows)


def _create(connection: Connection, spec: ReportSpec, report_id: int, columns: Sequence[ViewColumn]) -> None:
    numbers = metric_ids(connection, report_id)
    view = compose.Identifier("gio_reports", view_name(spec))
    parts: list[compose.Composable] = [
        compose.SQL(f"{_days(connection, spec)}, c.period_local, c.state"),
        compose.SQL("c.state = 'provisional' as provisional, c.loaded_at"),
        *(_expression(column, numbers) for column in columns),
    ]
    statement = compose.SQL(sql("report_views/create_report_view")).format(
        view=view, columns=compose.SQL(",\n       ").join(parts), report_id=compose.Literal(report_id)
    )
    # Default privileges are those of the user who ran the migrations: this may be another.
    readers = execute(connection, "report_views/select_readers").scalars()
    grants = [compose.SQL("grant select on {} to {}").format(view, compose.Identifier(name)) for name in readers]
    with driver_cursor(connection) as cursor:
        cursor.execute(compose.SQL(";\n").join([statement, *grants, *_comments(spec, columns)]))


def _days(connection: Connection, spec: ReportSpec) -> str:
    """BI tools take a view's first column with a date for its day. One made before has its columns where they are."""
    first = execute(connection, "report_views/select_first_column", view=view_name(spec)).scalar()
    return "c.period_start, c.period_date" if first == "period_start" else "c.period_date, c.period_start"


def _comments(spec: ReportSpec, columns: Sequence[ViewColumn]) -> Iterator[compose.Composable]:
    view = ("gio_reports", view_name(spec))
    title = f"{spec.title or spec.name}: {spec.kind} {spec.id} of project {spec.project}, per {spec.grain}"
    yield compose.SQL("comment on view {} is {}").format(compose.Identifier(*view), compose.Literal(title))
    described = FIXED | {column.column_name: f"{column.role}: {column.name}" for column in columns}
    for name, comment in described.items():
        place = compose.Identifier(*view, name)
        yield compose.SQL("comment on column {} is {}").format(place, compose.Literal(comment))


def _expression(column: ViewColumn, numbers: dict[str, int]) -> compose.Composable:
    name = compose.Identifier(column.column_name)
    if column.role == "dimension":
        return compose.SQL("d.dimensions ->> {} as {}").format(compose.Literal(column.name), name)
    number, shown = compose.Literal(numbers[column.name]), "value_text" if column.role == "text" else "value"
    statement = "max(p.{}) filter (where p.metric_id = {}) as {}"
    return compose.SQL(statement).format(compose.Identifier(shown), number, name)

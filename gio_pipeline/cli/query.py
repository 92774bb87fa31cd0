"""`gio-pipeline query`: the analyses of sql/queries."""

import csv
import json
import shutil
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from textwrap import wrap
from typing import Any

import click

from gio_pipeline.cli.command import Command
from gio_pipeline.cli.screen import Cell, say, table

_NAMES = 28


@click.command(cls=Command)
@click.argument("name", required=False)
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values with a header instead of a table.")
def query(name: str | None, as_csv: bool) -> None:
    """Runs one of the queries in sql/queries.

    Without NAME lists them.
    """
    if name is None:
        _list_queries()
        return
    statement = read_query(name)
    from gio_pipeline.core.errors import WarehouseError
    from gio_pipeline.pipeline.status import existing_warehouse
    from gio_pipeline.settings import load_settings

    with existing_warehouse(load_settings()) as engine:
        if engine is None:
            raise WarehouseError("Nothing is loaded yet: gio-pipeline load makes the tables and fills them.")
        columns, rows = run_query(engine, statement)
    if as_csv:
        _print_csv(columns, rows)
        return
    print_rows(columns, rows)
    if not rows:
        say(comment(name))


def _list_queries() -> None:
    # On a terminal what a query answers is folded in its own column.
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for listed in queries():
        said = wrap(about(listed), max(20, width - _NAMES)) if width else [about(listed)]
        say(f"{listed:<{_NAMES}}" + f"\n{'':<{_NAMES}}".join(said))


def queries() -> list[str]:
    """The names there are."""
    return sorted(path.stem for path in _directory().glob("*.sql"))


def about(name: str) -> str:
    """The first line of the comment on top of a query."""
    return read_query(name).partition("\n")[0].removeprefix("--").strip()


def comment(name: str) -> str:
    """The whole comment on top of a query."""
    lines = takewhile(lambda line: line.startswith("--"), read_query(name).splitlines())
    return " ".join(line.removeprefix("--").strip() for line in lines)


def read_query(name: str) -> str:
    """The text of a query; UsageError where there is none of that name."""
    if name not in queries():
        raise click.UsageError(f"There is no query {name!r}; there are {', '.join(queries())}.")
    return (_directory() / f"{name}.sql").read_text(encoding="utf-8")


def run_query(engine: Any, statement: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of a statement that may only read."""
    from gio_pipeline.warehouse.engine import explained

    with explained(), engine.connect() as connection:
        connection.exec_driver_sql("set transaction read only")
        # Without parameters the driver leaves colons and percent signs alone.
        result = connection.exec_driver_sql(statement.replace("%", "%%"))
        return list(result.keys()), [tuple(row) for row in result]


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table of a result; numbers to the right, Chinese as it is."""
    numeric = [
        column
        for at, column in enumerate(columns)
        if all(isinstance(row[at], int | float | Decimal | None) and not isinstance(row[at], bool) for row in rows)
    ]
    table(columns, [[_cell(value) for value in row] for row in rows], numeric)
    say(f"({len(rows):,} {'row' if len(rows) == 1 else 'rows'})")


def _directory() -> Path:
    from gio_pipeline.warehouse.statements import directory

    return directory() / "queries"


def _cell(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return f"{value:,}"
    return value if isinstance(value, int | float) and not isinstance(value, bool) else _text(value, "seconds")


def _text(value: Any, timespec: str = "auto") -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _print_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value) for value in row] for row in rows)

"""`gio-pipeline query`: the analyses of sql/queries."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any

import click

from gio_pipeline.cli.command import DAY, Command, acts
from gio_pipeline.cli.files import STDOUT, as_text, check_target, write_csv, write_parquet
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import Cell, say, table
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.core.periods import check_dates
from gio_pipeline.pipeline.status import existing_warehouse
from gio_pipeline.warehouse.reading import Stream, run_query, streamed
from gio_pipeline.warehouse.statements import directory, sql

_NAMES = 28


@click.command(cls=Command)
@click.argument("name", required=False)
@click.option("--report", metavar="REPORT", help="Of this report alone.")
@click.option("--from", "first", type=DAY, help="First day, inclusive.")
@click.option("--to", "last", type=DAY, help="Last day, inclusive.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values with a header instead of a table.")
@click.option("--parquet", metavar="FILE", help="Write Parquet (needs the extra parquet) instead of printing.")
def query(
    name: str | None, report: str | None, first: date | None, last: date | None, as_csv: bool, parquet: str | None
) -> None:
    """Runs one of the queries in sql/queries.

    Without NAME lists them. They are of the reports in the configuration; in psql the settings gio.report, gio.from
    and gio.to do what the options do here.
    """
    if name is None:
        for each in queries():
            say(f"{each:<{_NAMES}}{about(each)}", indent=_NAMES)
        return
    statement = read_query(name)

    check_target(parquet, STDOUT if as_csv else None)
    settings = own_settings()
    values = _values(name, settings.find(report).key if report else None, first, last)
    with existing_warehouse(settings) as engine:
        if engine is None:
            raise WarehouseError("Nothing is loaded yet: gio-pipeline load makes the tables and fills them.")
        if parquet or as_csv:
            with streamed(engine, statement, values) as stream:
                _write(stream, parquet)
            return
        columns, rows = run_query(engine, statement, values)
    print_rows(columns, rows)
    if not rows:
        say(comment(name))


def _write(stream: Stream, parquet: str | None) -> None:
    if parquet:
        acts()
        say(f"{parquet}: {write_parquet(stream, parquet):,} rows.")
    else:
        write_csv(stream, STDOUT)


def _values(name: str, report: str | None, first: date | None, last: date | None) -> dict[str, str]:
    """The settings that narrow a query; UsageError for those it does not take."""
    if first and last:
        check_dates(first, last)
    given = {"report": report, "from": first and str(first), "to": last and str(last)}
    values = {f"gio.{option}": value for option, value in given.items() if value}
    if untaken := [f"--{each.removeprefix('gio.')}" for each in values if f"'{each}'" not in read_query(name)]:
        raise click.UsageError(f"The query {name} takes no {' or '.join(untaken)}.")
    return values


def queries() -> list[str]:
    """The names there are."""
    return sorted(path.stem for path in (directory() / "queries").glob("*.sql"))


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
    return sql(f"queries/{name}")


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table of a result; numbers to the right, Chinese as it is."""
    numeric = [
        column
        for at, column in enumerate(columns)
        if all(isinstance(row[at], int | float | Decimal | None) and not isinstance(row[at], bool) for row in rows)
    ]
    table(columns, [[_cell(value) for value in row] for row in rows], numeric)
    say(f"({len(rows):,} {'row' if len(rows) == 1 else 'rows'})")


def _cell(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return f"{value:,}"
    return value if isinstance(value, int | float) and not isinstance(value, bool) else as_text(value, "seconds")

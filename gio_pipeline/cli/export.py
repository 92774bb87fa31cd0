"""`gio-pipeline export`: a report's view as a file."""

from datetime import date

import click

from gio_pipeline.cli.command import DAY, Command, acts
from gio_pipeline.cli.files import STDOUT, check_target, write_csv, write_parquet
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import say
from gio_pipeline.core.errors import UsageError, WarehouseError
from gio_pipeline.core.periods import check_dates
from gio_pipeline.pipeline.status import existing_warehouse
from gio_pipeline.warehouse.reading import streamed, view_statement


@click.command(cls=Command)
@click.argument("report")
@click.option("--from", "first", type=DAY, help="First day, inclusive; else the first loaded one.")
@click.option("--to", "last", type=DAY, help="Last day, inclusive; else the newest loaded one.")
@click.option("--parquet", metavar="FILE", help="Write Parquet (needs the extra parquet).")
@click.option("--csv", "as_csv", metavar="FILE", help="Write comma-separated values; - for stdout.")
def export(report: str, first: date | None, last: date | None, parquet: str | None, as_csv: str | None) -> None:
    """Writes a report's view to a file.

    The columns of gio_reports.<project>__<report>, oldest period first, provisional ones too: the column state tells
    them. The file appears when it is complete. Any size: the rows are streamed.
    """
    target = parquet or as_csv
    if not target:
        raise UsageError("Name the file: --parquet FILE or --csv FILE.")
    check_target(parquet, as_csv)
    if first and last:
        check_dates(first, last)
    settings = own_settings()
    spec = settings.find(report)
    if target != STDOUT:
        acts()
    with existing_warehouse(settings) as engine:
        statement = view_statement(engine, spec, first, last) if engine else None
        if engine is None or statement is None:
            raise WarehouseError(f"Nothing is loaded of {spec.key} yet: there is nothing to export.")
        with streamed(engine, statement) as stream:
            rows = write_parquet(stream, target) if parquet else write_csv(stream, target)
    if target != STDOUT:
        say(f"{target}: {rows:,} rows of {spec.key}, {len(stream.columns)} columns.")

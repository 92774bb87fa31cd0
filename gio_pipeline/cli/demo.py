"""`gio-pipeline demo`: the sample reports, from the sandbox through Dagster into Postgres."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gio_pipeline.cli.command import Command, acts, program_name
from gio_pipeline.cli.progress import by_report
from gio_pipeline.cli.query import print_rows
from gio_pipeline.cli.sample import RAISED, RATE_LIMIT, pointed_at, sample_settings
from gio_pipeline.cli.screen import complain, heading, say, table, verbatim
from gio_pipeline.core.catalog import CATALOG, titles
from gio_pipeline.core.wording import by_line
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import database_url
from gio_pipeline.pipeline.status import existing_warehouse
from gio_pipeline.pipeline.wording import shortcomings
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.address import plain
from gio_pipeline.warehouse.reading import run_query
from gio_pipeline.warehouse.statements import sql

if TYPE_CHECKING:
    from gio_pipeline.defs.demo import Taken

PERIODS = 30
SAMPLE_QUERY = "demo/five_cities"
_COLUMNS = ("report", "title", "periods", "values", "requests", "seconds")
_CATALOGUE = ("project", "catalogue", "rows", "requests")


@click.command(cls=Command)
def demo() -> int:
    """Loads the sample reports and shows what landed.

    The 30 newest settled days of each, through the real assets, from the imitation API: no account is needed. Only
    the embedded Postgres is left running.
    """
    from gio_pipeline.sandbox import serve_in_thread

    acts()
    began = time.monotonic()
    settings = sample_settings()
    if Path("reports.yaml").exists():
        say("The demo loads the sample reports; reports.yaml is not read.")
    now = settings.now.isoformat() if settings.now else None
    with serve_in_thread(rate_limit=RATE_LIMIT, now=now) as url:
        say(f"Source     {url}, the imitation API; {RAISED}", indent=11)
        results, taken = _load(pointed_at(settings, url))
    return _show(settings, results, taken, time.monotonic() - began)


def _load(settings: Settings) -> tuple[list[LoadResult], list[Taken]]:
    embedded = "" if settings.database_url else ", the embedded Postgres"
    say(f"Warehouse  {plain(database_url(settings))}{embedded}", indent=11)
    from gio_pipeline.defs.demo import load_newest, take_catalogues
    from gio_pipeline.defs.home import prepare_home

    say(f"Dagster    {prepare_home(settings)}")
    reports = settings.reports()
    say(f"Loading the {PERIODS} newest settled days of {len(reports)} reports through their assets")
    with by_report(len(reports)) as shown:
        results = load_newest(settings, PERIODS, shown)
    say(f"Taking {titles(CATALOG)}, and the users of segments")
    return results, take_catalogues(settings)


def _show(settings: Settings, results: Sequence[LoadResult], taken: Sequence[Taken], seconds: float) -> int:
    say()
    table(_COLUMNS, [_row(result) for result in results], _COLUMNS[2:], keys=1)
    if taken:
        say()
        table(_CATALOGUE, [[each.project, each.table, each.rows, each.requests] for each in taken], _CATALOGUE[2:])
    failed = by_line((result.spec.key, line) for result in results for line in shortcomings(result))
    for line in failed:
        complain(line)
    skipped = sum(each.skipped for each in results)
    requests = sum(each.requests for each in results) + sum(each.requests for each in taken)
    say()
    if not requests and not failed:
        say(f"0 requests: all {skipped:,} periods are loaded already, today's catalogue too ({seconds:.1f} s).")
    else:
        values = sum(each.count("values") for each in results)
        say(f"{values:,} values in {requests:,} requests, {seconds:.1f} s from start to here.")
        if skipped:
            say(f"{skipped:,} periods were loaded before.")
    _show_query(settings)
    _show_next(settings)
    return 1 if failed else 0


def _row(result: LoadResult) -> list[str | int | None]:
    numbers = [len(result.committed), result.count("values"), result.requests]
    return [result.spec.key, result.spec.title, *numbers, f"{result.seconds:.1f}"]


def _show_query(settings: Settings) -> None:
    about, _, statement = sql(SAMPLE_QUERY).partition("\n")
    say()
    heading(about.removeprefix("-- "))
    verbatim(statement.rstrip())
    say()
    with existing_warehouse(settings) as engine:
        assert engine is not None
        print_rows(*run_query(engine, statement))


def _show_next(settings: Settings) -> None:
    program = program_name()
    rows = [
        ("make up" if Path("Makefile").exists() else f"{program} up", "the Dagster UI, with these runs in it"),
        (f"{program} status", "how far each report is loaded"),
        (f"{program} query", "analyses to start from"),
        (f'psql "$({program} db url --show-password)"', "ask the tables yourself"),
    ]
    if settings.database_url is None:
        rows.append((f"{program} db stop", "stops Postgres, the only thing left running"))
    say()
    heading("What next")
    width = max(len(command) for command, _ in rows)
    for command, does in rows:
        say(f"  {command:<{width}}  {does}", indent=8)

"""`gio-pipeline reset`: forgets what is loaded of one report."""

import sys

import click

from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.pages import show_forgotten
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import say, warn
from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.wording import count
from gio_pipeline.pipeline.status import existing_warehouse
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.engine import Engine
from gio_pipeline.warehouse.reset import LoadedReport, loaded_reports, reset_report


@click.command(cls=Command)
@click.argument("report")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(report: str, yes: bool) -> int:
    """Forgets what is loaded of one report.

    Deletes its values, coverage, restatements and view; GrowingIO still has the figures, so they can be loaded
    again. What was loaded when stays in gio.loads. The report may have left the configuration.
    """
    acts()
    settings = own_settings()
    with existing_warehouse(settings) as engine:
        loaded = _loaded(engine, settings, report)
        if engine is None or loaded is None:
            say(f"Nothing is loaded of {report}.")
            return 0
        if not (yes or _agreed(loaded)):
            say("Nothing was deleted.")
            return 1
        forgotten = reset_report(engine, loaded)
    show_forgotten(settings, loaded.project, loaded.report)
    say(f"{loaded.key} is forgotten: {forgotten.values:,} values of {_extent(loaded)} deleted.")
    if forgotten.dependents:
        warn(
            f"Its view gio_reports.{loaded.project}__{loaded.report} was kept, empty, with its columns: "
            f"{forgotten.dependents}."
        )
    return 0


def _loaded(engine: Engine | None, settings: Settings, name: str) -> LoadedReport | None:
    """The report in the warehouse; UsageError where the name means none or several."""
    found = loaded_reports(engine, name) if engine else []
    if len(found) > 1:
        raise UsageError(f"{name} is a report of several projects: write {' or '.join(each.key for each in found)}.")
    if found:
        return found[0]
    spec = settings.find(name)
    return next(iter(loaded_reports(engine, spec.key)), None) if engine else None


def _agreed(loaded: LoadedReport) -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError(f"There is no terminal to ask on whether to forget {loaded.key}: add --yes.")
    return click.confirm(f"Forget {_extent(loaded)} of {loaded.key}?")


def _extent(loaded: LoadedReport) -> str:
    if not loaded.periods:
        return "no periods"
    span = f"{loaded.first}" if loaded.first == loaded.last else f"{loaded.first} to {loaded.last}"
    return f"{count(loaded.periods, 'period')} ({span})"

"""`gio-pipeline status`: how far each report is loaded."""

from collections.abc import Sequence
from datetime import date

import click

from gio_pipeline.cli.command import DAY, Command, acts
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import Cell, complain, say, table, verbatim, warn
from gio_pipeline.cli.status_json import documents
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.periods import State
from gio_pipeline.core.trouble import in_words
from gio_pipeline.core.wording import by_line, moment, named, ranges
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.status import (
    ReportStatus,
    due_lines,
    existing_warehouse,
    left_alone_lines,
    not_final,
    report_statuses,
    unknown_labels,
)
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.report_state import inactive_reports

_COLUMNS = (
    "report", "grain", "loaded", "holes", "provisional", "filling", "newest final", "last load", "next settles",
)  # fmt: skip
_NUMERIC = ("loaded", "holes", "provisional", "filling")


@click.command(cls=Command)
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option("--final", "day", type=DAY, help="Exit with 1 unless everything that ends on or before DATE is final.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per report, for programs.")
def status(reports: tuple[str, ...], day: date | None, as_json: bool) -> int:
    """Shows what is loaded, missing and yet to settle.

    With --final it is a gate for other schedulers: exit code 0 when every period of the reports, from the first
    loaded one to the last that ends on or before DATE, is final.
    """
    if as_json and day is not None:
        raise click.UsageError("--json and --final do not go together: --final answers by its exit code.")
    settings = own_settings()
    specs = _named(settings, reports)
    with existing_warehouse(settings) as engine:
        runtime = Runtime(settings, engine) if engine else None
        found = report_statuses(engine, specs, runtime.clock() if runtime else settings.clock())
        if runtime and (disagreement := runtime.clocks_told()):
            warn(f"Warning: {disagreement}")
        projects = [project.name for project in settings.config.projects]
        left = inactive_reports(engine, projects, settings.reports()) if engine and not reports else []
        labels = unknown_labels(engine) if engine else {}
    if day is not None:
        acts()
        return _gate(found, day)
    if as_json:
        verbatim(documents(found))
        return 0
    _show(found, left)
    show_ticks(found)
    for each in found:
        view, unknown = KINDS[each.spec.kind].series_view, labels.get(each.spec.key, [])
        if view and unknown:
            left_out = ", ".join(unknown)
            say(f"{each.spec.key}: {view.name} leaves out {left_out}: no step or period can be read from the name")
    return 0


def _named(settings: Settings, reports: tuple[str, ...]) -> list[ReportSpec]:
    found = [settings.find(name) for name in reports] or list(settings.reports())
    return list({spec.key: spec for spec in found}.values())


def _show(found: list[ReportStatus], left: list[str]) -> None:
    table(_COLUMNS, [_row(each) for each in found], _NUMERIC, keys=1)
    for line in by_line((each.spec.key, ranges(each.timetable, each.holes)) for each in found if each.holes):
        say(f"Not loaded: {line}")
    for each in found:
        if each.last_load and each.last_load.error and not each.trouble:
            say(f"{each.spec.key}, last load {each.last_load.status}: {each.last_load.error}")
        if each.exporter:
            say(f"{each.spec.key}, asked of {each.exporter}")
        if each.changed:
            complain(each.changed)
        if each.trouble and not each.changed:
            complain(f"{in_words(each.trouble, each.spec.zone)}")
        if each.red_checks:
            say(f"{each.spec.key}, red after the last load: {', '.join(each.red_checks)}")
    if left:
        say(f"Loaded, but no longer in the configuration: {', '.join(left)}")


def show_ticks(found: Sequence[ReportStatus]) -> None:
    """What the schedules will load next, and what they will not."""
    if found and not any(each.due for each in found):
        say("The next tick has nothing to load.")
    for line in due_lines(found):
        say(line)
    for line in left_alone_lines(found):
        say(line)


def _row(each: ReportStatus) -> list[Cell]:
    zone, newest, last = each.spec.zone, each.loaded.newest_final, each.last_load
    return [
        each.spec.key,
        str(each.spec.grain),
        None if each.changed else len(each.loaded),
        len(each.holes) if each.loaded else None,
        each.loaded.count(State.PROVISIONAL) if each.loaded else None,
        each.loaded.count(State.FILLING) if each.loaded else None,
        named(each.timetable, newest) if newest else None,
        f"{moment(last.finished_at, zone)} {last.status}" if last else "never" if not each.changed else None,
        moment(each.next_settling, zone),
    ]


def _gate(found: list[ReportStatus], day: date) -> int:
    missing = [(each, not_final(each, day)) for each in found]
    for each, periods in missing:
        if each.changed:
            complain(each.changed)
        elif periods:
            complain(_open_periods(each, periods, day))
    if any(periods or each.changed for each, periods in missing):
        return 1
    reports = f"the {len(found)} reports" if len(found) > 1 else found[0].spec.key if found else "no report"
    say(f"Everything of {reports} that ends on or before {day} is final.")
    return 0


def _open_periods(each: ReportStatus, periods: dict, day: date) -> str:  # type: ignore[type-arg]
    if not each.loaded:
        return f"{each.spec.key}: nothing is loaded."
    if set(periods.values()) == {None} and min(periods) < each.loaded.first:
        return f"{each.spec.key}: nothing that ends on or before {day} is loaded."
    parts = [
        f"{state or 'not loaded'}: {ranges(each.timetable, [p for p, s in periods.items() if s is state])}"
        for state in dict.fromkeys(periods.values())
    ]
    return f"{each.spec.key} is not final up to {day}: {'; '.join(parts)}."

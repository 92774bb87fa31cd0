"""`gio-pipeline discover`: what the projects hold that could be loaded."""

import sys
from contextlib import closing
from typing import Any

import click

from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.credentials import unusable
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import complain, heading, say, table, verbatim, warn
from gio_pipeline.core.errors import SourceError, Unforeseen
from gio_pipeline.core.kinds import Kind
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.discover import Choice, Discovery, additions
from gio_pipeline.pipeline.discover import discover as find
from gio_pipeline.pipeline.runtime import Runtime, open_upgraded
from gio_pipeline.settings import Settings
from gio_pipeline.settings.additions import Addition, add_reports

_DASHBOARDS = ("dashboard", "name", "type", "scope", "updated", "updater")
_REPORTS = ("kind", "id", "title", "dashboards", "in reports.yaml as", "remark")
_SEGMENTS = ("segment", "name", "user type", "users", "updated", "users taken")


@click.command(cls=Command)
@click.option("--project", help="Only this project.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print the reports that reports.yaml lacks, as its entries.")
@click.option("--merge", is_flag=True, help="Print them and add them to reports.yaml, whose comments stay.")
@click.option("--dashboard", "dashboards", multiple=True, metavar="ID", help="Of these entries, only this dashboard's.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(sorted(map(str, Kind))), help="Only of this kind.")
@click.option("--yes", is_flag=True, help="With --merge on a terminal: do not ask which.")
def discover(
    project: str | None, as_yaml: bool, merge: bool, dashboards: tuple[str, ...], kinds: tuple[str, ...], yes: bool
) -> int:
    """Lists dashboards with what stands on them, and segments.

    Stores nothing. --dashboard and --kind may be given several times. On a terminal --merge asks which of the entries
    to add. Exit code 1: a project could not be asked.
    """
    settings = own_settings(asks=True)
    names = [settings.project(project).name] if project else [each.name for each in settings.config.projects]
    without_access = unusable(settings, names, named=bool(project))
    found, failed = [], list(map(str, without_access.values()))
    with closing(Runtime(settings, open_upgraded(settings))) as runtime:
        for name in [each for each in names if each not in without_access]:
            try:
                with contained(name):
                    found.append(find(runtime, name))
            except Unforeseen as error:
                failed.append(f"{name}: {error}")
            except SourceError as error:
                failed.append(str(error))
    if as_yaml or merge:
        choice = Choice(frozenset(kinds), frozenset(dashboards))
        _show_yaml(settings, found, choice, merge=merge, ask=merge and not yes and sys.stdin.isatty())
    else:
        _show(found)
    for warning in (warning for each in found for warning in each.warnings):
        warn(f"Warning: {warning}")
    for reason in failed:
        complain(reason)
    return 1 if failed else 0


def _show(found: list[Discovery]) -> None:
    for each in found:
        heading(f"{each.project.name} ({each.project.uid})")
        say()
        table(_DASHBOARDS, [_dashboard(row) for row in each.dashboards], keys=1)
        say()
        table(_REPORTS, [_report(report) for report in each.reports], keys=2)
        say()
        if each.segments:
            table(_SEGMENTS, [_segment(row, each.project.segment_users) for row in each.segments], ["users"], keys=1)
            say()
    new = sum(len(each.new) for each in found)
    if new:
        say(f"{new:,} of them are not in reports.yaml: --yaml prints their entries, --merge adds them.")


def _dashboard(row: dict[str, Any]) -> list[str | None]:
    return [row["id"], row["name"], row["type"], row["scope"], _moment(row, "updated_at"), row["updater"]]


def _report(found: Any) -> list[str | None]:
    return [found.kind, found.id, found.title, ", ".join(found.dashboards), found.configured, found.remark]


def _segment(row: dict[str, Any], taken: tuple[str, ...]) -> list[str | int | None]:
    yes = "yes" if row["id"] in taken else None
    return [row["id"], row["name"], row["user_type"], row["user_num"], _moment(row, "updated_at"), yes]


def _moment(row: dict[str, Any], column: str) -> str | None:
    at = row[column]
    written: str | None = row[f"{column}_text"]
    return f"{at:%Y-%m-%d}" if at else written


def _show_yaml(settings: Settings, found: list[Discovery], choice: Choice, *, merge: bool, ask: bool) -> None:
    new: dict[str, list[Addition]] = {}
    for each in found:
        today = settings.clock().astimezone(settings.zone(each.project.name)).date()
        new[each.project.name] = additions(each, today, choice)
    nothing = "everything is in reports.yaml" if choice == Choice() else "nothing new among what is asked for"
    numbers = iter(range(1, sum(map(len, new.values())) + 1))
    for name, entries in new.items():
        say(f"# {name}" if entries else f"# {name}: {nothing}")
        for entry in entries:
            line = f"{next(numbers):>4}  {entry.line}" if ask else f"      {entry.line}"
            if merge:
                say(line, indent=8)
            else:
                verbatim(line)
    if ask and any(new.values()):
        new = _asked_for(new)
    if merge and any(new.values()):
        acts()
        add_reports(settings, new)
        say(f"# {sum(map(len, new.values())):,} reports added to {settings.config_path.name}")


def _asked_for(new: dict[str, list[Addition]]) -> dict[str, list[Addition]]:
    """The entries whose numbers somebody typed."""
    most = sum(map(len, new.values()))
    which = f"Which to add: 1-{most}, such as 1,3-5, all or none"
    wanted = click.prompt(which, value_proc=lambda text: _read(text, most))
    numbers = iter(range(1, most + 1))
    return {name: [entry for entry in entries if next(numbers) in wanted] for name, entries in new.items()}


def _read(text: str, most: int) -> set[int]:
    if text.strip().lower() in ("all", "none"):
        return set(range(1, most + 1)) if text.strip().lower() == "all" else set()
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and 1 <= int(first) <= int(last or first) <= most):
            raise click.BadParameter(f"{part!r} is no number from 1 to {most} and no range of them.")
        found |= set(range(int(first), int(last or first) + 1))
    return found

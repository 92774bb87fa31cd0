"""`gio-pipeline discover`: what the projects hold that could be loaded."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.screen import complain, heading, say, table, warn

if TYPE_CHECKING:
    from gio_pipeline.pipeline.discover import Discovery
    from gio_pipeline.settings import Settings
    from gio_pipeline.settings.additions import Addition

_DASHBOARDS = ("dashboard", "name", "type", "scope", "updated", "updater")
_REPORTS = ("kind", "id", "title", "dashboards", "in reports.yaml as", "remark")
_SEGMENTS = ("segment", "name", "user type", "users", "updated", "users taken")


@click.command(cls=Command)
@click.option("--project", help="Only this project.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print the reports that reports.yaml lacks, as its entries.")
@click.option("--merge", is_flag=True, help="Print them and add them to reports.yaml, whose comments stay.")
def discover(project: str | None, as_yaml: bool, merge: bool) -> int:
    """Lists dashboards with what stands on them, and segments.

    Stores nothing. Exit code 1: a project could not be asked.
    """
    from gio_pipeline.cli.credentials import unusable
    from gio_pipeline.core.errors import SourceError, Unforeseen
    from gio_pipeline.pipeline.contained import contained
    from gio_pipeline.pipeline.discover import discover as find
    from gio_pipeline.pipeline.preview import open_to_ask
    from gio_pipeline.settings import load_settings

    settings = load_settings()
    names = [settings.project(project).name] if project else [each.name for each in settings.config.projects]
    lacking = unusable(settings, names, named=bool(project))
    found, failed = [], list(map(str, lacking.values()))
    with closing(open_to_ask(settings)) as runtime:
        for name in [each for each in names if each not in lacking]:
            try:
                with contained(name):
                    found.append(find(runtime, name))
            except Unforeseen as error:
                failed.append(f"{name}: {error}")
            except SourceError as error:
                failed.append(str(error))
    if as_yaml or merge:
        _show_yaml(settings, found, merge=merge)
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
        table(_DASHBOARDS, [_dashboard(row) for row in each.dashboards])
        say()
        table(_REPORTS, [_report(report) for report in each.reports])
        say()
        if each.segments:
            table(_SEGMENTS, [_segment(row, each.project.segment_users) for row in each.segments], ["users"])
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


def _show_yaml(settings: Settings, found: list[Discovery], *, merge: bool) -> None:
    from gio_pipeline.pipeline.boards import zone_of
    from gio_pipeline.pipeline.discover import additions

    new: dict[str, list[Addition]] = {}
    for each in found:
        today = settings.clock().astimezone(zone_of(settings, each.project.name)).date()
        new[each.project.name] = additions(each, today)
    for name, entries in new.items():
        say(f"# {name}" if entries else f"# {name}: everything is in reports.yaml")
        for entry in entries:
            say(f"      {entry.line}")
    if merge and any(new.values()):
        acts()
        from gio_pipeline.settings.additions import add_reports

        add_reports(settings, new)
        say(f"# {sum(map(len, new.values())):,} reports added to {settings.config_path.name}")

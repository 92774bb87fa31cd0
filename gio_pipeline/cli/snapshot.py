"""`gio-pipeline snapshot`: takes today's snapshots now."""

from contextlib import closing

import click

from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.credentials import unusable
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import Cell, complain, say, table, warn
from gio_pipeline.core.catalog import PARTS, ROOTS, TAGS, titles
from gio_pipeline.core.config import ProjectConfig
from gio_pipeline.pipeline.runtime import open_runtime
from gio_pipeline.pipeline.snapshot import Snapshot, take_snapshots

_COLUMNS = ("project", "table", "rows", "new", "gone", "requests", "seconds")

_HELP = f"""Takes snapshots of {titles(ROOTS)}.

Without an argument all of them, of every project. Exit code 1: something failed; what it holds stays as it was.
"""


@click.command(cls=Command, help=_HELP)
@click.argument("part", required=False, type=click.Choice(PARTS), metavar=f"[{'|'.join(PARTS)}]")
def snapshot(part: str | None) -> int:
    acts()
    settings, parts = own_settings(asks=True), [part] if part else list(PARTS)
    wanted = [each for each in settings.config.projects if _takes_part(each, parts)]
    for project in settings.config.projects:
        if not project.catalog:
            say(_left_out(project, wanted))
    if not wanted:
        return 0
    # What only some of them lack is an error of their own snapshots.
    unusable(settings, [each.name for each in wanted], named=False)
    with closing(open_runtime(settings)) as runtime:
        taken = list(take_snapshots(runtime, parts))
    return _show(taken)


def _takes_part(project: ProjectConfig, parts: list[str]) -> bool:
    users = {"segments": project.segment_users, TAGS: project.tag_users}
    listed = project.catalog and parts != [TAGS]
    return listed or any(ids and part in parts for part, ids in users.items())


def _left_out(project: ProjectConfig, wanted: list[ProjectConfig]) -> str:
    users = ", but for the users of its segments and tags" if project in wanted else ""
    return f"{project.name} is left out{users}: it says catalog: false."


def _show(taken: list[Snapshot]) -> int:
    done = [each for each in taken if each.error is None]
    if done:
        table(_COLUMNS, [_row(each) for each in done], _COLUMNS[2:], keys=2)
    for warning in (warning for each in taken for warning in each.warnings):
        warn(f"Warning: {warning}")
    failed = [each for each in taken if each.error is not None]
    for reason in dict.fromkeys(str(each.error) for each in failed):
        complain(reason)
    for each in failed:
        complain(f"{each.project}: gio.{each.table}{_of(each)} is as it was before.")
    return 1 if failed else 0


def _row(each: Snapshot) -> list[Cell]:
    return [
        each.project, f"{each.table}{_of(each)}", each.rows, each.new, each.gone, each.requests, f"{each.seconds:.1f}"
    ]  # fmt: skip


def _of(each: Snapshot) -> str:
    return f" of {each.segment}" if each.segment else ""

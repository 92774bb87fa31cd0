"""`gio-pipeline check`: tries everything a load will need."""

from contextlib import suppress

import click

from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import tick_off
from gio_pipeline.cli.status import show_ticks
from gio_pipeline.core.errors import ConfigError, GioError
from gio_pipeline.core.text import printable
from gio_pipeline.core.wording import count
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.status import existing_warehouse, report_statuses
from gio_pipeline.settings import Settings

_SIGNS = {True: ("✓", "green"), False: ("✗", "red"), None: ("!", "yellow")}


@click.command(cls=Command)
def check() -> int:
    """Tries configuration, database, credentials and report ids.

    One line each: ✓ right, ✗ wrong, ! worth knowing. Asks for one period of every report and stores nothing. Exit code
    0: nothing is wrong; 2: the configuration is; 1: something else.
    """
    from gio_pipeline.pipeline.check import check_everything

    acts()
    try:
        settings = own_settings(asks=True)
    except ConfigError as error:
        for line in str(error).splitlines():
            _say(False, "configuration", line)
        return error.exit_code
    _say(True, "configuration", _configured(settings))
    if settings.env_path and settings.env_path.stat().st_mode & 0o077:
        _say(None, ".env", "other users of this machine can read the credentials in it: chmod 600 .env")
    code = 0
    for finding in check_everything(settings):
        _say(finding.ok, finding.subject, finding.sentence)
        code = max(code, finding.exit_code)
    _show_ticks(settings)
    return code


def _show_ticks(settings: Settings) -> None:
    # Why the warehouse cannot be read has been told above.
    with suppress(GioError), existing_warehouse(settings) as engine:
        runtime = Runtime(settings, engine) if engine else None
        show_ticks(report_statuses(engine, settings.reports(), runtime.clock() if runtime else settings.clock()))


def _configured(settings: Settings) -> str:
    name = "the sample (there is no reports.yaml)" if settings.sample else settings.config_path.name
    projects, reports = len(settings.config.projects), len(settings.reports())
    return f"{name} is valid: {count(projects, 'project')}, {count(reports, 'report')}."


def _say(ok: bool | None, subject: str, sentence: str) -> None:
    sign, colour = _SIGNS[ok]
    tick_off(sign, colour, f"{printable(subject)}: {printable(sentence)}")

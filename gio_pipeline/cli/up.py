"""`gio-pipeline up`: the Dagster UI and daemon on this machine."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.screen import complain, say, warn

if TYPE_CHECKING:
    from gio_pipeline.settings import Settings

START_SECONDS = 120


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(1, 65_535), default=3000, show_default=True, help="Or the next free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The UI has no password: keep it to this machine.")
def up(port: int, host: str) -> int:
    """Opens the Dagster UI and runs the schedules, until Ctrl-C.

    On reports.yaml and .env; where there is no reports.yaml, on the sample reports and the imitation API.
    """
    from gio_pipeline.cli.children import Stopped, stopping_on_signals
    from gio_pipeline.settings import load_settings

    acts()
    settings = load_settings()
    with stopping_on_signals(), ExitStack() as running:
        try:
            return _serve(running, settings, host, _free(host, port))
        except Stopped:
            say("Stopping")
    say("Stopped." if settings.database_url else "Stopped; gio-pipeline db stop ends the embedded Postgres too.")
    return 0


def _serve(running: ExitStack, settings: Settings, host: str, port: int) -> int:
    from gio_pipeline.cli.children import child, wait_for
    from gio_pipeline.defs.home import WORKSPACE

    settings = _with_source(running, settings)
    environ = _prepare(settings)
    say("Starting Dagster")
    command = [sys.executable, "-m", "dagster", "dev", "-w", str(WORKSPACE), "--log-level", "warning"]
    dagster = running.enter_context(child([*command, "-h", host, "-p", str(port)], environ))
    if wait_for(dagster, f"http://{host}:{port}/server_info", START_SECONDS):
        say(f"Open http://{host}:{port} (Ctrl-C stops it)")
    code = dagster.wait()
    complain(f"Dagster ended by itself, with exit code {code}; what it wrote stands above.")
    return 1


def _free(host: str, port: int) -> int:
    from gio_pipeline.cli.ports import free_port

    free = free_port(host, port)
    if free != port:
        say(f"Port {port} is taken: the UI takes {free}.")
    return free


def _with_source(running: ExitStack, settings: Settings) -> Settings:
    """The sandbox started where there is no reports.yaml; else what is lacking to reach GrowingIO, as warnings."""
    from gio_pipeline.cli.children import child, wait_for
    from gio_pipeline.cli.ports import free_port
    from gio_pipeline.cli.sample import RAISED, RATE_LIMIT, pointed_at
    from gio_pipeline.core.errors import ConfigError

    if not settings.sample:
        for project in settings.config.projects:
            try:
                settings.credentials(project.name)
            except ConfigError as error:
                warn(f"{error} Until then its runs fail.")
        return settings
    port = free_port("127.0.0.1", 8123)
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gio_pipeline", "sandbox", "--quiet", "--port", str(port)]
    process = running.enter_context(child([*command, "--rate-limit", str(RATE_LIMIT)], _environ(settings)))
    if not wait_for(process, f"{url}/_sandbox/stats?log=0", START_SECONDS):
        raise click.ClickException("The sandbox did not start.")
    say(f"There is no reports.yaml: the sample reports, from the imitation API at {url} ({RAISED}).")
    return pointed_at(settings, url)


def _prepare(settings: Settings) -> dict[str, str]:
    """Starts and migrates the warehouse and sets up Dagster's home; returns the environment to run Dagster in."""
    from gio_pipeline.cli.db import plain_url
    from gio_pipeline.pipeline.runtime import database_url, open_runtime

    open_runtime(settings).close()
    say(f"Warehouse {plain_url(database_url(settings))}")
    from gio_pipeline.defs.home import prepare_home

    prepare_home(settings)
    return _environ(settings)


def _environ(settings: Settings) -> dict[str, str]:
    """What children are told: they find the same files wherever they run."""
    own = {"GIO_HOME": str(settings.home), "DAGSTER_HOME": str(settings.dagster_home)}
    # Dagster would warn that its own command has a newer name.
    own["PYTHONWARNINGS"] = settings.environ.get("PYTHONWARNINGS", "ignore")
    if not settings.sample:
        own["GIO_CONFIG"] = str(settings.config_path)
    if settings.now:
        own["GIO_NOW"] = settings.now.isoformat()
    return {**settings.environ, **own}

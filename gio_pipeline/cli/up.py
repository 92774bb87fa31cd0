"""`gio-pipeline up`: the Dagster UI and daemon on this machine."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from typing import Any

import click
import requests

from gio_pipeline.cli.address import UiAddress, free_port, ui_options
from gio_pipeline.cli.applied import Applied
from gio_pipeline.cli.children import Children, Stopped, stopping_on_signals, wait_until
from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.detach import start_detached
from gio_pipeline.cli.pages import show_all
from gio_pipeline.cli.sample import RAISED, RATE_LIMIT, pointed_at
from gio_pipeline.cli.screen import complain, say, warn
from gio_pipeline.cli.up_home import UpHome
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.pipeline.runtime import database_url, open_runtime
from gio_pipeline.settings import Settings, load_settings
from gio_pipeline.warehouse.address import plain

START_SECONDS = 120
LOOK_SECONDS = 2.0
CODE_SERVER, UI = "code server", "webserver"


@click.command(cls=Command)
@ui_options
@click.option("--detach", is_flag=True, help="Run in the background until gio-pipeline down.")
def up(detach: bool, **address: Any) -> int:
    """Opens the Dagster UI and runs the schedules, until Ctrl-C.

    On reports.yaml and .env; where there is no reports.yaml, on the sample reports and the imitation API. A changed
    reports.yaml or .env is applied by itself.
    """
    acts()
    settings, ui = load_settings(), UiAddress(**address)
    home = UpHome(settings.dagster_home)
    if detach:
        return start_detached(home, ui.options)
    with stopping_on_signals(), ExitStack() as running:
        try:
            running.enter_context(home.only_one())
            return _serve(running.enter_context(Children()), settings, home, _free(ui))
        except Stopped:
            say("Stopping")
    say("Stopped." if settings.database_url else "Stopped; gio-pipeline db stop ends the embedded Postgres too.")
    return 0


def _serve(children: Children, settings: Settings, home: UpHome, ui: UiAddress) -> int:
    settings = _with_source(children, settings)
    environ = _prepare(settings)
    applied = None
    if not settings.sample:
        applied = Applied(settings, home.directory)
        environ["GIO_CONFIG"] = str(applied.path)
    say("Starting Dagster")
    running: dict[str, subprocess.Popen[bytes]] = {}
    for name, command in _dagster(home, ui).items():
        running[name] = children.start(command, environ)
        if name == CODE_SERVER and not wait_until(running[name], home.answers, START_SECONDS):
            raise click.ClickException(f"Dagster's {name} did not start; what it wrote stands above.")
    if wait_until(running[UI], partial(_answers, f"{ui.url}/server_info"), START_SECONDS):
        home.note(ui.url)
        say(f"Open {ui.url} (Ctrl-C stops it)")
    while not (ended := [name for name, process in running.items() if process.poll() is not None]):
        if applied:
            applied.look(ui.url)
        time.sleep(LOOK_SECONDS)
    code = running[ended[0]].returncode
    complain(f"Dagster's {ended[0]} ended by itself, with exit code {code}; what it wrote stands above.")
    return 1


def _dagster(home: UpHome, ui: UiAddress) -> dict[str, list[str]]:
    """The commands of Dagster's processes; the code server first, which the others ask for the definitions."""
    python, quiet, workspace = [sys.executable, "-m"], ["--log-level", "warning"], str(home.workspace())
    definitions = ["-m", "gio_pipeline.definitions", "-a", "location"]
    return {
        CODE_SERVER: [*python, "dagster", "code-server", "start", *definitions, "--socket", str(home.socket), *quiet],
        UI: [*python, "gio_pipeline.defs.webserver", *ui.options, "--workspace", workspace],
        "daemon": [*python, "dagster._daemon", "run", "-w", workspace, *quiet],
    }


def _free(ui: UiAddress) -> UiAddress:
    free = free_port(ui.host, ui.port)
    if free != ui.port:
        say(f"Port {ui.port} is taken: the UI takes {free}.")
    return replace(ui, port=free)


def _answers(url: str) -> bool:
    try:
        requests.get(url, timeout=2)
    except requests.RequestException:
        return False
    return True


def _with_source(children: Children, settings: Settings) -> Settings:
    """The sandbox started where there is no reports.yaml; else what is lacking to reach GrowingIO, as warnings."""
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
    process = children.start([*command, "--rate-limit", str(RATE_LIMIT)], _environ(settings))
    if not wait_until(process, partial(_answers, url), START_SECONDS):
        raise click.ClickException("The sandbox did not start.")
    say(f"There is no reports.yaml: the sample reports, from the imitation API at {url} ({RAISED}).")
    return pointed_at(settings, url)


def _prepare(settings: Settings) -> dict[str, str]:
    """Starts and migrates the warehouse and sets up Dagster's home; returns the environment to run Dagster in."""
    with closing(open_runtime(settings)) as runtime:
        say(f"Warehouse {plain(database_url(settings))}")
        from gio_pipeline.defs.home import prepare_home

        prepare_home(settings)
        show_all(runtime)
    return _environ(settings)


def _environ(settings: Settings) -> dict[str, str]:
    """The environment of the children: they find the same files, and read .env themselves, as it is then."""
    own = {"GIO_HOME": str(settings.home), "DAGSTER_HOME": str(settings.dagster_home)}
    inherited: Mapping[str, str] = settings.environ if settings.sample else os.environ
    # Dagster would warn that its own command has a newer name.
    own["PYTHONWARNINGS"] = inherited.get("PYTHONWARNINGS", "ignore")
    if settings.now:
        own["GIO_NOW"] = settings.now.isoformat()
    return {**inherited, **own}

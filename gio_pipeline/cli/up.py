"""`gio-pipeline up`: the Dagster UI and daemon on this machine."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing

import click

from gio_pipeline.cli.applied import Applied
from gio_pipeline.cli.children import Stopped, Watched, stopping_on_signals, wait_for, wait_until, watched
from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.db import plain_url
from gio_pipeline.cli.detach import detach as start
from gio_pipeline.cli.pages import show_all
from gio_pipeline.cli.ports import free_port, reached
from gio_pipeline.cli.sample import RAISED, RATE_LIMIT, pointed_at
from gio_pipeline.cli.screen import complain, say, warn
from gio_pipeline.cli.up_home import UpHome
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.pipeline.runtime import database_url, open_runtime
from gio_pipeline.settings import Settings, load_settings

START_SECONDS = 120
LOOK_SECONDS = 2.0
CODE_SERVER, UI = "code server", "webserver"


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(1, 65_535), default=3000, show_default=True, help="Or the next free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The UI has no password: keep it to this machine.")
@click.option(
    "--allowed-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Another name of the UI; repeatable.",
)
@click.option("--detach", is_flag=True, help="Run in the background until gio-pipeline down.")
def up(port: int, host: str, hosts: tuple[str, ...], detach: bool) -> int:
    """Opens the Dagster UI and runs the schedules, until Ctrl-C.

    On reports.yaml and .env; where there is no reports.yaml, on the sample reports and the imitation API. A changed
    reports.yaml or .env is applied by itself.
    """
    acts()
    settings = load_settings()
    home = UpHome(settings.dagster_home)
    if detach:
        return start(
            home, ["--port", str(port), "--host", host, *(word for name in hosts for word in ("--allowed-host", name))]
        )
    with stopping_on_signals(), ExitStack() as running:
        try:
            running.enter_context(home.only_one())
            return _serve(running, running.enter_context(watched()), settings, home, host, _free(host, port), hosts)
        except Stopped:
            say("Stopping")
    say("Stopped." if settings.database_url else "Stopped; gio-pipeline db stop ends the embedded Postgres too.")
    return 0


def _serve(
    running: ExitStack,
    watched: Watched,
    settings: Settings,
    home: UpHome,
    host: str,
    port: int,
    hosts: tuple[str, ...],
) -> int:
    settings = _with_source(running, watched, settings)
    environ = _prepare(settings)
    applied = Applied(settings, home.directory)
    say("Starting Dagster")
    children: dict[str, subprocess.Popen[bytes]] = {}
    for name, command in _dagster(home, host, port, hosts).items():
        children[name] = running.enter_context(watched.child(command, environ | applied.environ))
        if name == CODE_SERVER and not wait_until(children[name], home.answers, START_SECONDS):
            raise click.ClickException(f"Dagster's {name} did not start; what it wrote stands above.")
    address = f"http://{reached(host)}:{port}"
    if wait_for(children[UI], f"{address}/server_info", START_SECONDS):
        home.note(address)
        say(f"Open {address} (Ctrl-C stops it)")
    while not (ended := [name for name, process in children.items() if process.poll() is not None]):
        applied.look(address)
        time.sleep(LOOK_SECONDS)
    code = children[ended[0]].returncode
    complain(f"Dagster's {ended[0]} ended by itself, with exit code {code}; what it wrote stands above.")
    return 1


def _dagster(home: UpHome, host: str, port: int, hosts: tuple[str, ...]) -> dict[str, list[str]]:
    """The commands of Dagster's processes; the code server first, which the others ask for the definitions."""
    python, quiet, workspace = [sys.executable, "-m"], ["--log-level", "warning"], str(home.workspace())
    definitions = ["-m", "gio_pipeline.definitions", "-a", "location"]
    place = ["--host", host, "--port", str(port)]
    return {
        CODE_SERVER: [*python, "dagster", "code-server", "start", *definitions, "--socket", str(home.socket), *quiet],
        UI: [*python, "gio_pipeline.defs.webserver", *place, "--workspace", workspace, *_allowed(hosts)],
        "daemon": [*python, "dagster._daemon", "run", "-w", workspace, *quiet],
    }


def _allowed(hosts: tuple[str, ...]) -> list[str]:
    return [word for name in hosts for word in ("--allowed-host", name)]


def _free(host: str, port: int) -> int:
    free = free_port(host, port)
    if free != port:
        say(f"Port {port} is taken: the UI takes {free}.")
    return free


def _with_source(running: ExitStack, watched: Watched, settings: Settings) -> Settings:
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
    process = running.enter_context(watched.child([*command, "--rate-limit", str(RATE_LIMIT)], _environ(settings)))
    if not wait_for(process, f"{url}/_sandbox/stats?log=0", START_SECONDS):
        raise click.ClickException("The sandbox did not start.")
    say(f"There is no reports.yaml: the sample reports, from the imitation API at {url} ({RAISED}).")
    return pointed_at(settings, url)


def _prepare(settings: Settings) -> dict[str, str]:
    """Starts and migrates the warehouse and sets up Dagster's home; returns the environment to run Dagster in."""
    with closing(open_runtime(settings)) as runtime:
        say(f"Warehouse {plain_url(database_url(settings))}")
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

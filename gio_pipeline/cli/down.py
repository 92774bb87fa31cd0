"""`gio-pipeline down`: ends the `up` of this home."""

import os
import signal
import time
from contextlib import suppress

import click

from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.screen import complain, say
from gio_pipeline.cli.up_home import UpHome
from gio_pipeline.settings import load_settings

SECONDS = 90


@click.command(cls=Command)
def down() -> int:
    """Ends the up of this home, whoever started it and where.

    The embedded Postgres stays; gio-pipeline db stop ends it.
    """
    acts()
    home = UpHome(load_settings().dagster_home)
    found = home.running()
    if found is None:
        say(f"No up runs on {home.directory}.")
        return 0
    if not found.pid:
        complain(f"The up of {home.directory} cannot be told who it is: end it where it was started.")
        return 1
    with suppress(ProcessLookupError):
        os.kill(found.pid, signal.SIGTERM)
    until = time.monotonic() + SECONDS
    while home.running() is not None:
        if time.monotonic() > until:
            complain(f"Process {found.pid} still runs after {SECONDS} seconds, or is another host's or container's.")
            return 1
        time.sleep(0.1)
    say("Stopped.")
    return 0

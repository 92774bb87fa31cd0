"""Dagster's webserver behind the guard, and an eye on the daemon: `up` runs it as a process of its own."""

import argparse
import asyncio
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import uvicorn
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.app import create_app_from_workspace_process_context
from dagster_webserver.version import __version__

from gio_pipeline.defs.guard import Guard
from gio_pipeline.pipeline.notices import send
from gio_pipeline.settings import load_settings
from gio_pipeline.settings.environment import ui_hosts

# Schedules tick every hour.
STANDS_STILL = timedelta(hours=2)
LOOK_SECONDS = 300.0
_SCHEDULER = "SCHEDULER"


def main(arguments: list[str] | None = None) -> int:
    """Serves until it is interrupted; its arguments say where, the environment holds the rest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--allowed-host", action="append", default=[])
    options = parser.parse_args(arguments)
    settings = load_settings()
    hosts = [*options.allowed_host, *ui_hosts(settings.environ)]
    with (
        dg.DagsterInstance.get() as instance,
        WorkspaceProcessContext(
            instance,
            version=__version__,
            read_only=False,
            workspace_load_target=WorkspaceFileTarget([str(options.workspace)]),
        ) as context,
    ):
        app: Any = create_app_from_workspace_process_context(context, lifespan=_lifespan)
        threading.Thread(target=watch_daemon, args=(instance,), daemon=True).start()
        uvicorn.run(Guard(app, options.host, hosts), host=options.host, port=options.port, log_level="warning")
    return 0


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[None]:
    # uvicorn cancels it when it is interrupted, which needs no traceback.
    with suppress(asyncio.CancelledError):
        yield


def watch_daemon(
    instance: dg.DagsterInstance, every: float = LOOK_SECONDS, stands_still: timedelta = STANDS_STILL
) -> None:
    """Tells the addresses of `notify` once when the daemon has shown no sign of life for two ticks, and when it has."""
    began, notified = datetime.now(UTC), False
    while True:
        time.sleep(every)
        # Neither a storage nor an address that is away for the moment ends the watch.
        with suppress(Exception):
            beat = instance.get_daemon_heartbeats().get(_SCHEDULER)
            last = max(began, datetime.fromtimestamp(beat.timestamp, UTC)) if beat else began
            still = datetime.now(UTC) - last > stands_still
            if still != notified:
                _tell(still, last)
                notified = still


def _tell(still: bool, last: datetime) -> None:
    title = "gio_pipeline: the schedules stand still" if still else "gio_pipeline: the schedules run again"
    sentence = f"The last sign of life of Dagster's daemon is from {last:%Y-%m-%d %H:%M} UTC. "
    settings = load_settings()
    if settings.config.notify:
        send(settings, title, sentence + ("Nothing is loaded: restart gio-pipeline up." if still else ""))


if __name__ == "__main__":
    sys.exit(main())

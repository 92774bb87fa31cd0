"""Serves the sandbox: blocking, or in a thread of a test."""

import contextlib
import gc
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn

from gio_pipeline.sandbox.app import create_app
from gio_pipeline.sandbox.gate import Protocol
from gio_pipeline.sandbox.state import State


class Sandbox:
    """A running sandbox: its address, its switches and what it has seen."""

    def __init__(self, url: str, state: State) -> None:
        self.url = url
        self._state = state

    def set(self, **switches: Any) -> None:
        """Merges switches (`switches.SETTINGS`, `switches.FAULTS`, `faults`, `kill_token`); ValueError if unknown."""
        self._state.set(switches)

    def switches(self) -> dict[str, Any]:
        return self._state.switches.as_dict()

    def stats(self, log: bool = True) -> dict[str, Any]:
        """Counters, and the log of the last 20,000 requests with their time.monotonic()."""
        return self._state.traffic.stats(log)

    def reset(self) -> None:
        """As if just started: switches off, counters at nought, signed tokens gone."""
        self._state.reset()


def run(
    host: str = "127.0.0.1",
    port: int = 8123,
    *,
    rate_limit: float = 2.0,
    seed: int = 7,
    now: str | None = None,
    quiet: bool = True,
) -> None:
    """Serves until interrupted; raises OSError if the port is taken. `now` (ISO) stands in for GIO_NOW."""
    _stay_prompt()
    with contextlib.closing(_listener(host, port)) as listener, contextlib.suppress(KeyboardInterrupt):
        _server(State(rate_limit=rate_limit, seed=seed, now=now), quiet).run(sockets=[listener])


@contextlib.contextmanager
def serve_in_thread(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    rate_limit: float = 2.0,
    seed: int = 7,
    now: str | None = None,
    quiet: bool = True,
) -> Iterator[Sandbox]:
    """A sandbox in a thread of this process, on a free port unless one is given; several can run at once."""
    state = State(rate_limit=rate_limit, seed=seed, now=now)
    server = _server(state, quiet)
    with contextlib.closing(_listener(host, port)) as listener:
        url = f"http://{host}:{listener.getsockname()[1]}"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.005)
            yield Sandbox(url, state)
        finally:
            server.should_exit = server.force_exit = True
            thread.join(10)


def _stay_prompt() -> None:
    # A large answer in the making must not delay when other requests are seen to arrive: the limit counts by that.
    # Measured with 200,000-row answers running: 31 ms late at the 90th percentile before, 14 ms after.
    sys.setswitchinterval(0.0005)
    gc.set_threshold(200_000, 50, 1_000)


def _listener(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), backlog=512)


def _server(state: State, quiet: bool) -> uvicorn.Server:
    config = uvicorn.Config(
        create_app(state),
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical" if quiet else "info",
        access_log=not quiet,
        date_header=False,  # the gate sends one that a switch can put wrong
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=120,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)

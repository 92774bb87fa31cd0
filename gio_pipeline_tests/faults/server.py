"""Serves a sandbox with switches in a thread of a test."""

import contextlib
from collections.abc import Iterator
from typing import Any

from starlette.middleware import Middleware

from gio_pipeline.sandbox.app import create_app
from gio_pipeline.sandbox.server import serving
from gio_pipeline_tests.faults.connection import Connection
from gio_pipeline_tests.faults.middleware import Faults
from gio_pipeline_tests.faults.state import FaultyState
from gio_pipeline_tests.faults.traffic import Recorder


class Sandbox:
    """A running sandbox: its address, its switches and what it has seen."""

    def __init__(self, url: str, state: FaultyState) -> None:
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


@contextlib.contextmanager
def serve_in_thread(*, rate_limit: float = 2.0, now: str | None = None) -> Iterator[Sandbox]:
    """A sandbox on a free port; several can run at once."""
    state = FaultyState(rate_limit=rate_limit, now=now)
    app = create_app(state)
    # Outside the gate the log, which sees what it refuses; inside it the faults, which strike only what it admits.
    app.user_middleware = [
        Middleware(Recorder, state=state),
        *app.user_middleware,
        Middleware(Faults, state=state),
    ]
    with serving(app, http=Connection, date_header=False) as url:
        yield Sandbox(url, state)

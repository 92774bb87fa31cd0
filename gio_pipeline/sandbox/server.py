"""Serves the sandbox: blocking, or in a thread of this process."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from gio_pipeline.sandbox.app import create_app
from gio_pipeline.sandbox.gate import Protocol
from gio_pipeline.sandbox.state import State


def run(host: str = "127.0.0.1", port: int = 8123, *, rate_limit: float = 2.0) -> None:
    """Serves until interrupted; raises OSError if the port is taken."""
    with contextlib.closing(_listener(host, port)) as listener, contextlib.suppress(KeyboardInterrupt):
        _server(create_app(State(rate_limit=rate_limit))).run(sockets=[listener])


@contextlib.contextmanager
def serve_in_thread(*, rate_limit: float = 2.0, now: str | None = None) -> Iterator[str]:
    """The address of a sandbox in a thread of this process, on a free port; `now` (ISO) stands in for GIO_NOW."""
    with serving(create_app(State(rate_limit=rate_limit, now=now))) as url:
        yield url


@contextlib.contextmanager
def serving(app: ASGIApp, **options: Any) -> Iterator[str]:
    """Serves an application in a thread; `options` are uvicorn's."""
    server = _server(app, **options)
    with contextlib.closing(_listener("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.005)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join(10)


def _listener(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), backlog=512)


def _server(app: ASGIApp, **options: Any) -> uvicorn.Server:
    defaults: dict[str, Any] = {
        "http": Protocol,
        "ws": "none",
        "lifespan": "off",
        "log_config": None,
        "log_level": "critical",
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "timeout_keep_alive": 120,
        "timeout_graceful_shutdown": 1,
    }
    return uvicorn.Server(uvicorn.Config(app, **defaults | options))

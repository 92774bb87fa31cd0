"""Where servers of this machine listen: free ports, the UI's options and address."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

_TRIED = 200


@dataclass(frozen=True)
class UiAddress:
    """Where the UI listens, and the other names (name or name:port) under which it may be reached."""

    port: int
    host: str
    allowed_host: tuple[str, ...]

    @property
    def options(self) -> list[str]:
        """What asks `up`, or the webserver, for this address."""
        names = [word for name in self.allowed_host for word in ("--allowed-host", name)]
        return ["--port", str(self.port), "--host", self.host, *names]

    @property
    def url(self) -> str:
        """As this machine reaches it."""
        if self.host in ("0.0.0.0", "::"):
            host = "127.0.0.1" if self.host == "0.0.0.0" else "[::1]"
        else:
            host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def ui_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that are the fields of a UiAddress."""
    for option in (
        click.option("--allowed-host", multiple=True, metavar="NAME", help="Another name of the UI; repeatable."),
        click.option(
            "--host", default="127.0.0.1", show_default=True, help="The UI has no password: keep it to this machine."
        ),
        click.option(
            "--port", type=click.IntRange(1, 65_535), default=3000, show_default=True, help="Or the next free one."
        ),
    ):
        command = option(command)
    return command


def free_port(host: str, first: int) -> int:
    """`first`, or the next higher port on which nothing listens."""
    for port in range(first, min(first + _TRIED, 65_536)):
        if is_free(host, port):
            return port
    raise click.UsageError(f"Neither port {first} nor the {_TRIED} after it can be used on {host}: choose with --port.")


def is_free(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True

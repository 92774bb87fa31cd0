"""Which TCP ports are free."""

import socket

import click

_TRIED = 200


def free_port(host: str, first: int) -> int:
    """`first`, or the next higher port on which nothing listens."""
    for port in range(first, min(first + _TRIED, 65_536)):
        if is_free(host, port):
            return port
    raise click.UsageError(f"Neither port {first} nor the {_TRIED} after it can be used on {host}: choose with --port.")


def reached(host: str) -> str:
    """The name under which a server bound to `host` is reached from this machine, as a URL holds it."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1" if host == "0.0.0.0" else "[::1]"
    return f"[{host}]" if ":" in host else host


def is_free(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True

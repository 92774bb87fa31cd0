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


def is_free(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True

"""Which TCP ports are free."""

import socket

_TRIED = 200


def free_port(host: str, first: int) -> int:
    """`first`, or the next higher port on which nothing listens; OSError where none is."""
    for port in range(first, min(first + _TRIED, 65_536)):
        if is_free(host, port):
            return port
    raise OSError(98, f"No port from {first} to {first + _TRIED - 1} of {host} is free: choose another with --port")


def is_free(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True

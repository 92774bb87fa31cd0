"""docker-compose.yml as plain processes of this machine: its commands and environment, with other ports and folders."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import requests
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
PORTS = {"postgres": "5432", "code": "4000", "webserver": "3000", "redis": "6379"}
_VARIABLE = re.compile(r"\$(\$)|\$\{(\w+)(?:(:-|:\?)([^}]*))?\}")


class MissingVariable(Exception):
    """What compose itself says where a variable is needed and not set."""


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """The compose file with its variables filled in from what stands in .env."""
    found: dict[str, Any] = _filled_in(yaml.safe_load(COMPOSE.read_text()), environ)
    return found


def _filled_in(node: Any, environ: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {name: _filled_in(value, environ) for name, value in node.items()}
    if isinstance(node, list):
        return [_filled_in(value, environ) for value in node]
    return _VARIABLE.sub(lambda found: _value(found, environ), node) if isinstance(node, str) else node


def _value(found: re.Match[str], environ: Mapping[str, str]) -> str:
    dollar, name, sign, rest = found.groups()
    if dollar:
        return "$"
    if value := environ.get(name):
        return value
    if sign == ":?":
        raise MissingVariable(rest)
    return rest or ""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_until[T](what: str, ask: Callable[[], T], seconds: float = 60) -> T:
    """What `ask` returns once that is something; AssertionError where it stays nothing."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := ask():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds:.0f} s")

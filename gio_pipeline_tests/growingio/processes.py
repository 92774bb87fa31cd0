"""Starts loaders as processes of their own, together."""

import json
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from gio_pipeline.core.config.specs import Credentials


def start_loader(credentials: Credentials, database_url: str, **order: Any) -> "subprocess.Popen[str]":
    """A loader that waits for a line before it begins; see `loader.main` for what an order holds."""
    order = {"priority": "schedule", "seconds": 4.0, "rate_limit": 2.0} | order
    order |= {"credentials": asdict(credentials), "database_url": database_url}
    command = [sys.executable, "-m", "gio_pipeline_tests.growingio.loader", json.dumps(order)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def begin(*processes: "subprocess.Popen[str]") -> None:
    """Lets them all begin once each is ready."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def finish(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What it brought home."""
    output, _ = process.communicate(timeout=60)
    result: dict[str, Any] = json.loads(output)
    return result


def run_loaders(count: int, credentials: Credentials, database_url: str, **order: Any) -> list[dict[str, Any]]:
    """Runs them at once, to their end."""
    processes = [start_loader(credentials, database_url, **order) for _ in range(count)]
    try:
        begin(*processes)
        return [finish(process) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()

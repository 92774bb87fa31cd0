"""Starts loaders as processes of their own, together."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any


def start_loader(url: str, database_url: str, **order: Any) -> "subprocess.Popen[str]":
    """A loader that waits for a line before it begins; see `loader.main` for what an order holds."""
    order = {"signs": False, "priority": "schedule", "seconds": 4.0, "rate_limit": 2.0} | order
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gio_pipeline_tests.growingio.loader",
            json.dumps(order | {"url": url, "database_url": database_url}),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return process


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


def run_loaders(
    count: int,
    url: str,
    database_url: str,
    *,
    every: float = 1.0,
    times: int = 0,
    meanwhile: Callable[[int], None] = lambda number: None,
    **order: Any,
) -> list[dict[str, Any]]:
    """Runs them at once; calls `meanwhile` that many times, `every` seconds."""
    processes = [start_loader(url, database_url, **order) for _ in range(count)]
    try:
        begin(*processes)
        for number in range(times):
            time.sleep(every)
            meanwhile(number)
        return [finish(process) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()

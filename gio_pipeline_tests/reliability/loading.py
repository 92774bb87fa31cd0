"""Loads in processes of their own, forked from one that has imported everything: to be killed, or waited for."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_range
from gio_pipeline.pipeline.runtime import open_runtime, report_state
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.workbench import Workbench

_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])


class Loader:
    """A process that loads one range of one report."""

    def __init__(self, process: ForkServerProcess, results: Connection) -> None:
        self._process, self._results = process, results

    def kill(self) -> None:
        """kill -9; returns when it is dead."""
        self._process.kill()
        self._process.join(60)
        assert self._process.exitcode == -signal.SIGKILL

    def stop(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self._pid, signal.SIGCONT)

    def result(self, seconds: float = 120) -> dict[str, Any]:
        """What the load came to: ok, failures, and the sums of its counts."""
        assert self._results.poll(seconds), f"the loader said nothing in {seconds} s"
        said: dict[str, Any] = self._results.recv()
        return said

    @property
    def _pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def end(self) -> None:
        if self._process.is_alive():
            self._process.kill()
        self._process.join(60)
        self._process.close()
        self._results.close()


@contextmanager
def loading(bench: Workbench, key: str, first: str, last: str) -> Iterator[Loader]:
    """Begins to load; the process is gone when the block ends."""
    results, ours = _PROCESSES.Pipe(duplex=False)
    arguments = (bench.environ, bench.directory, key, first, last, ours)
    process = _PROCESSES.Process(target=_load, args=arguments, daemon=True)
    process.start()
    ours.close()
    loader = Loader(process, results)
    try:
        yield loader
    finally:
        loader.end()


def _load(environ: dict[str, str], directory: Path, key: str, first: str, last: str, results: Connection) -> None:
    logging.disable()
    runtime = open_runtime(load_settings(environ, directory))
    spec = runtime.settings.find(key)
    periods = periods_in(spec, date.fromisoformat(first), date.fromisoformat(last))
    result = load_report(runtime, plan_range(report_state(runtime, spec), periods, runtime.clock()), LoadOrigin())
    counts = {name: result.count(name) for name in ("inserted", "changed", "unchanged", "deleted")}
    superseded = sum(outcome.superseded for outcome in result.outcomes.values())
    failures = [str(failure.error) for failure in result.failures]
    results.send({"ok": result.ok, "failures": failures, "superseded": superseded, **counts})

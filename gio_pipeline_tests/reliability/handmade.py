"""A source whose answers a test writes itself, for what the sandbox does not send."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.growingio.odd_server import OddServer, http, serving
from gio_pipeline_tests.workbench import Workbench

REPORT = "{name: handmade, kind: chart, id: handmade}"
DAY_MS = 86_400_000
JUNE_9 = 1_780_934_400_000  # 2026-06-09 in Shanghai


class Source:
    """The bench's own source: it gives one answer to every request until it is told another."""

    def __init__(self, bench: Workbench, answers: list[bytes]) -> None:
        self.bench = bench
        self._answers = answers

    @cached_property
    def runtime(self) -> Runtime:
        """One runtime for many loads."""
        return self.bench.runtime()

    def says(self, meta: Sequence[dict[str, Any]], rows: str, **echoes: Any) -> None:
        """The answer's columns, and its rows as JSON text."""
        head = json.dumps({"id": "handmade", "interval": DAY_MS, **echoes, "meta": meta})
        self.sends(http("200 OK", f'{head[:-1]}, "data": {rows}}}'.encode("utf-8", "surrogatepass")))

    def sends(self, response: bytes) -> None:
        """A whole HTTP response."""
        self._answers[:] = [response]


def dim(name: str) -> dict[str, Any]:
    return {"name": name, "dimension": True}


def met(name: str) -> dict[str, Any]:
    return {"name": name, "metric": True}


@contextmanager
def source(directory: Path, database_url: str) -> Iterator[Source]:
    answers: list[bytes] = []
    with serving(lambda asked, sock: sock.sendall(answers[0])) as server:
        bench = Workbench(directory, database_url, cast(Sandbox, _Addressed(server)))
        bench.report(REPORT)
        yield Source(bench, answers)
        bench.close()


class _Addressed:
    def __init__(self, server: OddServer) -> None:
        self.url = server.url

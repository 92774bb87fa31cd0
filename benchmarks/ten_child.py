"""A backfill of several answers in a process of its own; prints what it measured as JSON."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any, TypeVar

import psutil

from benchmarks import answers
from benchmarks.answers import milliseconds
from benchmarks.child import peak_memory
from benchmarks.loaders.ours import CONFIGURATION
from benchmarks.server import server_cpu
from gio_pipeline.core.config.specs import Priority
from gio_pipeline.core.windows import windows
from gio_pipeline.growingio.calls import Answer
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_range
from gio_pipeline.pipeline.runtime import Runtime, open_runtime, report_state
from gio_pipeline.settings import load_settings

T = TypeVar("T")


class FromFiles(Runtime):
    """A runtime whose source answers at once, from a file for each first day."""

    files: Mapping[int, Path]
    last: date

    def clock(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), clock_time(12), answers.ZONE)

    def client(self, project: str, priority: Priority) -> GrowingIOClient:
        return Source(self.files)  # type: ignore[return-value]


class Source:
    """The part of the client that a chart's load uses."""

    requests = 0

    def __init__(self, files: Mapping[int, Path]) -> None:
        self.files = files

    def report(
        self, kind: str, id: str, start: int, *request: Any, decode: Callable[[bytes], T], **how: bool
    ) -> Answer[T]:
        self.requests += 1
        body = self.files[start].read_bytes()
        return Answer(decode(body), 1, datetime.now(UTC), None)


def main() -> None:
    job = json.loads(sys.argv[1])
    home, given = Path(job["home"]), job["answers"]
    (home / "reports.yaml").write_text(CONFIGURATION, encoding="utf-8")
    opened = open_runtime(load_settings({"GIO_DATABASE_URL": job["url"], "GIO_HOME": str(home)}, home))
    runtime = FromFiles(opened.settings, opened.engine)
    days = given[0][2]
    first = date.fromisoformat(given[0][1])
    runtime.last = first + timedelta(days=days * len(given) - 1)
    runtime.files = {milliseconds(date.fromisoformat(day)): Path(path) for path, day, _ in given}
    spec = runtime.settings.find("answers")
    before = psutil.Process().memory_info().rss
    served, worked, began = server_cpu(job["url"]), time.process_time(), time.perf_counter()
    known = report_state(runtime, spec)
    plan = plan_range(known, periods_in(spec, first, runtime.last), runtime.clock())
    # As where the source has been found to answer no more at once.
    plan = replace(plan, windows=windows(known.timetable, plan.periods, timeless=False, most=days))
    result = load_report(runtime, plan, LoadOrigin())
    seconds = time.perf_counter() - began
    cpu = time.process_time() - worked + server_cpu(job["url"]) - served
    if not result.ok:
        raise RuntimeError(f"the load failed: {result.failures or result.kept or result.refused}")
    runtime.close()
    print(json.dumps({"read": 0.0, "load": seconds, "cpu": cpu, "before": before, "peak": peak_memory()}))


if __name__ == "__main__":
    main()

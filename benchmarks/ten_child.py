"""A backfill of several answers in a process of its own; prints what it measured as JSON."""

import json
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import psutil

from benchmarks.answers import milliseconds
from benchmarks.child import peak_memory
from benchmarks.loaders.ours import CONFIGURATION, WithoutHttp, load_days
from benchmarks.server import server_cpu
from gio_pipeline.pipeline.runtime import open_runtime
from gio_pipeline.settings import load_settings


def main() -> None:
    job = json.loads(sys.argv[1])
    home, given = Path(job["home"]), job["answers"]
    (home / "reports.yaml").write_text(CONFIGURATION, encoding="utf-8")
    opened = open_runtime(load_settings({"GIO_DATABASE_URL": job["url"], "GIO_HOME": str(home)}, home))
    runtime = WithoutHttp(opened.settings, opened.engine)
    days = given[0][2]
    first = date.fromisoformat(given[0][1])
    runtime.last = first + timedelta(days=days * len(given) - 1)
    files = {milliseconds(date.fromisoformat(day)): Path(path) for path, day, _ in given}
    runtime.body = lambda start: files[start].read_bytes()
    before = psutil.Process().memory_info().rss
    served, worked, began = server_cpu(job["url"]), time.process_time(), time.perf_counter()
    load_days(runtime, first, days)
    seconds = time.perf_counter() - began
    cpu = time.process_time() - worked + server_cpu(job["url"]) - served
    runtime.close()
    print(json.dumps({"read": 0.0, "load": seconds, "cpu": cpu, "before": before, "peak": peak_memory()}))


if __name__ == "__main__":
    main()

"""What a scheduled day of one report asks of the warehouse: statements, and connections checked out."""

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dagster_cost import NOW, environment, write_reports
from benchmarks.measure import run_child
from benchmarks.server import BenchServer
from gio_pipeline_tests.faults import serve_in_thread

CHART = "cityPv01"


@dataclass(frozen=True)
class ScheduledDay:
    """Of a report that is loaded every day: one new day, and what else is due with it."""

    statements: int
    checkouts: int


def scheduled_day(server: BenchServer, directory: Path) -> ScheduledDay:
    """Counted in a process of its own, by its driver and its pool."""
    home = directory / "scheduled"
    home.mkdir(parents=True)
    url = server.database("scheduled")
    with serve_in_thread(now=NOW, rate_limit=0) as sandbox:
        write_reports(home, sandbox.url, [CHART])
        said = run_child("benchmarks.scheduled_child", **environment(home, url))
    server.drop("scheduled")
    return ScheduledDay(**json.loads(said.splitlines()[-1]))

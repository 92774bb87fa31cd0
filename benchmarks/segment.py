"""Memory of a segment's snapshot: a million users, streamed from the sandbox into COPY, against a tenth of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dagster_cost import NOW, environment, write_reports
from benchmarks.measure import run_child
from benchmarks.server import BenchServer, query
from gio_pipeline_tests.faults import serve_in_thread

SEGMENT = "sgHigh01"


@dataclass(frozen=True)
class SegmentMemory:
    """Bytes: `idle` before the snapshot, `peak` of the process; `users` is what the table holds afterwards."""

    users: int
    idle: int
    peak: int


def segment_memory(
    server: BenchServer, directory: Path, sizes: tuple[int, ...], say: Callable[[str], None]
) -> list[SegmentMemory]:
    """One process, one database and one snapshot per size."""
    found = []
    with serve_in_thread(now=NOW, rate_limit=0) as sandbox:
        for size in sizes:
            say(f"a segment of {size:,} users")
            home = directory / f"segment-{size}"
            home.mkdir(parents=True)
            sandbox.set(segment_size={SEGMENT: size})
            write_reports(home, sandbox.url, ["cityPv01"])
            url = server.database("segment")
            said = json.loads(run_child("benchmarks.segment_child", SEGMENT, **environment(home, url)).splitlines()[-1])
            users = query(url, "select count(*) from gio.segment_users")[0][0]
            found.append(SegmentMemory(int(users), said["idle"], said["peak"]))
            server.drop("segment")
    return found

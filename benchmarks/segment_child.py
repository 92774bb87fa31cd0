"""One snapshot of a segment's users in a process of its own; prints its memory as JSON."""

import json
import sys
from pathlib import Path

import psutil

from benchmarks.child import peak_memory
from gio_pipeline.pipeline.runtime import open_runtime
from gio_pipeline.pipeline.snapshot import snapshot_users
from gio_pipeline.settings import load_settings


def main() -> None:
    runtime = open_runtime(load_settings(cwd=Path.cwd()))
    idle = psutil.Process().memory_info().rss
    snapshot = snapshot_users(runtime, "shop", "segment", sys.argv[1], "backfill")
    runtime.close()
    if snapshot.error:
        raise snapshot.error
    print(json.dumps({"idle": idle, "peak": peak_memory()}))


if __name__ == "__main__":
    main()

"""Keeps a version's schema with data in it, for the tests of later versions: run when a version is released.

`python -m gio_pipeline_tests.deploy.dump_schema 0.1.0` writes schemas/0.1.0.sql. Until that version is out, run it
again after a change of a migration; from then on neither the file nor the migrations in it change.
"""

import sys
import tempfile
from pathlib import Path

from gio_pipeline_tests.deploy.databases import SCHEMAS, dump
from gio_pipeline_tests.faults import serve_in_thread
from gio_pipeline_tests.postgres import throw_away_server
from gio_pipeline_tests.workbench import NOW, Workbench

# Few rows, of every kind.
REPORTS = (
    "{name: cities, kind: chart, id: cityPv01}",
    "{name: signup, kind: funnel, id: 9pkd1, conversion_window: 7}",
    "{name: newcomers, kind: retention, id: kdj2}",
)
FIRST, LAST = "2026-06-06", "2026-06-08"


def load_samples(bench: Workbench) -> None:
    """Three days of a chart, a funnel and a retention."""
    bench.report(*REPORTS)
    for name in ("cities", "signup", "newcomers"):
        assert bench.load(f"shop/{name}", FIRST, LAST).ok


def main(version: str) -> None:
    with throw_away_server() as url, serve_in_thread(now=NOW, rate_limit=0) as sandbox:
        with tempfile.TemporaryDirectory() as directory:
            bench = Workbench(Path(directory), url, sandbox)
            load_samples(bench)
            bench.close()
        SCHEMAS.mkdir(exist_ok=True)
        (SCHEMAS / f"{version}.sql").write_text(dump(url), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])

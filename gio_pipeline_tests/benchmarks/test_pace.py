"""The paced part of the benchmark, on a few requests: all contenders end with the same rows. Nothing is timed here."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.answers import Shape
from benchmarks.dagster_cost import start_cost
from benchmarks.pace import DAYS, LOOP, OURS, REPORTS, SCRIPT, Pace, Paced, installed
from benchmarks.page import PAGES, TABLES, renewed
from benchmarks.scheduled import scheduled_day
from benchmarks.server import BenchServer
from benchmarks.ten import ten_answers

TINY = Shape(days=2, cities=2, sources=2)


def quiet(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def server(postgres_server_url: str) -> Iterator[BenchServer]:
    bench = BenchServer(postgres_server_url, f"bench_{os.getpid()}_{secrets.token_hex(3)}_")
    bench.make_template()
    yield bench
    bench.drop("template")


@pytest.mark.slow
def test_every_paced_contender_ends_with_the_same_rows_of_days_and_of_reports(
    server: BenchServer, tmp_path: Path
) -> None:
    measured = Pace(server, tmp_path, quiet, {DAYS: 3, REPORTS: 2})
    measured.run([0], 1, rate=50)
    assert {name for _, _, name in measured.results} == set(installed()) >= {OURS, SCRIPT, LOOP}
    assert {len(series) for series in measured.results.values()} == {1}
    # The day that shows how a table is asked for is not counted.
    assert [measured.results[workload, 0, OURS][0].requests for workload in (DAYS, REPORTS)] == [3, 2]
    assert all(each.whole > each.source > 0 for series in measured.results.values() for each in series)


def test_what_was_measured_on_a_part_of_the_loop_starts_only_once() -> None:
    assert Paced(source=20, whole=23, requests=10, refused=0).repeated(6) == Paced(120, 123, 10, 0)


def test_the_limit_s_own_time_is_that_of_its_last_request_and_answer() -> None:
    measured = Pace(BenchServer("unused"), Path(), quiet, {DAYS: 60})
    assert measured.least(DAYS, 2) == 31.5


@pytest.mark.slow
def test_ten_answers_of_one_backfill_are_all_there(server: BenchServer, tmp_path: Path) -> None:
    assert ten_answers(server, tmp_path / "ten", TINY, 1, quiet).values == 10 * TINY.values


def test_a_scheduled_day_s_statements_and_connections_are_counted(server: BenchServer, tmp_path: Path) -> None:
    counted = scheduled_day(server, tmp_path)
    assert counted.statements > 0
    assert counted.checkouts > 0


@pytest.mark.slow
def test_the_start_of_a_run_is_timed_beside_a_bare_one(server: BenchServer, tmp_path: Path) -> None:
    started = start_cost(server, tmp_path / "start", 2, 1, quiet)
    assert started.seconds > 0
    assert started.bare > 0


RUNS = [{"source": source, "whole": source + 3, "requests": 60, "refused": 0} for source in (36.0, 33.0, 40.0)]
MEASURED = {"read": 0.0, "load": 20.0, "cpu": 30.0, "peak": 400_000_000, "before": 100_000_000}
FIGURES = {
    "pace": [{"count": 60, "workload": DAYS, "delay": 2, "contender": OURS, "least": 30.0, "runs": RUNS}],
    "ten": {
        "values": 10,
        "floor": MEASURED,
        "newest_first": MEASURED | {"load": 26.0},
        OURS: MEASURED | {"load": 23.0, "cpu": 45.0},
    },
    "small": {
        "daily": {"floor": [MEASURED], OURS: [MEASURED | {"load": 30.0}], "sqlalchemy": [MEASURED | {"load": 45.0}]},
        "daily again": {OURS: [MEASURED], "sqlalchemy": [MEASURED | {"load": 36.0}]},
    },
    "dagster": {
        "definitions": {"reports": 500, "seconds": 2.0, "bare": 1.0},
        "day": {
            "reports": 50,
            "runs": 1,
            "loaded": 49,
            "together": 10,
            "apart": 90,
            "tried": 5,
            "storage": 34_000,
            "files": 99_000,
        },
        "start": {"reports": 50, "seconds": 3.0, "bare": 2.0},
        "scheduled": {"statements": 14, "checkouts": 3},
    },
}


def test_figures_become_the_page_s_tables_in_place_of_those_before() -> None:
    places = "".join(f"<!-- bench: {name} -->\n| old |\n\n" for name in TABLES)
    page = renewed(places, FIGURES, next(iter(PAGES.values())))
    assert page == renewed(page, FIGURES, next(iter(PAGES.values())))
    assert "| old |" not in page
    assert (
        "<!-- bench: pace -->\n"
        "| contender | 60 single days of one report, 2 s | requests refused | rounds |\n"
        "|---|---|---|---|\n"
        "| **gio_pipeline** | **1.20** | 0 | 3 |\n\n"
    ) in page
    assert "| **gio_pipeline** | **1.30** | 0 | 3 |" in page
    assert "| the same COPY, the newest answer first | 1.30 |" in page
    assert "| **gio_pipeline** | **1.15** | **1.5** | **400** | **100** |" in page
    assert "| SQLAlchemy insertmanyvalues, ON CONFLICT | 2.25 | 1.50 | 1.80 | 1 |" in page
    assert "| what Dagster keeps of a report and run | ≤ 35 KB | 34 KB of events and checks; 99 KB as SQLite" in page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_the_pages_have_a_place_for_each_table(path: Path) -> None:
    page = renewed(path.read_text(encoding="utf-8"), FIGURES, PAGES[path])
    assert all(f"<!-- bench: {name} -->\n| " in page for name in TABLES)

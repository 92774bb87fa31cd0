"""The paced part of the benchmark, on a few requests: all contenders end with the same rows. Nothing is timed here."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.answers import Shape
from benchmarks.pace import DAYS, OURS, REPORTS, SCRIPT, Pace, installed
from benchmarks.page import paced
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


def test_every_paced_contender_ends_with_the_same_rows_of_days_and_of_reports(
    server: BenchServer, tmp_path: Path
) -> None:
    measured = Pace(server, tmp_path, quiet, {DAYS: 3, REPORTS: 2})
    measured.run([0], 1, rate=50)
    assert {name for _, _, name in measured.results} == set(installed()) >= {OURS, SCRIPT}
    assert [each.requests for each in measured.results[REPORTS, 0, OURS]] == [2]


def test_the_limit_s_own_time_is_that_of_its_last_request_and_answer() -> None:
    measured = Pace(BenchServer("unused"), Path(), quiet, {DAYS: 60})
    assert measured.least(DAYS, 2) == 31.5


def test_ten_answers_of_one_backfill_are_all_there(server: BenchServer, tmp_path: Path) -> None:
    assert ten_answers(server, tmp_path / "ten", TINY, 1, quiet).values == 10 * TINY.values


def test_a_scheduled_day_s_statements_and_connections_are_counted(server: BenchServer, tmp_path: Path) -> None:
    counted = scheduled_day(server, tmp_path)
    assert counted.statements > 0
    assert counted.checkouts > 0


def test_figures_become_the_page_s_table() -> None:
    runs = [{"seconds": seconds} for seconds in (36.0, 33.0, 40.0)]
    figures = [{"workload": "60 days", "delay": 2, "contender": OURS, "least": 30.0, "runs": runs}]
    assert paced(figures) == "| contender | 60 days, 2 s |\n|---|---|\n| gio_pipeline | 1.20 |"

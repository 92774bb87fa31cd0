"""A small version of the benchmark: every contender ends with the same rows. Nothing is timed here."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from benchmarks import answers
from benchmarks.answers import Shape
from benchmarks.dagster_cost import day_cost
from benchmarks.growth import NEW_DAY, REVISED_DAY, Growth
from benchmarks.loaders import NAMES, installed, loader
from benchmarks.loading import AGAIN, CHANGED, DAILY, DAILY_AGAIN, FIRST, Loading, Scale
from benchmarks.measure import WrongRows, check, measure_apart, measure_here, store
from benchmarks.queries import QUERIES, ask
from benchmarks.segment import segment_memory
from benchmarks.server import BenchServer, execute, query

TINY = Scale(large=Shape(days=3, cities=5, sources=3, cut=1), daily=Shape(days=1, cities=1, sources=2), answers=3)
DAY = Shape(days=1, cities=2, sources=5)


def quiet(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def server(postgres_server_url: str) -> Iterator[BenchServer]:
    """The tests' own server; its databases bear names that no other run of the tests uses."""
    bench = BenchServer(postgres_server_url, f"bench_{os.getpid()}_{secrets.token_hex(3)}_")
    bench.make_template()
    yield bench
    bench.drop("template")


@pytest.fixture
def loading(server: BenchServer, tmp_path: Path) -> Loading:
    return Loading(server, tmp_path, TINY, quiet, measure_here)


# Rivals whose packages only `make bench` installs are held to their rows by every run of the benchmark itself.
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if installed(name)])
def test_every_contender_ends_with_the_same_rows(loading: Loading, name: str) -> None:
    loading.prepare()
    loading.large(name)
    loading.daily(name)
    assert loading.answers.large.count == 895
    once = {workload: len(series[name]) for workload, series in loading.results.items()}
    assert once == dict.fromkeys((FIRST, DAILY) if name == "floor" else (FIRST, AGAIN, CHANGED, DAILY, DAILY_AGAIN), 1)


def test_a_contender_that_loses_a_row_is_found_out(server: BenchServer, tmp_path: Path) -> None:
    stored = store(tmp_path, "answer", [answers.chart(DAY)])
    url = server.database("lost")
    measure_here("ours", url, tmp_path / "home", stored)
    assert check("ours", url, stored) == 0
    execute(url, "delete from gio.points where metric_id = 0 and dims_id = (select min(dims_id) from gio.points)")
    with pytest.raises(WrongRows, match="ours holds 199 values"):
        check("ours", url, stored)
    server.drop("lost")


def test_a_contender_with_a_wrong_value_is_found_out(server: BenchServer, tmp_path: Path) -> None:
    stored = store(tmp_path, "answer", [answers.chart(DAY)])
    url = server.database("wrong")
    measure_here("ours", url, tmp_path / "home", stored)
    execute(url, "update gio.points set value = value + 1 where ctid = (select min(ctid) from gio.points)")
    with pytest.raises(WrongRows, match="not 200 of sum"):
        check("ours", url, stored)
    server.drop("wrong")


def test_a_measurement_in_its_own_process_loads_the_same_and_tells_its_memory(
    server: BenchServer, tmp_path: Path
) -> None:
    stored = store(tmp_path, "answer", [answers.chart(DAY)])
    url = server.database("apart")
    measured = measure_apart("ours", url, tmp_path / "home", stored)
    assert check("ours", url, stored) == 0
    assert 0 < measured.before <= measured.peak
    server.drop("apart")


@pytest.mark.parametrize("name", ["ours", "ours_by_month", "sqlalchemy"])
def test_a_table_is_filled_to_the_number_asked_for_and_takes_further_days(
    server: BenchServer, tmp_path: Path, name: str
) -> None:
    growth = Growth(server, tmp_path, DAY, quiet, measure_here)
    growth.run([name], [1_000], repeat=2)
    url = server.url_of(growth.database(name, 1_000))
    # Two days on top, each revised afterwards: a row or two of its 40 vanished.
    revised = sum(each.count for each in growth.revised[1:])
    assert query(url, loader(name).checked)[0][0] == 1_000 + revised
    assert len(growth.results[name, 1_000, NEW_DAY]) == len(growth.results[name, 1_000, REVISED_DAY]) == 2
    growth.clear([name], [1_000])


def test_every_query_of_the_benchmark_runs_and_finds_rows(server: BenchServer, tmp_path: Path) -> None:
    shape = replace(DAY, cities=8)
    stored = store(tmp_path, "days", answers.daily(shape, 9))
    url = server.database("queries")
    measure_here("ours", url, tmp_path / "home", stored)
    found = ask(url, answers.FIRST_DAY + timedelta(days=8), 1, quiet)
    assert [each.name for each in found] == list(QUERIES)
    assert {each.name: each.rows for each in found} == {
        "README: a week by city": 64,
        "one day, every value": 800,
        "one day, one metric, by city": 8,
        "30 days, one metric, one city": 9,
        "newest day against the week before, by city": 8,
        "the view of the report: one day, all columns": 160,
        "the view of the report: one day, one city": 20,
        "how fresh": 1,
    }
    server.drop("queries")


@pytest.mark.slow
def test_a_scheduled_day_is_one_run_in_which_one_report_fails_alone(server: BenchServer, tmp_path: Path) -> None:
    cost = day_cost(server, tmp_path, 3, 1, quiet)
    assert (cost.reports, cost.loaded, cost.runs) == (3, 2, 1)


def test_a_segment_arrives_whole_and_its_memory_is_told(server: BenchServer, tmp_path: Path) -> None:
    [found] = segment_memory(server, tmp_path, (1_000,), quiet)
    assert found.users == 1_000
    assert 0 < found.idle <= found.peak


def test_the_large_answer_is_one_row_short_of_counting_as_cut_off() -> None:
    assert (answers.LARGE.rows, answers.LARGE.values) == (199_999, 999_995)


def test_a_revision_changes_5_percent_of_the_values_and_drops_1_percent_of_the_rows() -> None:
    before = answers.chart(answers.BATCH)
    after = answers.revised(before)
    differing = np.not_equal(before.values, after.values) & ~np.isnan(before.values)
    assert before.shape.rows == 20_000
    assert round(float(differing.mean()), 2) == 0.05
    assert round(1 - float(after.kept.mean()), 2) == 0.01


def test_answers_are_the_same_on_every_machine() -> None:
    chart = answers.chart(DAY, date(2026, 2, 3))
    last = '["城市001",1770048000000,"小程序","utm_source_04",48635.0,9727,7168,0.7207,37.82]'
    assert chart.body().decode().endswith(f"{last}]}}")

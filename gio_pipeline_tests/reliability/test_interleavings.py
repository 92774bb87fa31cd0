"""Many loads and readers at once, in an order nobody chose."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_range
from gio_pipeline.pipeline.runtime import Runtime, report_state
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.migrate import migrations, upgrade
from gio_pipeline_tests.reliability.truth import answered, stored
from gio_pipeline_tests.workbench import Workbench

REPORTS = {"sources": "srcLine1", "platforms": "naDim001"}
FIRST_DAY = date(2026, 6, 1)


@pytest.mark.slow
def test_two_hundred_loads_in_random_order_neither_deadlock_nor_disagree(workbench: Workbench) -> None:
    workbench.report(*(f"{{name: {name}, kind: chart, id: {id}}}" for name, id in REPORTS.items()))
    runtimes = [workbench.runtime() for _ in range(4)]
    with ThreadPoolExecutor(len(runtimes)) as pool:
        failures = list(pool.map(load_at_random, runtimes, range(len(runtimes))))
    assert failures == [[]] * 4
    assert workbench.query("select deadlocks from pg_stat_database where datname = current_database()") == [(0,)]
    assert workbench.query("select count(*), count(*) filter (where status = 'done') from gio.loads") == [(200, 200)]
    for name in REPORTS:
        assert workbench.load(name, "2026-06-01", "2026-06-09").ok
    truth = answered(workbench, "naDim001", "2026-06-01", "2026-06-09")
    assert stored(workbench, "platforms") == truth


def load_at_random(runtime: Runtime, seed: int) -> list[str]:
    """Fifty loads of one to three days; returns what went wrong."""
    chance, failures = random.Random(seed), []
    for _ in range(50):
        spec = runtime.settings.find(chance.choice(list(REPORTS)))
        first = FIRST_DAY + timedelta(days=chance.randrange(9))
        last = min(first + timedelta(days=chance.randrange(3)), date(2026, 6, 9))
        plan = plan_range(report_state(runtime, spec), periods_in(spec, first, last), runtime.clock())
        failures += [str(failure.error) for failure in load_report(runtime, plan, LoadOrigin()).failures]
    return failures


def test_a_reader_sees_the_old_window_or_the_new_one_and_never_both(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-05", "2026-06-09")
    old = figures(workbench)
    workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    workbench.load("page_views_by_city", "2026-06-05", "2026-06-09")
    new = figures(workbench)
    assert old != new
    with reading(workbench) as seen:
        for factor in (1, 2, 1, 2, 1, 2):
            workbench.faults({"fault": "scale", "match": "cityPv01", "factor": factor})
            assert workbench.load("page_views_by_city", "2026-06-05", "2026-06-09").count("changed") == 600
    assert set(seen) == {old, new}


FIGURES = "select count(*), sum(value) from gio.report_values"


def figures(bench: Workbench) -> tuple[int, float]:
    [(count, total)] = bench.query(FIGURES)
    return count, total


@contextmanager
def reading(bench: Workbench) -> Iterator[list[tuple[int, float]]]:
    """Reads all the time from a connection of its own."""
    seen: list[tuple[int, float]] = []
    over = threading.Event()
    engine = create_engine(bench.database_url, poolclass=NullPool)

    def read() -> None:
        with engine.connect() as connection:
            while not over.is_set():
                count, total = connection.execute(text(FIGURES)).one()
                seen.append((count, total))
                connection.rollback()

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join(60)


def test_eight_first_starts_at_once_migrate_once(empty_database_url: str) -> None:
    engines = [connect(empty_database_url) for _ in range(8)]
    try:
        with ThreadPoolExecutor(8) as pool:
            applied = [migration for each in pool.map(upgrade, engines) for migration in each]
        assert sorted(migration.version for migration in applied) == [each.version for each in migrations()]
    finally:
        for engine in engines:
            engine.dispose()

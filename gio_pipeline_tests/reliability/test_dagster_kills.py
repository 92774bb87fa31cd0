"""Dagster's own processes are killed with -9: what they were at goes on without help, and nothing is done twice."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import psutil
import pytest
from dagster import DagsterRunStatus
from dagster._core.scheduler.instigation import TickStatus

from gio_pipeline_tests.growingio.odd_server import http
from gio_pipeline_tests.held_source import held
from gio_pipeline_tests.reliability.deployment import Deployment, deployed, end
from gio_pipeline_tests.reliability.handmade import DAY_MS, dim, met, source
from gio_pipeline_tests.reliability.holding import ACTIVITY, EVERY, Backend, connection_to, eventually, holding
from gio_pipeline_tests.reliability.truth import answered_alone, stored
from gio_pipeline_tests.workbench import Workbench

FAILURE, SUCCESS = DagsterRunStatus.FAILURE, DagsterRunStatus.SUCCESS
LOADS = "select cast(window_start at time zone 'Asia/Shanghai' as text), status from gio.loads order by load_id"
PATIENCE = 90.0


@pytest.fixture
def deployment(workbench: Workbench) -> Iterator[Deployment]:
    """A report that is asked for day by day; its third of June is loaded, six days are due."""
    workbench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert workbench.load("browsers", "2026-06-02", "2026-06-03").ok
    with deployed(workbench) as running:
        yield running


@pytest.mark.slow
def test_a_run_whose_process_is_killed_goes_on_where_it_was_and_marks_what_it_had_loaded(
    deployment: Deployment,
) -> None:
    bench, url = deployment.bench, deployment.bench.database_url
    values = len(stored(bench, "browsers", "2026-06-03", "2026-06-03"))
    deployment.has_been_off_for_an_hour()
    with holding(url, "points", "before insert", "copy gio.points%", row=2 * values + 3) as held:
        deployment.start_daemon()
        third_day = eventually(lambda: next((each for each in held.backends() if each.held), None), PATIENCE, every=0.2)
        assert (third_day.state, third_day.query.startswith("copy gio.points")) == ("active", True)
        deployment.kill_worker(held.client_port(third_day))
        held.hold_no_more()
    with holding(url, "loads", "commit", "%", row=2) as held:
        committing = eventually(
            lambda: next((each for each in held.backends() if each.held), None), PATIENCE, every=0.2
        )
        assert committing.query == "COMMIT"
        # The two of the command, marked by the tick; two of the first run, one of its retry.
        assert len(deployment.marks("browsers")) == 5
        deployment.kill_worker(held.client_port(committing))
        held.hold_no_more()
    eventually(lambda: [run.status for run in deployment.runs()] == [FAILURE, FAILURE, SUCCESS], PATIENCE, every=0.2)
    first, *retries = deployment.runs()
    assert [run.root_run_id for run in retries] == [first.run_id, first.run_id]
    assert deployment.marks("browsers") == [f"2026-06-0{day}" for day in range(2, 10)]
    days = [9, 8, 7, 6, 5, 4]
    assert bench.query(f"{LOADS} offset 2") == [(f"2026-06-0{day} 00:00:00", "done") for day in days]
    loads_equal_the_source(bench, date(2026, 6, 2), date(2026, 6, 9))


@pytest.mark.slow
def test_a_daemon_killed_in_a_tick_and_in_a_backfill_forgets_neither_and_repeats_neither(
    deployment: Deployment,
) -> None:
    bench = deployment.bench
    deployment.has_been_off_for_an_hour()
    with closing(connection_to(bench.database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("begin; lock table gio.coverage in access exclusive mode")
        daemon = deployment.start_daemon()
        with closing(connection_to(bench.database_url)) as other, other.cursor() as looking:

            def waiting() -> bool:
                looking.execute(ACTIVITY)
                return any(Backend(*row).wait_event_type == "Lock" for row in looking.fetchall())

            eventually(waiting, PATIENCE, every=0.2)
        assert [tick.status for tick in deployment.ticks()] == [TickStatus.STARTED]
        end(daemon)
        cursor.execute("rollback")
    daemon = deployment.start_daemon()
    eventually(lambda: [run.status for run in deployment.runs()] == [SUCCESS], PATIENCE, every=0.2)
    assert [tick.status for tick in deployment.ticks()] == [TickStatus.SUCCESS]
    end(daemon)

    backfill = deployment.backfill("browsers", "2026-05-20", "2026-05-25")
    daemon = deployment.start_daemon()
    eventually(lambda: deployment.runs(**{"dagster/backfill": backfill}), PATIENCE, every=0.02)
    end(daemon)
    deployment.start_daemon()
    eventually(lambda: backfill_is_done(deployment, backfill), PATIENCE, every=0.2)
    assert [run.status for run in deployment.runs(**{"dagster/backfill": backfill})] == [SUCCESS]
    assert len(deployment.runs()) == 2
    days = [*(f"2026-06-0{day}" for day in range(9, 3, -1)), *(f"2026-05-{day}" for day in range(25, 19, -1))]
    assert bench.query(f"{LOADS} offset 2") == [(f"{day} 00:00:00", "done") for day in days]
    assert deployment.marks("browsers") == sorted([*days, "2026-06-02", "2026-06-03"])


@pytest.mark.slow
def test_a_run_that_is_told_to_end_with_requests_in_flight_ends_at_once_and_leaves_whole_periods(
    workbench: Workbench,
) -> None:
    workbench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert workbench.load("browsers", "2026-06-02", "2026-06-03").ok
    with held(workbench) as source, deployed(workbench) as deployment:
        deployment.has_been_off_for_an_hour()
        daemon = deployment.start_daemon()
        source.wait_for(3)
        source.release(0, 1)
        eventually(lambda: workbench.query("select count(*) from gio.loads") == [(4,)], PATIENCE, every=0.1)
        source.wait_for(5)
        end(daemon)
        worker = deployment.worker()
        worker.terminate()
        # None of the answers that are on their way has come by then.
        eventually(lambda: ended(worker), every=0.1)
        assert [run.status for run in deployment.runs()] == [FAILURE]
        assert deployment.marks("browsers") == ["2026-06-02", "2026-06-03", "2026-06-08"]
        assert workbench.query(f"{LOADS} offset 2") == [(f"2026-06-0{day} 00:00:00", "done") for day in (9, 8)]
        whole = [date(2026, 6, day) for day in (2, 3, 8, 9)]
        assert stored(workbench, "browsers") == answered_alone(workbench, "tblBrw01", whole)
        source.release_all()
        deployment.start_daemon()
        eventually(lambda: [run.status for run in deployment.runs()] == [FAILURE, SUCCESS], PATIENCE, every=0.2)
        assert deployment.marks("browsers") == [f"2026-06-0{day}" for day in range(2, 10)]
    loads_equal_the_source(workbench, date(2026, 6, 2), date(2026, 6, 9))


@pytest.mark.slow
def test_a_run_that_is_told_to_end_does_not_wait_for_large_answers_that_are_held_up(
    tmp_path: Path, database_url: str
) -> None:
    with source(tmp_path, database_url) as handmade:
        answer = {"id": "handmade", "interval": DAY_MS, "meta": [dim("城市"), met("views")], "data": [["上海", 1]]}
        handmade.sends(http("200 OK", json.dumps(answer).encode() + b" " * (2 << 20)))
        assert handmade.bench.load("handmade", "2026-06-01", "2026-06-02").ok
        with (
            holding(database_url, "points", "before insert", "copy gio.points%", row=EVERY) as warehouse,
            deployed(handmade.bench) as deployment,
        ):
            deployment.has_been_off_for_an_hour()
            daemon = deployment.start_daemon()
            eventually(lambda: [each.held for each in warehouse.backends()].count(True) == 2, PATIENCE, every=0.2)
            end(daemon)
            worker = deployment.worker()
            worker.terminate()
            eventually(lambda: ended(worker), every=0.1)
            assert [run.status for run in deployment.runs()] == [FAILURE]
            warehouse.release()
            deployment.start_daemon()
            eventually(lambda: [run.status for run in deployment.runs()] == [FAILURE, SUCCESS], PATIENCE, every=0.2)
            assert deployment.marks("handmade") == [f"2026-06-0{day}" for day in range(1, 10)]


def ended(process: psutil.Process) -> bool:
    """Whether it has; its parent need not have looked."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def backfill_is_done(deployment: Deployment, backfill: str) -> bool:
    found = deployment.instance.get_backfill(backfill)
    return found is not None and found.status.value == "COMPLETED_SUCCESS"


def loads_equal_the_source(bench: Workbench, first: date, last: date) -> None:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assert stored(bench, "browsers") == answered_alone(bench, "tblBrw01", days)

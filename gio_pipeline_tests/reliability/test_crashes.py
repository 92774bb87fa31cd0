"""Postgres itself is killed in mid-COPY and in mid-commit, or is away for a while: the load waits and goes on."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline.pipeline.load import LoadOrder, LoadOrigin, load_report, load_reports
from gio_pipeline.pipeline.results import Flow, LoadResult
from gio_pipeline.warehouse.availability import Patience
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.reliability.crashing import Server
from gio_pipeline_tests.reliability.holding import Held, eventually, holding
from gio_pipeline_tests.reliability.loading import loading
from gio_pipeline_tests.reliability.truth import answered, stored
from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"
DAYS = ("2026-06-07", "2026-06-09")


@pytest.fixture
def bench(server: Server, sandbox: Sandbox, tmp_path: Path) -> Iterator[Workbench]:
    """A range is loaded, and the source has other figures for it by now."""
    bench = Workbench(tmp_path, server.database(tmp_path.name), sandbox)
    assert bench.load(CITY, *DAYS).ok
    bench.faults({"fault": "scale", "match": "cityPv01", "factor": 3})
    yield bench
    bench.close()


def test_a_server_killed_in_mid_copy_has_the_old_window_and_the_next_load_heals_it(
    bench: Workbench, server: Server
) -> None:
    before = stored(bench, CITY)
    with (
        holding(bench.database_url, "points", "before insert", "copy gio.points%", row=60) as held,
        loading(bench, CITY, "2026-06-06", "2026-06-09") as loader,
    ):
        held.seen(lambda backend: backend.held)
        loader.stop()
        server.crash()
        loader.kill()
    server.start()
    assert stored(bench, CITY) == before
    assert bench.load(CITY, "2026-06-06", "2026-06-09").ok
    assert stored(bench, CITY) == answered(bench, "cityPv01", "2026-06-06", "2026-06-09")


@pytest.mark.parametrize("action", ["before insert", "commit"])
def test_a_load_outlives_a_server_killed_before_the_commit_is_written(
    bench: Workbench, server: Server, action: str
) -> None:
    statement = "%" if action == "commit" else "with answered%"
    with holding(bench.database_url, "loads", action, statement) as held, loading(bench, CITY, *DAYS) as loader:
        held.seen(lambda backend: backend.held)
        server.crash()
        server.start()
        result = loader.result()
    assert (result["ok"], result["changed"], result["failures"]) == (True, 360, [])
    assert stored(bench, CITY) == answered(bench, "cityPv01", *DAYS)
    assert bench.query("select status, changed from gio.loads order by load_id") == [("done", 0), ("done", 360)]


def test_a_commit_whose_answer_is_lost_is_found_to_be_done(bench: Workbench, server: Server) -> None:
    with (
        holding(bench.database_url, "loads", "before insert", "with answered%") as held,
        loading(bench, CITY, *DAYS) as loader,
    ):
        held.seen(lambda backend: backend.held)
        wait_for_a_standby_that_never_comes(held)
        held.release()
        committing = held.seen(lambda backend: backend.wait_event == "SyncRep")
        assert (committing.state, committing.query) == ("active", "COMMIT")
        server.crash()
        (server.data / "postgresql.auto.conf").write_text("")
        server.start()
        result = loader.result()
    assert stored(bench, CITY) == answered(bench, "cityPv01", *DAYS)
    assert (result["ok"], result["changed"], result["unchanged"]) == (True, 0, 360)
    assert bench.query("select status, changed from gio.loads order by load_id") == [
        ("done", 0),
        ("done", 360),
        ("done", 0),
    ]


@pytest.mark.slow
def test_a_range_load_goes_on_when_the_warehouse_is_away_for_some_seconds(bench: Workbench, server: Server) -> None:
    bench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert bench.load("browsers", "2026-06-01", "2026-06-01").ok
    before = bench.downloads()

    def restart() -> None:
        server.stop()
        down.set()
        time.sleep(1.5)
        server.start()

    away, down = threading.Thread(target=restart), threading.Event()

    def progress(result: LoadResult) -> None:
        if len(result.outcomes) == 2:
            away.start()
            assert down.wait(60)

    plan = bench.plan("browsers", "2026-06-04", "2026-06-09")
    result = load_report(bench.runtime(), plan, LoadOrigin(), progress)
    away.join()
    assert (result.ok, len(result.committed), result.requests) == (True, 6, 6)
    assert bench.downloads() - before == 6
    assert bench.query("select count(*), min(status), max(status) from gio.loads where report = 'browsers'") == [
        (7, "done", "done")
    ]


def test_a_warehouse_that_stays_away_ends_the_load_and_what_was_committed_is_told(
    bench: Workbench, server: Server
) -> None:
    bench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert bench.load("browsers", "2026-06-01", "2026-06-01").ok
    plan, runtime = bench.plan("browsers", "2026-06-04", "2026-06-09"), bench.runtime()

    def progress(result: LoadResult) -> None:
        if len(result.outcomes) == 2:
            server.stop()

    result = load_report(runtime, plan, LoadOrigin(), progress, patience=Patience(seconds=0.5))
    server.start()
    days = [bench.period("browsers", f"2026-06-0{day}") for day in range(4, 10)]
    assert (sorted(result.committed), result.ok) == (days[4:], False)
    assert [sorted(failure.window.wanted) for failure in result.failures] == [[day] for day in reversed(days[:4])]
    said = {str(failure.error) for failure in result.failures}
    assert len(said) == 1
    assert said.pop().startswith('The database answered: connection to server at "127.0.0.1", port ')
    assert bench.load("browsers", "2026-06-04", "2026-06-09", skip_final=True).ok
    assert bench.query("select count(*) from gio.coverage where report = 'browsers'") == [(7,)]


def test_a_warehouse_that_stays_away_is_waited_for_once_and_not_for_every_answer_that_has_come(
    bench: Workbench, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    bench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert bench.load("browsers", "2026-06-01", "2026-06-01").ok
    plan, runtime, seen = bench.plan("browsers", "2026-06-04", "2026-06-09"), bench.runtime(), list[Flow]()

    def progress(result: LoadResult) -> None:
        if not result.failures and len(result.outcomes) == 1:
            eventually(lambda: seen[-1].waiting == 5)
            server.stop()

    orders, patience = [LoadOrder(plan, progress)], Patience(seconds=2)
    [result] = load_reports(runtime, orders, LoadOrigin(), patience=patience, flowing=seen.append)
    server.start()
    assert isinstance(result, LoadResult)
    assert (len(result.committed), len(result.failures)) == (1, 5)
    said = [record.getMessage() for record in caplog.records]
    failed = next(place for place, line in enumerate(said) if line.startswith("shop/browsers: The database answered"))
    assert any("The next attempt" in line for line in said[:failed])
    assert not [line for line in said[failed:] if "The next attempt" in line]


def wait_for_a_standby_that_never_comes(held: Held) -> None:
    """From now on a commit is on this server's disk and its client does not hear of it."""
    held.execute("alter system set synchronous_standby_names = 'nobody'")
    held.execute("select pg_reload_conf()")
    eventually(lambda: held.execute("show synchronous_standby_names") == [("nobody",)])
    held.execute("checkpoint")  # answered by the process that tells the others, after it has read the setting

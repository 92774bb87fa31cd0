"""The embedded server killed under a load: whoever needs it starts it again."""

from collections.abc import Iterator

import pytest
from dagster import DagsterRunStatus

from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.held_source import held
from gio_pipeline_tests.postgres import throw_away_home
from gio_pipeline_tests.reliability.crashing import Server
from gio_pipeline_tests.reliability.deployment import deployed
from gio_pipeline_tests.reliability.holding import eventually
from gio_pipeline_tests.workbench import Workbench


class EmbeddedBench(Workbench):
    """A bench whose warehouse is the embedded server of its own directory."""

    @property
    def environ(self) -> dict[str, str]:
        return {**super().environ, "GIO_DATABASE_URL": "", "GIO_HOME": str(self.directory)}


@pytest.fixture
def bench(sandbox: Sandbox) -> Iterator[Workbench]:
    with throw_away_home() as home:
        bench = EmbeddedBench(home, "", sandbox)
        bench.signed = True
        bench.report("{name: browsers, kind: chart, id: tblBrw01}")
        yield bench
        bench.close()


@pytest.mark.slow
@pytest.mark.parametrize("whole", [True, False])
def test_an_embedded_server_that_is_killed_under_a_load_is_started_again_by_it(bench: Workbench, whole: bool) -> None:
    """whole: with all of its processes; else its postmaster alone, whose children notice."""
    plan = bench.plan("browsers", "2026-06-04", "2026-06-09")
    server = Server(bench.directory)

    def progress(result: LoadResult) -> None:
        if len(result.outcomes) == 2:
            server.crash(whole=whole)

    result = load_report(bench.runtime(), plan, LoadOrigin(), progress)
    assert (result.ok, len(result.committed), result.failures) == (True, 6, [])
    assert bench.query("select count(*), min(status), max(status) from gio.loads") == [(6, "done", "done")]


@pytest.mark.slow
def test_an_embedded_server_that_is_killed_under_a_dagster_run_is_started_again_by_the_run(bench: Workbench) -> None:
    bench.signed = False
    bench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert bench.load("browsers", "2026-06-02", "2026-06-03").ok
    server = Server(bench.directory)
    with held(bench) as source, deployed(bench) as deployment:
        deployment.has_been_off_for_an_hour()
        deployment.start_daemon()
        source.wait_for(3)
        source.release(0)
        eventually(lambda: bench.query("select count(*) from gio.loads") == [(3,)], seconds=60, every=0.1)
        server.crash()
        source.release_all()
        done = [DagsterRunStatus.SUCCESS]
        eventually(lambda: [run.status for run in deployment.runs()] == done, seconds=120, every=0.5)
        assert deployment.marks("browsers") == [f"2026-06-0{day}" for day in range(2, 10)]
    assert bench.query("select count(*), min(status), max(status) from gio.loads") == [(8, "done", "done")]

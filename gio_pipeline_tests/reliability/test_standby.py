"""A server that only reads: it is said why, and nothing is sent without the limiter's record."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline.core.config.specs import Credentials
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline_tests.cli.conftest import Terminal
from gio_pipeline_tests.deploy.databases import DEBIAN
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.reliability.conftest import CITY, DAYS
from gio_pipeline_tests.reliability.holding import set_for_database
from gio_pipeline_tests.reliability.standby import Pair, pair
from gio_pipeline_tests.workbench import Workbench

STANDBY = "it is a standby that follows another server; connect to the primary"
DEFAULT = "default_transaction_read_only is on (set for the database: alter database … reset"
only_debian = pytest.mark.skipif(not DEBIAN.is_dir(), reason=f"no Postgres 15 in {DEBIAN}")


@pytest.fixture(scope="module")
def servers() -> Iterator[Pair]:
    with pair() as made:
        yield made


@pytest.fixture
def following(servers: Pair, tmp_path: Path, sandbox: Sandbox) -> Iterator[Workbench]:
    """What the primary has loaded, the standby shows."""
    bench = Workbench(tmp_path, servers.primary, sandbox)
    assert bench.load(CITY, *DAYS).ok
    servers.catch_up()
    yield bench
    bench.close()


@only_debian
def test_a_standby_is_told_by_check_and_nothing_is_asked_of_the_source(
    following: Workbench, servers: Pair, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    following.database_url = servers.standby
    refuses(Terminal(following, capsys, monkeypatch), STANDBY)


def test_a_default_of_the_database_that_only_reads_is_told_by_check_and_nothing_is_asked_of_the_source(
    bench: Workbench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_for_database(bench.database_url, "set default_transaction_read_only = on")
    refuses(Terminal(bench, capsys, monkeypatch), DEFAULT)


def refuses(terminal: Terminal, reason: str) -> None:
    """Every command that asks the source ends with this reason and asks nothing; status still reads."""
    before = terminal.workbench.sandbox.stats()["requests"]
    checked = terminal.run("check")
    assert checked.code == 1
    assert f"database rights: nothing can be written: {reason}" in checked.out + checked.err
    assert "may be made" not in checked.out
    for command in (["preview", CITY], ["discover"], ["load", CITY, "--from", DAYS[0], "--to", DAYS[1]]):
        done = terminal.run(*command)
        assert (done.code, reason in done.err) == (1, True), command
    assert terminal.run("status").code == 0
    assert terminal.workbench.sandbox.stats()["requests"] == before


@only_debian
def test_without_the_limiters_record_nothing_leaves(following: Workbench, servers: Pair) -> None:
    engine = connect(servers.standby)
    gate = PostgresRateGate(engine, Credentials(uid="u", base_url="http://127.0.0.1", token="t"), 2)
    with pytest.raises(WarehouseError, match="cannot execute INSERT in a read-only transaction"), gate.slot() as slot:
        slot.wait()
    engine.dispose()


@pytest.mark.slow
@only_debian
def test_a_load_goes_on_with_the_standby_that_is_promoted_in_its_midst(tmp_path: Path, sandbox: Sandbox) -> None:
    with pair() as servers:
        bench = Workbench(tmp_path, servers.both, sandbox)
        bench.report("{name: browsers, kind: chart, id: tblBrw01}")
        assert bench.load("browsers", "2026-06-01", "2026-06-01").ok
        failing = threading.Thread(target=servers.fail_over)

        def progress(result: LoadResult) -> None:
            if len(result.outcomes) == 2:
                failing.start()
                failing.join(0.3)

        plan = bench.plan("browsers", "2026-06-04", "2026-06-09")
        result = load_report(bench.runtime(), plan, LoadOrigin(), progress)
        failing.join()
        assert (result.ok, len(result.committed), result.requests) == (True, 6, 6)
        bench.close()
        bench.database_url = servers.standby
        assert bench.query("select count(*) from gio.coverage") == [(7,)]
        bench.close()

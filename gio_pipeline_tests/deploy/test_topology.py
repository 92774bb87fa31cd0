"""The topology of docker-compose.yml, run as plain processes: Postgres, migrate, code server, webserver, daemon."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg2
import pytest

from gio_pipeline_tests.deploy.compose import PASSWORDS, Topology, topology, wait_until
from gio_pipeline_tests.deploy.graphql import (
    materialize,
    runs,
    stop_schedules,
    wait_for_code,
    wait_for_retry,
    wait_for_run,
)
from gio_pipeline_tests.deploy.truth import credentials, load_directly, query, values
from gio_pipeline_tests.faults import Sandbox, serve_in_thread
from gio_pipeline_tests.postgres import throw_away_server

pytestmark = pytest.mark.slow
NOW = "2026-06-10T10:00:00+08:00"
REPORTS = """
projects:
  - name: shop
    uid: nxog09md
    base_url: ${{SANDBOX}}
    ai: ${{SHOP_AI}}
    secret: ${{SHOP_SECRET}}
    client_id: ${{SHOP_CLIENT_ID}}
    start: 2026-05-01
    rate_limit: {rate}
    catalog: false
    reports:
      - {{name: cities, kind: chart, id: cityPv01}}
      - {{name: browsers, kind: chart, id: tblBrw01}}
"""


def env_file(sandbox: Sandbox) -> dict[str, str]:
    return {"SANDBOX": sandbox.url, "GIO_NOW": NOW, **credentials()}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with throw_away_server() as url:
        yield url


@pytest.fixture(scope="module")
def source() -> Iterator[Sandbox]:
    with serve_in_thread(now=NOW, rate_limit=10) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def fleet(server: str, source: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    directory = tmp_path_factory.mktemp("compose")
    with topology(directory, server, env_file(source), REPORTS.format(rate=10)) as started:
        started.initialise_postgres()
        started.run("migrate")
        started.start("code")
        started.start_healthy("webserver")
        wait_for_code(started)
        stop_schedules(started)
        started.start("daemon")
        yield started


def test_every_service_passes_its_own_health_check(fleet: Topology) -> None:
    wait_until("daemon", lambda: fleet.healthy("daemon"))
    assert {name: fleet.healthy(name) for name in ("code", "webserver", "daemon")} == {
        "code": True,
        "webserver": True,
        "daemon": True,
    }


def test_migrate_run_again_has_nothing_to_do(fleet: Topology) -> None:
    assert "The database is up to date." in fleet.run("migrate")


def test_a_range_asked_for_in_the_ui_lands_as_the_source_has_it(
    fleet: Topology, database_url: str, tmp_path: Path
) -> None:
    run = materialize(fleet, "shop_daily", ["shop/cities"], "2026-06-01", "2026-06-07")
    assert wait_for_run(fleet, run) == "SUCCESS"
    with serve_in_thread(now=NOW, rate_limit=0) as other:
        environ = {**env_file(other), "GIO_DATABASE_URL": database_url}
        wanted = [("shop/cities", "2026-06-01", "2026-06-07")]
        load_directly(tmp_path / "truth", environ, REPORTS.format(rate=100), wanted)
    landed = [row for row in values(fleet.warehouse_url) if row[1] == "cities"]
    assert len(landed) == 7 * 120
    assert landed == values(database_url)


def test_dagster_and_the_warehouse_have_databases_that_the_other_cannot_open(fleet: Topology) -> None:
    dagster = fleet.database_url("dagster", "DAGSTER_POSTGRES_PASSWORD")
    assert query(dagster, "select to_regclass('public.event_logs') is not null") == [(True,)]
    assert query(fleet.warehouse_url, "select to_regclass('public.event_logs')") == [(None,)]
    for url, other in ((dagster, "/gio"), (fleet.warehouse_url, "/dagster")):
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            query(url[: url.rindex("/")] + other, "select 1")


def test_no_process_has_a_password_in_its_arguments_and_only_loaders_know_the_source(fleet: Topology) -> None:
    words = [*PASSWORDS.values(), *credentials().values()]
    for process in fleet.processes.values():
        for each in [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]:
            # One that has ended meanwhile has no arguments any more.
            with suppress(psutil.NoSuchProcess):
                assert not [word for word in words if word in " ".join(each.cmdline())]
    for service in ("webserver", "daemon"):
        told = json.dumps(fleet.environ(service))
        assert not [word for name, word in {**PASSWORDS, **credentials()}.items() if word in told and "DAG" not in name]


def test_a_run_whose_code_server_dies_is_noticed_and_goes_on_where_it_was(fleet: Topology, source: Sandbox) -> None:
    # The range as a whole, which shows that its rows carry no time; then day by day; the fourth day is held.
    source.set(faults=[{"fault": "delay", "seconds": 60, "match": "tblBrw01", "after": 1 + 3, "times": 1}])
    run = materialize(fleet, "shop_daily", ["shop/browsers"], "2026-06-01", "2026-06-07")
    loaded = "select count(*) from gio.coverage where report = 'browsers'"
    wait_until("three days", lambda: query(fleet.warehouse_url, loaded) == [(3,)])
    fleet.kill("code")
    fleet.start_healthy("code")
    assert wait_for_retry(fleet, run) == "SUCCESS"
    assert query(fleet.warehouse_url, loaded) == [(7,)]
    assert source.stats()["reports"]["nxog09md/charts/tblBrw01"] == 1 + 3 + 1 + 4


def test_a_schedule_s_run_does_not_wait_for_a_backfill(fleet: Topology, source: Sandbox) -> None:
    # Holds every run of the backfill; comes last, since nothing waits for them.
    source.set(faults=[{"fault": "delay", "seconds": 500, "match": "tblBrw01"}])
    days = ["2026-05-20", "2026-05-21", "2026-05-22", "2026-05-23"]
    for day in days:
        materialize(fleet, "shop_daily", ["shop/browsers"], day, day, backfill="abcdefgh")

    def states() -> list[str]:
        return sorted(run["status"] for run in runs(fleet, dagster__backfill="abcdefgh"))

    full = ["QUEUED", "STARTED", "STARTED", "STARTED"]
    wait_until("the backfill has all it may have", lambda: states() == full)
    urgent = materialize(fleet, "shop_daily", ["shop/cities"], "2026-06-08", "2026-06-08", priority="10")
    assert wait_for_run(fleet, urgent) == "SUCCESS"
    assert states() == full

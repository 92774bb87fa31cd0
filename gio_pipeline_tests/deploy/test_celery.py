"""Two Celery workers that share one Postgres and one Redis, as docker-compose.yml has them in its profile celery."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gio_pipeline_tests.deploy.compose import Topology, topology, wait_until
from gio_pipeline_tests.deploy.graphql import (
    backfill,
    look_at_failures_again,
    report_of,
    runs,
    stop_schedules,
    wait_for_code,
)
from gio_pipeline_tests.deploy.truth import credentials, load_directly, query, values
from gio_pipeline_tests.faults import Sandbox, serve_in_thread
from gio_pipeline_tests.postgres import throw_away_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        shutil.which("redis-server") is None, reason="redis-server is not installed (apt-get install redis-server)"
    ),
]
NOW = "2026-06-10T10:00:00+08:00"
RATE = 5
DAYS, FIRST, LAST = 7, "2026-06-01", "2026-06-07"
# Project, kind, id, start. Reports that share zone and start share a run: four runs, three of them with reports of
# the shop's. A worker takes two at a time, so that both ask for the shop's at once.
# The charts tbl…, bar… and bigNum… have no time in their rows: a request a day.
RUNS, SLOTS = 4, 2
REPORTS = [
    line.split()
    for line in """
        shop chart     YoX28w7R 2026-05-01
        shop chart     cityPv01 2026-05-01
        shop chart     tblBrw01 2026-05-01
        shop chart     barCh001 2026-05-01
        shop chart     colCh001 2026-05-02
        shop chart     bigNum01 2026-05-02
        shop chart     srcLine1 2026-05-02
        shop chart     dupRow01 2026-05-03
        shop funnel    9pkd1    2026-05-03
        shop retention kdj2     2026-05-03
        shop retention pctRet01 2026-05-03
        app  chart     YoX28w7R 2026-05-03
        app  chart     verPv001 2026-05-03
        app  chart     tblDev01 2026-05-03
        app  funnel    appFun01 2026-05-03
        app  retention kdj2     2026-05-03
        us   chart     YoX28w7R 2026-05-01
        us   chart     nyCity01 2026-05-01
        us   funnel    nyFun001 2026-05-01
        us   retention nyRet001 2026-05-01
    """.strip().splitlines()
]
PROJECTS = {"shop": "nxog09md", "app": "k2app77x", "us": "usny0001"}
LOADED_OF_HELD = "select count(*) from gio.coverage where report = 'chart_barCh001'"


def reports_yaml(rate: int) -> str:
    lines = ["projects:"]
    for project, uid in PROJECTS.items():
        name, zone = project.upper(), "America/New_York" if project == "us" else "Asia/Shanghai"
        lines += [
            f"  - {{name: {project}, uid: {uid}, base_url: '${{SANDBOX}}', ai: '${{{name}_AI}}',",
            f"     secret: '${{{name}_SECRET}}', client_id: '${{{name}_CLIENT_ID}}',",
            f"     timezone: {zone}, rate_limit: {rate}, catalog: false, reports: [",
            *(
                f"       {{name: {kind}_{found}, kind: {kind}, id: {found}, start: {start}}},"
                for owner, kind, found, start in REPORTS
                if owner == project
            ),
            "     ]}",
        ]
    return "\n".join(lines)


def keys() -> list[str]:
    return [f"{project}/{kind}_{found}" for project, kind, found, _ in REPORTS]


def env_file(sandbox: Sandbox) -> dict[str, str]:
    return {
        "SANDBOX": sandbox.url,
        "GIO_NOW": NOW,
        "COMPOSE_PROFILES": "celery",
        "CELERY_CONCURRENCY": str(SLOTS),
        "DAGSTER_YAML": "./docs/deploy/dagster.celery.yaml",
        **credentials(),
    }


@pytest.fixture
def source() -> Iterator[Sandbox]:
    with serve_in_thread(now=NOW, rate_limit=RATE) as sandbox:
        yield sandbox


@pytest.fixture
def fleet(source: Sandbox, tmp_path: Path) -> Iterator[Topology]:
    directory = tmp_path / "compose"
    directory.mkdir()
    with throw_away_server() as url, topology(directory, url, env_file(source), reports_yaml(RATE)) as started:
        started.initialise_postgres()
        started.run("migrate")
        started.start_healthy("redis")
        for service, instance in (("code", None), ("worker", "first"), ("worker", "second")):
            started.start(service, instance)
        started.start_healthy("webserver")
        wait_for_code(started)
        stop_schedules(started)
        yield started


def test_a_backfill_spreads_over_two_workers_and_outlives_one_of_them(
    fleet: Topology, source: Sandbox, database_url: str, tmp_path: Path
) -> None:
    assert len(keys()) == 20
    wait_until("both workers", lambda: all(f"gio@{each} ready" in fleet.log(each) for each in ("first", "second")))
    # Holds one of the shop's runs until it is taken away: after the whole range and four days of seven.
    source.set(faults=[{"fault": "delay", "seconds": 500, "match": "charts/barCh001", "after": 5}])
    started = backfill(fleet, dict.fromkeys(keys(), (FIRST, LAST)))
    # It looks for backfills as it starts, and then every half a minute.
    fleet.start("daemon")
    wait_until("every run begun", lambda: len(_workers(fleet, started)) == RUNS, 300)
    where = _workers(fleet, started)
    shops = {worker for reports, worker in where.items() if any(each.startswith("shop/") for each in reports)}
    assert shops == {"first", "second"}

    wait_until("a run held", lambda: query(fleet.warehouse_url, LOADED_OF_HELD) == [(4,)])
    fleet.kill(next(worker for reports, worker in where.items() if "shop/chart_barCh001" in reports))
    source.set(delay=None)
    wait_until("every report loaded", lambda: _succeeded(fleet, started) == set(where), 300)

    loaded = "select project || '/' || report, count(*) from gio.coverage group by 1"
    assert dict(query(fleet.warehouse_url, loaded)) == dict.fromkeys(keys(), DAYS)
    stats = source.stats()
    assert (stats["rate_violations"], stats["tokens_issued"], stats["unauthorized"]) == (0, len(PROJECTS), 0)
    with serve_in_thread(now=NOW, rate_limit=0) as other:
        environ = {**env_file(other), "GIO_DATABASE_URL": database_url}
        load_directly(tmp_path / "truth", environ, reports_yaml(100), [(key, FIRST, LAST) for key in keys()])
    assert values(fleet.warehouse_url) == values(database_url)


def _workers(fleet: Topology, started: str) -> dict[frozenset[str], str]:
    """The instance that has, or had, each run of those that have begun; a run by its reports."""
    logs = {instance: fleet.log(instance) for instance in ("first", "second")}
    begun = [run for run in runs(fleet, dagster__backfill=started) if run["status"] in ("STARTED", "SUCCESS")]
    tasks = {_reports(run): run["tags"]["dagster-celery/task_id"] for run in begun}
    return {reports: name for reports, task in tasks.items() for name, log in logs.items() if task in log}


def _succeeded(fleet: Topology, started: str) -> set[frozenset[str]]:
    look_at_failures_again(fleet)
    return {_reports(run) for run in runs(fleet, dagster__backfill=started) if run["status"] == "SUCCESS"}


def _reports(run: dict[str, Any]) -> frozenset[str]:
    return frozenset(report_of(asset["path"]) for asset in run["assetSelection"])

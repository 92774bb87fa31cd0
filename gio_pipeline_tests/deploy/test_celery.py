"""Two Celery workers that share one Postgres and one Redis, as docker-compose.yml has them in its profile celery."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gio_pipeline.sandbox import Sandbox, serve_in_thread
from gio_pipeline_tests.deploy.compose import Topology, topology, wait_until
from gio_pipeline_tests.deploy.graphql import backfill, runs, wait_for_code
from gio_pipeline_tests.deploy.truth import credentials, load_directly, query, values
from gio_pipeline_tests.postgres import throw_away_server

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif("GIO_TEST_FLEET" not in os.environ, reason="make fleet runs the topology's tests"),
    pytest.mark.skipif(
        shutil.which("redis-server") is None, reason="redis-server is not installed (apt-get install redis-server)"
    ),
]
NOW = "2026-06-10T10:00:00+08:00"
RATE = 5
FIRST, LAST = "2026-05-25", "2026-06-07"
# name: project, kind, id; the charts tbl…, bar… and bubble… have no time in their rows: a request a day.
REPORTS = {
    "shop": ["chart YoX28w7R", "chart cityPv01", "chart tblBrw01", "chart barCh001", "chart colCh001", "chart bigNum01",
             "chart srcLine1", "chart dupRow01", "funnel 9pkd1", "retention kdj2"],
    "app": ["chart YoX28w7R", "chart verPv001", "chart tblDev01", "funnel appFun01", "retention kdj2"],
    "us": ["chart YoX28w7R", "chart nyCity01", "funnel nyFun001", "retention nyRet001", "chart YoX28w7R"],
}  # fmt: skip
UIDS = {"shop": "nxog09md", "app": "k2app77x", "us": "usny0001"}
# Reports that share a first day share a run.
STARTS = {"shop": "2026-05-01", "app": "2026-05-02", "us": "2026-05-03"}
ZONES = {"shop": "Asia/Shanghai", "app": "Asia/Shanghai", "us": "America/New_York"}


def reports_yaml(rate: int) -> str:
    lines = ["projects:"]
    for project, reports in REPORTS.items():
        name = project.upper()
        lines += [
            f"  - {{name: {project}, uid: {UIDS[project]}, base_url: '${{SANDBOX}}', ai: '${{{name}_AI}}',",
            f"     secret: '${{{name}_SECRET}}', client_id: '${{{name}_CLIENT_ID}}', start: {STARTS[project]},",
            f"     timezone: {ZONES[project]}, rate_limit: {rate}, catalog: false, reports: [",
        ]
        for number, report in enumerate(reports):
            kind, _, found = report.partition(" ")
            lines.append(f"       {{name: {kind}_{number}, kind: {kind}, id: {found}}},")
        lines.append("     ]}")
    return "\n".join(lines)


def keys() -> list[str]:
    return [
        f"{project}/{report.partition(' ')[0]}_{number}"
        for project, reports in REPORTS.items()
        for number, report in enumerate(reports)
    ]


def env_file(sandbox: Sandbox) -> dict[str, str]:
    return {
        "SANDBOX": sandbox.url,
        "GIO_NOW": NOW,
        "COMPOSE_PROFILES": "celery",
        # Three runs do not fit into one worker.
        "CELERY_CONCURRENCY": "2",
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
        for service, instance in (("code", None), ("daemon", None), ("worker", "first"), ("worker", "second")):
            started.start(service, instance)
        started.start_healthy("webserver")
        wait_for_code(started)
        yield started


def test_a_backfill_spreads_over_two_workers_and_outlives_one_of_them(
    fleet: Topology, source: Sandbox, database_url: str, tmp_path: Path
) -> None:
    wait_until("both workers", lambda: all(f"gio@{each} ready" in fleet.log(each) for each in ("first", "second")))
    # Holds the shop's run in the middle until it is taken away.
    source.set(faults=[{"fault": "delay", "seconds": 100, "match": "nxog09md/charts/barCh001", "after": 5}])
    started = backfill(fleet, dict.fromkeys(keys(), (FIRST, LAST)))
    wait_until("every run begun", lambda: set(_workers(fleet, started)) == set(REPORTS), 200)
    where = _workers(fleet, started)
    assert set(where.values()) == {"first", "second"}

    wait_until("the shop's run held", lambda: source.stats(log=False)["reports"].get("nxog09md/charts/barCh001", 0) > 5)
    fleet.kill(where["shop"])
    assert 4 <= _loaded(fleet)["shop"] < 14 * len(REPORTS["shop"])
    source.set(delay=None)
    wait_until("every project loaded", lambda: _succeeded(fleet, started) == set(REPORTS), 200)

    assert _loaded(fleet) == {name: 14 * len(found) for name, found in REPORTS.items()}
    stats = source.stats()
    assert (stats["rate_violations"], stats["tokens_issued"], stats["unauthorized"]) == (0, 3, 0)
    with serve_in_thread(now=NOW, rate_limit=0) as other:
        environ = {**env_file(other), "GIO_DATABASE_URL": database_url}
        load_directly(tmp_path / "truth", environ, reports_yaml(100), [(key, FIRST, LAST) for key in keys()])
    assert values(fleet.warehouse_url) == values(database_url)


def _workers(fleet: Topology, started: str) -> dict[str, str]:
    """The instance that has, or had, each project's run, of those that have begun."""
    logs = {instance: fleet.log(instance) for instance in ("first", "second")}
    begun = [run for run in runs(fleet, dagster__backfill=started) if run["status"] in ("STARTED", "SUCCESS")]
    tasks = {_project(run): run["tags"]["dagster-celery/task_id"] for run in begun}
    return {project: name for project, task in tasks.items() for name, log in logs.items() if task in log}


def _project(run: dict[str, Any]) -> str:
    return str(run["assetSelection"][0]["path"][0])


def _succeeded(fleet: Topology, started: str) -> set[str]:
    return {_project(run) for run in runs(fleet, dagster__backfill=started) if run["status"] == "SUCCESS"}


def _loaded(fleet: Topology) -> dict[str, int]:
    return dict(query(fleet.warehouse_url, "select project, count(*) from gio.coverage group by 1"))

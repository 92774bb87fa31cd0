"""Failed runs are told to the addresses of `notify`: a real HTTP receiver, Apprise's own JSON message."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from dagster import ExecuteInProcessResult, SkipReason, build_run_status_sensor_context
from dagster._daemon.types import DaemonHeartbeat

from gio_pipeline_tests.defs.dagster_bench import DagsterBench
from gio_pipeline_tests.postgres import ROOT
from gio_pipeline_tests.reliability.holding import eventually

Messages = list[dict[str, str]]
# The thread that watches beside the UI, with seconds for the hours it waits.
WATCH = """
from datetime import timedelta
from dagster import DagsterInstance
from gio_pipeline.defs.webserver import watch_daemon
with DagsterInstance.get() as instance:
    watch_daemon(instance, every=0.2, stands_still=timedelta(seconds=5))
"""


@pytest.fixture
def receiver() -> Iterator[tuple[int, Messages]]:
    """A port that takes JSON messages, and those it has taken."""
    taken: Messages = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server.server_address[1], taken
        server.shutdown()


def notify(bench: DagsterBench, address: str) -> None:
    path = bench.workbench.directory / "reports.yaml"
    path.write_text(f"notify: ['{address}']\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


def tell(bench: DagsterBench, run: ExecuteInProcessResult) -> SkipReason | None:
    """What the sensor does once the daemon sees the failed run."""
    context = build_run_status_sensor_context(
        "tell_of_failed_runs", run.get_run_failure_event(), bench.instance, run.dagster_run
    )
    sensor = bench.definitions.get_repository_def().get_sensor_def("tell_of_failed_runs")
    answer = sensor(context.for_run_failure())
    assert answer is None or isinstance(answer, SkipReason)
    return answer


def test_a_failed_run_is_told_with_its_reason(bench: DagsterBench, receiver: tuple[int, Messages]) -> None:
    port, taken = receiver
    bench.workbench.report("{name: absent, kind: chart, id: nosuch01}")
    notify(bench, f"json://127.0.0.1:{port}")
    run = bench.run("2026-06-08", "2026-06-09")
    assert tell(bench, run) is None
    assert [message["title"] for message in taken] == ["gio_pipeline: shop_daily failed"]
    assert "shop/absent: not loaded: 2026-06-08 to 2026-06-09. " in taken[0]["message"]
    assert run.run_id in taken[0]["message"]


def test_an_address_that_is_none_is_named_by_its_place_only(bench: DagsterBench) -> None:
    bench.workbench.report("{name: absent, kind: chart, id: nosuch01}")
    notify(bench, "nothing://secret-key")
    answer = tell(bench, bench.run("2026-06-08", "2026-06-09"))
    assert answer is not None
    assert answer.skip_message == "notify: entry 1 is no Apprise address."


def test_without_addresses_there_is_no_sensor(bench: DagsterBench) -> None:
    assert bench.definitions.get_repository_def().sensor_defs == []


def test_without_apprise_the_tick_says_how_to_install_it(bench: DagsterBench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.workbench.report("{name: absent, kind: chart, id: nosuch01}")
    notify(bench, "json://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "apprise", None)
    answer = tell(bench, bench.run("2026-06-08", "2026-06-09"))
    assert answer is not None
    assert answer.skip_message == ("notify: The package apprise is not installed: pip install 'gio_pipeline[notify]'.")


@pytest.mark.slow
def test_a_daemon_that_stands_still_is_told_once_and_when_it_runs_again(
    bench: DagsterBench, receiver: tuple[int, Messages]
) -> None:
    port, taken = receiver
    notify(bench, f"json://127.0.0.1:{port}")
    environ = {**os.environ, **bench.workbench.environ, "DAGSTER_HOME": str(bench.home), "PYTHONPATH": str(ROOT)}
    show_life(bench)
    watch = subprocess.Popen([sys.executable, "-c", WATCH], cwd=bench.workbench.directory, env=environ)
    try:
        assert eventually(lambda: len(taken) == 1, seconds=60, every=0.1)
        # It is told once, however long it lasts: some looks later there is no second message.
        time.sleep(1)
        show_life(bench)
        assert eventually(lambda: len(taken) == 2, seconds=60, every=0.1)
    finally:
        watch.kill()
        watch.wait()
    assert [message["title"] for message in taken] == [
        "gio_pipeline: the schedules stand still",
        "gio_pipeline: the schedules run again",
    ]
    assert taken[0]["message"].startswith("The last sign of life of Dagster's daemon is from ")
    assert taken[0]["message"].endswith(" UTC. Nothing is loaded: restart gio-pipeline up.")


def show_life(bench: DagsterBench) -> None:
    """What the daemon writes every half a minute."""
    bench.instance.add_daemon_heartbeat(DaemonHeartbeat(time.time(), "SCHEDULER", "a daemon"))

"""Dagster as it runs for real: a code server, a daemon and run workers on a home of their own, to be killed with -9."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from dagster import AssetKey, DagsterInstance, DagsterRun
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorTick,
    InstigatorType,
    ScheduleInstigatorData,
)
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import GrpcServerTarget
from dagster_graphql.cli import execute_query

from gio_pipeline.defs.home import open_instance, prepare_home
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.postgres import ROOT
from gio_pipeline_tests.reliability.holding import eventually
from gio_pipeline_tests.workbench import Workbench

LOCATION = "gio_pipeline"
JOB = "shop_daily"
BACKFILL = """mutation($params: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $params) {
    __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
# What a test does not wait for, and a pool in which a run that is never given up would keep out all others.
SOONER = {
    "poll_interval_seconds: 30": "poll_interval_seconds: 1",
    "free_slots_after_run_end_seconds: 60": "free_slots_after_run_end_seconds: 1",
    "    granularity: run\n    default_limit: 4": "    granularity: run\n    default_limit: 1",
}


class Deployment:
    """The processes that load a workbench's reports by themselves."""

    def __init__(self, bench: Workbench, stack: ExitStack) -> None:
        self.bench, self._stack = bench, stack
        self.home = bench.directory / "dagster"
        self.environ = {**os.environ, **bench.environ, "DAGSTER_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        prepare_home(load_settings({"DAGSTER_HOME": str(self.home)} | bench.environ, bench.directory))
        self._hurry()
        self.instance: DagsterInstance = stack.enter_context(open_instance(self.home))
        self._port = _free_port()
        self.workspace = bench.directory / "workspace.yaml"
        server = f"{{host: 127.0.0.1, port: {self._port}, location_name: {LOCATION}}}"
        self.workspace.write_text(f"load_from: [{{grpc_server: {server}}}]\n")
        code = ("-m", "gio_pipeline.definitions", "-a", "location")
        self.code = self._start("dagster", "api", "grpc", "--port", str(self._port), *code)
        eventually(self._answers, seconds=60, every=0.1)

    def start_daemon(self) -> "subprocess.Popen[bytes]":
        return self._start("dagster-daemon", "run", "--workspace", str(self.workspace))

    def has_been_off_for_an_hour(self) -> None:
        """The schedule has been on for hours and has missed its last tick: a daemon that starts makes it at once."""
        with self._workspace() as workspace:
            location = workspace.create_request_context().get_code_location(LOCATION)
            schedule = next(iter(location.get_repositories().values())).get_schedule(JOB)
        data = ScheduleInstigatorData(schedule.cron_schedule, time.time() - 3600)
        status, origin = InstigatorStatus.RUNNING, schedule.get_remote_origin()
        self.instance.add_instigator_state(InstigatorState(origin, InstigatorType.SCHEDULE, status, data))

    def ticks(self) -> list[InstigatorTick]:
        states = self.instance.all_instigator_state(instigator_type=InstigatorType.SCHEDULE)
        state = next(each for each in states if each.name == JOB)
        return list(self.instance.get_ticks(state.instigator_origin_id, state.selector_id))

    def backfill(self, report: str, first: str, last: str) -> str:
        """Asks for a range as the UI does; returns the backfill's id. The next daemon to start carries it out."""
        ranged = {"range": {"start": first, "end": last}}
        params = {
            "partitionsByAssets": [{"assetKey": {"path": ["gio_reports", f"shop__{report}"]}, "partitions": ranged}]
        }
        with self._workspace() as workspace:
            said: dict[str, Any] = execute_query(workspace, BACKFILL, {"params": params})
        backfill_id: str = said["data"]["launchPartitionBackfill"]["backfillId"]
        return backfill_id

    def runs(self, **tags: str) -> list[DagsterRun]:
        """The runs of the reports, oldest first."""
        return [run for run in reversed(self.instance.get_runs()) if tags.items() <= run.tags.items()]

    def marks(self, report: str) -> list[str]:
        return sorted(self.instance.get_materialized_partitions(AssetKey(["gio_reports", f"shop__{report}"])))

    def worker(self) -> psutil.Process:
        """The process of the one run that is under way."""
        family = psutil.Process(self.code.pid).children(recursive=True)
        [worker] = [each for each in family if "--multiprocessing-fork" in each.cmdline()]
        return worker

    def kill_worker(self, port: int) -> None:
        """kill -9 of the run's process that has this port: one end of a connection to Postgres."""
        family = psutil.Process(self.code.pid).children(recursive=True)
        [worker] = [
            each for each in family if any(found.laddr.port == port for found in each.net_connections() if found.laddr)
        ]
        worker.kill()
        worker.wait(60)

    def log(self) -> str:
        return (self.bench.directory / "processes.log").read_text(errors="replace")

    def _start(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [str(Path(sys.executable).parent / program), *arguments]
        with (self.bench.directory / "processes.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.bench.directory,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._stack.callback(end, process)
        return process

    @contextmanager
    def _workspace(self) -> Iterator[WorkspaceProcessContext]:
        target = GrpcServerTarget(host="127.0.0.1", port=self._port, socket=None, location_name=LOCATION)
        with WorkspaceProcessContext(self.instance, target) as context:
            yield context

    def _answers(self) -> bool:
        assert self.code.poll() is None, self.log()
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True

    def _hurry(self) -> None:
        path = self.home / "dagster.yaml"
        text = path.read_text()
        for slow, soon in SOONER.items():
            assert slow in text
            text = text.replace(slow, soon)
        path.write_text(text)


def end(process: "subprocess.Popen[bytes]") -> None:
    """kill -9 of a process and of its children; returns when it is dead."""
    if process.poll() is None:
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for each in children:
            with suppress(psutil.NoSuchProcess):
                each.kill()
    process.wait(60)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def deployed(bench: Workbench) -> Iterator[Deployment]:
    """The code server is up; none of the processes outlives the block."""
    with ExitStack() as stack:
        yield Deployment(bench, stack)

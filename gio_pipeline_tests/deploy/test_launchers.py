"""A run whose code server is gone, as run monitoring asks the launcher that `make up` uses."""

import json
import socket

from dagster import DagsterRun
from dagster._core.launcher import WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG

from gio_pipeline.defs.launchers import CheckedRunLauncher
from gio_pipeline_tests.defs.dagster_bench import DagsterBench


def run_of_a_server_that_is_gone() -> DagsterRun:
    with socket.create_server(("127.0.0.1", 0)) as found:
        address = {"host": "127.0.0.1", "port": found.getsockname()[1]}
    return DagsterRun(job_name="shop_daily", tags={GRPC_INFO_TAG: json.dumps(address)})


def test_the_shipped_settings_give_up_a_run_whose_server_does_not_answer_for_a_minute(bench: DagsterBench) -> None:
    run = run_of_a_server_that_is_gone()
    bench.instance.add_run(run)
    launcher = bench.instance.run_launcher
    assert isinstance(launcher, CheckedRunLauncher)
    assert launcher.supports_check_run_worker_health
    assert launcher.grace_seconds == 60
    assert launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING
    launcher.grace_seconds = 0
    given_up = launcher.check_run_worker_health(run)
    assert given_up.status is WorkerStatus.FAILED
    assert given_up.msg == "The code server of this run has not answered for 0 seconds."


def test_a_run_that_is_no_code_server_s_is_left_alone(bench: DagsterBench) -> None:
    run = DagsterRun(job_name="shop_daily")
    bench.instance.add_run(run)
    assert bench.instance.run_launcher.check_run_worker_health(run).status is WorkerStatus.RUNNING

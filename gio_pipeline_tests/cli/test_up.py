"""`gio-pipeline up`: the UI answers, and nothing outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from threading import Timer

import psutil
import pytest
import requests

from gio_pipeline.cli import children
from gio_pipeline_tests.cli.conftest import Terminal

ASSETS = "{ assetNodes { assetKey { path } } schedulesOrError(repositorySelector: {repositoryName: \"__repository__\", repositoryLocationName: \"gio_pipeline.definitions\"}) { ... on Schedules { results { name scheduleState { status } } } } }"  # fmt: skip  # noqa: E501


@pytest.mark.slow
def test_the_ui_opens_on_the_next_free_port_and_ends_with_all_its_children(terminal: Terminal) -> None:
    (terminal.directory / "reports.yaml").unlink()
    with socket.create_server(("127.0.0.1", 0)) as taken, ExitStack() as tidying:
        port = taken.getsockname()[1]
        process = tidying.enter_context(terminal.start("up", "--port", str(port), start_new_session=True, stderr=None))
        tidying.callback(process.terminate)
        give_up = Timer(150, process.terminate)
        give_up.start()
        tidying.callback(give_up.cancel)
        said = _until_open(process)
        assert said[0].startswith(f"Port {port} is taken: the UI takes ")
        assert said[1].startswith("There is no reports.yaml: the sample reports, from the imitation API at http://")
        _check_definitions(said[-1].split()[1])
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert len(family) >= 5
    assert not [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def test_a_child_that_ignores_ctrl_c_ends_with_its_own_children() -> None:
    nap = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(100)"
    deaf = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {nap!r}]); {nap}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(children, "PATIENCE_SECONDS", 2)
        with children.child([sys.executable, "-c", deaf], os.environ) as process:
            while len(family := psutil.Process(process.pid).children()) < 1:
                time.sleep(0.05)
    assert process.returncode == -signal.SIGTERM
    assert not [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def test_a_second_ctrl_c_does_not_break_off_the_tidying_up() -> None:
    tidied, before = [], signal.getsignal(signal.SIGTERM)
    with pytest.raises(children.Stopped), children.stopping_on_signals():
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            tidied.append("all")
    assert tidied == ["all"]
    assert signal.getsignal(signal.SIGTERM) is before


def _until_open(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("Open http://127.0.0.1:"):
            return lines
    raise AssertionError(lines)


def _check_definitions(address: str) -> None:
    found = requests.post(f"{address}/graphql", json={"query": ASSETS}, timeout=60).json()["data"]
    assets = {"/".join(each["assetKey"]["path"]) for each in found["assetNodes"]}
    assert {
        f"gio_reports/{name}" for name in ("shop__page_views", "shop__newcomers", "app__page_views", "app__signup")
    } <= assets
    schedules = {each["name"]: each["scheduleState"]["status"] for each in found["schedulesOrError"]["results"]}
    assert (schedules["shop_daily"], schedules["app_daily"]) == ("RUNNING", "RUNNING")

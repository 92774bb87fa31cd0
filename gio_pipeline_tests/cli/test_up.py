"""`gio-pipeline up`: the UI answers, and nothing outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Timer

import psutil
import pytest
import requests

from gio_pipeline.cli import children
from gio_pipeline_tests.cli.conftest import Terminal

ASSETS = "{ assetNodes { assetKey { path } } schedulesOrError(repositorySelector: {repositoryName: \"__repository__\", repositoryLocationName: \"gio_pipeline.definitions\"}) { ... on Schedules { results { name scheduleState { status } } } } }"  # fmt: skip  # noqa: E501

MARKS = """{ assetNodeOrError(assetKey: {path: ["gio_reports", "shop__page_views_by_city"]}) { ... on AssetNode {
    partitionStats { numMaterialized } assetMaterializations(limit: 1) { partition } } } }"""


@contextmanager
def up(terminal: Terminal, *options: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """An `up` whose UI answers, its address, and what it said till then."""
    with ExitStack() as tidying:
        errors = tidying.enter_context((terminal.directory / "up.err").open("w"))
        process = tidying.enter_context(terminal.start("up", *options, start_new_session=True, stderr=errors))
        tidying.callback(process.terminate)
        give_up = Timer(200, process.terminate)
        give_up.start()
        tidying.callback(give_up.cancel)
        said = _until_open(process)
        yield process, said[-1].split()[1], said


def family_of(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    """It and all that it started, the watcher too."""
    return [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]


def gone(family: list[psutil.Process]) -> bool:
    _, left = psutil.wait_procs(family, timeout=60)
    return not [each for each in left if alive(each)]


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return str(taken.getsockname()[1])


@pytest.mark.slow
def test_what_was_loaded_before_there_was_an_instance_is_marked_when_the_ui_opens(terminal: Terminal) -> None:
    assert terminal.run("load", "--from", "2026-06-05", "--to", "2026-06-09").code == 0
    with up(terminal, "--port", free_port()) as (_, address, _):
        answer = requests.post(f"{address}/graphql", json={"query": MARKS}, timeout=120).json()
    node = answer["data"]["assetNodeOrError"]
    assert node["partitionStats"] == {"numMaterialized": 5}
    assert [each["partition"] for each in node["assetMaterializations"]] == ["2026-06-09"]


@pytest.mark.slow
def test_the_ui_opens_on_the_next_free_port_and_ends_with_all_its_children(terminal: Terminal) -> None:
    (terminal.directory / "reports.yaml").unlink()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with up(terminal, "--port", str(port)) as (process, address, said):
            assert said[0].startswith(f"Port {port} is taken: the UI takes ")
            assert said[1].startswith("There is no reports.yaml: the sample reports, from the imitation API at http://")
            _check_definitions(address)
            family = family_of(process)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
    assert len(family) >= 6
    assert gone(family)


@pytest.mark.slow
def test_killed_with_nine_it_leaves_nothing_and_a_second_up_says_where_the_first_is(terminal: Terminal) -> None:
    with up(terminal, "--port", free_port()) as (process, address, _):
        second = terminal.run("up")
        assert second.code == 2
        assert f"already, at {address}, process {process.pid}: gio-pipeline down ends it." in second.err
        foreign = {"Origin": "http://evil.example"}
        post = requests.post(f"{address}/graphql", json={"query": ASSETS}, headers=foreign, timeout=60)
        rebound = requests.get(address, headers={"Host": "evil.example"}, timeout=60)
        assert (post.status_code, rebound.status_code) == (403, 403)
        family = family_of(process)
        process.kill()
        assert gone(family)
    done = terminal.run("down")
    assert (done.code, done.out.startswith("No up runs on ")) == (0, True)


@pytest.mark.slow
def test_a_changed_file_is_applied_a_bad_one_is_not_and_a_closed_terminal_ends_everything(terminal: Terminal) -> None:
    with up(terminal, "--port", free_port()) as (process, address, _):
        assert _assets(address) == ["gio_reports/shop__page_views_by_city"]
        terminal.workbench.report("{name: views, kind: chart, id: YoX28w7R}")
        assert _within(60, lambda: _assets(address) == ["gio_reports/shop__views"])
        terminal.workbench.report("{name: views, kind: diagram, id: YoX28w7R}")
        errors = terminal.directory / "up.err"
        assert _within(60, lambda: "Not applied: what was read before stays in force" in errors.read_text())
        assert "reports.yaml:" in errors.read_text()
        assert _assets(address) == ["gio_reports/shop__views"]
        family = family_of(process)
        process.send_signal(signal.SIGHUP)
        assert process.wait(60) == 0
    assert gone(family)


@pytest.mark.slow
def test_it_runs_in_the_background_until_down(terminal: Terminal) -> None:
    started = terminal.spawn("up", "--detach", "--port", free_port(), timeout=250)
    try:
        assert (started.code, started.err) == (0, "")
        assert requests.get(f"{started.out.split()[1]}/server_info", timeout=30).status_code == 200
    finally:
        done = terminal.run("down")
    assert (done.code, done.out, done.err) == (0, "Stopped.\n", "")
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{started.out.split()[1]}/server_info", timeout=5)


def test_a_child_that_ignores_ctrl_c_ends_with_its_own_children() -> None:
    # A child inherits the ignored signal: as soon as it is seen, both ignore it.
    nap = "import time; time.sleep(100)"
    deaf = f"""
import signal, subprocess, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", {nap!r}])
{nap}
"""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(children, "PATIENCE_SECONDS", 2)
        with children.Children() as started:
            process = started.start([sys.executable, "-c", deaf], os.environ)
            while len(family := psutil.Process(process.pid).children()) < 1:
                time.sleep(0.05)
    assert process.returncode == -signal.SIGTERM
    assert not [each for each in family if alive(each)]


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


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def _assets(address: str) -> list[str]:
    """The keys of the assets of two parts."""
    found = requests.post(f"{address}/graphql", json={"query": ASSETS}, timeout=60).json()["data"]["assetNodes"]
    paths = [each["assetKey"]["path"] for each in found]
    return sorted("/".join(path) for path in paths if len(path) == 2)


def _check_definitions(address: str) -> None:
    found = requests.post(f"{address}/graphql", json={"query": ASSETS}, timeout=60).json()["data"]
    assets = {"/".join(each["assetKey"]["path"]) for each in found["assetNodes"]}
    assert {
        f"gio_reports/{name}" for name in ("shop__page_views", "shop__newcomers", "app__page_views", "app__signup")
    } <= assets
    schedules = {each["name"]: each["scheduleState"]["status"] for each in found["schedulesOrError"]["results"]}
    assert (schedules["shop_daily"], schedules["app_daily"]) == ("RUNNING", "RUNNING")

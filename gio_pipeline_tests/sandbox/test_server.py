import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from gio_pipeline.sandbox import run
from gio_pipeline_tests.faults import Sandbox, serve_in_thread
from gio_pipeline_tests.sandbox.conftest import NOON, SHOP, Caller, ms

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_sandboxes_in_one_process_share_nothing(sandbox: Sandbox) -> None:
    with serve_in_thread(rate_limit=0, now=NOON) as other:
        assert other.url != sandbox.url
        other.set(status=503)
        callers = [Caller(s) for s in (sandbox, other)]
        assert [caller.listing("rules.csv").status_code for caller in callers] == [200, 503]
        for caller in callers:
            caller.session.close()
        assert [s.stats()["requests"] for s in (sandbox, other)] == [1, 1]
        assert sandbox.switches()["faults"] == []


def test_a_sandbox_leaves_its_port_and_waits_for_nobody() -> None:
    with serve_in_thread(rate_limit=0, now=NOON) as served:
        served.set(drip=300)
        caller = Caller(served)
        hanging = caller.session.get(f"{served.url}/projects/nxog09md/rules.csv", stream=True, timeout=60)
        started = time.monotonic()
    hanging.close()
    caller.session.close()
    assert time.monotonic() - started < 60
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(served.url, timeout=60)


def test_a_taken_port_is_an_error() -> None:
    with serve_in_thread() as served, pytest.raises(OSError, match="in use"):
        run(port=int(served.url.rsplit(":", 1)[1]))


def test_the_clock_is_gio_now_unless_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIO_NOW", "2025-06-02T12:00:00+08:00")
    with serve_in_thread(rate_limit=0) as served:
        caller = Caller(served)
        with caller.session:
            newest = [row[1] for row in caller.rows("charts/YoX28w7R", "2025-06-01", "2025-06-30")]
            assert newest == [ms("2025-06-01"), ms("2025-06-02")]
            monkeypatch.setenv("GIO_NOW", "2025-06-01T12:00:00+08:00")
            assert len(caller.rows("charts/YoX28w7R", "2025-06-01", "2025-06-30")) == 1
            served.set(now="2025-06-03T12:00:00+08:00")
            assert len(caller.rows("charts/YoX28w7R", "2025-06-01", "2025-06-30")) == 3


def test_run_serves_until_it_is_interrupted_and_prints_nothing() -> None:
    port = free_port()
    command = [sys.executable, "-c", f"from gio_pipeline.sandbox import run; run(port={port})"]
    environment = os.environ | {"GIO_NOW": NOON, "PYTHONPATH": str(ROOT)}
    served = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        answer = None
        for _ in range(1_200):
            try:
                url = f"http://127.0.0.1:{port}/projects/nxog09md/rules.csv"
                answer = requests.get(url, headers={"Authorization": SHOP.console_token}, timeout=60)
                break
            except requests.exceptions.ConnectionError:
                time.sleep(0.05)
        assert answer is not None and answer.status_code == 200
        served.send_signal(signal.SIGINT)
        output, _ = served.communicate(timeout=60)
    finally:
        served.kill()
        served.wait()
        if served.stdout:
            served.stdout.close()
    assert (served.returncode, output) == (0, b"")


def test_the_sandbox_imports_nothing_else_of_ours_and_no_heavy_library() -> None:
    code = (
        "import sys, gio_pipeline.sandbox\n"
        "ours = {m for m in sys.modules if m.startswith('gio_pipeline.')}\n"
        "others = {m for m in ours if not m.startswith('gio_pipeline.sandbox')}\n"
        "print(sorted(others | ({'dagster', 'pandas', 'sqlalchemy', 'requests', 'pydantic'} & set(sys.modules))))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_a_link_to_the_console_leads_to_a_page_that_says_what_this_is(sandbox: Sandbox) -> None:
    page = requests.get(f"{sandbox.url}/admin/projects/nxog09md/chart/<b>", timeout=60)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.text.endswith("would show projects/nxog09md/chart/&lt;b&gt; here: this is the imitation API.")
    assert sandbox.stats()["requests"] == 0

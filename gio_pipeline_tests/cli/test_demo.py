"""`gio-pipeline demo`, as a person runs it."""

import contextlib
import os
import pty
import re
import signal
from functools import partial

import pytest

from gio_pipeline_tests.cli.conftest import Terminal


@pytest.mark.slow
def test_the_demo_loads_the_sample_at_an_early_hour_and_then_nothing_twice(terminal: Terminal) -> None:
    # At 01:00 yesterday has not settled; the reports.yaml that lies here is not the demo's.
    terminal.extra = {"GIO_NOW": "2026-06-10T01:00:00+08:00", "TOKEN": "", "CLIENT_ID": ""}
    first = terminal.spawn("demo", timeout=200)
    assert (first.code, first.err) == (0, "")
    assert "the sandbox allows 20 requests a second instead of the vendor's 2" in first.out
    rows = {row[0]: row for row in first.rows() if "/" in row[0] and len(row) == 6}
    assert len(rows) == 9
    assert rows["shop/page_views"][1:5] == ["页面浏览量", "30", "60", "1"]
    # V2 cannot answer a single day of it.
    assert rows["shop/page_views_in_detail"][1:3] == ["全站明细", "30"]
    assert rows["app/signup"][1:3] == ["首单转化", "30"]
    assert re.search(r"^from gio\.report_values$", first.out, re.MULTILINE)
    assert re.search(r"^上海 +\d", first.out, re.MULTILINE)
    assert "(5 rows)" in first.out
    assert re.search(r"^Warehouse +postgresql://postgres:\*\*\*@", first.out, re.MULTILINE)
    newest = "select cast(max(period_date) as text), count(*) from gio.coverage"
    assert terminal.query(newest) == [("2026-06-08", 270)]
    again = terminal.spawn("demo", timeout=200)
    assert (again.code, again.err) == (0, "")
    assert "0 requests: all 270 periods are loaded already" in again.out
    assert terminal.query("select count(*) from gio.loads where requests > 0 and status <> 'done'") == [(0,)]


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["Source", "Warehouse", "Loading", "shop/page_views", "Taking"])
def test_ctrl_c_ends_the_demo_at_any_moment_with_one_line_and_no_process_left(terminal: Terminal, moment: str) -> None:
    ours, theirs = pty.openpty()
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    with terminal.start("demo", **streams, start_new_session=True, preexec_fn=heeding) as process:
        os.close(theirs)
        shown = _read(ours, moment.encode())
        os.killpg(process.pid, signal.SIGINT)
        shown += _read(ours)
        process.wait(60)
    text = shown.decode()
    assert (process.returncode, _words(text).count("Interrupted.")) == (130, 1)
    assert "Traceback" not in text
    assert "\x1b[?25l" not in text.rpartition("\x1b[?25h")[2]  # a hidden cursor is shown again
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def _read(terminal: int, until: bytes | None = None) -> bytes:
    """What is shown on a terminal up to some words, or until nobody is left who could write on it."""
    shown = b""
    with contextlib.suppress(OSError):
        while until is None or until not in shown:
            shown += os.read(terminal, 4096)
    return shown


def _words(text: str) -> list[str]:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).split()

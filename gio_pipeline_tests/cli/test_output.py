"""Whatever becomes of what a command prints, it does what it was asked to do, and its exit code is true."""

import contextlib
import io
import os
import pty
import re
import shlex
import subprocess
import sys

import pytest

from gio_pipeline.cli.progress import by_report
from gio_pipeline.cli.screen import fold
from gio_pipeline_tests.cli.conftest import Terminal

THREE = (
    "{name: a, kind: chart, id: YoX28w7R}",
    "{name: b, kind: chart, id: tblBrw01}",
    "{name: c, kind: chart, id: cityPv01}",
)
LOAD = "load --from 2026-06-01 --to 2026-06-03"
ALL_LOADED = [("a", 3), ("b", 3), ("c", 3)]
WAYS = ["| head -1", "2>&1 | true", "2>&-", ">&- 2>&- <&-", "> /dev/full 2>&1"]


def shell(terminal: Terminal, command: str, way: str) -> "subprocess.CompletedProcess[str]":
    """The command as a shell starts it; the code is its own, not that of what reads its output."""
    program = f"{shlex.quote(sys.executable)} -m gio_pipeline {command} {way}"
    return subprocess.run(
        ["bash", "-c", f"{program}; exit ${{PIPESTATUS[0]}}"],
        cwd=terminal.directory, env=terminal.environ, text=True, capture_output=True, timeout=120, check=False,
    )  # fmt: skip


def on_a_terminal(terminal: Terminal, columns: int, *command: str) -> list[str]:
    """The lines of stdout on a terminal of this width, without colours and what moves its cursor."""
    ours, theirs = pty.openpty()
    terminal.extra = {"COLUMNS": str(columns)}
    with terminal.start(*command, stdout=theirs) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):
            while True:
                shown += os.read(ours, 4096)
        process.wait()
    os.close(ours)
    return re.sub(r"\x1b\[[?\d]*[A-Za-z]", "", shown.decode()).splitlines()


def loaded(terminal: Terminal) -> list[tuple[object, ...]]:
    return terminal.query("select report, count(distinct period_start) from gio.report_values group by 1 order by 1")


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_load_loads_everything_wherever_its_output_goes(terminal: Terminal, way: str) -> None:
    terminal.workbench.report(*THREE)
    done = shell(terminal, LOAD, way)
    assert (done.returncode, loaded(terminal)) == (0, ALL_LOADED)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("way", ["| true", ">&- 2>&- <&-", "> /dev/full 2>&1"])
def test_the_exit_code_of_a_load_without_output_is_that_of_the_load(terminal: Terminal, way: str) -> None:
    terminal.workbench.report(*THREE)
    assert shell(terminal, "load --from 2026-06-09 --to 2026-06-10", way).returncode == 1
    assert shell(terminal, "load --from 2026-06-09 --to 2026-06-01", way).returncode == 2


def test_a_full_disk_behind_a_load_is_told_on_stderr_and_a_closed_stdout_is_not(terminal: Terminal) -> None:
    terminal.workbench.report(*THREE)
    assert shell(terminal, LOAD, "> /dev/full").stderr == "The output could not be written: No space left on device.\n"
    assert loaded(terminal) == ALL_LOADED
    done = shell(terminal, f"{LOAD} --full-refresh", ">&-")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_bar_on_a_terminal_that_is_gone_stops_nothing(terminal: Terminal) -> None:
    terminal.workbench.report(*THREE)
    ours, theirs = pty.openpty()
    with terminal.start(*LOAD.split(), stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        os.read(ours, 1)
        os.close(ours)
        process.wait(60)
    assert (process.returncode, loaded(terminal)) == (0, ALL_LOADED)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["query", "preview a", "status", "discover --yaml", f"{LOAD} --dry-run"])
def test_what_exists_for_its_output_fails_where_that_is_lost(terminal: Terminal, command: str) -> None:
    terminal.workbench.report(*THREE)
    terminal.workbench.runtime()
    full = shell(terminal, command, "> /dev/full")
    assert (full.returncode, full.stderr) == (1, "The output could not be written: No space left on device.\n")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["query freshness_per_report --csv", "db url", "load --help"])
def test_output_is_lost_on_a_full_disk_and_a_closed_stdout_and_not_where_its_reader_has_seen_enough(
    terminal: Terminal, command: str
) -> None:
    terminal.workbench.report(*THREE)
    terminal.workbench.runtime()
    full, closed, piped = (shell(terminal, command, way) for way in ("> /dev/full", ">&-", "| true"))
    assert (full.returncode, full.stderr) == (1, "The output could not be written: No space left on device.\n")
    assert (closed.returncode, closed.stderr) == (1, "The output could not be written: Bad file descriptor.\n")
    assert (piped.returncode, piped.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("way", [">&- 2>&- <&-", "> /dev/full 2>&1"])
def test_snapshot_check_and_reset_do_what_they_do_without_output(terminal: Terminal, way: str) -> None:
    terminal.workbench.report(*THREE)
    terminal.workbench.load("a", "2026-06-01", "2026-06-01")
    assert shell(terminal, "snapshot rules", way).returncode == 0
    assert terminal.query("select count(*) > 0 from gio.rules") == [(True,)]
    assert shell(terminal, "check", way).returncode == 0
    assert shell(terminal, "reset a --yes", way).returncode == 0
    assert loaded(terminal) == []


def test_a_sentence_is_folded_at_words_a_chinese_character_taking_two_columns() -> None:
    assert fold("✓ report shop/views: chart (页面浏览量) answers", 30, "  ") == [
        "✓ report shop/views: chart",
        "  (页面浏览量) answers",
    ]
    assert fold("see https://example.com/a/very/long/address for more", 20) == [
        "see",
        "https://example.com/a/very/long/address",
        "for more",
    ]
    assert fold("  make up   the UI", 80) == ["  make up   the UI"]


@pytest.mark.slow
def test_on_a_terminal_no_word_is_broken_and_in_a_pipe_a_sentence_is_a_line(terminal: Terminal) -> None:
    terminal.workbench.report(*THREE)
    whole = terminal.spawn("status").out
    said = on_a_terminal(terminal, 40, "status")[-6:]
    assert all(len(line) <= 40 for line in said)
    assert whole.splitlines()[-1] in " ".join(said)
    assert "by a tick," in whole.splitlines()[-1]


@pytest.mark.slow
def test_on_eighty_columns_a_report_is_one_line_of_each_table_and_no_figure_is_lost(terminal: Terminal) -> None:
    city = "shop/page_views_by_city"
    terminal.workbench.report("{name: page_views_by_city, kind: chart, id: cityPv01}", THREE[1])
    load = on_a_terminal(terminal, 80, *LOAD.split())
    load = load[next(at for at, line in enumerate(load) if "periods  values" in line) :]
    assert load[2] == f"{city}        3     360       360        0          0        0"
    assert load[5].split() == ["report", "skipped", "as", "final", "requests", "seconds"]
    assert load[7].startswith(f"{city}                  0          1 ")
    status = on_a_terminal(terminal, 80, "status")[:10]
    assert [status[0].split(), status[1].split(), status[6].split()] == [
        ["report", "grain", "loaded", "holes", "provisional", "filling", "newest"],
        ["final"],
        ["report", "last", "load", "next", "settles"],
    ]
    assert status[3] == f"{city}  day         3      6            0        0  2026-06-03"
    assert (status[5], status[8].split()[0]) == ("", city)
    assert status[8].endswith(" done   2026-06-11 04:00")
    assert max(map(len, [*load, *status])) <= 80


class TerminalText(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_ctrl_c_while_the_bar_begins_leaves_the_terminal_its_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    shown = TerminalText()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout", shown)
    monkeypatch.setattr("rich.console.Console.push_render_hook", interrupted)
    with pytest.raises(KeyboardInterrupt), by_report(1):
        pass
    assert shown.getvalue().endswith("\x1b[?25l\x1b[?25h")

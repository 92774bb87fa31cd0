"""Exit codes, streams, and what is said when something goes wrong."""

import os
import signal
import socket
import time
from functools import partial

import pytest

from gio_pipeline.cli.app import COMMANDS, Commands
from gio_pipeline_tests.cli.conftest import Terminal

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"


def test_help_names_every_command_with_a_whole_sentence(terminal: Terminal) -> None:
    done = terminal.run("--help")
    assert (done.code, done.err) == (0, "")
    listed = done.out.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == list(COMMANDS)
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_begins_with_what_the_list_says_of_it(terminal: Terminal, command: str) -> None:
    done = terminal.run(command, "--help")
    assert (done.code, done.out.splitlines()[2]) == (0, f"  {COMMANDS[command]}")


def test_without_a_command_the_help_is_shown_as_a_usage_error(terminal: Terminal) -> None:
    done = terminal.run()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Usage: gio-pipeline ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lod"], "No such command 'lod'"),
        (["load", "--form", "2026-06-01"], "No such option"),
        (["db", "url", "more"], "Got unexpected extra argument"),
    ],
)
def test_a_slip_is_one_sentence_on_stderr(terminal: Terminal, arguments: list[str], said: str) -> None:
    done = terminal.run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err and len(done.err.splitlines()) == 1


def test_every_mistake_in_reports_yaml_is_told_with_its_line(terminal: Terminal) -> None:
    terminal.workbench.report("{name: views, kind: chrt, id: YoX28w7R}", "{name: more, kind: chart, id: a, grian: day}")
    done = terminal.run("status")
    assert done.code == 2
    assert [line.split(" projects")[0] for line in done.err.splitlines()] == ["reports.yaml:11:", "reports.yaml:12:"]


def test_what_nobody_foresaw_is_one_line_and_a_traceback_only_if_asked_for(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("gio_pipeline.cli.status.status")
    done = terminal.run("status")
    assert (done.code, done.err) == (
        1,
        "Something unforeseen went wrong (AttributeError): run again with --debug to see where.\n",
    )
    loud = terminal.run("--debug", "status")
    assert loud.code == 1 and loud.err.startswith("Traceback (most recent call last):")


def test_debug_is_understood_behind_the_command_too(terminal: Terminal) -> None:
    terminal.extra = {"GIO_DATABASE_URL": "postgresql://me@127.0.0.1:1/gio"}
    assert "Traceback" not in terminal.run("status").err
    assert "Traceback" in terminal.run("status", "--debug").err


def test_the_commands_there_are_not_are_no_commands() -> None:
    assert Commands().get_command(None, "nosuch") is None  # type: ignore[arg-type]


def test_the_program_answers_as_a_module_with_its_exit_code(terminal: Terminal) -> None:
    assert terminal.spawn("--version").out.startswith("gio-pipeline, version ")
    done = terminal.spawn("load", "--from", "2026-06-03", "--to", "2026-06-01")
    assert (done.code, done.out) == (2, "")
    assert done.err == "The dates are reversed: --from 2026-06-03 is after --to 2026-06-01.\n"


def test_ctrl_c_is_one_line_and_leaves_the_warehouse_as_it_was(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.workbench.faults({"fault": "delay", "seconds": 120})
    # A shell that runs the tests in the background has them, and what they start, ignore Ctrl-C.
    heeding = {"start_new_session": True, "preexec_fn": partial(signal.signal, signal.SIGINT, signal.SIG_DFL)}
    with terminal.start("load", "--from", "2026-06-01", "--to", "2026-06-03", **heeding) as process:
        while not terminal.workbench.downloads() and process.poll() is None:
            time.sleep(0.05)
        time.sleep(0.5)  # the slot of the rate limit is given back; now the answer is awaited
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "Interrupted.\n")
    assert terminal.query("select count(*) from gio.points") == [(0,)]


def test_a_reader_that_goes_away_is_no_mistake_of_the_program(terminal: Terminal) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with terminal.start("query", stdout=writing) as process:
        os.close(writing)
        _, err = process.communicate(timeout=60)
    assert "Traceback" not in err and "unforeseen" not in err


def test_the_sandbox_serves_until_it_is_stopped(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with terminal.start("sandbox", "--port", str(port), start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"The sandbox serves http://127.0.0.1:{port}; Ctrl-C stops it.\n"
        taken = terminal.spawn("sandbox", "--port", str(port)) if _answers(port) else None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert taken is not None
    assert (taken.code, taken.err) == (
        2,
        f"Port {port} of 127.0.0.1 cannot be used, probably it is taken: choose another with --port.\n",
    )


def _answers(port: int) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False

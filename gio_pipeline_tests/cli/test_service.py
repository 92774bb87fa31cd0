"""`gio-pipeline service`: a unit that systemd itself takes."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gio_pipeline_tests.cli.conftest import Terminal


def verify(unit: Path) -> str:
    """What systemd-analyze has to say about a unit; nothing is good."""
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )
    lines = (found.stdout + found.stderr).splitlines()
    return "\n".join(line for line in lines if unit.name in line)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_takes_the_unit(terminal: Terminal) -> None:
    unit = terminal.directory / "gio-pipeline.service"
    unit.write_text(terminal.run("service", "--allowed-host", "reports.example.com").out, encoding="utf-8")
    assert verify(unit) == ""


def test_the_unit_runs_up_where_its_files_are(terminal: Terminal) -> None:
    terminal.extra = {"TOKEN": ""}
    done = terminal.run("service", "--port", "3100")
    lines = done.out.splitlines()
    assert f"WorkingDirectory={terminal.directory}" in lines
    assert f"Environment=GIO_HOME={terminal.directory / 'home'}" in lines
    assert next(line for line in lines if line.startswith("ExecStart=")).endswith(
        "-m gio_pipeline up --port 3100 --host 127.0.0.1"
    )
    assert "ExecStopPost" not in done.out
    assert "CLIENT_ID, GIO_DATABASE_URL, GIO_NOW. Write them to " in done.err
    assert terminal.workbench.database_url not in done.out + done.err


def test_odd_paths_are_written_as_systemd_reads_them(terminal: Terminal) -> None:
    odd = terminal.directory / "50% of $HOME"
    odd.mkdir()
    shutil.copy(terminal.directory / "reports.yaml", odd)
    terminal.workbench.directory = odd
    said = terminal.run("service").out
    assert f"WorkingDirectory={odd.parent}/50%% of $HOME\n" in said

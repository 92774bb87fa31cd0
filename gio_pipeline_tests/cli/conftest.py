"""The command line in a directory and a database of its own, in this process or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from gio_pipeline.cli import main
from gio_pipeline_tests.workbench import Workbench

CLEARED = ("GIO_CONFIG", "GIO_DATABASE_URL", "GIO_HOME", "GIO_LOG", "GIO_NOW", "GIO_POSTGRES_BIN", "DAGSTER_HOME")


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str

    def rows(self) -> list[list[str]]:
        """The lines of the printed table below its rule, split into cells."""
        lines = self.out.splitlines()
        rule = next(at for at, line in enumerate(lines) if line.startswith("──"))
        cells = [line.rstrip().split("   ") for line in lines[rule + 1 :]]
        return [[cell.strip() for cell in row if cell.strip()] for row in cells if any(row)]


class Terminal:
    """Runs gio-pipeline where a workbench has its files."""

    def __init__(self, workbench: Workbench, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.workbench, self._capsys, self._patch = workbench, capsys, patch
        self.extra: dict[str, str] = {}

    @property
    def directory(self) -> Path:
        return self.workbench.directory

    @property
    def environ(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if name not in CLEARED}
        told = {**own, **self.workbench.environ, **self.extra}
        return {name: value for name, value in told.items() if value}

    def run(self, *arguments: str) -> Done:
        """In this process."""
        with self._patch.context() as patch:
            patch.chdir(self.directory)
            for name in {*CLEARED, *self.workbench.environ} - self.environ.keys():
                patch.delenv(name, raising=False)
            for name, value in self.environ.items():
                patch.setenv(name, value)
            self._capsys.readouterr()
            code = main(arguments)
        said = self._capsys.readouterr()
        return Done(code, said.out, said.err)

    def start(self, *arguments: str, **how: Any) -> "subprocess.Popen[str]":
        """In a process of its own, with its streams as pipes."""
        command = [sys.executable, "-m", "gio_pipeline", *arguments]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
        return subprocess.Popen(command, cwd=self.directory, env=self.environ, text=True, **streams)

    def spawn(self, *arguments: str, timeout: float = 120) -> Done:
        """In a process of its own, to its end."""
        with self.start(*arguments) as process:
            out, err = process.communicate(timeout=timeout)
        return Done(process.returncode, out, err)

    def query(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        engine = create_engine(self.workbench.database_url, poolclass=NullPool)
        with engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []


@pytest.fixture
def terminal(
    workbench: Workbench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    yield Terminal(workbench, capsys, monkeypatch)

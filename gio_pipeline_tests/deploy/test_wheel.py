"""The wheel alone, in an empty virtual environment outside the checkout."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline_tests.deploy.compose import ROOT
from gio_pipeline_tests.postgres import throw_away_home


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", directory, ".")
    (built,) = directory.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin directory of a virtual environment with the wheel and what the lock names for it."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    pip("--python", python, "install", "--no-compile", "--require-hashes", "-r", "requirements.lock")
    pip("--python", python, "install", "--no-deps", wheel)
    pip("--python", python, "check")
    return environment / "bin"


@pytest.fixture
def environ(programs: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home of its own, whose Postgres ends with the test, and nothing of the checkout."""
    with throw_away_home() as home:
        yield {"PATH": f"{programs}{os.pathsep}/usr/bin:/bin", "HOME": str(tmp_path), "GIO_HOME": str(home)}


def test_the_wheel_holds_every_statement_the_sample_reports_and_the_sandbox(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    statements = {f"gio_pipeline/{path.relative_to(ROOT)}" for path in (ROOT / "sql").rglob("*.sql")}
    assert len(statements) > 60
    assert statements <= names
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "gio_pipeline").rglob("*.py")}
    assert modules <= names
    assert {"gio_pipeline/sample/reports.yaml", "gio_pipeline/defs/dagster.yaml"} <= names
    assert not [name for name in names if name.startswith(("gio_pipeline_tests", "docs")) or "__pycache__" in name]


def test_the_demo_runs_from_the_wheel_alone(programs: Path, environ: dict[str, str], tmp_path: Path) -> None:
    command = [programs / "gio-pipeline", "demo"]
    told = environ | {"GIO_NOW": "2026-06-10T10:00:00+08:00"}
    done = subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "shop/page_views_by_city" in done.stdout
    where = subprocess.run(
        [str(programs / "python"), "-c", "import gio_pipeline; print(gio_pipeline.__file__)"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(programs.parent))

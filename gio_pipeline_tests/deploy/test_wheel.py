"""The wheel alone, in an empty virtual environment outside the checkout; what the source distribution holds."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import Parser
from email.policy import default
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
    assert len(statements) > 40
    assert statements <= names
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "gio_pipeline").rglob("*.py")}
    assert modules <= names
    assert {"gio_pipeline/sample/reports.yaml", "gio_pipeline/defs/dagster.yaml"} <= names
    assert not [name for name in names if name.startswith(("gio_pipeline_tests", "docs")) or "__pycache__" in name]


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> EmailMessage:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        read = Parser(policy=default).parsestr(archive.read(name).decode())
    return read


def test_the_wheel_says_its_licence_and_that_it_is_typed(wheel: Path, metadata: EmailMessage) -> None:
    assert (metadata["License-Expression"], metadata["License-File"]) == ("Apache-2.0", "LICENSE")
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert "gio_pipeline/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_an_image_with_a_postgres_of_its_own_needs_neither_the_embedded_one_nor_apprise(metadata: EmailMessage) -> None:
    needed = [str(each) for each in metadata.get_all("Requires-Dist", [])]
    extras = {name: [each for each in needed if each.endswith(f"extra == '{name}'")] for name in ("embedded", "notify")}
    assert {name: len(each) for name, each in extras.items()} == {"embedded": 1, "notify": 1}
    always = " ".join(each for each in needed if "extra ==" not in each)
    assert not re.search(r"embedded|apprise|pyarrow|celery|dagster-k8s|dagster-postgres", always)
    assert set(metadata.get_all("Provides-Extra", [])) == {"bench", "dev", "embedded", "fleet", "notify", "parquet"}


def test_the_page_of_a_package_index_links_to_no_file_beside_it(metadata: EmailMessage) -> None:
    page = metadata.get_content()
    assert page.startswith("# gio_pipeline")
    assert [link for link in re.findall(r"\]\(([^)]*)\)", page) if not link.startswith(("https://", "#"))] == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows what is under version control")
def test_the_source_distribution_holds_all_that_is_under_version_control(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert set(listed.splitlines()) - held == set()
    assert not [name for name in held if re.match(r"\.venv|\.gio/|reports\.yaml$|\.env$", name)]


@pytest.mark.slow
def test_the_demo_runs_from_the_wheel_alone(programs: Path, environ: dict[str, str], tmp_path: Path) -> None:
    command = [str(programs / "gio-pipeline"), "demo"]
    told = environ | {"GIO_NOW": "2026-06-10T10:00:00+08:00"}
    done = subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, timeout=240)
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

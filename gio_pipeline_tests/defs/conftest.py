"""A Dagster home per test, copied from one that was prepared once."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from gio_pipeline.defs.home import prepare_home
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.defs.dagster_bench import DagsterBench
from gio_pipeline_tests.workbench import Workbench


@pytest.fixture(scope="session", autouse=True)
def hasty_sqlite() -> Iterator[None]:
    """SQLite does not wait for the disk: a third of these tests' time."""

    def hurry(connection: object, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("pragma synchronous = off")

    event.listen(Engine, "connect", hurry)
    yield
    event.remove(Engine, "connect", hurry)


@pytest.fixture(scope="session", autouse=True)
def migrations_read_once() -> Iterator[None]:
    """Dagster reads the scripts of its own migrations whenever an instance is opened, also for each tick."""
    read: dict[str | None, ScriptDirectory] = {}
    reading = ScriptDirectory.from_config

    def once(config: Config) -> ScriptDirectory:
        place = config.get_main_option("script_location")
        if place not in read:
            read[place] = reading(config)
        return read[place]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptDirectory, "from_config", once)
        yield


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("prepared")
    return prepare_home(load_settings({"DAGSTER_HOME": str(directory / "dagster")}, directory))


@pytest.fixture
def bench(workbench: Workbench, prepared_home: Path, tmp_path: Path) -> Iterator[DagsterBench]:
    home = tmp_path / "dagster"
    shutil.copytree(prepared_home, home)
    opened = DagsterBench(workbench, home)
    yield opened
    opened.close()

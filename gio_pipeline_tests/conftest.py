"""Fixtures every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline.sandbox import Sandbox, serve_in_thread
from gio_pipeline_tests.workbench import NOW, Workbench

pytest_plugins = ["gio_pipeline_tests.postgres"]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The imitation API in a thread, its clock at NOW, without a rate limit."""
    with serve_in_thread(now=NOW, rate_limit=0) as served:
        yield served


@pytest.fixture
def workbench(tmp_path: Path, database_url: str, sandbox: Sandbox) -> Iterator[Workbench]:
    """Everything a load needs, in a directory and a database of its own."""
    bench = Workbench(tmp_path, database_url, sandbox)
    yield bench
    bench.close()

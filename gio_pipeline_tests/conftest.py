"""Fixtures every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline.pipeline import runtime
from gio_pipeline.warehouse import availability
from gio_pipeline.warehouse.availability import Patience
from gio_pipeline_tests.faults import Sandbox, serve_in_thread
from gio_pipeline_tests.workbench import NOW, Workbench

pytest_plugins = ["gio_pipeline_tests.postgres"]

# Begun first, so that no worker is left alone with one of them at the end.
LONGEST = (
    "reliability/test_dagster_kills.py",
    "browser/test_ui.py",
    "deploy/test_topology.py",
    "deploy/test_celery.py",
    "cli/test_demo.py",
    "cli/test_up.py",
    "cli/test_output.py",
    "dbt/test_clients.py",
    "deploy/test_wheel.py",
    "docs/test_dagster_page.py",
    "defs/test_scaffold.py",
    "reliability/test_eight_processes.py",
    "growingio/test_rate_limit.py",
    "deploy/test_migrations.py",
    "pipeline/test_sizes.py",
    "benchmarks/test_pace.py",
    "benchmarks/test_contenders.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, each as a whole, the others as they were."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get("/".join(item.path.parts[-2:]), len(places)))


@pytest.fixture(scope="session")
def served_sandbox() -> Iterator[Sandbox]:
    # Starting and stopping one takes 200 ms; its reset is as good as a new one.
    with serve_in_thread(now=NOW, rate_limit=0) as served:
        yield served


@pytest.fixture
def sandbox(served_sandbox: Sandbox) -> Sandbox:
    """The imitation API in a thread, its clock at NOW, without a rate limit."""
    served_sandbox.reset()
    return served_sandbox


@pytest.fixture
def workbench(tmp_path: Path, database_url: str, sandbox: Sandbox) -> Iterator[Workbench]:
    """Everything a load needs, in a directory and a database of its own."""
    bench = Workbench(tmp_path, database_url, sandbox)
    yield bench
    bench.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A warehouse that is away at a beginning is waited for by the same steps, for half a second instead of 19."""
    monkeypatch.setattr(availability, "CONNECTING", Patience(0.3, logged=False))
    for module in (availability, runtime):
        monkeypatch.setattr(module, "BEGINNING", Patience(0.3))

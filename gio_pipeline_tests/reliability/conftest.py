"""Fixtures of the tests of reliability."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline_tests.reliability.crashing import Server, own_server
from gio_pipeline_tests.reliability.handmade import Source, source
from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"
DAYS = ("2026-06-07", "2026-06-09")


@pytest.fixture
def bench(workbench: Workbench) -> Workbench:
    """Three days are loaded; the source has other figures for them by now."""
    workbench.load(CITY, *DAYS)
    workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    return workbench


@pytest.fixture
def handmade(tmp_path: Path, database_url: str) -> Iterator[Source]:
    """A bench with one report, `handmade`, whose answers the test writes."""
    with source(tmp_path, database_url) as made:
        yield made


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server that may be crashed, stopped and reconfigured; whoever does so starts it again."""
    with own_server() as server:
        yield server

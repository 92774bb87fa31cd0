"""Fixtures of the tests of the warehouse."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from gio_pipeline.warehouse.engine import connect


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Ours, on a database of its own in which the migrations have run."""
    engine = connect(database_url)
    yield engine
    engine.dispose()

"""The runtime as a Dagster resource: one for all the assets of a run."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import dagster as dg

from gio_pipeline.core.log_context import in_words
from gio_pipeline.settings import Settings

if TYPE_CHECKING:
    from gio_pipeline.defs.run_loads import RunLoads
    from gio_pipeline.pipeline.results import LoadResult
    from gio_pipeline.pipeline.runtime import Runtime

RUNTIME = "gio"
# Those that dagster.yaml puts into a run's event log.
MANAGED_LOGGERS = ("gio_pipeline.growingio", "gio_pipeline.warehouse")
OnResult = Callable[["LoadResult"], None]


def runtime_key(settings: Settings) -> str:
    """What the runtime is called among a location's resources."""
    return f"{RUNTIME}_{settings.name}" if settings.name else RUNTIME


def named(name: str, settings: Settings) -> str:
    """The name of what there is once for every configuration of a location."""
    return f"{settings.name}_{name}" if settings.name else name


class LazyRuntime:
    """Opened when it is first needed; `on_result` gets the result of every report's load."""

    def __init__(self, settings: Settings, on_result: OnResult | None = None) -> None:
        self.settings = settings
        self.on_result: OnResult = on_result or (lambda _: None)
        self._runtime: Runtime | None = None

    @cached_property
    def loads(self) -> "RunLoads":
        """The loads of the run's reports, which ask for their answers together."""
        from gio_pipeline.defs.run_loads import RunLoads

        return RunLoads()

    def open(self) -> "Runtime":
        """The runtime; raises WarehouseError where Postgres cannot be used."""
        if self._runtime is None:
            # By whoever works: what only reads the definitions needs no SQLAlchemy.
            from gio_pipeline.pipeline.runtime import open_runtime

            self._runtime = open_runtime(self.settings)
        return self._runtime

    def close(self) -> None:
        if self._runtime is not None:
            self.loads.stop()
            self._runtime.close()
            self._runtime = None


def runtime_resource(settings: Settings, on_result: OnResult | None = None) -> dg.ResourceDefinition:
    """A resource without configuration: what Dagster knows of a resource it shows, and settings hold secrets."""

    @dg.resource(description="The warehouse, a client for each GrowingIO project, and the clock.")
    def gio(_: dg.InitResourceContext) -> Iterator[LazyRuntime]:
        runtime = LazyRuntime(settings, on_result)
        try:
            with _spelling_out():
                yield runtime
        finally:
            runtime.close()

    return gio


class _InWords(logging.Filter):
    """Dagster keeps a line's message alone: it says what it is about.

    A request that was answered at once is left out: what it brought has a line of its own.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status", None) == 200 and getattr(record, "attempt", None) == 1:
            return False
        record.msg, record.args = in_words(record), ()
        return True


@contextmanager
def _spelling_out() -> Iterator[None]:
    words = _InWords()
    for name in MANAGED_LOGGERS:
        logging.getLogger(name).addFilter(words)
    try:
        yield
    finally:
        for name in MANAGED_LOGGERS:
            logging.getLogger(name).removeFilter(words)

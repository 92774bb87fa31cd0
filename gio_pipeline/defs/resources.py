"""The runtime as a Dagster resource: one for all the assets of a run."""

from collections.abc import Callable, Iterator

from dagster import InitResourceContext, ResourceDefinition, resource

from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime, open_runtime
from gio_pipeline.settings import Settings

RUNTIME = "gio"
OnResult = Callable[[LoadResult], None]


class LazyRuntime:
    """Opened by whoever needs it first; `on_result` is told of every report's load."""

    def __init__(self, settings: Settings, on_result: OnResult | None = None) -> None:
        self.settings = settings
        self.on_result: OnResult = on_result or (lambda _: None)
        self._runtime: Runtime | None = None

    def open(self) -> Runtime:
        """The runtime; raises WarehouseError where Postgres cannot be used."""
        if self._runtime is None:
            self._runtime = open_runtime(self.settings)
        return self._runtime

    def close(self) -> None:
        if self._runtime is not None:
            self._runtime.close()
            self._runtime = None


def runtime_resource(settings: Settings, on_result: OnResult | None = None) -> ResourceDefinition:
    """A resource without configuration: what Dagster knows of a resource it shows, and settings hold secrets."""

    @resource(description="The warehouse, a client for each GrowingIO project, and the clock.")
    def gio(_: InitResourceContext) -> Iterator[LazyRuntime]:
        runtime = LazyRuntime(settings, on_result)
        try:
            yield runtime
        finally:
            runtime.close()

    return gio

"""Loads GrowingIO reports into Postgres on a schedule.

`gio_pipeline.core.answer.report.parse_report` and `gio_pipeline.core.answer.unpivot.unpivot` turn an answer into a long
pandas frame. `gio_pipeline.GrowingIOComponent` is what a Dagster project names in its `defs.yaml`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gio_pipeline.defs.component import GrowingIOComponent

__all__ = ["GrowingIOComponent"]


def __getattr__(name: str) -> Any:
    # The command line imports this package too, and must not wait for Dagster.
    if name == "GrowingIOComponent":
        from gio_pipeline.defs.component import GrowingIOComponent

        return GrowingIOComponent
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    # `dg` looks here for what a package registers.
    return [*globals(), *__all__]

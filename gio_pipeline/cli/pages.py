"""Dagster's pages after a command: they show at once what it loaded or forgot, where the home has an instance."""

from collections.abc import Sequence
from importlib import import_module
from threading import Thread

from gio_pipeline.cli.screen import say, warn
from gio_pipeline.core.wording import count
from gio_pipeline.pipeline.contained import decorating
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.settings import Settings

_LATER = "Dagster does not show it yet, the next tick of a schedule sees to it"


def prepare(settings: Settings) -> None:
    """Imports what marks need while the source is waited for."""
    if _has_instance(settings):
        Thread(target=import_module, args=["gio_pipeline.defs.reconcile"], daemon=True).start()


def show_loaded(runtime: Runtime, results: Sequence[LoadResult]) -> None:
    """Marks what was loaded on its partitions; a warning where that could not be done."""
    loaded = {result.spec: list(result.committed) for result in results if result.committed}
    if not loaded or not _has_instance(runtime.settings):
        return
    from gio_pipeline.defs.reconcile import mark_loaded

    say(f"Marking {count(sum(map(len, loaded.values())), 'period')} in Dagster")
    with decorating(warn, _LATER):
        mark_loaded(runtime, loaded)


def show_all(runtime: Runtime) -> None:
    """Marks what is loaded and not marked, as a tick does; a warning where that could not be done."""
    from gio_pipeline.defs.reconcile import mark_all

    with decorating(warn, _LATER):
        mark_all(runtime)


def show_forgotten(settings: Settings, project: str, report: str) -> None:
    """Takes the marks from a report that was reset; a warning where that could not be done."""
    if not _has_instance(settings):
        return
    from gio_pipeline.defs.reconcile import unmark

    with decorating(warn, _LATER):
        unmark(settings, project, report)


def _has_instance(settings: Settings) -> bool:
    # Without importing Dagster, which takes seconds.
    return (settings.dagster_home / "dagster.yaml").exists()

"""Marks of what a command loaded or forgot, set at once in the Dagster instance of this home."""

import time
from collections.abc import Mapping, Sequence

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.periods import Period
from gio_pipeline.defs.groups import key_of_names
from gio_pipeline.defs.home import open_instance
from gio_pipeline.defs.reconcile import Budget, reconcile_all, tell
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.settings import Settings

# What is left after that the ticks of the schedules mark.
SECONDS = 60.0
MARKS = 5_000


def mark_loaded(runtime: Runtime, loaded: Mapping[ReportSpec, Sequence[Period]]) -> None:
    """Marks the periods, each report's newest first, as long as the time is not over."""
    budget = Budget(MARKS, time.monotonic() + SECONDS)
    with open_instance(runtime.settings.dagster_home) as instance:
        for spec, periods in loaded.items():
            tell(instance, runtime, spec, sorted(periods, reverse=True), budget)


def mark_all(runtime: Runtime) -> None:
    """Makes the marks say what is loaded: a command may have loaded before this home had an instance."""
    with open_instance(runtime.settings.dagster_home) as instance:
        reconcile_all(instance, runtime, runtime.settings.reports(), Budget.of_a_tick())


def unmark(settings: Settings, project: str, report: str) -> None:
    """Takes every mark from a report, which may have left the configuration."""
    with open_instance(settings.dagster_home) as instance:
        instance.wipe_assets([key_of_names(project, report)])

"""One schedule per job of reports: its ticks ask for what is due."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from gio_pipeline.core.kinds import Grain
from gio_pipeline.defs.partitions import ReportGroup
from gio_pipeline.defs.resources import LazyRuntime

_AFTER_READY = timedelta(minutes=5)


def group_schedule(group: ReportGroup, job: UnresolvedAssetJobDefinition, runtime: str) -> dg.ScheduleDefinition:
    """The schedule of a group's job, running from the start. runtime: the key of the runtime's resource."""

    def evaluate(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        # Imported by the ticks alone, as the assets' work is by their runs.
        from gio_pipeline.defs.ticks import Tick

        resource: LazyRuntime = getattr(context.resources, runtime)
        tick = Tick(context, group, resource)
        yield from tick.requests()
        tick.mark()

    return dg.ScheduleDefinition(
        name=group.name,
        job=job,
        cron_schedule=cron(group),
        execution_timezone=group.spec.timezone,
        execution_fn=evaluate,
        required_resource_keys={runtime},
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=_description(group),
    )


def cron(group: ReportGroup) -> str:
    """Every hour, five minutes after figures become ready: an outage is over within the hour."""
    settle = group.spec.settle
    at = timedelta(hours=settle.day_at.hour, minutes=settle.day_at.minute, seconds=settle.day_at.second)
    ready = settle.after_hour if group.spec.grain is Grain.HOUR else at
    return f"{-(-(ready + _AFTER_READY) // timedelta(minutes=1)) % 60} * * * *"


def _description(group: ReportGroup) -> str:
    reports = ", ".join(spec.name for spec in group.reports[:10]) + (", …" if len(group.reports) > 10 else "")
    return (
        f"Every hour, asks the warehouse which {group.spec.grain}s of {group.spec.project}'s reports ({reports}) are "
        "due: settled and not loaded, loaded too early, or still filling in. Requests one run for each distinct range, "
        "holding the reports that lack it; skips the tick where nothing is due. What an outage missed is caught up."
    )

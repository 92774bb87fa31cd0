"""One schedule per project for its snapshots: each tick requests those that today lacks."""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
from dagster._core.storage.tags import SCHEDULE_NAME_TAG

from gio_pipeline.core.config import ProjectConfig
from gio_pipeline.defs.ours import UNDER_WAY
from gio_pipeline.defs.resources import LazyRuntime, runtime_key
from gio_pipeline.settings import Settings

# The loads of the day that has just settled go first.
AFTER_SETTLING = timedelta(minutes=10)


def catalog_schedules(settings: Settings, jobs: Sequence[UnresolvedAssetJobDefinition]) -> list[dg.ScheduleDefinition]:
    """<project>_catalog: ticks every hour, ten minutes after the loads' first; a day's snapshots are taken once."""
    by_name = {job.name: job for job in jobs}
    return [
        _schedule(settings, project, by_name[f"{project.name}_catalog"])
        for project in settings.config.projects
        if f"{project.name}_catalog" in by_name
    ]


def _schedule(settings: Settings, project: ProjectConfig, job: UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    runtime = runtime_key(settings)

    def evaluate(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        resource: LazyRuntime = getattr(context.resources, runtime)
        busy = dg.RunsFilter(tags={SCHEDULE_NAME_TAG: job.name}, statuses=UNDER_WAY)
        if context.instance.get_runs(busy, limit=1):
            return dg.SkipReason("A run of this schedule is taking what is due already.")
        from gio_pipeline.defs.catalog_ticks import requested

        return requested(resource, project)

    return dg.ScheduleDefinition(
        name=job.name,
        job=job,
        cron_schedule=f"{begins_at(settings, project).seconds // 60 % 60} * * * *",
        execution_timezone=project.timezone or settings.config.timezone,
        execution_fn=evaluate,
        required_resource_keys={runtime},
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Once a day, takes {project.name}'s dashboards, charts, segments and rules. What failed is due "
        "again at the next tick, what cannot succeed by itself a day later.",
    )


def begins_at(settings: Settings, project: ProjectConfig) -> timedelta:
    own = project.settle
    day_at = own.day_at if own and "day_at" in own.model_fields_set else settings.config.settle.day_at
    return (timedelta(hours=day_at.hour, minutes=day_at.minute) + AFTER_SETTLING) % timedelta(days=1)

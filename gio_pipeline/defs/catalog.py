"""The snapshots as assets: dashboards and their charts, segments, rules, and the users of each named segment."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    DefaultScheduleStatus,
    Failure,
    MaterializeResult,
    MetadataValue,
    RetryPolicy,
    ScheduleDefinition,
    define_asset_job,
    in_process_executor,
    multi_asset,
)
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from gio_pipeline.core.config import ProjectConfig
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.text import as_markdown
from gio_pipeline.defs.assets import RETRIES
from gio_pipeline.defs.outcomes import worth_another_try
from gio_pipeline.defs.resources import RUNTIME, LazyRuntime
from gio_pipeline.defs.run_origin import origin_of
from gio_pipeline.growingio.protocols import Priority
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.snapshot import (
    Snapshot,
    snapshot_dashboards,
    snapshot_rules,
    snapshot_segments,
    snapshot_users,
)
from gio_pipeline.settings import Settings

# The loads of the day that has just settled go first.
AFTER_SETTLING = timedelta(minutes=10)
Take = Callable[[Runtime, Priority], Sequence[Snapshot]]


@dataclass(frozen=True)
class _Step:
    """What one request, or one run of requests, brings: the tables it fills and how."""

    name: str
    specs: tuple[AssetSpec, ...]
    take: Take


def catalog_assets(settings: Settings, retries: RetryPolicy | None = RETRIES) -> list[AssetsDefinition]:
    """Keys [project, catalog, table], and [project, catalog, segment_users, id] for each segment that is named."""
    return [_asset(project.name, step, retries) for project in settings.config.projects for step in _steps(project)]


def catalog_jobs(settings: Settings) -> list[UnresolvedAssetJobDefinition]:
    """<project>_catalog: all snapshots of a project in one run."""
    return [
        define_asset_job(
            f"{project.name}_catalog",
            selection=[spec.key for step in _steps(project) for spec in step.specs],
            description=f"Takes {project.name}'s dashboards, charts, segments and rules.",
            executor_def=in_process_executor,
        )
        for project in settings.config.projects
        if _steps(project)
    ]


def catalog_schedules(settings: Settings, jobs: Sequence[UnresolvedAssetJobDefinition]) -> list[ScheduleDefinition]:
    """Once a day for each job, in its project's time zone, ten minutes after the day before has settled."""
    by_name = {job.name: job for job in jobs}
    return [
        ScheduleDefinition(
            name=f"{project.name}_catalog",
            job=by_name[f"{project.name}_catalog"],
            cron_schedule=_cron(_day_at(settings, project)),
            execution_timezone=project.timezone or settings.config.timezone,
            default_status=DefaultScheduleStatus.RUNNING,
            description=f"Once a day, takes {project.name}'s dashboards, charts, segments and rules.",
        )
        for project in settings.config.projects
        if f"{project.name}_catalog" in by_name
    ]


def _day_at(settings: Settings, project: ProjectConfig) -> time:
    own = project.settle
    return own.day_at if own and "day_at" in own.model_fields_set else settings.config.settle.day_at


def _cron(day_at: time) -> str:
    at = timedelta(hours=day_at.hour, minutes=day_at.minute) + AFTER_SETTLING
    return f"{at.seconds // 60 % 60} {at.seconds // 3600 % 24} * * *"


def _steps(project: ProjectConfig) -> list[_Step]:
    name = project.name
    steps = []
    if project.catalog:
        boards = _spec(name, "dashboards", "The project's dashboards.")
        charts = _spec(name, "dashboard_charts", "What stands on each dashboard.", deps=[boards.key])
        segments = _spec(name, "segments", "The project's user segments.")
        rules = _spec(name, "rules", "The marked elements (圈选) of the project.")
        steps = [
            _Step("dashboards", (boards, charts), lambda runtime, how: snapshot_dashboards(runtime, name, how)),
            _Step("segments", (segments,), lambda runtime, how: [snapshot_segments(runtime, name, how)]),
            _Step("rules", (rules,), lambda runtime, how: [snapshot_rules(runtime, name, how)]),
        ]
    ids = dict.fromkeys(project.segment_users)
    return steps + [_users_step(project, id, number) for number, id in enumerate(ids, 1)]


def _users_step(project: ProjectConfig, id: str, number: int) -> _Step:
    deps = [_key(project.name, "segments")] if project.catalog else []
    words = f"The users of segment `{id}`: personal data."
    spec = _spec(project.name, "segment_users", words, id, deps=deps)
    # Ids may hold a -, names of steps may not.
    name = f"segment_users_{number}_{re.sub('[^A-Za-z0-9_]', '_', id)}"
    return _Step(name, (spec,), lambda runtime, how: [snapshot_users(runtime, project.name, id, how)])


def _key(project: str, table: str, segment: str | None = None) -> AssetKey:
    return AssetKey([project, "catalog", table, *([segment] if segment else [])])


def _spec(project: str, table: str, words: str, segment: str | None = None, deps: Sequence[AssetKey] = ()) -> AssetSpec:
    where = f"project = '{project}'" + (f" and segment_id = '{segment}'" if segment else " and present")
    return AssetSpec(
        _key(project, table, segment),
        deps=list(deps),
        skippable=True,
        description=f"{words}\n\n```sql\nselect * from gio.{table} where {where};\n```",
        metadata={"dagster/table_name": MetadataValue.text(f"gio.{table}")},
        group_name=project,
        kinds={"growingio", "postgres"},
    )


def _asset(project: str, step: _Step, retries: RetryPolicy | None) -> AssetsDefinition:
    def take(context: AssetExecutionContext) -> Iterator[MaterializeResult[Any]]:
        snapshots, failure = _taken(context, step.take)
        for snapshot in snapshots:
            if snapshot.error is None:
                yield _result(context, snapshot)
        if failure:
            raise failure

    return multi_asset(
        name=f"{project}___{step.name}",
        specs=step.specs,
        required_resource_keys={RUNTIME},
        retry_policy=retries,
        pool=f"gio_{project}",
    )(take)


def _taken(context: AssetExecutionContext, take: Take) -> tuple[Sequence[Snapshot], Failure | None]:
    """The failure is returned, not raised: Dagster shows the causes of what is raised, and a driver's names values."""
    resource: LazyRuntime = getattr(context.resources, RUNTIME)
    try:
        snapshots = take(resource.open(), origin_of(context.run).priority)
    except GioError as error:
        return (), Failure(str(error), allow_retries=worth_another_try(error))
    errors = [snapshot.error for snapshot in snapshots if snapshot.error]
    if not errors:
        return snapshots, None
    said = "\n".join(f"{error} What was there before is kept." for error in errors)
    return snapshots, Failure(said, allow_retries=all(worth_another_try(error) for error in errors))


def _result(context: AssetExecutionContext, snapshot: Snapshot) -> MaterializeResult[Any]:
    for warning in snapshot.warnings:
        context.log.warning(warning)
    numbers = {name: MetadataValue.int(getattr(snapshot, name)) for name in ("rows", "new", "gone", "requests")}
    seconds = {"seconds": MetadataValue.float(round(snapshot.seconds, 3))}
    warnings = {"warnings": MetadataValue.md("\n".join(f"- {as_markdown(each)}" for each in snapshot.warnings))}
    return MaterializeResult(
        asset_key=_key(snapshot.project, snapshot.table, snapshot.segment),
        metadata={**numbers, **seconds, **(warnings if snapshot.warnings else {})},
    )

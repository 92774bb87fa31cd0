"""The snapshots as assets: dashboards and their charts, segments, rules, and the users of each named segment.

One schedule per project: each tick requests those that today lacks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
from dagster._core.storage.tags import SCHEDULE_NAME_TAG

from gio_pipeline.core.catalog import CATALOG, ROOTS, Endpoint, titles
from gio_pipeline.core.config import ProjectConfig
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.core.trouble import Trouble, in_words
from gio_pipeline.defs.ours import UNDER_WAY
from gio_pipeline.defs.reports import RETRIES
from gio_pipeline.defs.resources import LazyRuntime, runtime_key
from gio_pipeline.settings import Settings

Group = Literal["segment", "tag"]
# The loads of the day that has just settled go first.
AFTER_SETTLING = timedelta(minutes=10)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Step:
    """What one request, or one run of requests, brings: a listing, or the users of a segment or tag by its id."""

    name: str
    project: str
    specs: tuple[dg.AssetSpec, ...]
    brings: Endpoint | tuple[Group, str]

    @property
    def subjects(self) -> list[str]:
        """What its snapshots are called in the warehouse."""
        return ["/".join(spec.key.path[1:]) for spec in self.specs]


def catalog_assets(settings: Settings, retries: dg.RetryPolicy | None = RETRIES) -> list[dg.AssetsDefinition]:
    """Keys [project, catalog, table], and [project, catalog, segment_users | tag_users, id] for each that is named."""
    return [_asset(step, settings, retries) for project in settings.config.projects for step in steps(project)]


def catalog_jobs(settings: Settings) -> list[UnresolvedAssetJobDefinition]:
    """<project>_catalog: all snapshots of a project in one run."""
    return [
        dg.define_asset_job(
            f"{project.name}_catalog",
            selection=[spec.key for step in steps(project) for spec in step.specs],
            description=f"Takes {project.name}'s {titles(CATALOG)}.",
            executor_def=dg.in_process_executor,
        )
        for project in settings.config.projects
        if steps(project)
    ]


def steps(project: ProjectConfig) -> list[Step]:
    found = [_listing_step(project.name, endpoint) for endpoint in ROOTS] if project.catalog else []
    segments, tags = dict.fromkeys(project.segment_users), dict.fromkeys(project.tag_users)
    found += [_users_step(project, "segment", id, number) for number, id in enumerate(segments, 1)]
    return found + [_users_step(project, "tag", id, number) for number, id in enumerate(tags, 1)]


def _listing_step(project: str, endpoint: Endpoint) -> Step:
    spec = _spec(project, endpoint.table, endpoint.about)
    children = [_spec(project, child.table, child.about, deps=[spec.key]) for child in endpoint.children]
    return Step(endpoint.table, project, (spec, *children), endpoint)


def _users_step(project: ProjectConfig, group: Group, id: str, number: int) -> Step:
    # Nothing lists the tags.
    deps = [snapshot_key(project.name, "segments")] if project.catalog and group == "segment" else []
    words, table = f"The users of {group} `{id}`: personal data.", f"{group}_users"
    spec = _spec(project.name, table, words, id, deps=deps)
    # Ids may hold a -, names of steps may not.
    name = f"{table}_{number}_{re.sub('[^A-Za-z0-9_]', '_', id)}"
    return Step(name, project.name, (spec,), (group, id))


def snapshot_key(project: str, table: str, segment: str | None = None) -> dg.AssetKey:
    return dg.AssetKey([project, "catalog", table, *([segment] if segment else [])])


def _spec(
    project: str, table: str, words: str, segment: str | None = None, deps: Sequence[dg.AssetKey] = ()
) -> dg.AssetSpec:
    column = {"segment_users": "segment_id", "tag_users": "tag_id"}.get(table)
    where = f"project = '{project}' and " + (f"{column} = '{segment}'" if column else "present")
    return dg.AssetSpec(
        snapshot_key(project, table, segment),
        deps=list(deps),
        skippable=True,
        description=f"{words}\n\n```sql\nselect * from gio.{table} where {where};\n```",
        metadata={"dagster/table_name": dg.MetadataValue.text(f"gio.{table}")},
        group_name=project,
        kinds={"growingio", "postgres"},
    )


def _asset(step: Step, settings: Settings, retries: dg.RetryPolicy | None) -> dg.AssetsDefinition:
    runtime = runtime_key(settings)

    def take(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[Any]]:
        # Here and not above, as in `report_asset`.
        from gio_pipeline.defs.snapshots import taken

        yield from taken(context, getattr(context.resources, runtime), step, retries)

    return dg.multi_asset(
        name=f"{step.project}___{step.name}",
        specs=step.specs,
        required_resource_keys={runtime},
        pool=f"gio_{step.project}",
    )(take)


def catalog_schedules(settings: Settings, jobs: Sequence[UnresolvedAssetJobDefinition]) -> list[dg.ScheduleDefinition]:
    """<project>_catalog: ticks every hour, ten minutes after the loads' first; a day's snapshots are taken once."""
    projects = {f"{project.name}_catalog": project for project in settings.config.projects}
    return [_schedule(settings, projects[job.name], job) for job in jobs]


def _schedule(settings: Settings, project: ProjectConfig, job: UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    runtime = runtime_key(settings)

    def evaluate(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        busy = dg.RunsFilter(tags={SCHEDULE_NAME_TAG: job.name}, statuses=UNDER_WAY)
        if context.instance.get_runs(busy, limit=1):
            return dg.SkipReason("A run of this schedule is taking what is due already.")
        return _requested(getattr(context.resources, runtime), project)

    return dg.ScheduleDefinition(
        name=job.name,
        job=job,
        cron_schedule=f"{_begins_at(settings, project).seconds // 60 % 60} * * * *",
        execution_timezone=project.timezone or settings.config.timezone,
        execution_fn=evaluate,
        required_resource_keys={runtime},
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Once a day, takes {project.name}'s {titles(CATALOG)}. What failed is due again at the next tick, "
        "what cannot succeed by itself a day later.",
    )


def _requested(resource: LazyRuntime, project: ProjectConfig) -> dg.RunRequest | dg.SkipReason:
    # Here and not above, as in `report_asset`.
    from gio_pipeline.pipeline.trouble import fingerprint
    from gio_pipeline.warehouse.troubles import find_troubles, snapshots_taken

    settings, now = resource.settings, resource.settings.clock()
    try:
        engine = resource.open().engine
        taken, troubles = snapshots_taken(engine, project.name), find_troubles(engine, project.name)
    except WarehouseError as error:
        message = f"Nothing could be asked for, the next tick tries again: {error}"
    else:
        since, mark = _due_since(settings, project, now), fingerprint(settings, project.name)
        subjects = [subject for step in steps(project) for subject in step.subjects]
        waiting = {each: troubles[each] for each in subjects if each in troubles and troubles[each].waits(mark, now)}
        due = [step for step in steps(project) if any(taken.get(each, _NEVER) < since for each in step.subjects)]
        keys = [spec.key for step in due if not waiting.keys() & set(step.subjects) for spec in step.specs]
        return dg.RunRequest(asset_selection=keys) if keys else _why_not(settings, project, [*waiting.values()], since)
    raise WarehouseError(message)


def _why_not(settings: Settings, project: ProjectConfig, waiting: Sequence[Trouble], since: datetime) -> dg.SkipReason:
    zone = settings.zone(project.name)
    if waiting:
        return dg.SkipReason(" ".join(f"Left out: {in_words(each, zone)}" for each in waiting))
    next_at = f"{(since + timedelta(days=1)).astimezone(zone):%Y-%m-%d %H:%M}"
    return dg.SkipReason(f"Nothing is due: the next snapshots are taken from {next_at} on ({zone.key}).")


def _due_since(settings: Settings, project: ProjectConfig, now: datetime) -> datetime:
    """The last instant at which a new day's snapshots became due."""
    local = now.astimezone(settings.zone(project.name))
    begins = datetime.combine(local.date(), time(), local.tzinfo) + _begins_at(settings, project)
    return begins if begins <= local else begins - timedelta(days=1)


def _begins_at(settings: Settings, project: ProjectConfig) -> timedelta:
    own = project.settle
    day_at = own.day_at if own and "day_at" in own.model_fields_set else settings.config.settle.day_at
    return (timedelta(hours=day_at.hour, minutes=day_at.minute) + AFTER_SETTLING) % timedelta(days=1)

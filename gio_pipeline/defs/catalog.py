"""The snapshots as assets: dashboards and their charts, segments, rules, and the users of each named segment."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    Failure,
    MaterializeResult,
    MetadataValue,
    RetryPolicy,
    define_asset_job,
    in_process_executor,
    multi_asset,
)
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from gio_pipeline.core.catalog import CATALOG, ROOTS, Endpoint
from gio_pipeline.core.config import ProjectConfig
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.text import as_markdown
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.defs.assets import RETRIES
from gio_pipeline.defs.outcomes import observe, told_with, worth_another_try
from gio_pipeline.defs.resources import LazyRuntime, runtime_key
from gio_pipeline.defs.run_origin import origin_of
from gio_pipeline.growingio.protocols import Priority
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.snapshot import (
    Snapshot,
    snapshot_listing,
    snapshot_users,
)
from gio_pipeline.settings import Settings

_TITLES = f"{', '.join(each.title for each in CATALOG[:-1])} and {CATALOG[-1].title}"
Take = Callable[[Runtime, Priority], Sequence[Snapshot]]


@dataclass(frozen=True)
class Step:
    """What one request, or one run of requests, brings: the tables it fills and how."""

    name: str
    specs: tuple[AssetSpec, ...]
    take: Take

    @property
    def subjects(self) -> list[str]:
        """What its snapshots are called in the warehouse."""
        return ["/".join(spec.key.path[1:]) for spec in self.specs]


def catalog_assets(settings: Settings, retries: RetryPolicy | None = RETRIES) -> list[AssetsDefinition]:
    """Keys [project, catalog, table], and [project, catalog, segment_users, id] for each segment that is named."""
    return [
        _asset(project.name, step, settings, retries) for project in settings.config.projects for step in steps(project)
    ]


def catalog_jobs(settings: Settings) -> list[UnresolvedAssetJobDefinition]:
    """<project>_catalog: all snapshots of a project in one run."""
    return [
        define_asset_job(
            f"{project.name}_catalog",
            selection=[spec.key for step in steps(project) for spec in step.specs],
            description=f"Takes {project.name}'s {_TITLES}.",
            executor_def=in_process_executor,
        )
        for project in settings.config.projects
        if steps(project)
    ]


def steps(project: ProjectConfig) -> list[Step]:
    found = [_listing_step(project.name, endpoint) for endpoint in ROOTS] if project.catalog else []
    ids = dict.fromkeys(project.segment_users)
    return found + [_users_step(project, id, number) for number, id in enumerate(ids, 1)]


def _listing_step(project: str, endpoint: Endpoint) -> Step:
    spec = _spec(project, endpoint.table, endpoint.about)
    children = [_spec(project, child.table, child.about, deps=[spec.key]) for child in endpoint.children]
    return Step(
        endpoint.table, (spec, *children), lambda runtime, how: snapshot_listing(runtime, project, endpoint, how)
    )


def _users_step(project: ProjectConfig, id: str, number: int) -> Step:
    deps = [_key(project.name, "segments")] if project.catalog else []
    words = f"The users of segment `{id}`: personal data."
    spec = _spec(project.name, "segment_users", words, id, deps=deps)
    # Ids may hold a -, names of steps may not.
    name = f"segment_users_{number}_{re.sub('[^A-Za-z0-9_]', '_', id)}"
    return Step(name, (spec,), lambda runtime, how: [snapshot_users(runtime, project.name, id, how)])


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


def _asset(project: str, step: Step, settings: Settings, retries: RetryPolicy | None) -> AssetsDefinition:
    runtime, zone = runtime_key(settings), settings.zone(project)

    def take(context: AssetExecutionContext) -> Iterator[MaterializeResult[Any]]:
        snapshots, failure = _taken(context, getattr(context.resources, runtime), step.take)
        for snapshot in snapshots:
            key = _key(project, snapshot.table, snapshot.segment)
            observe(context, key, snapshot.trouble, zone)
            if snapshot.error is None:
                yield _result(context, snapshot)
        if failure:
            raise failure

    return multi_asset(
        name=f"{project}___{step.name}",
        specs=step.specs,
        required_resource_keys={runtime},
        retry_policy=retries,
        pool=f"gio_{project}",
    )(take)


def _taken(
    context: AssetExecutionContext, resource: LazyRuntime, take: Take
) -> tuple[Sequence[Snapshot], Failure | None]:
    """The failure is returned, not raised: Dagster shows the causes of what is raised, and a driver's names values."""
    try:
        snapshots = take(resource.open(), origin_of(context.run).priority)
    except GioError as error:
        return (), Failure(str(error), allow_retries=worth_another_try(error))
    errors = [snapshot.error for snapshot in snapshots if snapshot.error]
    if not errors:
        return snapshots, None
    description = "\n".join(f"{error} What was there before is kept." for error in errors)
    passing = all(worth_another_try(error) for error in errors)
    return snapshots, Failure(description, metadata=told_with(_trouble(snapshots)), allow_retries=passing)


def _trouble(snapshots: Sequence[Snapshot]) -> Trouble | None:
    """The trouble that the failed ones belong to; None where one of them has none that is kept."""
    failed = [snapshot.trouble for snapshot in snapshots if snapshot.error]
    return failed[0] if all(failed) else None


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

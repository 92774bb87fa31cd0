"""What a snapshot's asset does in a run: takes it, and tells what came."""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg

from gio_pipeline.core.catalog import Endpoint
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.text import as_markdown
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.defs.catalog import Step, snapshot_key
from gio_pipeline.defs.outcomes import observe, raise_failure, told_with, worth_another_try
from gio_pipeline.defs.resources import LazyRuntime
from gio_pipeline.defs.run_plan import origin_of
from gio_pipeline.pipeline.snapshot import Snapshot, snapshot_listing, snapshot_users


def taken(
    context: dg.AssetExecutionContext, resource: LazyRuntime, step: Step, retries: dg.RetryPolicy | None
) -> Iterator[dg.MaterializeResult[Any]]:
    """Takes a step's snapshots; fails once the others are told, where one failed."""
    snapshots, failure = _taken(context, resource, step)
    for snapshot in snapshots:
        key = snapshot_key(snapshot.project, snapshot.table, snapshot.segment)
        observe(context, key, snapshot.trouble, resource.settings.zone(step.project))
        if snapshot.error is None:
            yield _result(context, snapshot)
    if failure:
        raise_failure(context, failure, retries)


def _taken(
    context: dg.AssetExecutionContext, resource: LazyRuntime, step: Step
) -> tuple[Sequence[Snapshot], dg.Failure | None]:
    """The failure is returned, not raised: Dagster shows the causes of what is raised, and a driver's names values."""
    try:
        runtime, priority = resource.open(), origin_of(context.run).priority
        if isinstance(step.brings, Endpoint):
            snapshots = snapshot_listing(runtime, step.project, step.brings, priority)
        else:
            snapshots = [snapshot_users(runtime, step.project, *step.brings, priority)]
    except GioError as error:
        return (), dg.Failure(str(error), allow_retries=worth_another_try(error))
    errors = [snapshot.error for snapshot in snapshots if snapshot.error]
    if not errors:
        return snapshots, None
    description = "\n".join(f"{error} What was there before is kept." for error in errors)
    passing = all(worth_another_try(error) for error in errors)
    return snapshots, dg.Failure(description, metadata=told_with(_trouble(snapshots)), allow_retries=passing)


def _trouble(snapshots: Sequence[Snapshot]) -> Trouble | None:
    """The trouble that the failed ones belong to; None where one of them has none that is kept."""
    failed = [snapshot.trouble for snapshot in snapshots if snapshot.error]
    return failed[0] if all(failed) else None


def _result(context: dg.AssetExecutionContext, snapshot: Snapshot) -> dg.MaterializeResult[Any]:
    for warning in snapshot.warnings:
        context.log.warning(warning)
    metadata = {name: getattr(snapshot, name) for name in ("rows", "new", "gone", "requests")}
    metadata["seconds"] = round(snapshot.seconds, 3)
    if snapshot.warnings:
        metadata["warnings"] = dg.MetadataValue.md("\n".join(f"- {as_markdown(each)}" for each in snapshot.warnings))
    key = snapshot_key(snapshot.project, snapshot.table, snapshot.segment)
    return dg.MaterializeResult(asset_key=key, metadata=metadata)

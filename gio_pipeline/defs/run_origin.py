"""What a run's tags say: who asked for it, and whether it goes on with what another run began."""

from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.tags import (
    BACKFILL_ID_TAG,
    PARENT_RUN_ID_TAG,
    RETRY_NUMBER_TAG,
    ROOT_RUN_ID_TAG,
    SCHEDULE_NAME_TAG,
)

from gio_pipeline.pipeline.load import LoadOrigin

TRIGGER_TAG = "gio/trigger"
DEMO = "demo"


def origin_of(run: dg.DagsterRun) -> LoadOrigin:
    """Who asked: a schedule, the demo, or else a person."""
    return LoadOrigin(
        trigger=_trigger(run),
        run_id=run.run_id,
        root_run_id=run.tags.get(ROOT_RUN_ID_TAG, run.run_id),
        backfill_id=run.tags.get(BACKFILL_ID_TAG),
    )


def _trigger(run: dg.DagsterRun) -> str:
    if SCHEDULE_NAME_TAG in run.tags:
        # A re-execution keeps its parent's tags; only Dagster's own retries carry a number.
        by_hand = PARENT_RUN_ID_TAG in run.tags and RETRY_NUMBER_TAG not in run.tags
        return "run" if by_hand else "schedule"
    return DEMO if run.tags.get(TRIGGER_TAG) == DEMO else "run"


def goes_on(order: LoadOrigin) -> bool:
    """Whether other runs of the same order went before, or may have."""
    return order.root_run_id != order.run_id or order.backfill_id is not None


def resumed_since(context: dg.AssetExecutionContext) -> datetime | None:
    """When the order that this attempt goes on with was first begun; None for a first attempt."""
    instance, run = context.instance, context.run
    earlier = [record for record in (_first_attempt(instance, run), _first_of_backfill(instance, run)) if record]
    if context.retry_number and not earlier:
        earlier = [record for record in (instance.get_run_record_by_id(run.run_id),) if record]
    return min(map(_began, earlier), default=None)


def _first_attempt(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.RunRecord | None:
    """The first run of the retries that lead to this one; one that succeeded left nothing to go on with."""
    found: dg.RunRecord | None = None
    while parent := run.tags.get(PARENT_RUN_ID_TAG) or run.tags.get(ROOT_RUN_ID_TAG):
        record = instance.get_run_record_by_id(parent)
        if record is None or record.dagster_run.status is dg.DagsterRunStatus.SUCCESS:
            break
        found, run = record, record.dagster_run
    return found


def _first_of_backfill(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.RunRecord | None:
    backfill = run.tags.get(BACKFILL_ID_TAG)
    if backfill is None:
        return None
    records = instance.get_run_records(dg.RunsFilter(tags={BACKFILL_ID_TAG: backfill}), limit=1, ascending=True)
    return records[0] if records and records[0].dagster_run.run_id != run.run_id else None


def _began(record: dg.RunRecord) -> datetime:
    # A run that died in the queue has no start.
    return datetime.fromtimestamp(record.start_time or record.create_timestamp.timestamp(), UTC)

"""What a run asks for, as a plan of the pipeline: by whose order, and which periods."""

from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    BACKFILL_ID_TAG,
    PARENT_RUN_ID_TAG,
    RETRY_NUMBER_TAG,
    ROOT_RUN_ID_TAG,
    SCHEDULE_NAME_TAG,
)

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.periods import Period
from gio_pipeline.defs.partitions import first_period, key_of, period_of
from gio_pipeline.pipeline.plans import LoadOrigin, LoadPlan, plan_due, plan_range
from gio_pipeline.pipeline.runtime import Runtime, report_state
from gio_pipeline.pipeline.trouble import waiting_trouble
from gio_pipeline.warehouse.coverage import checked_since

TRIGGER_TAG = "gio/trigger"
DEMO = "demo"


def plan_run(context: dg.AssetExecutionContext, runtime: Runtime, spec: ReportSpec, origin: LoadOrigin) -> LoadPlan:
    """The plan of a report's part in a run; raises UsageError where the run's partitions make no sense.

    A schedule's run pulls all that is due, the demo what is not loaded, a person's run all of its partitions.
    """
    state = report_state(runtime, spec)
    now = runtime.clock()
    if origin.scheduled:
        waiting = waiting_trouble(runtime, state.troubles or {}, spec, now)
        return plan_due(state, now, most=runtime.settings.config.max_periods_per_run, waiting=waiting)
    periods = periods_of_run(context, spec)
    if origin.trigger == DEMO:
        return plan_range(state, periods, now, skip=state.settled_with(periods, now))
    since = resumed_since(context)
    if since is None or state.stored is None:
        return plan_range(state, periods, now)
    done = checked_since(runtime.engine, state.stored.report_id, since)
    return plan_range(state, periods, now, done=frozenset(done))


def periods_of_run(context: dg.AssetExecutionContext, spec: ReportSpec) -> list[Period]:
    """The run's periods from the report's start on: Dagster itself lets reversed, early and future ranges pass."""
    if not context.has_partition_key and not context.has_partition_key_range:
        raise UsageError(f"{spec.key}: the run names no partitions; choose them where it is launched.")
    keys = context.partition_key_range
    first, last = period_of(spec, keys.start), period_of(spec, keys.end)
    if last < first:
        raise UsageError(f"{spec.key}: the range is reversed: {keys.start} is after {keys.end}.")
    start = first_period(spec)
    if last < start:
        raise UsageError(f"{spec.key} has no {keys.end}: its first partition is {key_of(spec, start)}.")
    if first < start:
        context.log.warning(
            f"{spec.key} begins with {key_of(spec, start)}: what the range names before it is left out."
        )
    return list(spec.calendar.between(max(first, start), last))


def begins_too_early(context: dg.AssetExecutionContext, spec: ReportSpec) -> bool:
    """Whether the run's range begins before the report's first partition, so that Dagster refuses an output for it."""
    return period_of(spec, context.partition_key_range.start) < first_period(spec)


def range_tags(spec: ReportSpec, first: Period, last: Period) -> dict[str, str]:
    """The tags that give a run the partitions from `first` to `last`."""
    return {
        ASSET_PARTITION_RANGE_START_TAG: key_of(spec, first),
        ASSET_PARTITION_RANGE_END_TAG: key_of(spec, last),
    }


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


def goes_on(origin: LoadOrigin) -> bool:
    """Whether other runs of the same order went before, or may have."""
    return origin.root_run_id != origin.run_id or origin.backfill_id is not None


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

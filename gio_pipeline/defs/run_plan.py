"""Which periods a run asks for, as a plan of the pipeline."""

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.periods import Period, calendar
from gio_pipeline.defs.partitions import first_period, key_of, period_of
from gio_pipeline.defs.run_origin import DEMO, resumed_since
from gio_pipeline.pipeline.load import LoadOrigin
from gio_pipeline.pipeline.plans import LoadPlan, plan_due, plan_range
from gio_pipeline.pipeline.report_state import report_state
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.trouble import waiting_trouble
from gio_pipeline.warehouse.coverage import checked_since


def plan_run(context: dg.AssetExecutionContext, runtime: Runtime, spec: ReportSpec, order: LoadOrigin) -> LoadPlan:
    """The plan of a report's part in a run; raises UsageError where the run's partitions make no sense.

    A schedule's run pulls all that is due, the demo what is not loaded, a person's run all of its partitions.
    """
    memory = report_state(runtime, spec)
    now = runtime.clock()
    if order.scheduled:
        waiting = waiting_trouble(runtime, memory.troubles or {}, spec, now)
        return plan_due(memory, now, most=runtime.settings.config.max_periods_per_run, waiting=waiting)
    periods = periods_of_run(context, spec)
    if order.trigger == DEMO:
        return plan_range(memory, periods, now, skip=memory.settled_with(periods, now))
    since = resumed_since(context)
    if since is None or memory.memory is None:
        return plan_range(memory, periods, now)
    done = checked_since(runtime.engine, memory.memory.report_id, since)
    return plan_range(memory, periods, now, done=frozenset(done))


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
    return list(calendar(spec.grain, spec.timezone).between(max(first, start), last))


def begins_too_early(context: dg.AssetExecutionContext, spec: ReportSpec) -> bool:
    """Whether the run's range begins before the report's first partition, so that Dagster refuses an output for it."""
    return period_of(spec, context.partition_key_range.start) < first_period(spec)


def range_tags(spec: ReportSpec, first: Period, last: Period) -> dict[str, str]:
    """The tags that give a run the partitions from `first` to `last`."""
    return {
        ASSET_PARTITION_RANGE_START_TAG: key_of(spec, first),
        ASSET_PARTITION_RANGE_END_TAG: key_of(spec, last),
    }

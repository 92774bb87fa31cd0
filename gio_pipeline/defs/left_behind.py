"""Marks what an earlier attempt committed and, because it was killed, did not mark."""

from collections.abc import Iterator

from dagster import AssetExecutionContext, AssetMaterialization, DagsterEventType, MetadataValue, RunsFilter
from dagster._core.storage.tags import BACKFILL_ID_TAG, ROOT_RUN_ID_TAG

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.windows import State, calendar
from gio_pipeline.defs.groups import asset_key
from gio_pipeline.defs.partitions import key_of
from gio_pipeline.pipeline.load import Order
from gio_pipeline.pipeline.planning import Known
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.loads import LoadedBefore, loaded_by_order


def mark_left_behind(context: AssetExecutionContext, runtime: Runtime, known: Known, order: Order) -> None:
    """Marks the periods that the earlier runs of this order stored and no run of it has marked.

    gio.coverage knows them, and they are not loaded again: nobody else would ever mark them.
    """
    if known.memory is None or (order.root_run_id == order.run_id and order.backfill_id is None):
        return
    found = loaded_by_order(runtime.engine, known.memory.report_id, order.root_run_id, order.backfill_id)
    stored = {_key(known.spec, each): each for each in found}
    left = stored.keys() - set(_marked(context, known.spec, order)) if stored else set()
    for key in sorted(left):
        context.log_event(_mark(known.spec, key, stored[key]))
    if left:
        context.log.info(f"{known.spec.key}: marked {len(left)} periods that a run which was killed had loaded.")


def _key(spec: ReportSpec, stored: LoadedBefore) -> str:
    return key_of(spec, calendar(spec.grain, spec.timezone).containing(stored.start))


def _marked(context: AssetExecutionContext, spec: ReportSpec, order: Order) -> Iterator[str]:
    tags = {ROOT_RUN_ID_TAG: order.root_run_id, BACKFILL_ID_TAG: order.backfill_id}
    runs = {order.root_run_id} if order.root_run_id else set()
    for name, value in tags.items():
        runs |= set(context.instance.get_run_ids(RunsFilter(tags={name: value}))) if value else set()
    for run in runs:
        for entry in context.instance.all_logs(run, of_type=DagsterEventType.ASSET_MATERIALIZATION):
            event = entry.dagster_event
            if event and event.asset_key == asset_key(spec) and event.partition:
                yield event.partition


def _mark(spec: ReportSpec, key: str, stored: LoadedBefore) -> AssetMaterialization:
    metadata = {
        "rows": MetadataValue.int(stored.rows),
        "state": MetadataValue.text(str(stored.state)),
        "provisional": MetadataValue.bool(stored.state is State.PROVISIONAL),
        "loaded by": MetadataValue.dagster_run(stored.run_id),
    }
    return AssetMaterialization(asset_key(spec), partition=key, metadata=metadata)

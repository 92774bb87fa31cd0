"""What a report's asset does in a run: loads, marks, shows and checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import dagster as dg
from dagster._core.definitions.source_asset import SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import GioError, WarehouseError
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.defs.checks import check_results, red, selected, shown, unchecked
from gio_pipeline.defs.groups import asset_key
from gio_pipeline.defs.marks import Marks, landed
from gio_pipeline.defs.outcomes import failure_from, failure_of, observe, raise_failure
from gio_pipeline.defs.reconcile import Budget, reconcile, tell
from gio_pipeline.defs.resources import LazyRuntime
from gio_pipeline.defs.run_plan import begins_too_early, goes_on, origin_of, plan_run
from gio_pipeline.pipeline.contained import decorating
from gio_pipeline.pipeline.load import LoadOrigin
from gio_pipeline.pipeline.plans import LoadPlan
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.trouble import note_checks, note_refusal
from gio_pipeline.pipeline.wording import run_summary
from gio_pipeline.warehouse.availability import patiently
from gio_pipeline.warehouse.figures import read_page

# Dagster marks the run's whole range for an output; with this key it takes the output and leaves the marks to the
# asset, which sets one per period with its own numbers and data version.
_MARKED_ALREADY = {SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION: True}


@dataclass(frozen=True)
class _Loaded:
    """What a load came to. The failure is not raised where it is found: Dagster shows the causes of what is raised,
    and a driver's names values."""

    failure: dg.Failure | None
    checks: Sequence[dg.AssetCheckResult] = ()


def materialized(
    context: dg.AssetExecutionContext, resource: LazyRuntime, spec: ReportSpec, retries: dg.RetryPolicy | None
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
    """Loads the report's part in a run; fails once its checks are shown, where not all was loaded."""
    if not context.selected_asset_keys:
        # Someone has the checks alone looked at.
        runtime = patiently(resource.open, "checking")
        yield from selected(context, check_results(runtime, LoadResult(spec), runtime.clock()))
        return
    loaded = _load(context, resource, spec)
    yield from shown(context, loaded.checks)
    if loaded.failure:
        raise_failure(context, loaded.failure, retries)
    if not begins_too_early(context, spec):
        # What depends on the report runs now, and only now.
        yield dg.MaterializeResult(metadata=_MARKED_ALREADY)


def _load(context: dg.AssetExecutionContext, resource: LazyRuntime, spec: ReportSpec) -> _Loaded:
    order, marks = origin_of(context.run), Marks(context, spec)
    try:
        runtime = patiently(resource.open, "starting the load")
        plan = resource.loads.plan(context, runtime, spec, order, partial(_plan, context, runtime, order))
        marks.known = plan.known.loaded.newest
        result = resource.loads.result(spec, marks)
    except GioError as error:
        marks.finish({})
        return _Loaded(failure_from(spec, error, _kept(context, resource, spec, order, error)))
    for warning in result.warnings:
        context.log.warning(warning)
    context.log.info(run_summary(result))
    if pace := resource.loads.pace():
        context.log.info(pace)
    with decorating(context.log.warning, f"{spec.key}: the load could not be told"):
        observe(context, asset_key(spec), result.trouble, spec.zone)
        resource.on_result(result)
    checks = _after(context, runtime, marks, result, plan)
    with decorating(context.log.warning, f"{spec.key}: red checks are not told"):
        note_checks(runtime, result, red(checks), plan.known.troubles)
    return _Loaded(failure_of(result, plan.known.timetable), checks)


def _kept(
    context: dg.AssetExecutionContext, resource: LazyRuntime, spec: ReportSpec, order: LoadOrigin, error: GioError
) -> Trouble | None:
    """The trouble that an error is kept as which came before anything was asked for."""
    if not order.scheduled or isinstance(error, WarehouseError):
        return None
    with decorating(context.log.warning, f"{spec.key}: the trouble is not remembered"):
        return note_refusal(resource.open(), spec, error)
    return None


def _plan(context: dg.AssetExecutionContext, runtime: Runtime, order: LoadOrigin, spec: ReportSpec) -> LoadPlan:
    plan = patiently(lambda: plan_run(context, runtime, spec, order), "starting the load")
    if goes_on(order):
        # What an earlier attempt that was killed had loaded is not loaded again: nobody else would mark it now.
        with decorating(context.log.warning, f"{spec.key}: what others loaded was not marked"):
            patiently(partial(reconcile, context.instance, runtime, spec, Budget()), "starting the load")
    return plan


def _after(
    context: dg.AssetExecutionContext, runtime: Runtime, marks: Marks, result: LoadResult, plan: LoadPlan
) -> Sequence[dg.AssetCheckResult]:
    """Shows what landed and checks it; what is loaded stays loaded whatever comes of this."""
    spec, reasons = result.spec, list[str]()
    with decorating(context.log.warning, f"{spec.key}: its page does not show what landed"):
        _show(context.instance, runtime, marks, spec)
    marks.finish({})
    with decorating(reasons.append, "it was not checked"):
        return check_results(runtime, result, plan.now)
    context.log.warning(f"{spec.key}: {reasons[0]}")
    return unchecked(spec, reasons[0])


def _show(instance: dg.DagsterInstance, runtime: Runtime, marks: Marks, spec: ReportSpec) -> None:
    """The page shows the newest loaded period, also where this load was of older ones."""
    if marks.newest:
        page = read_page(runtime.engine, spec, marks.newest)
        marks.finish(landed(page) if page else {})
    elif marks.known:
        tell(instance, runtime, spec, [], Budget())

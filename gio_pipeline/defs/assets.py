"""What a report's asset does in a run: loads, marks, shows and checks."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial

import dagster as dg
from dagster._core.definitions.source_asset import SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import GioError, WarehouseError
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.defs.checks import check_results, red, selected, shown, unchecked
from gio_pipeline.defs.marks import Marks, landed
from gio_pipeline.defs.outcomes import failure_from, failure_of, observe, raise_failure
from gio_pipeline.defs.partitions import asset_key
from gio_pipeline.defs.reconcile import Budget, reconcile, tell
from gio_pipeline.defs.resources import LazyRuntime
from gio_pipeline.defs.run_plan import begins_too_early, goes_on, origin_of, plan_run
from gio_pipeline.pipeline.contained import decorating
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


def materialized(
    context: dg.AssetExecutionContext, resource: LazyRuntime, spec: ReportSpec, retries: dg.RetryPolicy | None
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
    """Loads the report's part in a run; fails once its checks are shown, where not all was loaded."""
    if not context.selected_asset_keys:
        # Someone has the checks alone looked at.
        runtime = patiently(resource.open, "checking")
        yield from selected(context, check_results(runtime, LoadResult(spec), runtime.clock()))
        return
    failure, checks = _Step(context, resource, spec).load()
    yield from shown(context, checks)
    if failure:
        raise_failure(context, failure, retries)
    if not begins_too_early(context, spec):
        # What depends on the report runs now, and only now.
        yield dg.MaterializeResult(metadata=_MARKED_ALREADY)


class _Step:
    """A report's part in a run."""

    def __init__(self, context: dg.AssetExecutionContext, resource: LazyRuntime, spec: ReportSpec) -> None:
        self.context, self.resource, self.spec = context, resource, spec
        self.origin, self.marks = origin_of(context.run), Marks(context, spec)

    def load(self) -> tuple[dg.Failure | None, Sequence[dg.AssetCheckResult]]:
        """What did not load, and what the checks say.

        The failure is not raised where it is found: Dagster shows the causes of what is raised, and a driver's names
        values.
        """
        context, resource, spec, marks = self.context, self.resource, self.spec, self.marks
        try:
            runtime = patiently(resource.open, "starting the load")
            plan = resource.loads.plan(context, runtime, spec, self.origin, partial(self._plan, runtime))
            marks.known = plan.state.loaded.newest
            result = resource.loads.result(spec, marks)
        except GioError as error:
            marks.finish({})
            return failure_from(spec, error, self._kept(error)), ()
        for warning in result.warnings:
            context.log.warning(warning)
        context.log.info(run_summary(result))
        if pace := resource.loads.pace():
            context.log.info(pace)
        with self._decorating("the load could not be told"):
            observe(context, asset_key(spec), result.trouble, spec.zone)
            resource.on_result(result)
        checks = self._after(runtime, result, plan)
        with self._decorating("red checks are not told"):
            note_checks(runtime, result, red(checks), plan.state.troubles)
        return failure_of(result, plan.state.timetable), checks

    def _decorating(self, what: str) -> AbstractContextManager[None]:
        return decorating(self.context.log.warning, f"{self.spec.key}: {what}")

    def _kept(self, error: GioError) -> Trouble | None:
        """The trouble that an error is kept as which came before anything was asked for."""
        if self.origin.scheduled and not isinstance(error, WarehouseError):
            with self._decorating("the trouble is not remembered"):
                return note_refusal(self.resource.open(), self.spec, error)
        return None

    def _plan(self, runtime: Runtime, spec: ReportSpec) -> LoadPlan:
        """The plan of this report, or of another one of the run."""
        context, origin = self.context, self.origin
        plan = patiently(lambda: plan_run(context, runtime, spec, origin), "starting the load")
        if goes_on(origin):
            # What an earlier attempt that was killed had loaded is not loaded again: nobody else would mark it now.
            with decorating(context.log.warning, f"{spec.key}: what others loaded was not marked"):
                patiently(partial(reconcile, context.instance, runtime, spec, Budget()), "starting the load")
        return plan

    def _after(self, runtime: Runtime, result: LoadResult, plan: LoadPlan) -> Sequence[dg.AssetCheckResult]:
        """Shows what landed and checks it; what is loaded stays loaded whatever comes of this."""
        reasons = list[str]()
        with self._decorating("its page does not show what landed"):
            self._show(runtime)
        self.marks.finish({})
        with decorating(reasons.append, "it was not checked"):
            return check_results(runtime, result, plan.now)
        self.context.log.warning(f"{self.spec.key}: {reasons[0]}")
        return unchecked(self.spec, reasons[0])

    def _show(self, runtime: Runtime) -> None:
        """The page shows the newest loaded period, also where this load was of older ones."""
        if self.marks.newest:
            page = read_page(runtime.engine, self.spec, self.marks.newest)
            self.marks.finish(landed(page) if page else {})
        elif self.marks.known:
            tell(self.context.instance, runtime, self.spec, [], Budget())

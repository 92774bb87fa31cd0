"""One asset per report: a new report is a line of reports.yaml."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dagster import (
    AssetCheckResult,
    AssetExecutionContext,
    AssetsDefinition,
    BackfillPolicy,
    Backoff,
    BetaWarning,
    Failure,
    RetryPolicy,
    asset,
)

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import GioError
from gio_pipeline.defs import asset_pages
from gio_pipeline.defs.attempts import order_of
from gio_pipeline.defs.checks import check_results, check_specs, unchecked
from gio_pipeline.defs.groups import asset_key, source_key
from gio_pipeline.defs.left_behind import mark_left_behind
from gio_pipeline.defs.outcomes import Marks, failure_from, failure_of, summary
from gio_pipeline.defs.partitions import partitions_definition
from gio_pipeline.defs.plans import plan_run
from gio_pipeline.defs.plots import landed, mark_view
from gio_pipeline.defs.resources import RUNTIME, LazyRuntime
from gio_pipeline.pipeline.decoration import decorating
from gio_pipeline.pipeline.load import load_report
from gio_pipeline.pipeline.page import read_page
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.availability import reachable

# Each request was repeated for minutes before its failure gets here: the second try is for a longer outage.
RETRIES = RetryPolicy(max_retries=2, delay=60, backoff=Backoff.EXPONENTIAL)


@dataclass(frozen=True)
class _Loaded:
    """What a load came to. The failure is not raised where it is found: Dagster shows the causes of what is raised,
    and a driver's names values."""

    failure: Failure | None
    checks: Sequence[AssetCheckResult] = ()


def report_asset(spec: ReportSpec, settings: Settings, retries: RetryPolicy | None = RETRIES) -> AssetsDefinition:
    """The asset of one report, partitioned by its grain; a range of partitions is one run."""

    def load(context: AssetExecutionContext) -> Iterator[AssetCheckResult]:
        loaded = _load(context, spec)
        # The marks are logged period by period; an output would mark the run's whole range.
        yield from loaded.checks
        if loaded.failure:
            raise loaded.failure

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BetaWarning)
        return asset(
            key=asset_key(spec),
            deps=[source_key(spec.project)],
            check_specs=check_specs(spec),
            partitions_def=partitions_definition(spec),
            backfill_policy=BackfillPolicy.single_run(),
            output_required=False,
            required_resource_keys={RUNTIME},
            retry_policy=retries,
            pool=f"gio_{spec.project}",
            group_name=spec.project,
            description=asset_pages.description(spec, settings),
            metadata=asset_pages.metadata(spec, settings),
            owners=asset_pages.owners(spec),
            kinds=asset_pages.kinds(spec),
            tags=asset_pages.tags(spec),
        )(load)


def _load(context: AssetExecutionContext, spec: ReportSpec) -> _Loaded:
    resource: LazyRuntime = getattr(context.resources, RUNTIME)
    order, marks = order_of(context.run), Marks(context, spec)
    try:
        with reachable("starting the load"):
            runtime = resource.open()
            plan = plan_run(context, runtime, spec, order)
            with decorating(context.log.warning, f"{spec.key}: what others loaded was not marked"):
                mark_left_behind(context, runtime, plan.known, order)
        result = load_report(runtime, plan, order, marks)
    except GioError as error:
        return _Loaded(failure_from(spec, error))
    for warning in result.warnings:
        context.log.warning(warning)
    context.log.info(summary(result))
    with decorating(context.log.warning, f"{spec.key}: the load could not be told"):
        resource.on_result(result)
    checks = _after(context, runtime, marks, result, plan.now)
    return _Loaded(failure_of(result, plan.known.timetable), checks)


def _after(
    context: AssetExecutionContext, runtime: Runtime, marks: Marks, result: LoadResult, planned_at: datetime
) -> Sequence[AssetCheckResult]:
    """Shows what landed and checks it; what is loaded stays loaded whatever comes of this."""
    spec, reasons = result.spec, list[str]()
    with decorating(context.log.warning, f"{spec.key}: its page does not show what landed"):
        page = read_page(runtime.engine, spec, max(result.committed)) if result.committed else None
        if page:
            marks.finish(result, landed(page))
            mark_view(context, page, spec)
    with decorating(reasons.append, "it was not checked"):
        return check_results(runtime, result, planned_at)
    context.log.warning(f"{spec.key}: {reasons[0]}")
    return unchecked(spec, reasons[0])

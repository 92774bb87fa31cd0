"""One asset per report: a new report is a line of reports.yaml."""

import warnings
from collections.abc import Iterator

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
from gio_pipeline.defs.groups import asset_key
from gio_pipeline.defs.outcomes import Marks, failure_from, failure_of, summary
from gio_pipeline.defs.partitions import partitions_definition
from gio_pipeline.defs.plans import plan_run
from gio_pipeline.defs.resources import RUNTIME, LazyRuntime
from gio_pipeline.pipeline.load import load_report
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.availability import reachable

# Each request was repeated for minutes before its failure gets here: the second try is for a longer outage.
RETRIES = RetryPolicy(max_retries=2, delay=60, backoff=Backoff.EXPONENTIAL)


def report_asset(spec: ReportSpec, settings: Settings, retries: RetryPolicy | None = RETRIES) -> AssetsDefinition:
    """The asset of one report, partitioned by its grain; a range of partitions is one run."""

    def load(context: AssetExecutionContext) -> Iterator[AssetCheckResult]:
        failure = _load(context, spec)
        if failure:
            raise failure
        # The marks are logged period by period; an output would mark the run's whole range.
        yield from ()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BetaWarning)
        return asset(
            key=asset_key(spec),
            partitions_def=partitions_definition(spec),
            backfill_policy=BackfillPolicy.single_run(),
            output_required=False,
            required_resource_keys={RUNTIME},
            retry_policy=retries,
            pool=f"gio_{spec.project}",
            group_name=spec.project,
            description=asset_pages.description(spec),
            metadata=asset_pages.metadata(spec, settings),
            owners=asset_pages.owners(spec),
            kinds=asset_pages.kinds(spec),
        )(load)


def _load(context: AssetExecutionContext, spec: ReportSpec) -> Failure | None:
    """Returned, not raised: Dagster shows the causes of what is raised, and a driver's names values."""
    resource: LazyRuntime = getattr(context.resources, RUNTIME)
    order = order_of(context.run)
    try:
        with reachable("starting the load"):
            runtime = resource.open()
            plan = plan_run(context, runtime, spec, order)
        result = load_report(runtime, plan, order, Marks(context, spec))
    except GioError as error:
        return failure_from(spec, error)
    for warning in result.warnings:
        context.log.warning(warning)
    context.log.info(summary(result))
    resource.on_result(result)
    return failure_of(result, plan.known.timetable)

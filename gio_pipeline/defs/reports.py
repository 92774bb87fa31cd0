"""One asset per report: a new report is a line of reports.yaml."""

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.defs import asset_pages
from gio_pipeline.defs.groups import source_key
from gio_pipeline.defs.resources import runtime_key
from gio_pipeline.settings import Settings

# For a warehouse that restarts while the step begins. Requests were repeated for minutes before they failed.
RETRIES = dg.RetryPolicy(max_retries=2, delay=20, backoff=dg.Backoff.EXPONENTIAL)
_RESULT = "result"
_IN, _OUT, _CHECKED = dg.In(dg.Nothing), dg.Out(is_required=False), dg.Out(dagster_type=None, is_required=False)


def report_asset(spec: ReportSpec, settings: Settings, retries: dg.RetryPolicy | None = RETRIES) -> dg.AssetsDefinition:
    """The asset of one report, partitioned by its grain; a range of partitions is one run.

    What @asset makes, made without it: the decorator reads signatures, three times as long for five hundred reports.
    """
    described, source, runtime = asset_pages.asset_spec(spec, settings), source_key(spec.project), runtime_key(settings)
    upstream = "_".join(source.path)
    checks = {each.get_python_identifier(): each for each in asset_pages.check_specs(spec)}

    def load(
        context: dg.AssetExecutionContext, _: Mapping[str, Any]
    ) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
        # Imported by the runs alone: pandas and SQLAlchemy take as long as the definitions of five hundred reports.
        from gio_pipeline.defs.assets import materialized

        yield from materialized(context, getattr(context.resources, runtime), spec, retries)

    op = dg.OpDefinition(
        load,
        name=described.key.to_python_identifier(),
        description=described.description,
        ins={upstream: _IN},
        outs={_RESULT: _OUT, **dict.fromkeys(checks, _CHECKED)},
        required_resource_keys={runtime},
        pool=f"gio_{spec.project}",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        return dg.AssetsDefinition(
            node_def=op,
            keys_by_input_name={upstream: source},
            keys_by_output_name={_RESULT: described.key},
            specs=[described],
            check_specs_by_output_name=checks,
            backfill_policy=dg.BackfillPolicy.single_run(),
            can_subset=True,
        )

"""A report and a dbt model on its view in one run, in dbt's own environment; prints what ran, in its order, as JSON.

Arguments: the dbt project, first and last partition. Nothing tells dagster-dbt which asset the source is.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dagster import AssetExecutionContext, AssetKey, DagsterEventType, DagsterInstance, Definitions, define_asset_job
from dagster_dbt import DbtCliResource, dbt_assets

from gio_pipeline.defs.build import build_definitions
from gio_pipeline.defs.home import prepare_home
from gio_pipeline.settings import load_settings

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def main(project: Path, first: str, last: str) -> None:
    dbt = DbtCliResource(
        project_dir=str(project), profiles_dir=str(project), dbt_executable=str(Path(sys.executable).parent / "dbt")
    )

    @dbt_assets(manifest=project / "target" / "manifest.json", select="page_views_by_city")  # type: ignore[untyped-decorator]
    def models(context: AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
        yield from dbt.cli(["build"], context=context).stream()

    report = AssetKey(["gio_reports", "shop__page_views_by_city"])
    job = define_asset_job("both", selection=[report, *models.keys])
    theirs = Definitions(assets=[models], jobs=[job], resources={"dbt": dbt})
    settings = load_settings()
    merged = Definitions.merge(theirs, build_definitions(settings, retries=None))
    tags = {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}
    with DagsterInstance.from_config(str(prepare_home(settings))) as instance:
        run = merged.resolve_job_def("both").execute_in_process(
            run_config=QUIET, instance=instance, tags=tags, raise_on_error=False
        )
    steps = [event for event in run.all_events if event.event_type is DagsterEventType.STEP_SUCCESS]
    print(json.dumps({"success": run.success, "steps": [event.step_key for event in steps]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

"""Every process of Dagster loads the definitions first: they must stay cheap, and what Dagster would make itself."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from dagster import (
    AssetCheckResult,
    AssetExecutionContext,
    AssetsDefinition,
    BackfillPolicy,
    Definitions,
    asset,
)
from dagster._core.remote_representation.external_data import RepositorySnap
from dagster_shared.record import as_dict

from gio_pipeline.defs.partitions import asset_key, partitions_definition, source_key
from gio_pipeline.defs.reports import check_specs, description, metadata, report_asset
from gio_pipeline.defs.resources import RUNTIME, runtime_resource
from gio_pipeline.settings import load_settings

REPORTS = """
projects:
  - name: shop
    uid: nxog09md
    token: ${TOKEN}
    start: 2026-01-01
    reports:
      - {name: signup, kind: funnel, id: a1, title: 注册, owner: data@example.com, conversion_window: 3}
"""
IMPORTED = (
    "import sys; from gio_pipeline.definitions import defs; defs.get_repository_def(); "
    "print(sorted({'pandas', 'numpy', 'sqlalchemy', 'requests', 'psycopg2'} & sys.modules.keys()))"
)


def test_the_definitions_load_without_what_only_their_runs_need(tmp_path: Path) -> None:
    (tmp_path / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", IMPORTED], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_reports_asset_is_what_dagsters_own_decorator_makes(tmp_path: Path) -> None:
    (tmp_path / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    settings = load_settings({}, tmp_path)
    spec = settings.find("signup")

    @asset(
        key=asset_key(spec),
        deps=[source_key("shop")],
        check_specs=check_specs(spec),
        partitions_def=partitions_definition(spec),
        backfill_policy=BackfillPolicy.single_run(),
        output_required=False,
        required_resource_keys={RUNTIME},
        pool="gio_shop",
        group_name="shop",
        description=description(spec, settings),
        metadata=metadata(spec, settings),
        owners=["data@example.com"],
        kinds={"postgres", "view", "funnel"},
        tags={"gio/kind": "funnel", "gio/grain": "day"},
    )
    def load(context: AssetExecutionContext) -> Iterator[AssetCheckResult]:
        yield from ()

    def node(made: AssetsDefinition) -> Mapping[str, object]:
        defs = Definitions(assets=[made], resources={RUNTIME: runtime_resource(settings)})
        [found] = (
            each for each in RepositorySnap.from_def(defs.get_repository_def()).asset_nodes if each.asset_key == key
        )
        return as_dict(found)

    key = asset_key(spec)
    ours, theirs = node(report_asset(spec, settings)), node(load)
    # What the decorator cannot say: its checks may be left out of a run.
    assert [name for name in theirs if ours[name] != theirs[name]] == ["execution_set_identifier"]

"""All definitions of Dagster, built from the settings alone: no secret, no database, no network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.defs.catalog import catalog_assets, catalog_jobs, catalog_schedules
from gio_pipeline.defs.notices import notice_sensors
from gio_pipeline.defs.old_runs import NAME as OLD_RUNS
from gio_pipeline.defs.old_runs import old_runs_job, old_runs_schedule
from gio_pipeline.defs.ours import Ours
from gio_pipeline.defs.partitions import ReportGroup, asset_key, report_groups
from gio_pipeline.defs.reports import RETRIES, asset_spec, report_asset, source_asset
from gio_pipeline.defs.resources import OnResult, named, runtime_key, runtime_resource
from gio_pipeline.defs.schedules import group_schedule
from gio_pipeline.settings import Settings

Translate = Callable[[dg.AssetSpec, ReportSpec], dg.AssetSpec]


@dataclass(frozen=True)
class Parts:
    """What there is beside the reports' assets and their jobs."""

    schedules: bool = True
    snapshots: bool = True
    old_runs: bool = True
    notices: bool = True


def build_definitions(
    settings: Settings,
    *,
    on_result: OnResult | None = None,
    retries: dg.RetryPolicy | None = RETRIES,
    parts: Parts | None = None,
    translate: Translate | None = None,
) -> dg.Definitions:
    """An asset per report, a job and a schedule per group of reports that can share a run; the catalogue's beside them.

    on_result: called with every report's load in this process. retries: of a report that failed for what may pass.
    parts: all of them by default. translate: makes a report's asset into what its Dagster project would have it be.
    Raises ConfigError where it makes what cannot be.
    """
    parts, translated = parts or Parts(), _translated(settings, translate)
    settings = replace(settings, asset_keys={key: tuple(spec.key.path) for key, spec in translated.items()})
    jobs = {group: _job(group) for group in report_groups(settings)}
    snapshots = catalog_jobs(settings) if parts.snapshots else []
    assets = [_asset(spec, settings, retries, translated) for spec in settings.reports()]
    assets += catalog_assets(settings, retries) if parts.snapshots else []
    kept_clean = named(OLD_RUNS, settings)
    ours = Ours(
        {kept_clean, *(group.name for group in jobs), *(job.name for job in snapshots)},
        {key for each in assets for key in each.keys},
    )
    old_runs = [old_runs_job(ours, kept_clean)] if parts.old_runs else []
    loads = [group_schedule(group, job, runtime_key(settings)) for group, job in jobs.items()]
    return dg.Definitions(
        assets=[
            *(source_asset(project.name, project.uid, settings) for project in settings.config.projects),
            *assets,
        ],
        jobs=[*jobs.values(), *snapshots, *old_runs],
        schedules=[
            *([*loads, *catalog_schedules(settings, snapshots)] if parts.schedules else []),
            *map(old_runs_schedule, old_runs),
        ],
        sensors=notice_sensors(settings, ours) if parts.notices else [],
        resources={runtime_key(settings): runtime_resource(settings, on_result)},
    )


def _job(group: ReportGroup) -> UnresolvedAssetJobDefinition:
    return dg.define_asset_job(
        group.name,
        selection=[asset_key(spec) for spec in group.reports],
        description=f"Loads {group.spec.project}'s reports by {group.spec.grain}.",
        # One process per run: a step costs 0.06 s, a process of its own 0.75 s and more. On the job, not on the
        # definitions: these may be merged into those of a team that has an executor of its own.
        executor_def=dg.in_process_executor,
    )


def _asset(
    spec: ReportSpec, settings: Settings, retries: dg.RetryPolicy | None, translated: Mapping[str, dg.AssetSpec]
) -> dg.AssetsDefinition:
    own = report_asset(spec, settings, retries)
    return own.map_asset_specs(lambda _: translated[spec.key]) if translated else own


def _translated(settings: Settings, translate: Translate | None) -> Mapping[str, dg.AssetSpec]:
    """The reports' assets as the translation would have them, by project/name; nothing where there is none."""
    if translate is None:
        return {}
    found: dict[str, dg.AssetSpec] = {}
    owners: dict[str, str] = {}
    for report in settings.reports():
        own = asset_spec(report, settings)
        spec = found[report.key] = translate(own, report)
        if spec.partitions_def != own.partitions_def:
            raise ConfigError(
                f"translation: {report.key} has a partition for every {report.grain}: take partitions_def out."
            )
        key = spec.key.to_user_string()
        if (owner := owners.setdefault(key, report.key)) != report.key:
            raise ConfigError(
                f"translation: {owner} and {report.key} would both be the asset {key}; write "
                "{{ report.project }} and {{ report.name }} into the key."
            )
    return found

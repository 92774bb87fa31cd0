"""Everything Dagster is told, built from the settings alone: no secret, no database, no network."""

from dagster import Definitions, RetryPolicy, define_asset_job, in_process_executor

from gio_pipeline.defs import asset_pages
from gio_pipeline.defs.assets import RETRIES, report_asset
from gio_pipeline.defs.catalog import catalog_assets, catalog_jobs, catalog_schedules
from gio_pipeline.defs.groups import asset_key, report_groups
from gio_pipeline.defs.notices import failure_sensor
from gio_pipeline.defs.old_runs import old_runs_job, old_runs_schedule
from gio_pipeline.defs.resources import RUNTIME, OnResult, runtime_resource
from gio_pipeline.defs.schedules import group_schedule
from gio_pipeline.settings import Settings


def build_definitions(
    settings: Settings, *, on_result: OnResult | None = None, retries: RetryPolicy | None = RETRIES
) -> Definitions:
    """An asset per report, a job and a schedule per group of reports that can share a run; the catalogue's beside them.

    on_result: told of every report's load in this process. retries: of a report that failed for what may pass.
    """
    reports = settings.reports()
    groups = report_groups(reports)
    jobs = {
        group: define_asset_job(
            group.name,
            selection=[asset_key(spec) for spec in group.reports],
            description=f"Loads {group.project}'s reports by {group.grain}.",
        )
        for group in groups
    }
    snapshots = catalog_jobs(settings)
    return Definitions(
        assets=[
            *(asset_pages.source(project.name, project.uid, settings) for project in settings.config.projects),
            *(report_asset(spec, settings, retries) for spec in reports),
            *(asset_pages.view_asset(spec) for spec in reports),
            *catalog_assets(settings, retries),
        ],
        jobs=[*jobs.values(), *snapshots, old_runs_job()],
        schedules=[
            *(group_schedule(group, jobs[group]) for group in groups),
            *catalog_schedules(settings, snapshots),
            old_runs_schedule(),
        ],
        sensors=failure_sensor(settings),
        resources={RUNTIME: runtime_resource(settings, on_result)},
        # One process per run: a step costs 0.06 s, a process of its own 0.75 s and more.
        executor=in_process_executor,
    )

"""Everything Dagster is told, built from the settings alone: no secret, no database, no network."""

from dagster import Definitions, RetryPolicy, define_asset_job, in_process_executor

from gio_pipeline.defs import asset_pages
from gio_pipeline.defs.assets import RETRIES, report_asset
from gio_pipeline.defs.catalog import catalog_assets, catalog_jobs
from gio_pipeline.defs.catalog_schedules import catalog_schedules
from gio_pipeline.defs.groups import asset_key, report_groups
from gio_pipeline.defs.notices import notice_sensors
from gio_pipeline.defs.old_runs import NAME as OLD_RUNS
from gio_pipeline.defs.old_runs import old_runs_job, old_runs_schedule
from gio_pipeline.defs.ours import Ours
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
    groups = report_groups(settings)
    jobs = {
        group: define_asset_job(
            group.name,
            selection=[asset_key(spec) for spec in group.reports],
            description=f"Loads {group.project}'s reports by {group.grain}.",
            # One process per run: a step costs 0.06 s, a process of its own 0.75 s and more. On the job, not on the
            # definitions: these may be merged into those of a team that has an executor of its own.
            executor_def=in_process_executor,
        )
        for group in groups
    }
    snapshots = catalog_jobs(settings)
    assets = [*(report_asset(spec, settings, retries) for spec in reports), *catalog_assets(settings, retries)]
    names = [*(group.name for group in groups), *(job.name for job in snapshots), OLD_RUNS]
    ours = Ours.of(names, (key for each in assets for key in each.keys))
    old_runs = old_runs_job(ours)
    return Definitions(
        assets=[
            *(asset_pages.source(project.name, project.uid, settings) for project in settings.config.projects),
            *assets,
        ],
        jobs=[*jobs.values(), *snapshots, old_runs],
        schedules=[
            *(group_schedule(group, jobs[group]) for group in groups),
            *catalog_schedules(settings, snapshots),
            old_runs_schedule(old_runs),
        ],
        sensors=notice_sensors(settings, ours),
        resources={RUNTIME: runtime_resource(settings, on_result)},
    )

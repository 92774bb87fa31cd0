"""A job that deletes old runs from Dagster's storage: Dagster itself keeps them for ever.

With a run go its event log and the marks it set: its partitions look "missing" again in the UI. What is loaded stands
in gio.coverage, which alone decides what is due, so nothing is loaded again.
"""

from datetime import UTC, datetime, timedelta

from dagster import (
    Config,
    DagsterRunStatus,
    DefaultScheduleStatus,
    JobDefinition,
    OpExecutionContext,
    RunsFilter,
    ScheduleDefinition,
    job,
    op,
)
from pydantic import Field

_FINISHED = [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED]
_AT_ONCE = 100


class OldRuns(Config):
    """Which runs go."""

    days: int = Field(default=400, ge=0, description="Finished runs made longer ago than this are deleted.")
    at_most: int = Field(default=10_000, ge=1, description="The oldest ones first; the next run of the job goes on.")


@op(description="Deletes finished runs, oldest first, with their event logs and the marks on their partitions.")
def delete_finished_runs(context: OpExecutionContext, config: OldRuns) -> None:
    """Logs how many went."""
    before, deleted = datetime.now(UTC) - timedelta(days=config.days), 0
    wanted = RunsFilter(statuses=_FINISHED, created_before=before)
    while deleted < config.at_most:
        limit = min(_AT_ONCE, config.at_most - deleted)
        records = context.instance.get_run_records(wanted, limit=limit, order_by="create_timestamp", ascending=True)
        for record in records:
            context.instance.delete_run(record.dagster_run.run_id)
        deleted += len(records)
        if len(records) < limit:
            break
    context.log.info(f"Deleted {deleted:,} runs made before {before:%Y-%m-%d %H:%M} UTC.")


@job(name="delete_old_runs", description="Keeps Dagster's storage small; see docs/scaling.md for what the UI forgets.")
def _delete_old_runs() -> None:
    delete_finished_runs()


def old_runs_job() -> JobDefinition:
    return _delete_old_runs


def old_runs_schedule() -> ScheduleDefinition:
    """Every Sunday at 01:17 UTC; stopped until somebody turns it on."""
    return ScheduleDefinition(
        name="delete_old_runs",
        job=_delete_old_runs,
        cron_schedule="17 1 * * 0",
        execution_timezone="UTC",
        default_status=DefaultScheduleStatus.STOPPED,
        description="Deletes runs older than 400 days. Their partitions look missing afterwards; the data stay.",
    )

"""A job that deletes old runs from Dagster's storage: Dagster itself keeps them for ever.

With a run go its event log and the marks it set. What is loaded stands in gio.coverage, which alone decides what is
due: nothing is loaded again, and the next ticks mark it anew.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import dagster as dg
from pydantic import Field

from gio_pipeline.defs.ours import Ours, location_of

NAME = "delete_old_runs"
_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
_AT_ONCE = 100


class OldRuns(dg.Config):
    """Which runs go."""

    days: int = Field(default=400, ge=0, description="Finished runs made longer ago than this are deleted.")
    at_most: int = Field(default=10_000, ge=1, description="The oldest ones first; the next run of the job goes on.")


def old_runs_job(ours: Ours, name: str) -> dg.JobDefinition:
    """The runs of other teams' jobs in the same storage stay."""

    @dg.op(
        # Names of ops are unique in a location too.
        name=name.replace("old_runs", "finished_runs"),
        description="Deletes our finished runs, oldest first, with their event logs and the marks on their partitions.",
    )
    def delete_finished_runs(context: dg.OpExecutionContext, config: OldRuns) -> None:
        """Logs how many went."""
        before = datetime.now(UTC) - timedelta(days=config.days)
        # Listed before any goes: the listing continues after the last run it has seen, which must be there.
        found = [run.run_id for run in islice(_old_runs(context, ours, before), config.at_most)]
        for run_id in found:
            context.instance.delete_run(run_id)
        context.log.info(f"Deleted {len(found):,} runs made before {before:%Y-%m-%d %H:%M} UTC.")

    @dg.job(
        name=name,
        description="Keeps Dagster's storage small; see docs/scaling.md for what the UI forgets.",
        executor_def=dg.in_process_executor,
    )
    def delete_old_runs() -> None:
        delete_finished_runs()

    return delete_old_runs


def _old_runs(context: dg.OpExecutionContext, ours: Ours, before: datetime) -> Iterator[dg.DagsterRun]:
    """Our finished runs, oldest first."""
    location, cursor = location_of(context.run), None
    wanted = dg.RunsFilter(statuses=_FINISHED, created_before=before)
    while True:
        page = context.instance.get_runs(wanted, cursor=cursor, limit=_AT_ONCE, ascending=True)
        yield from (run for run in page if ours.owns(run, location))
        if len(page) < _AT_ONCE:
            return
        cursor = page[-1].run_id


def old_runs_schedule(job: dg.JobDefinition) -> dg.ScheduleDefinition:
    """Every Sunday at 01:17 UTC; stopped until somebody turns it on."""
    return dg.ScheduleDefinition(
        name=job.name,
        job=job,
        cron_schedule="17 1 * * 0",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Deletes our runs older than 400 days. What is loaded stays, and the next tick marks it again.",
    )

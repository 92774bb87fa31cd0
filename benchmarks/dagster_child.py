"""What a Dagster process does, in a process of its own: `python -m benchmarks.dagster_child WHAT`."""

import os
import sys
import time
import warnings
from collections.abc import Mapping, Sequence, Set
from datetime import datetime

import dagster

DAY = "2026-06-09"
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def main() -> None:
    warnings.simplefilter("ignore")
    what, *arguments = sys.argv[1:]
    if what == "definitions":
        _definitions()
    elif what == "one":
        _run_one(*arguments)
    elif what == "tick":
        print(tick())
    elif what == "instance":
        dagster.DagsterInstance.get().dispose()
    elif what == "bare":
        _run_bare()


def _definitions() -> dagster.Definitions:
    from gio_pipeline.definitions import defs

    defs.get_repository_def()
    return defs


def tick() -> int:
    """Evaluates the reports' schedule and carries out what it asks for; returns how many runs that were."""
    definitions, instance, requests = requested()
    with instance:
        carry_out(definitions, instance, requests)
    return len(requests)


def requested() -> tuple[dagster.Definitions, dagster.DagsterInstance, Sequence[dagster.RunRequest]]:
    """The definitions, the instance, and what the reports' schedule asks for now."""
    definitions, instance = _definitions(), dagster.DagsterInstance.get()
    repository = definitions.get_repository_def()
    resources = repository.get_top_level_resources()
    now = datetime.fromisoformat(os.environ["GIO_NOW"])
    with dagster.build_schedule_context(instance, now, resources, repository) as context:
        return definitions, instance, _schedule(repository).evaluate_tick(context).run_requests or []


def carry_out(
    definitions: dagster.Definitions, instance: dagster.DagsterInstance, requests: Sequence[dagster.RunRequest]
) -> None:
    job = _schedule(definitions.get_repository_def()).job_name
    for request in requests:
        checks = None if request.asset_check_keys is None else set(request.asset_check_keys)
        _execute(definitions, instance, job, list(request.asset_selection or []), request.tags, checks)


def _schedule(repository: dagster.RepositoryDefinition) -> dagster.ScheduleDefinition:
    """That of the reports: they share one, and what tidies up has its own."""
    [found] = (each for each in repository.schedule_defs if each.name.startswith("shop"))
    return found


def _run_one(report: str) -> None:
    """The same day for one report alone."""
    definitions = _definitions()
    job = _schedule(definitions.get_repository_def()).job_name
    with dagster.DagsterInstance.get() as instance:
        _execute(
            definitions,
            instance,
            job,
            [dagster.AssetKey(["gio_reports", f"shop__{report}"])],
            {"dagster/partition": DAY},
        )


def _run_bare() -> None:
    """A run of one asset; prints by the machine's clock when its turn came."""
    turns = list[float]()

    @dagster.asset
    def nothing() -> None:
        turns.append(time.monotonic())

    job = dagster.Definitions([nothing], jobs=[dagster.define_asset_job("bare")]).resolve_job_def("bare")
    with dagster.DagsterInstance.get() as instance:
        job.execute_in_process(run_config=QUIET, instance=instance)
    # Not in the asset: Dagster captures what a step prints, and now and then nothing of it comes through.
    print(*turns)


def _execute(
    definitions: dagster.Definitions,
    instance: dagster.DagsterInstance,
    job: str,
    keys: Sequence[dagster.AssetKey],
    tags: Mapping[str, str],
    checks: Set[dagster.AssetCheckKey] | None = None,
) -> None:
    chosen = definitions.resolve_job_def(job).get_subset(
        asset_selection=set(keys) or None, asset_check_selection=checks
    )
    chosen.execute_in_process(run_config=QUIET, instance=instance, raise_on_error=False, tags=dict(tags))


if __name__ == "__main__":
    main()

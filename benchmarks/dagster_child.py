"""What a Dagster process does, in a process of its own: `python -m benchmarks.dagster_child definitions|tick|one`."""

import sys
import warnings
from typing import Any

import dagster

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def main() -> None:
    warnings.simplefilter("ignore")
    what, *arguments = sys.argv[1:]
    if what == "definitions":
        _repository()
    elif what == "one":
        _run_one(*arguments)
    elif what == "tick":
        print(_tick())


def _repository() -> Any:
    from gio_pipeline.definitions import defs

    return defs.get_repository_def()


def _tick() -> int:
    """Evaluates the only schedule and carries out what it asks for; returns how many runs that were."""
    repository = _repository()
    schedule = repository.schedule_defs[0]
    with dagster.DagsterInstance.get() as instance:
        resources = repository.get_top_level_resources()
        with dagster.build_schedule_context(instance, resources=resources, repository_def=repository) as context:
            requests = schedule.evaluate_tick(context).run_requests or []
        for request in requests:
            _execute(repository, instance, schedule.job_name, list(request.asset_selection or []), dict(request.tags))
    return len(requests)


def _run_one(report: str) -> None:
    """The same day for one report alone."""
    repository = _repository()
    schedule = repository.schedule_defs[0]
    with dagster.DagsterInstance.get() as instance:
        key = dagster.AssetKey(["shop", report])
        _execute(repository, instance, schedule.job_name, [key], {"dagster/partition": "2026-06-09"})


def _execute(
    repository: Any, instance: dagster.DagsterInstance, job: str, keys: list[dagster.AssetKey], tags: dict[str, str]
) -> None:
    repository.get_job(job).get_subset(asset_selection=set(keys) or None).execute_in_process(
        run_config=QUIET, instance=instance, raise_on_error=False, tags=tags
    )


if __name__ == "__main__":
    main()

"""Runs as Celery tasks, for several hosts: the app a worker serves, and the launcher that watches the workers.

Both find Redis by CELERY_BROKER_URL and CELERY_RESULT_BACKEND. Needs the extra `fleet`.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from celery import Celery
from dagster._core.launcher import CheckRunHealthResult, WorkerStatus
from dagster_celery.launcher import CeleryRunLauncher
from dagster_celery.make_app import make_app
from dagster_celery.tags import DAGSTER_CELERY_TASK_ID_TAG
from dagster_celery.tasks import create_execute_job_task, create_resume_job_task

ANSWER_SECONDS = 5.0
TRIES = 3

SETTINGS: Mapping[str, Any] = {
    # A run in a fresh process reads reports.yaml as it is now, and gives its memory back.
    "worker_max_tasks_per_child": 1,
    # No worker keeps runs waiting that another could do.
    "worker_prefetch_multiplier": 1,
    "worker_disable_prefetch": True,
    "broker_connection_retry_on_startup": True,
    # What a worker does is forgotten after this; a run of more than a day would be taken for lost.
    "result_expires": 30 * 86_400,
}
# What `celery -A gio_pipeline.defs.celery_runs:app worker` serves.
app: Celery = make_app({"config_source": dict(SETTINGS), "task_default_queue": "dagster"})  # type: ignore[no-untyped-call]
create_execute_job_task(app)
create_resume_job_task(app)


class CheckedCeleryRunLauncher(CeleryRunLauncher):
    """Dagster's Celery launcher, which also asks the worker whether it still has the run.

    Celery keeps the state of a task whose worker was killed at "started".
    """

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """FAILED once the run's worker answers that it does not have it, or does not answer."""
        result = self.celery.AsyncResult(run.tags[DAGSTER_CELERY_TASK_ID_TAG])
        state, details = result.state, result.info
        if state != "STARTED" or not isinstance(details, dict):
            return super().check_run_worker_health(run)
        worker = str(details.get("hostname"))
        for _ in range(TRIES):
            answer = self.celery.control.inspect([worker], timeout=ANSWER_SECONDS).query_task(result.id)
            if answer:
                break
        else:
            return CheckRunHealthResult(WorkerStatus.FAILED, f"Celery worker {worker} does not answer.")
        if result.id in answer.get(worker, {}):
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, f"Celery worker {worker} was restarted: it has no such run.")

"""Dagster's launchers, taught to notice a run that died together with what it ran in.

Without this, a run whose code server or Celery worker is gone stays "started" for ever: it keeps its place in the
queue, and its schedule waits for it. Run monitoring asks `check_run_worker_health` and lets run retries go on.
"""

import time

import dagster as dg
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import ConfigurableClassData, deserialize_value

# A code server that is being replaced is away for some seconds.
GRACE_SECONDS = 60.0
_ALIVE = CheckRunHealthResult(WorkerStatus.RUNNING)


class CheckedRunLauncher(DefaultRunLauncher):
    """Starts a run in its code server, and asks that server whether it still has it."""

    grace_seconds = GRACE_SECONDS

    def __init__(self, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(inst_data)
        self._unreachable_since: dict[str, float] = {}

    @property
    def supports_check_run_worker_health(self) -> bool:
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """FAILED once the server answers that it has no such run, or does not answer for the time of grace."""
        client = self._get_grpc_client_for_termination(run.run_id)  # type: ignore[no-untyped-call]
        if client is None:  # no code server's run: the demo's, in a process of its own
            return _ALIVE
        try:
            answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run.run_id), timeout=10)
        except DagsterUserCodeUnreachableError:
            return self._unreachable(run.run_id)
        self._unreachable_since.pop(run.run_id, None)
        if deserialize_value(answer, CanCancelExecutionResult).can_cancel:
            return _ALIVE
        return CheckRunHealthResult(
            WorkerStatus.FAILED, "The code server was restarted: it has no process of this run."
        )

    def _unreachable(self, run_id: str) -> CheckRunHealthResult:
        since = self._unreachable_since.setdefault(run_id, time.monotonic())
        if time.monotonic() - since < self.grace_seconds:
            return _ALIVE
        del self._unreachable_since[run_id]
        return CheckRunHealthResult(
            WorkerStatus.FAILED, f"The code server of this run has not answered for {self.grace_seconds:.0f} seconds."
        )

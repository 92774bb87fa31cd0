"""Which runs are ours: a code location, and an instance, may hold other teams' jobs and assets."""

from collections.abc import Set
from dataclasses import dataclass

import dagster as dg

UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@dataclass(frozen=True)
class Ours:
    """The names of our jobs and the keys of our assets."""

    jobs: Set[str]
    assets: Set[dg.AssetKey]

    def owns(self, run: dg.DagsterRun, location: str | None = None) -> bool:
        """Whether it is a run of our jobs, or, as the UI starts them, of our assets alone; `location`: of no other."""
        place = location_of(run)
        if location and place and place != location:
            return False
        return run.job_name in self.jobs or bool(run.asset_selection and run.asset_selection <= self.assets)


def location_of(run: dg.DagsterRun) -> str | None:
    """The code location that started the run; None where it was none (a process of its own)."""
    origin = run.remote_job_origin
    return origin.location_name if origin else None

"""Who asked for a load."""

from dataclasses import dataclass

from gio_pipeline.growingio.protocols import Priority


@dataclass(frozen=True)
class LoadOrigin:
    """Who asked for a load: recorded with it, and what decides its priority.

    trigger: schedule, run, load or demo. Only a schedule's run keeps doubtful periods provisional.
    """

    trigger: str = "load"
    run_id: str | None = None
    root_run_id: str | None = None
    backfill_id: str | None = None

    @property
    def scheduled(self) -> bool:
        return self.trigger == "schedule"

    @property
    def priority(self) -> Priority:
        return "schedule" if self.scheduled else "backfill"

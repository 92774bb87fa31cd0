"""`gio.loads`: one row for every window that was loaded, or was to be."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from gio_pipeline.core.shrinkage import Suspicion
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.statements import execute


class _Outcome(Protocol):
    inserted: int
    changed: int
    unchanged: int
    deleted: int
    kept: Suspicion | None


_COUNTS = ("inserted", "changed", "unchanged", "deleted")


@dataclass(frozen=True)
class LoadRecord:
    """A row of gio.loads; started_at by the database's clock."""

    report_id: int
    project: str
    report: str
    window_start: datetime
    window_end: datetime
    periods: int
    started_at: datetime
    trigger: str
    requests: int = 0
    rows_in: int = 0
    rows_ignored: int = 0
    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    status: str = "done"
    error: str | None = None
    run_id: str | None = None
    root_run_id: str | None = None
    backfill_id: str | None = None

    def of(self, outcomes: Iterable[_Outcome]) -> "LoadRecord":
        """The record with the counts of the periods' outcomes."""
        listed = list(outcomes)
        kept = [each for each in listed if each.kept]
        counts = {name: sum(getattr(each, name) for each in listed) for name in _COUNTS}
        reason = f"{len(kept)} of {len(listed)} periods kept their rows: the answer {kept[0].kept}" if kept else None
        return replace(self, **counts, status="partial" if kept else self.status, error=reason or self.error)


def record_failure(engine: Engine, record: LoadRecord) -> int:
    """Writes a load that changed nothing, in a transaction of its own; returns its number."""
    with translate_errors(), engine.begin() as connection:
        load_id: int = execute(connection, "loads/insert_failure", **asdict(record)).scalar_one()
    return load_id

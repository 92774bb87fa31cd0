"""The merge: the periods of one answer are replaced together, in one transaction, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, Row, text

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.guard import Suspicion, suspicion
from gio_pipeline.core.windows import Period, State
from gio_pipeline.warehouse.copy import Points, copy_points
from gio_pipeline.warehouse.engine import explained
from gio_pipeline.warehouse.loads import LoadRecord, insert_load
from gio_pipeline.warehouse.statements import sql

_T = TypeVar("_T")


@dataclass(frozen=True)
class Incoming:
    """One answer, ready to replace `states`' periods.

    rows, digests: by period start, only of periods that have rows. sent_at: by the database's clock.
    guarded: whether suspicious periods keep their rows.
    """

    spec: ReportSpec
    report_id: int
    states: Mapping[Period, State]
    points: Points
    rows: Mapping[datetime, int]
    digests: Mapping[datetime, bytes]
    asked_at: datetime
    sent_at: datetime
    now: datetime
    truncated: bool = False
    guarded: bool = True


@dataclass
class Outcome:
    """What became of one period; values counts what it holds now."""

    state: State
    rows: int = 0
    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    kept: Suspicion | None = None
    superseded: bool = False
    before: State | None = None

    @property
    def touched(self) -> bool:
        return bool(self.inserted or self.changed or self.deleted)

    @property
    def values(self) -> int:
        return self.inserted + self.changed + self.unchanged


@dataclass
class Merged:
    """The outcome of every period asked for, and the load's number."""

    load_id: int
    outcomes: dict[Period, Outcome] = field(default_factory=dict)


def merge(engine: Engine, incoming: Incoming, record: LoadRecord) -> Merged:
    """Replaces the periods, writes coverage, restatements and the load; raises WarehouseError with nothing changed."""
    with explained(), engine.begin() as connection:
        connection.execute(text(sql("load/lock_report_shared")), {"report_id": incoming.report_id})
        stored = _lock_periods(connection, incoming)
        load_id = connection.execute(text(sql("load/next_load_id"))).scalar_one()
        merged = Merged(load_id, _judge(incoming, stored))
        _write_points(connection, incoming, merged, stored)
        _write_coverage(connection, incoming, merged, stored)
        insert_load(connection, record.of(merged.outcomes.values()), load_id)
        return merged


def _lock_periods(connection: Connection, incoming: Incoming) -> dict[datetime, Row[tuple[object, ...]]]:
    """Stored coverage by period start; periods that had none are locked by an own row and left out."""
    starts = sorted(period.start for period in incoming.states)
    zone = incoming.spec.zone
    values = {
        "report_id": incoming.report_id,
        "project": incoming.spec.project,
        "report": incoming.spec.name,
        "starts": starts,
        "locals": [start.astimezone(zone).replace(tzinfo=None) for start in starts],
        "asked_at": incoming.asked_at,
        "checked_at": incoming.now,
        "sent_at": incoming.sent_at,
    }
    made = set(connection.execute(text(sql("load/lock_periods")), values).scalars())
    rows = connection.execute(text(sql("load/select_coverage_for_update")), values)
    return {row.period_start: row for row in rows if row.period_start not in made}


def _judge(incoming: Incoming, stored: Mapping[datetime, Row[tuple[object, ...]]]) -> dict[Period, Outcome]:
    outcomes = {}
    for period, state in incoming.states.items():
        outcome = Outcome(state, incoming.rows.get(period.start, 0))
        if before := stored.get(period.start):
            outcome.before = State(before.state)
            # Another process asked later and was faster: its answer is the newer one.
            outcome.superseded = before.sent_at > incoming.sent_at
            if incoming.guarded and not outcome.superseded:
                outcome.kept = suspicion(before.rows, outcome.rows)
            if outcome.superseded or outcome.kept:
                outcome.state, outcome.rows = outcome.before, before.rows
        outcomes[period] = outcome
    return outcomes


def _write_points(
    connection: Connection, incoming: Incoming, merged: Merged, stored: Mapping[datetime, Row[tuple[object, ...]]]
) -> None:
    fresh, differing = [], []
    counts = _counts(incoming.points.period)
    for period, outcome in merged.outcomes.items():
        before = stored.get(period.start)
        if outcome.kept or outcome.superseded:
            continue
        if before is None or not before.rows:
            outcome.inserted = counts.get(period.start, 0)
            fresh.append(period)
        elif before.digest is not None and bytes(before.digest) == incoming.digests.get(period.start):
            outcome.unchanged = counts.get(period.start, 0)
        else:
            differing.append(period)
    if fresh:
        copy_points(connection, _of_periods(incoming.points, fresh))
    if differing:
        _replace(connection, incoming, merged, differing)


def _replace(connection: Connection, incoming: Incoming, merged: Merged, periods: Sequence[Period]) -> None:
    points = _of_periods(incoming.points, periods)
    connection.execute(text(sql("load/create_incoming")))
    copy_points(connection, points, "incoming")
    connection.execute(text("analyze incoming"))
    finals = [period.start for period in periods if merged.outcomes[period].before is State.FINAL]
    values = {
        "report_id": incoming.report_id,
        "project": incoming.spec.project,
        "report": incoming.spec.name,
        "starts": [period.start for period in periods],
        "finals": finals,
        "now": incoming.now,
        "load_id": merged.load_id,
    }
    if finals:
        connection.execute(text(sql("load/insert_restatements")), values)
    by_start = {period.start: merged.outcomes[period] for period in periods}
    for start, count in connection.execute(text(sql("load/delete_vanished_points")), values):
        by_start[start].deleted = count
    for start, count in connection.execute(text(sql("load/update_changed_points")), values):
        by_start[start].changed = count
    for start, count in connection.execute(text(sql("load/insert_new_points")), values):
        by_start[start].inserted = count
    counts = _counts(points.period)
    for start, outcome in by_start.items():
        outcome.unchanged = counts.get(start, 0) - outcome.changed - outcome.inserted


def _write_coverage(
    connection: Connection, incoming: Incoming, merged: Merged, stored: Mapping[datetime, Row[tuple[object, ...]]]
) -> None:
    periods = [period for period, outcome in merged.outcomes.items() if not outcome.superseded]
    outcomes = [merged.outcomes[period] for period in periods]
    kept = [outcome.kept is not None for outcome in outcomes]
    values = {
        "report_id": incoming.report_id,
        "load_id": merged.load_id,
        "asked_at": incoming.asked_at,
        "sent_at": incoming.sent_at,
        "now": incoming.now,
        "starts": [period.start for period in periods],
        "states": [str(outcome.state) for outcome in outcomes],
        "rows": _unless(kept, [outcome.rows for outcome in outcomes]),
        "digests": _unless(kept, [incoming.digests.get(period.start) for period in periods]),
        "truncated": _unless(kept, [incoming.truncated] * len(periods)),
        "touched": [o.touched or p.start not in stored for p, o in zip(periods, outcomes, strict=True)],
    }
    connection.execute(text(sql("load/update_coverage")), values)


def _unless(left_out: Sequence[bool], values: Iterable[_T]) -> list[_T | None]:
    return [None if out else value for out, value in zip(left_out, values, strict=True)]


def _of_periods(points: Points, periods: Sequence[Period]) -> Points:
    starts = np.array([_microseconds(period.start) for period in periods], dtype=np.int64)
    mask = np.isin(points.period, starts)
    return points if mask.all() else points.take(mask)


def _counts(periods: npt.NDArray[np.int64]) -> dict[datetime, int]:
    starts, counts = np.unique(periods, return_counts=True)
    instants = starts.astype("datetime64[us]").tolist()
    return {instant.replace(tzinfo=UTC): int(count) for instant, count in zip(instants, counts, strict=True)}


def _microseconds(instant: datetime) -> int:
    return int(np.datetime64(instant.replace(tzinfo=None), "us").astype(np.int64))

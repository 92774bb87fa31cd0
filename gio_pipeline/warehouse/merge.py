"""The merge: the periods of one answer are replaced together, in one transaction, or not at all."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.outcome import Outcome
from gio_pipeline.core.periods import Period, State
from gio_pipeline.core.shrinkage import suspicion
from gio_pipeline.warehouse.availability import WarehouseAway
from gio_pipeline.warehouse.copy import Points
from gio_pipeline.warehouse.coverage import same
from gio_pipeline.warehouse.loads import LoadRecord
from gio_pipeline.warehouse.metric_names import name_hash
from gio_pipeline.warehouse.points import Restating, insert_points, replace_points
from gio_pipeline.warehouse.reports import check_unchanged, forgotten, identity
from gio_pipeline.warehouse.statements import execute

log = logging.getLogger("gio_pipeline.warehouse")

_T = TypeVar("_T")
Stored = Mapping[datetime, Row[Any]]


@dataclass(frozen=True)
class Incoming:
    """One answer, ready to replace `states`' periods.

    rows, values, digests: by period start, only of periods that have rows. sent_at: by the database's clock.
    guarded: whether suspicious periods keep their rows. first_metric, first_totals: a chart's, with its sum by period.
    """

    spec: ReportSpec
    report_id: int
    states: Mapping[Period, State]
    rows: Mapping[datetime, int]
    values: Mapping[datetime, int]
    digests: Mapping[datetime, bytes]
    asked_at: datetime
    sent_at: datetime
    now: datetime
    truncated: bool = False
    guarded: bool = True
    first_metric: str | None = None
    first_totals: Mapping[datetime, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """The points, in key order, of the periods that were found to differ; they begin at `starts`."""

    points: Points
    starts: frozenset[datetime]

    def of(self, periods: Sequence[Period]) -> Points:
        """Those of some periods; raises WarehouseAway where these were like the answer when it was prepared."""
        starts = {period.start for period in periods}
        if starts == self.starts:
            return self.points
        if not starts <= self.starts:
            raise WarehouseAway("Another load changed the same periods meanwhile: trying again helps.")
        return self.points.beginning_at(starts)


@dataclass
class Merged:
    """The outcome of every period asked for, and the load's number."""

    load_id: int
    outcomes: dict[Period, Outcome] = field(default_factory=dict)


def merge(connection: Connection, incoming: Incoming, prepared: Prepared, record: LoadRecord, load_id: int) -> Merged:
    """Replaces the periods, writes coverage, restatements and the load; the caller commits."""
    stored = _lock_periods(connection, incoming, prepared)
    merged = Merged(load_id, _judge(incoming, stored))
    _write_points(connection, incoming, prepared, merged, stored)
    written = record.of(merged.outcomes.values())
    execute(connection, "merge/finish", **_coverage(incoming, merged, stored), **vars(written))
    _tell(written, load_id)
    return merged


def _tell(record: LoadRecord, load_id: int) -> None:
    counts = f"{record.inserted:,} inserted, {record.changed:,} changed, {record.deleted:,} deleted"
    log.info("load %s: periods %d; values %s", record.status, record.periods, counts, extra={"load_id": load_id})


def _lock_periods(connection: Connection, incoming: Incoming, prepared: Prepared) -> Stored:
    """Stored coverage by period start; periods that had none are locked by an own row and left out.

    Raises IdentityChanged or WarehouseError where the report, or its names, are not those the answer was prepared for.
    """
    starts = sorted(period.start for period in incoming.states)
    zone = incoming.spec.zone
    values = identity(incoming.spec) | {
        "report_id": incoming.report_id,
        "project": incoming.spec.project,
        "report": incoming.spec.name,
        # A reset takes all there are: were any of these gone, the oldest would be.
        "dims_id": int(prepared.points.dims_id.min()) if len(prepared.points) else None,
        "starts": starts,
        "locals": [start.astimezone(zone).replace(tzinfo=None) for start in starts],
        "asked_at": incoming.asked_at,
        "checked_at": incoming.now,
        "sent_at": incoming.sent_at,
    }
    valid, *rows = execute(connection, "merge/lock_periods", **values).all()
    if not valid.unchanged:
        check_unchanged(connection, incoming.spec, incoming.report_id)
        raise forgotten(incoming.spec)
    made = {row.period_start for row in rows if row.made}
    if len(rows) < len(starts):
        # Another load made some of them while this statement waited for it: they are newer than what it sees.
        rows = list(execute(connection, "merge/select_coverage_for_update", **values))
    return {row.period_start: row for row in rows if row.period_start not in made}


def _judge(incoming: Incoming, stored: Stored) -> dict[Period, Outcome]:
    outcomes = {}
    for period, state in incoming.states.items():
        outcome = Outcome(state, incoming.rows.get(period.start, 0), digest=incoming.digests.get(period.start))
        if before := stored.get(period.start):
            outcome.before = State(before.state)
            # Another process asked later and was faster: its answer is newer. A clock that was put back does not count.
            outcome.superseded = before.sent_at > incoming.sent_at and not before.sent_in_future
            if incoming.guarded and not outcome.superseded:
                outcome.kept = suspicion(before.rows, outcome.rows)
            if outcome.superseded or outcome.kept:
                outcome.state, outcome.rows, outcome.digest = outcome.before, before.rows, before.digest
        outcomes[period] = outcome
    return outcomes


def _write_points(
    connection: Connection, incoming: Incoming, prepared: Prepared, merged: Merged, stored: Stored
) -> None:
    fresh, differing = [], []
    for period, outcome in merged.outcomes.items():
        before = stored.get(period.start)
        if outcome.kept or outcome.superseded:
            continue
        count = incoming.values.get(period.start, 0)
        if before is not None and same(before.rows, before.digest, incoming.digests.get(period.start)):
            outcome.unchanged = count
        elif before is None or (not before.rows and outcome.before is not State.FINAL):
            outcome.inserted = count
            fresh.append(period)
        else:
            differing.append(period)
    if any(merged.outcomes[period].inserted for period in fresh):
        insert_points(connection, prepared.of(fresh))
    if differing:
        _replace(connection, incoming, prepared.of(differing), merged, differing)


def _replace(
    connection: Connection, incoming: Incoming, points: Points, merged: Merged, periods: Collection[Period]
) -> None:
    by_start = {period.start: merged.outcomes[period] for period in periods}
    finals = [start for start, outcome in by_start.items() if outcome.before is State.FINAL]
    spec = incoming.spec
    restating = Restating(spec.project, spec.name, finals, incoming.now, merged.load_id)
    replace_points(connection, points, restating, by_start)
    for start, outcome in by_start.items():
        outcome.unchanged = incoming.values.get(start, 0) - outcome.changed - outcome.inserted


def _coverage(incoming: Incoming, merged: Merged, stored: Stored) -> dict[str, Any]:
    """What the last statement writes about the periods."""
    periods = [period for period, outcome in merged.outcomes.items() if not outcome.superseded]
    outcomes = [merged.outcomes[period] for period in periods]
    kept = [outcome.kept is not None for outcome in outcomes]
    return {
        "load_id": merged.load_id,
        "asked_at": incoming.asked_at,
        "sent_at": incoming.sent_at,
        "now": incoming.now,
        "starts": [period.start for period in periods],
        "states": [str(outcome.state) for outcome in outcomes],
        "row_counts": _unless(kept, [outcome.rows for outcome in outcomes]),
        "digests": _unless(kept, [incoming.digests.get(period.start) for period in periods]),
        "truncated": _unless(kept, [incoming.truncated] * len(periods)),
        "first_metric": name_hash(incoming.first_metric) if incoming.first_metric else None,
        "first_totals": [incoming.first_totals.get(period.start) for period in periods],
        "touched": [o.touched or p.start not in stored for p, o in zip(periods, outcomes, strict=True)],
    }


def _unless(left_out: Sequence[bool], values: Iterable[_T]) -> list[_T | None]:
    return [None if out else value for out, value in zip(left_out, values, strict=True)]

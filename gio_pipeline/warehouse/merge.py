"""The merge: the periods of one answer are replaced together, in one transaction, or not at all."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, Row, text

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.core.periods import Period, State
from gio_pipeline.core.shrinkage import Suspicion, suspicion
from gio_pipeline.warehouse.copy import Points, copy_points
from gio_pipeline.warehouse.coverage import same
from gio_pipeline.warehouse.differences import CHANGED, NEW, VANISHED, Differences, differences
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.loads import LoadRecord, insert_load
from gio_pipeline.warehouse.metric_names import name_hash
from gio_pipeline.warehouse.reports import check_unchanged
from gio_pipeline.warehouse.statements import sql

log = logging.getLogger("gio_pipeline.warehouse")

_T = TypeVar("_T")


@dataclass(frozen=True)
class Incoming:
    """One answer, ready to replace `states`' periods.

    points: the rows of some periods, in key order; asked only for periods that differ from what is stored, while the
    transaction is open: it must not wait for anything.
    rows, values, digests: by period start, only of periods that have rows. sent_at: by the database's clock.
    guarded: whether suspicious periods keep their rows. first_metric, first_totals: a chart's, with its sum by period.
    """

    spec: ReportSpec
    report_id: int
    states: Mapping[Period, State]
    points: Callable[[Sequence[Period]], Points]
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


@dataclass
class Outcome:
    """What became of one period; values counts what it holds now, digest stands for its rows (None: it has none)."""

    state: State
    rows: int = 0
    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    kept: Suspicion | None = None
    superseded: bool = False
    before: State | None = None
    digest: bytes | None = None

    @property
    def current(self) -> bool:
        """Whether this answer is what the period holds now."""
        return not (self.kept or self.superseded)

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
    with translate_errors(), engine.begin() as connection:
        connection.execute(text(sql("load/lock_report_shared")), {"report_id": incoming.report_id})
        check_unchanged(connection, incoming.spec, incoming.report_id)
        stored = _lock_periods(connection, incoming)
        load_id = connection.execute(text(sql("load/next_load_id"))).scalar_one()
        merged = Merged(load_id, _judge(incoming, stored))
        _write_points(connection, incoming, merged, stored)
        _write_coverage(connection, incoming, merged, stored)
        written = record.of(merged.outcomes.values())
        insert_load(connection, written, load_id)
    _tell(written, load_id)
    return merged


def _tell(record: LoadRecord, load_id: int) -> None:
    counts = f"{record.inserted:,} inserted, {record.changed:,} changed, {record.deleted:,} deleted"
    log.info("load %s: periods %d; values %s", record.status, record.periods, counts, extra={"load_id": load_id})


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
        outcome = Outcome(state, incoming.rows.get(period.start, 0), digest=incoming.digests.get(period.start))
        if before := stored.get(period.start):
            outcome.before = State(before.state)
            # Another process asked later and was faster: its answer is the newer one. A clock put back is no process.
            outcome.superseded = before.sent_at > incoming.sent_at and not before.sent_in_future
            if incoming.guarded and not outcome.superseded:
                outcome.kept = suspicion(before.rows, outcome.rows)
            if outcome.superseded or outcome.kept:
                outcome.state, outcome.rows, outcome.digest = outcome.before, before.rows, before.digest
        outcomes[period] = outcome
    return outcomes


def _write_points(
    connection: Connection, incoming: Incoming, merged: Merged, stored: Mapping[datetime, Row[tuple[object, ...]]]
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
    if fresh:
        copy_points(connection, incoming.points(fresh))
    if differing:
        _replace(connection, incoming, merged, differing)


def _replace(connection: Connection, incoming: Incoming, merged: Merged, periods: Sequence[Period]) -> None:
    starts = [period.start for period in periods]
    found = differences(connection, incoming.points(periods), starts)
    by_start = {period.start: merged.outcomes[period] for period in periods}
    if len(found.points):
        _stage(connection, found)
        finals = [period.start for period in periods if merged.outcomes[period].before is State.FINAL]
        _apply(connection, incoming, merged.load_id, finals, by_start)
        _check_applied(incoming, found, by_start.values())
    for start, outcome in by_start.items():
        outcome.unchanged = incoming.values.get(start, 0) - outcome.changed - outcome.inserted


def _stage(connection: Connection, found: Differences) -> None:
    connection.execute(text(sql("load/create_incoming")))
    more = {"change": found.change, "place": found.places, "old_value": found.old_value, "had_text": found.had_text}
    copy_points(connection, found.points, "pg_temp.incoming", **more)
    connection.execute(text("analyze pg_temp.incoming"))


def _apply(
    connection: Connection,
    incoming: Incoming,
    load_id: int,
    finals: Sequence[datetime],
    by_start: Mapping[datetime, Outcome],
) -> None:
    values = {
        "report_id": incoming.report_id,
        "project": incoming.spec.project,
        "report": incoming.spec.name,
        "starts": list(by_start),
        "finals": finals,
        "now": incoming.now,
        "load_id": load_id,
    }
    if finals:
        connection.execute(text(sql("load/insert_restatements")), values)
    # Row by row to its place: the planner would rather read the whole report, or go by the key.
    connection.execute(text(sql("load/prefer_places")))
    for start, count in connection.execute(text(sql("load/delete_vanished_points")), values):
        by_start[start].deleted = count
    for start, count in connection.execute(text(sql("load/update_changed_points")), values):
        by_start[start].changed = count
    for start, count in connection.execute(text(sql("load/insert_new_points")), values):
        by_start[start].inserted = count
    connection.execute(text(sql("load/prefer_nothing")))


def _check_applied(incoming: Incoming, found: Differences, outcomes: Collection[Outcome]) -> None:
    done = [sum(getattr(outcome, each) for outcome in outcomes) for each in ("inserted", "changed", "deleted")]
    if done != [found.count(each) for each in (NEW, CHANGED, VANISHED)]:
        report = f"{incoming.spec.project}/{incoming.spec.name}"
        raise WarehouseError(f"Somebody else wrote to gio.points while {report} was being loaded: load it again.")


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
        "first_metric": name_hash(incoming.first_metric) if incoming.first_metric else None,
        "first_totals": [incoming.first_totals.get(period.start) for period in periods],
        "touched": [o.touched or p.start not in stored for p, o in zip(periods, outcomes, strict=True)],
    }
    connection.execute(text(sql("load/update_coverage")), values)


def _unless(left_out: Sequence[bool], values: Iterable[_T]) -> list[_T | None]:
    return [None if out else value for out, value in zip(left_out, values, strict=True)]

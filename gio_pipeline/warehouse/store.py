"""Storing one answer through one connection: read what is known, learn what is new, merge."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine

from gio_pipeline.core.answer.payload import collector_paused
from gio_pipeline.core.answer.unpivot import Unpivoted
from gio_pipeline.core.changes import ColumnChange, report_changes
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.periods import State
from gio_pipeline.core.shrinkage import Like
from gio_pipeline.warehouse import dimension_sets, metric_names
from gio_pipeline.warehouse.copy import Points
from gio_pipeline.warehouse.coverage import reopen, same
from gio_pipeline.warehouse.dimension_sets import DimensionSet, set_hash
from gio_pipeline.warehouse.encode import Encoder
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.loads import LoadRecord
from gio_pipeline.warehouse.merge import Incoming, Merged, Prepared, merge
from gio_pipeline.warehouse.report_views import view_name
from gio_pipeline.warehouse.reports import (
    AnswerFacts,
    StoredReport,
    forgotten,
    read_report,
    remember_answer,
    remember_changes,
    stored_report,
)
from gio_pipeline.warehouse.statements import execute


@dataclass(frozen=True)
class StoredPeriod:
    """What stands in gio.coverage for a period; like: where its like periods' sum was asked for."""

    state: State
    rows: int
    digest: bytes | None
    like: Like


@dataclass(frozen=True)
class Known:
    """A report as it is stored now, and of its periods those that were asked for.

    shown: name and role of the view's columns; None where there is no view. numbers_hold: whether the numbers at hand
    are still those of their sets.
    """

    report: StoredReport
    metrics: Mapping[str, int]
    periods: Mapping[datetime, StoredPeriod]
    shown: frozenset[tuple[str, str]] | None
    load_id: int
    has_sets: bool
    numbers_hold: bool


@dataclass(frozen=True)
class Learned:
    """What an answer changed in what is known of its report: as it was before, and the columns that differ."""

    before: StoredReport
    changes: Sequence[ColumnChange]


@contextmanager
def answer_store(
    engine: Engine, spec: ReportSpec, report_id: int, numbers: Mapping[DimensionSet, int] = MappingProxyType({})
) -> Iterator["Store"]:
    """A way to store one answer; nothing is kept unless `merge` returns, but for names.

    numbers: of dimension sets, as the store of the answer before had them.
    """
    with translate_errors(), engine.connect() as connection:
        yield Store(connection, spec, report_id, numbers)


class Store:
    """Call `read`, then `learn`, then `merge`; `known` is what the last reading found.

    numbers: of the dimension sets that this answer and those before it used; good for the next once this is merged.
    """

    def __init__(
        self, connection: Connection, spec: ReportSpec, report_id: int, numbers: Mapping[DimensionSet, int]
    ) -> None:
        self._connection, self._spec, self._report_id = connection, spec, report_id
        self.numbers = dict(numbers)
        self._prepared = Prepared(Points.none(report_id), frozenset())
        self._asked: dict[str, Any] = {}

    def read(self, starts: Sequence[datetime], likes: Sequence[datetime] = (), metric: str | None = None) -> Known:
        """Keeps the report from being reset, and reads it with the periods that begin at `starts` and at `likes`.

        metric: whose sum is read of the likes.
        """
        newest = max(self.numbers, key=self.numbers.__getitem__, default=None)
        self._asked = {
            "report_id": self._report_id,
            "starts": list(starts),
            "likes": list(likes),
            "name_hash": metric_names.name_hash(metric or ""),
            "view": view_name(self._spec),
            "newest_number": newest and self.numbers[newest],
            "newest_hash": newest and set_hash(*newest),
        }
        return self._read()

    def learn(self, facts: AnswerFacts, unpivoted: Unpivoted) -> Learned | None:
        """Numbers the names that the periods use which differ from what is stored; None where nothing was new.

        What is new is committed by itself, before the merge: other loads of the report need the same names.
        """
        known = self.known
        starts = [start for start in self._asked["starts"] if not self._is_stored(start, unpivoted.digests.get(start))]
        frame = unpivoted.frame
        whole = unpivoted.digests.keys() <= set(starts)
        encoder = Encoder(self._report_id, frame if whole else frame[frame["period_start"].isin(starts)])
        with collector_paused():
            sets = encoder.sets()
            new = self._number(sets)
        if not new and facts.known(known.report) and all(name in known.metrics for name in facts.metrics):
            self._prepared = Prepared(encoder.points(known.metrics, self._ids(sets)), frozenset(starts))
            return None
        self._connection.commit()
        learned = self._remember(facts)
        self._prepared = Prepared(self._store_sets(encoder, sets, new), frozenset(starts))
        self._connection.commit()
        self._reopen(facts, learned.before)
        self._read()
        return learned

    def merge(self, incoming: Incoming, record: LoadRecord) -> Merged:
        """Replaces the periods; raises WarehouseError with nothing changed."""
        merged = merge(self._connection, incoming, self._prepared, record, self.known.load_id)
        self._reopen_merged(incoming, merged)
        self._connection.commit()
        return merged

    def _read(self) -> Known:
        row = execute(self._connection, "store/read_for_merge", **self._asked).mappings().first()
        if row is None:
            raise forgotten(self._spec)
        shown = frozenset((name, role) for name, role in row["shown"] or ()) if row["has_view"] else None
        self.known = Known(
            stored_report(self._spec, dict(row)),
            dict(row["metrics"] or ()),
            {datetime.fromtimestamp(start, UTC): _period(*rest) for start, *rest in row["periods"] or ()},
            shown,
            row["load_id"],
            row["has_sets"],
            row["numbers_hold"],
        )
        return self.known

    def _is_stored(self, start: datetime, digest: bytes | None) -> bool:
        stored = self.known.periods.get(start)
        return stored is not None and same(stored.rows, stored.digest, digest)

    def _number(self, sets: Sequence[DimensionSet]) -> dict[str, DimensionSet]:
        """Looks up the sets whose numbers are not at hand; returns those that are not stored, by hash."""
        if not self.known.numbers_hold:
            self.numbers.clear()
        missing = {set_hash(*each): each for each in sets if each not in self.numbers}
        return self._look_up(missing) if self.known.has_sets else missing

    def _look_up(self, missing: dict[str, DimensionSet]) -> dict[str, DimensionSet]:
        found = dimension_sets.dimension_set_ids(self._connection, self._report_id, list(missing))
        self.numbers |= {missing[hashed]: number for hashed, number in found.items()}
        return {hashed: each for hashed, each in missing.items() if hashed not in found}

    def _ids(self, sets: Sequence[DimensionSet]) -> npt.NDArray[np.int32]:
        return np.array([self.numbers[each] for each in sets], np.int32)

    def _remember(self, facts: AnswerFacts) -> Learned:
        connection, spec = self._connection, self._spec
        metric_names.lock_names(connection, self._report_id)
        # Another load may have seen the same answer meanwhile.
        before = read_report(connection, spec, self._report_id)
        changes = [] if facts.columns is None else report_changes(spec.kind, before.columns, facts.columns)
        metric_names.add_metrics(connection, self._report_id, facts.metrics, spec.kind)
        remember_changes(connection, spec, self._report_id, changes, facts.asked_at)
        remember_answer(connection, self._report_id, facts)
        return Learned(before, changes)

    def _store_sets(self, encoder: Encoder, sets: Sequence[DimensionSet], new: dict[str, DimensionSet]) -> Points:
        """Numbers and stores the sets that are still new; returns the points, which are made meanwhile."""
        metrics = metric_names.metric_ids(self._connection, self._report_id)
        # Another load may have stored some of them meanwhile.
        new = self._look_up(new)
        ids = dimension_sets.next_dimension_set_ids(self._connection, len(new)) if new else []
        self.numbers |= zip(new.values(), ids, strict=True)
        with ThreadPoolExecutor(1) as beside:
            points = beside.submit(encoder.points, metrics, self._ids(sets))
            if new:
                dimension_sets.add_dimension_sets(self._connection, self._report_id, new, ids)
            return points.result()

    def _reopen(self, facts: AnswerFacts, before: StoredReport) -> None:
        """Where the answer changed the timetable, what it has no more as final is `filling` again."""
        if facts.echoed_conversion_window in (None, before.echoed_conversion_window) and (
            facts.largest_column <= before.largest_column
        ):
            return
        # In a transaction of its own: merges hold coverage's rows while they wait for names.
        now = read_report(self._connection, self._spec, self._report_id).timetable(self._spec)
        if now != before.timetable(self._spec):
            reopen(self._connection, self._report_id, self._spec, now, facts.asked_at)
        self._connection.commit()

    def _reopen_merged(self, incoming: Incoming, merged: Merged) -> None:
        """The same for what was merged as final, where another load's answer changed the timetable meanwhile."""
        finals = [p for p, outcome in merged.outcomes.items() if outcome.current and outcome.state is State.FINAL]
        if not finals or self.known.report.timetable(self._spec).fills_for is None:
            return
        # The merge has locked the report's row: who changes the timetable after this sees what was merged.
        now = read_report(self._connection, self._spec, self._report_id).timetable(self._spec)
        early = [period for period in finals if incoming.asked_at < now.final_at(period)]
        for period in early:
            merged.outcomes[period].state = State.FILLING
        if early:
            starts = [period.start for period in early]
            execute(self._connection, "coverage/reopen_coverage", report_id=self._report_id, starts=starts)


def _period(state: str, rows: int, digest: str | None, total: float | None) -> StoredPeriod:
    return StoredPeriod(State(state), rows, None if digest is None else bytes.fromhex(digest), Like(rows, total))

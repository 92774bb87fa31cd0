"""From the long frame to the rows of gio.points: names become numbers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Engine

from gio_pipeline.core.answer.report import Report
from gio_pipeline.core.answer.times import distinct_times
from gio_pipeline.core.changes import ColumnChange, report_changes
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ContractError, WarehouseError
from gio_pipeline.core.kinds import KINDS, LONGEST_CONVERSION_WINDOW
from gio_pipeline.core.periods import Period
from gio_pipeline.core.text import shortened
from gio_pipeline.warehouse import dimension_sets, metric_names
from gio_pipeline.warehouse.availability import WarehouseAway
from gio_pipeline.warehouse.copy import Points
from gio_pipeline.warehouse.coverage import reopen, unlike
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.reports import StoredReport, read_report, remember_answer, remember_changes

# The rest of what changed is in gio.schema_changes.
MOST_TOLD = 20
LONGEST_TOLD = 200


def remember(engine: Engine, spec: ReportSpec, memory: StoredReport, report: Report, asked_at: datetime) -> list[str]:
    """Keeps what the answer says about its report and its columns; returns what is worth a warning."""
    columns = tuple((column.name, column.role) for column in report.columns)
    echo = _days(report) if KINDS[spec.kind].has_conversion_window else None
    with translate_errors(), engine.begin() as connection:
        metric_names.lock_names(connection, memory.report_id)
        # Another load may have seen the same answer meanwhile.
        memory = read_report(connection, spec, memory.report_id)
        changes = report_changes(spec.kind, memory.columns, columns) if report.rows else []
        metric_names.add_metrics(connection, memory.report_id, report.metrics, spec.kind)
        remember_changes(connection, spec, memory.report_id, changes, asked_at)
        remember_answer(
            connection,
            memory.report_id,
            source_name=report.name,
            columns=columns if report.rows else None,
            timeless=_timeless(report),
            dated=report.carries_time,
            time_column=report.time_column,
            time_cell=report.time_cell,
            echoed_conversion_window=echo,
            largest_column=_largest_column(spec, report),
            asked_at=asked_at,
        )
        now = read_report(connection, spec, memory.report_id)
    if now.timetable(spec) != memory.timetable(spec):
        # On its own: merges hold coverage's rows while they wait for the metric_names.
        reopen(engine, memory.report_id, spec, now.timetable(spec), asked_at)
    warnings, known = _told(changes), memory.echoed_conversion_window
    if report.time_column and report.time_column != memory.time_column:
        told = (
            f"'{shortened(report.time_column)}' is taken for its time: every cell of it is a period that was asked for"
        )
        warnings.append(f"the column {told}; gio.reports.time_column keeps this for later answers")
    if None not in (echo, known) and echo != known:
        warnings.append(f"the source's conversion window was {known} days and is {echo}")
    return warnings


def _timeless(report: Report) -> bool | None:
    """Whether every period takes a request of its own; None where the answer does not tell.

    A big number has one time, whether it was asked for one period or for several.
    """
    if report.aggregator is not None and report.times is not None and len(distinct_times(report.times)) < 2:
        return None
    return None if report.time == "unknown" else report.time == "none"


def _told(changes: list[ColumnChange]) -> list[str]:
    told = [f"column {change}" for change in changes[:MOST_TOLD]]
    short = [text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…" for text in told]
    more = len(changes) - MOST_TOLD
    return [*short, f"{more} more columns changed: see gio.schema_changes"] if more > 0 else short


def _days(report: Report) -> int | None:
    days = report.conversion_window
    if days is not None and days > LONGEST_CONVERSION_WINDOW:
        longest = f"{LONGEST_CONVERSION_WINDOW} days"
        raise ContractError(f"{report.what}: the answer has conversionWindow {days}, but the longest is {longest}")
    return days


def _largest_column(spec: ReportSpec, report: Report) -> int:
    numbers = (KINDS[spec.kind].column_number(metric) for metric in report.metrics)
    return max((number for number in numbers if number is not None), default=0)


class Encoder:
    """Turns a long frame into points: first `prepare`, which numbers the names, then `points`, which asks nobody."""

    def __init__(self, engine: Engine, report_id: int, frame: pd.DataFrame) -> None:
        self._engine, self._report_id, self._frame = engine, report_id, frame
        self._metrics: dict[str, int] = {}
        self._sets: dict[int, int] = {}
        self._prepared: set[datetime] = set()

    def prepare(self, periods: Collection[Period], digests: Mapping[datetime, bytes]) -> None:
        """Numbers what the periods use that differ from what is stored; returns once the new names are committed.

        Not in the transaction of the merge, which would keep the report's other loads waiting for their names, nor
        beside it: a load holds one connection at a time.
        """
        with translate_errors(), self._engine.connect() as connection:
            self._metrics = metric_names.metric_ids(connection, self._report_id)
            differing = unlike(
                connection, self._report_id, {period.start: digests.get(period.start) for period in periods}
            )
            frame = self._of(differing)
            keys = self._keys(frame)[1]
            texts = frame["dimensions"].cat.categories
            sets = [(str(texts[key % len(texts)]), key // len(texts) + 1) for key in keys]
            new = [(*each, dimension_sets.set_hash(*each)) for each in sets]
            numbers = dimension_sets.dimension_set_ids(connection, self._report_id, [hashed for *_, hashed in new])
        if lacking := [each for each in new if each[2] not in numbers]:
            numbers |= self._store(lacking)
        self._sets = {key: numbers[hashed] for key, (*_, hashed) in zip(keys, new, strict=True)}
        self._prepared = differing

    def points(self, periods: Collection[Period]) -> Points:
        """The rows of some periods, in key order; raises WarehouseAway where they were not prepared."""
        if not self._prepared.issuperset(period.start for period in periods):
            raise WarehouseAway("Another load changed the same periods meanwhile: trying again helps.")
        frame = self._of({period.start for period in periods})
        points = Points(
            self._report_id,
            frame["period_start"].astype("int64").to_numpy().astype(np.int64, copy=False),
            self._dimension_ids(frame),
            self._metric_ids(frame),
            frame["value"].to_numpy(dtype=np.float64),
            frame["value_text"].to_numpy(dtype=object),
        )
        return points.in_key_order()

    def _of(self, starts: Collection[datetime]) -> pd.DataFrame:
        chosen = self._frame["period_start"].isin(list(starts))
        return self._frame if chosen.all() else self._frame[chosen]

    def _metric_ids(self, frame: pd.DataFrame) -> npt.NDArray[np.int16]:
        names = frame["metric"].cat.categories
        if missing := [name for name in names if name not in self._metrics]:
            told = f"metric {missing[0]} was forgotten while its values were being loaded: load them again."
            raise WarehouseError(told)
        table = np.array([self._metrics[name] for name in names], dtype=np.int16)
        return table[frame["metric"].cat.codes.to_numpy()] if len(frame) else np.empty(0, np.int16)

    def _dimension_ids(self, frame: pd.DataFrame) -> npt.NDArray[np.int32]:
        rows, keys = self._keys(frame)
        table = np.array([self._sets[key] for key in keys], dtype=np.int32)
        return table[rows] if len(frame) else np.empty(0, np.int32)

    def _keys(self, frame: pd.DataFrame) -> tuple[npt.NDArray[np.intp], list[int]]:
        """The distinct dimension sets as one number each, and each row's place among them."""
        codes = frame["dimensions"].cat.codes.to_numpy().astype(np.int64)
        occurrence = frame["occurrence"].to_numpy().astype(np.int64)
        rows, keys = pd.factorize(codes + (occurrence - 1) * len(frame["dimensions"].cat.categories))
        return rows, keys.tolist()

    def _store(self, new: Sequence[dimension_sets.DimensionSet]) -> dict[str, int]:
        """Numbers and commits them; the numbers by hash."""
        with translate_errors(), self._engine.begin() as connection:
            metric_names.lock_names(connection, self._report_id)
            # Another load may have stored some of them meanwhile.
            numbers = dimension_sets.dimension_set_ids(connection, self._report_id, [hashed for *_, hashed in new])
            missing = [each for each in new if each[2] not in numbers]
            ids = dimension_sets.next_dimension_set_ids(connection, len(missing))
            dimension_sets.add_dimension_sets(connection, self._report_id, missing, ids)
        return numbers | {hashed: number for (*_, hashed), number in zip(missing, ids, strict=True)}


def values_by_period(frame: pd.DataFrame) -> dict[datetime, int]:
    """How many values each period has, by its start."""
    counts = frame["period_start"].value_counts(sort=False)
    return dict(zip(pd.DatetimeIndex(counts.index).to_pydatetime(), counts.tolist(), strict=True))

"""From the long frame to the rows of gio.points: names become numbers."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, Engine

from gio_pipeline.core.changes import ColumnChange, report_changes
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ContractError, WarehouseError
from gio_pipeline.core.kinds import KINDS, LONGEST_CONVERSION_WINDOW
from gio_pipeline.core.report import Report
from gio_pipeline.core.text import shortened
from gio_pipeline.core.times import distinct_times
from gio_pipeline.core.windows import Period
from gio_pipeline.warehouse import dictionary, dimension_sets
from gio_pipeline.warehouse.copy import Points
from gio_pipeline.warehouse.coverage import reopen
from gio_pipeline.warehouse.engine import explained
from gio_pipeline.warehouse.reports import ReportMemory, read_report, remember_answer, remember_changes

# The rest of what changed is in gio.schema_changes.
MOST_TOLD = 20
LONGEST_TOLD = 200


def remember(engine: Engine, spec: ReportSpec, memory: ReportMemory, report: Report, asked_at: datetime) -> list[str]:
    """Keeps what the answer says about its report and its columns; returns what is worth a warning."""
    columns = tuple((column.name, column.role) for column in report.columns)
    echo = _days(report) if KINDS[spec.kind].has_conversion_window else None
    with explained(), engine.begin() as connection:
        dictionary.lock_dictionary(connection, memory.report_id)
        # Another load may have seen the same answer meanwhile.
        memory = read_report(connection, spec, memory.report_id)
        changes = report_changes(spec.kind, memory.columns, columns) if report.rows else []
        dictionary.add_metrics(connection, memory.report_id, report.metrics, spec.kind)
        remember_changes(connection, spec, memory.report_id, changes, asked_at)
        remember_answer(
            connection,
            memory.report_id,
            source_name=report.name,
            columns=columns if report.rows else None,
            timeless=_timeless(report),
            time_column=report.time_column,
            time_cell=report.time_cell,
            echoed_conversion_window=echo,
            largest_column=_largest_column(spec, report),
            asked_at=asked_at,
        )
        now = read_report(connection, spec, memory.report_id)
    if now.timetable(spec) != memory.timetable(spec):
        # On its own: merges hold coverage's rows while they wait for the dictionary.
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
    """Turns a long frame into points.

    Dimension sets that are new are numbered at once and stored meanwhile, in a transaction of their own on another
    connection: before the points that use them are committed, `finish` must have returned.
    """

    def __init__(self, engine: Engine, report_id: int, frame: pd.DataFrame) -> None:
        self._engine, self._report_id, self._frame = engine, report_id, frame
        self._storing: Future[None] | None = None

    def points(self, periods: Collection[Period]) -> Points:
        """The rows of some periods, in key order."""
        self.finish()
        frame = self._frame
        chosen = frame["period_start"].isin([period.start for period in periods])
        if not chosen.all():
            frame = frame[chosen]
        points = Points(
            self._report_id,
            frame["period_start"].astype("int64").to_numpy().astype(np.int64, copy=False),
            self._dimension_ids(frame),
            self._metric_ids(frame),
            frame["value"].to_numpy(dtype=np.float64),
            frame["value_text"].to_numpy(dtype=object),
        )
        return points.in_key_order()

    def finish(self) -> None:
        """Returns once the new dimension sets are committed; raises what kept them from it."""
        storing, self._storing = self._storing, None
        if storing:
            storing.result()

    def _metric_ids(self, frame: pd.DataFrame) -> npt.NDArray[np.int16]:
        names = frame["metric"].cat.categories
        with explained(), self._engine.connect() as connection:
            numbers = dictionary.metric_ids(connection, self._report_id)
        if missing := [name for name in names if name not in numbers]:
            told = f"metric {missing[0]} was forgotten while its values were being loaded: load them again."
            raise WarehouseError(told)
        table = np.array([numbers[name] for name in names], dtype=np.int16)
        return table[frame["metric"].cat.codes.to_numpy()] if len(frame) else np.empty(0, np.int16)

    def _dimension_ids(self, frame: pd.DataFrame) -> npt.NDArray[np.int32]:
        texts = frame["dimensions"].cat.categories
        codes = frame["dimensions"].cat.codes.to_numpy().astype(np.int64)
        occurrence = frame["occurrence"].to_numpy().astype(np.int64)
        rows, keys = pd.factorize(codes + (occurrence - 1) * len(texts))
        sets = [(str(texts[key % len(texts)]), int(key // len(texts)) + 1) for key in keys.tolist()]
        numbers = self._numbered([(*each, dimension_sets.set_hash(*each)) for each in sets])
        table = np.array(numbers, dtype=np.int32)
        return table[rows] if len(frame) else np.empty(0, np.int32)

    def _numbered(self, sets: Sequence[dimension_sets.DimensionSet]) -> list[int]:
        with explained(), self._engine.connect() as connection:
            numbers = dimension_sets.dimension_set_ids(connection, self._report_id, [hashed for *_, hashed in sets])
        new = [each for each in sets if each[2] not in numbers]
        if new:
            numbers |= self._store(new)
        return [numbers[hashed] for *_, hashed in sets]

    def _store(self, new: Sequence[dimension_sets.DimensionSet]) -> dict[str, int]:
        """Numbers them and begins to store them; the numbers by hash."""
        with explained(), ExitStack() as stack:
            connection = stack.enter_context(self._engine.begin())
            dictionary.lock_dictionary(connection, self._report_id)
            # Another load may have stored some of them meanwhile.
            numbers = dimension_sets.dimension_set_ids(connection, self._report_id, [hashed for *_, hashed in new])
            missing = [each for each in new if each[2] not in numbers]
            ids = dimension_sets.next_dimension_set_ids(connection, len(missing))
            self._storing = _in_background(self._copy, stack.pop_all(), connection, missing, ids)
        return numbers | {hashed: number for (*_, hashed), number in zip(missing, ids, strict=True)}

    def _copy(
        self,
        transaction: ExitStack,
        connection: Connection,
        sets: Sequence[dimension_sets.DimensionSet],
        ids: Sequence[int],
    ) -> None:
        with explained(), transaction:
            dimension_sets.add_dimension_sets(connection, self._report_id, sets, ids)


def _in_background(work: Callable[..., None], *arguments: object) -> Future[None]:
    pool = ThreadPoolExecutor(1, thread_name_prefix="dimension-sets")
    future = pool.submit(work, *arguments)
    pool.shutdown(wait=False)
    return future


def values_by_period(frame: pd.DataFrame) -> dict[datetime, int]:
    """How many values each period has, by its start."""
    counts = frame["period_start"].value_counts(sort=False)
    return dict(zip(pd.DatetimeIndex(counts.index).to_pydatetime(), counts.tolist(), strict=True))

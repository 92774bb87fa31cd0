"""From a report to long rows: one per source row and metric, every column factorised, nothing done per cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gio_pipeline.core.answer.cell_codes import Values
from gio_pipeline.core.answer.digest import cell_lanes, period_digests, row_lanes, text_lanes
from gio_pipeline.core.answer.dimensions import DimensionColumn, dimension_column, dimension_sets
from gio_pipeline.core.answer.repeats import number_repeats
from gio_pipeline.core.answer.report import Report, speaks_per_period
from gio_pipeline.core.answer.request import ReportRequest
from gio_pipeline.core.answer.times import IGNORED, period_indexes
from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.text import shortened


@dataclass(frozen=True, slots=True, eq=False)
class Unpivoted:
    """An answer as long rows, and per period that has rows how many the source sent and their digest (16 bytes).

    `frame`: period_start (datetime64[us, UTC]), dimensions (category of canonical JSON text), occurrence (int16),
    metric (category), value (float64, NaN = null), value_text (object: str or None); ordered by period, set of
    dimensions in the order first seen, occurrence, metric's position. `ignored_rows` sum up dated ones (均值, 总计).
    """

    frame: pd.DataFrame
    rows_by_period: dict[datetime, int]
    ignored_rows: int
    digests: dict[datetime, bytes]

    @property
    def metrics(self) -> list[str]:
        """The metrics' names, in their order."""
        return list(self.frame["metric"].cat.categories)

    def totals(self, metric: str) -> dict[datetime, float]:
        """Sum of a metric by period start, of the periods where it has a number."""
        values = self.frame["value"].to_numpy()
        rows = (self.frame["metric"] == metric).to_numpy() & ~np.isnan(values)
        starts, places = np.unique(self.frame["period_start"].to_numpy("datetime64[us]")[rows], return_inverse=True)
        sums = np.bincount(places, values[rows])
        return {start.replace(tzinfo=UTC): total for start, total in zip(starts.tolist(), sums.tolist(), strict=True)}


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The dated source rows in canonical order; every array has one entry per row."""

    periods: NDArray[np.int32]
    sets: NDArray[np.intp]
    set_texts: list[str]
    occurrences: NDArray[np.int16]
    dimensions: list[DimensionColumn]
    metrics: dict[str, Values]


def unpivot(report: Report, asked: ReportRequest) -> Unpivoted:
    """The long rows of `report`, which must speak for each period asked for (`speaks_per_period`).

    Raises ContractError for a time that is no period of the window, and for one total of several periods.
    """
    if not speaks_per_period(report, asked):
        raise ContractError(
            f"{report.what}: the answer is one total of {len(asked.period_starts)} periods; ask for one at a time"
        )
    rows = _canonical_rows(report, asked)
    indexes, firsts, counts = np.unique(rows.periods, return_index=True, return_counts=True)
    starts = [asked.period_starts[index] for index in indexes]
    digests = _digests(rows, firsts, counts)
    return Unpivoted(
        frame=_frame(rows, asked),
        rows_by_period=dict(zip(starts, counts.tolist(), strict=True)),
        ignored_rows=report.rows - len(rows.periods),
        digests=dict(zip(starts, digests, strict=True)),
    )


def _canonical_rows(report: Report, asked: ReportRequest) -> _Rows:
    periods = _periods(report, asked)
    dated = np.flatnonzero(periods != IGNORED)
    dimensions = [dimension_column(name, cells).take(dated) for name, cells in sorted(report.codes())]
    sets, set_texts = dimension_sets(dimensions, len(dated))
    keys = periods[dated].astype(np.int64) * max(len(set_texts), 1) + sets
    order = np.argsort(keys, kind="stable")
    metrics = {name: values.take(dated[order]) for name, values in report.values()}
    repeats = number_repeats(keys[order], [metrics[name] for name in sorted(metrics)], what=report.what)
    if repeats.order is not None:
        order = order[repeats.order]
        metrics = {name: values.take(repeats.order) for name, values in metrics.items()}
    return _Rows(
        periods=periods[dated[order]],
        sets=sets[order],
        set_texts=set_texts,
        occurrences=repeats.occurrences,
        dimensions=[dimension.take(order) for dimension in dimensions],
        metrics=metrics,
    )


def _periods(report: Report, asked: ReportRequest) -> NDArray[np.int32]:
    if report.times is None:
        return np.zeros(report.rows, np.int32)
    what = report.what
    if report.time_column is not None:
        name = shortened(report.time_column)
        what += f", whose time stands in the column '{name}' (gio-pipeline reset forgets that)"
    return period_indexes(report.times, asked, what=what)


def _frame(rows: _Rows, asked: ReportRequest) -> pd.DataFrame:
    width = len(rows.metrics)
    starts = np.array([start.replace(tzinfo=None) for start in asked.period_starts], "datetime64[us]")
    columns = {
        "period_start": pd.array(np.repeat(starts[rows.periods], width), dtype=pd.DatetimeTZDtype("us", "UTC")),
        "dimensions": _category(np.repeat(rows.sets.astype(np.int32), width), rows.set_texts),
        "occurrence": np.repeat(rows.occurrences, width),
        "metric": _category(np.tile(np.arange(width, dtype=np.int16), len(rows.periods)), list(rows.metrics)),
        "value": _interleaved([values.values for values in rows.metrics.values()], np.float64),
        # A bare array of strings and None would be taken for pandas' own strings, and None become NaN.
        "value_text": pd.Series(_value_texts(rows), dtype=object),
    }
    return pd.DataFrame(columns, copy=False)


def _category(codes: NDArray[np.int16 | np.int32], texts: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object), validate=False)


def _interleaved(columns: Sequence[NDArray[Any]], dtype: type[Any]) -> NDArray[Any]:
    """The columns' entries row by row."""
    table = np.empty((len(columns[0]) if columns else 0, len(columns)), dtype)
    for position, column in enumerate(columns):
        table[:, position] = column
    return table.reshape(-1)


def _value_texts(rows: _Rows) -> NDArray[np.object_]:
    if all(values.text_codes is None for values in rows.metrics.values()):
        return np.empty(len(rows.metrics) * len(rows.periods), object)
    return _interleaved([values.text_cells() for values in rows.metrics.values()], object)


def _digests(rows: _Rows, firsts: NDArray[np.intp], counts: NDArray[np.intp]) -> list[bytes]:
    """One digest per period, whose rows begin at `firsts`."""
    members = [(dimension.codes, text_lanes(dimension.members, kind="dimension")) for dimension in rows.dimensions]
    of_rows = row_lanes([(lanes[0][codes], lanes[1][codes]) for codes, lanes in members], rows.occurrences)
    sums = [np.add.reduceat(lane, firsts) if len(firsts) else lane for lane in of_rows]
    for name, cells in rows.metrics.items():
        for total, lane in zip(sums, cell_lanes(of_rows, name, cells), strict=True):
            total += np.add.reduceat(lane, firsts) if len(firsts) else lane
    return period_digests((sums[0], sums[1]), counts)

"""From a report to long rows: one per source row and metric, every column factorised, nothing done per cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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

    Ordered by period, set of dimensions in the order first seen, occurrence, metric's position. Per row of the source:
    `periods` into `starts`, `sets` into `set_texts` (canonical JSON), `occurrences`. Rows x `metrics`: `values` (NaN =
    null) and `value_texts` (str or None). `ignored_rows` sum up dated ones (均值, 总计).
    """

    starts: tuple[datetime, ...]
    periods: NDArray[np.int32]
    sets: NDArray[np.intp]
    set_texts: list[str]
    occurrences: NDArray[np.int16]
    metrics: list[str]
    values: NDArray[np.float64]
    value_texts: NDArray[np.object_]
    rows_by_period: dict[datetime, int]
    ignored_rows: int
    digests: dict[datetime, bytes]

    @property
    def frame(self) -> pd.DataFrame:
        """The long rows.

        period_start (datetime64[us, UTC]), dimensions (category), occurrence (int16), metric (category), value
        (float64, NaN = null), value_text (object: str or None).
        """
        width = len(self.metrics)
        starts = np.array([start.replace(tzinfo=None) for start in self.starts], "datetime64[us]")
        columns = {
            "period_start": pd.array(np.repeat(starts[self.periods], width), dtype=pd.DatetimeTZDtype("us", "UTC")),
            "dimensions": _category(np.repeat(self.sets.astype(np.int32), width), self.set_texts),
            "occurrence": np.repeat(self.occurrences, width),
            "metric": _category(np.tile(np.arange(width, dtype=np.int16), len(self.periods)), self.metrics),
            "value": self.values.reshape(-1),
            # A bare array of strings and None would be taken for pandas' own strings, and None become NaN.
            "value_text": pd.Series(self.value_texts.reshape(-1), dtype=object),
        }
        return pd.DataFrame(columns, copy=False)

    def totals(self, metric: str) -> dict[datetime, float]:
        """Sum of a metric by period start, of the periods where it has a number."""
        values = self.values[:, self.metrics.index(metric)]
        known = ~np.isnan(values)
        counts = np.bincount(self.periods[known], minlength=len(self.starts))
        sums = np.bincount(self.periods[known], values[known], minlength=len(self.starts))
        return {self.starts[index]: float(sums[index]) for index in np.flatnonzero(counts).tolist()}


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
        starts=asked.period_starts,
        periods=rows.periods,
        sets=rows.sets,
        set_texts=rows.set_texts,
        occurrences=rows.occurrences,
        metrics=list(rows.metrics),
        values=_table(rows, [values.values for values in rows.metrics.values()], np.float64),
        value_texts=_value_texts(rows),
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


def _category(codes: NDArray[np.int16 | np.int32], texts: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object), validate=False)


def _table(rows: _Rows, columns: Sequence[NDArray[Any]], dtype: type[Any]) -> NDArray[Any]:
    table = np.empty((len(rows.periods), len(columns)), dtype)
    for position, column in enumerate(columns):
        table[:, position] = column
    return table


def _value_texts(rows: _Rows) -> NDArray[np.object_]:
    if all(values.text_codes is None for values in rows.metrics.values()):
        return np.empty((len(rows.periods), len(rows.metrics)), object)
    return _table(rows, [values.text_cells() for values in rows.metrics.values()], object)


def _digests(rows: _Rows, firsts: NDArray[np.intp], counts: NDArray[np.intp]) -> list[bytes]:
    """One digest per period, whose rows begin at `firsts`."""
    members = [(dimension.codes, text_lanes(dimension.members, kind="dimension")) for dimension in rows.dimensions]
    of_rows = row_lanes([(lanes[0][codes], lanes[1][codes]) for codes, lanes in members], rows.occurrences)
    sums = [np.add.reduceat(lane, firsts) if len(firsts) else lane for lane in of_rows]
    for name, cells in rows.metrics.items():
        for total, lane in zip(sums, cell_lanes(of_rows, name, cells), strict=True):
            total += np.add.reduceat(lane, firsts) if len(firsts) else lane
    return period_digests((sums[0], sums[1]), counts)

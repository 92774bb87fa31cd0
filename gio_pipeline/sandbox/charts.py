"""Event analyses: lines, columns, tables, bars, bubbles and big numbers."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Literal

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.content import Dimension, Metric, Report
from gio_pipeline.sandbox.parameters import ReportQuery
from gio_pipeline.sandbox.periods import DAY, HOUR, Array, Integers, instant, periods_in
from gio_pipeline.sandbox.table import Cell, Row, Table, columns

TimeColumn = Literal["unlisted", "listed", "none"]


@dataclass(frozen=True)
class Chart(Report):
    """An event analysis; `repeat` is how often each row is sent, `holes` the share of cells that are not known."""

    word, endpoint = "chart", "charts"

    metrics: tuple[Metric, ...]
    dimensions: tuple[Dimension, ...] = ()
    time: TimeColumn = "unlisted"
    audiences: tuple[str, ...] = ("全部访问用户",)
    aggregator: bool = False
    empty: bool = False
    repeat: int = 1
    holes: float = 0.0
    slow: bool = False  # takes longer than V2 waits, whatever the window

    def answer(self, query: ReportQuery) -> Table:
        """Its figures; rows lie period by period, in the order of the dimension values."""
        figured = _Figures(self, query)
        head: dict[str, Any] = {"id": self.id, "name": self.name, **query.window(), "interval": query.interval}
        if self.aggregator:
            head["aggregator"] = {"values": figured.totals()}
        names = ["目标用户", *(["时间"] if self.time == "listed" else []), *(d.name for d in self.dimensions)]
        whole = self.time == "none" or self.aggregator
        rows = [] if self.empty else figured.window_rows() if whole else figured.period_rows()
        return Table(head, columns(names, (m.name for m in self.metrics)), rows)


class _Figures:
    """What one chart shows to one request."""

    def __init__(self, chart: Chart, query: ReportQuery) -> None:
        self.chart, self.query = chart, query
        self.zone = query.settling.zone
        self.seed = query.seed(chart.endpoint, chart.id)
        self.combinations = list(product(chart.audiences, *(d.values for d in chart.dimensions)))
        self.keys = figures.keys(self.combinations)

    def period_rows(self) -> list[Row]:
        """A row a period and combination of dimension values."""
        starts, by_metric = self._by_period(self.query.start, self.query.end, self.query.interval)
        return self._rows(starts, by_metric)

    def window_rows(self) -> list[Row]:
        """A row a combination, for the whole window."""
        found = self._whole(self.query.start, self.query.end)
        return [] if found is None else self._rows(np.array([self.query.start]), found)

    def totals(self) -> list[Cell]:
        """[this window's total, that of as many days before it]."""
        days = periods_in(self.query.start, self.query.end, DAY, self.zone)
        first = date.fromordinal(int(days.first_days[0]) - len(days))
        windows = [(self.query.start, self.query.end), (instant(first, self.zone), self.query.start - 1)]
        found = [self._whole(*window) for window in windows]
        return [0 if f is None else int(f[0].sum()) for f in found]

    def _by_period(self, start: int, end: int, interval: int) -> tuple[Integers, list[Array]]:
        """The starts of the periods that are shown, and per metric figures of shape (periods, combinations)."""
        periods, shares = self.query.settling.shown(periods_in(start, end, interval, self.zone))
        found = []
        for position, metric in enumerate(self.chart.metrics):
            final = figures.per_period(figures.key(self.seed, position), periods, self.keys, metric)
            shown = final * shares[:, None]
            found.append(np.round(shown, 4) if metric.measure == "rate" else np.floor(shown + 1e-9))
        return periods.starts, found

    def _whole(self, start: int, end: int) -> list[Array] | None:
        """Per metric one figure per combination for the whole window; None before it has begun."""
        days = periods_in(start, end, DAY, self.zone)
        is_days = int(days.starts[0]) == start and int(days.ends[-1]) == end + 1
        starts, by_metric = self._by_period(start, end, DAY if is_days else HOUR)
        if not len(starts):
            return None
        named = zip(by_metric, self.chart.metrics, strict=True)
        return [figures.together(values.sum(axis=0), len(starts), metric) for values, metric in named]

    def _rows(self, starts: Integers, by_metric: list[Array]) -> list[Row]:
        names = [list(values) * len(starts) for values in zip(*self.combinations, strict=True)]
        if self.chart.time != "none":
            names.insert(1, np.repeat(starts, len(self.combinations)).tolist())
        cells = [self._cells(position, starts, values) for position, values in enumerate(by_metric)]
        return [list(row) for row in zip(*names, *cells, strict=True) for _ in range(self.chart.repeat)]

    def _cells(self, position: int, starts: Integers, values: Array) -> list[Cell]:
        """One column as the report writes it, with holes where a cell is not known."""
        cells = _written(values.ravel(), self.chart.metrics[position])
        if self.chart.holes:
            seed = figures.key(self.seed, "gaps", position)
            drawn = figures.scatter(seed, starts[:, None], self.keys[None, :]).ravel() / self.chart.holes
            for i in np.flatnonzero(drawn < 1):
                cells[i] = (None, "-", "")[int(drawn[i] * 3)]
        return cells


def _written(values: Array, metric: Metric) -> list[Cell]:
    if metric.form == "int":
        return list(values.astype(np.int64).tolist())
    if metric.form == "thousands":
        return [f"{int(v):,}" for v in values]
    if metric.form == "percent":
        return [f"{v * 100:.1f}%" for v in values]
    return list(values.tolist())

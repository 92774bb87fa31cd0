"""Event analyses: lines, columns, tables, bars, bubbles and big numbers."""

from datetime import date
from itertools import product
from typing import Any

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.answers import Answer, Cell, Row, dimensions, metrics
from gio_pipeline.sandbox.catalog import Chart, Dimension, Metric
from gio_pipeline.sandbox.periods import DAY, HOUR, Array, Integers, Periods, midnight, periods_in
from gio_pipeline.sandbox.query import ReportQuery


def chart_answer(chart: Chart, query: ReportQuery) -> Answer:
    """The figures of one chart; rows lie period by period, in the order of the dimension values."""
    cells = _Cells(chart, query)
    windowed = chart.time == "none" or chart.aggregator
    rows = [] if chart.empty else _window_rows(chart, query, cells) if windowed else _period_rows(chart, query, cells)
    head: dict[str, Any] = {"id": chart.id, "name": chart.name, "startTime": query.start, "endTime": query.end}
    head["interval"] = query.interval
    if chart.aggregator:
        head["aggregator"] = {"values": _totals(chart, query, cells)}
    names = ["目标用户", *(["时间"] if chart.time == "listed" else []), *(d.name for d in cells.dimensions)]
    return Answer(
        head,
        dimensions(names) + metrics(m.name for m in chart.metrics),
        rows,
        time=None if chart.time == "none" else 1,
        listed=chart.time == "listed",
        zone=query.settling.zone,
        window=(query.start, query.end),
        length=query.interval,
    )


class _Cells:
    """The combinations of audience and dimension values of a chart, and their keys."""

    def __init__(self, chart: Chart, query: ReportQuery) -> None:
        self.seed = figures.key(query.seed, query.project, "charts", chart.id)
        self.dimensions = chart.dimensions
        wanted = query.rows_per_day or chart.rows_per_day
        self.scale = 1.0
        if chart.rows_per_day and wanted:
            self.dimensions = (Dimension("商品", tuple(f"商品 {i:06d}" for i in range(wanted))),)
            self.scale = wanted / chart.rows_per_day
        self.combinations = list(product(chart.audiences, *(d.values for d in self.dimensions)))
        self.keys = np.array([figures.key(*c) for c in self.combinations], np.uint64)

    def figures(self, periods: Periods, metric: Metric, position: int) -> Array:
        scaled = Metric(metric.name, metric.base * self.scale, metric.measure) if self.scale != 1 else metric
        return figures.per_period(figures.key(self.seed, position), periods, self.keys, scaled)

    def gaps(self, position: int, starts: Integers, holes: float) -> Array:
        """Per cell of a metric where it lies within the holes (0 to 1); 1 and more is a cell that is known."""
        if not holes:
            return np.ones((len(starts), len(self.keys)))
        drawn = figures.scatter(figures.key(self.seed, "gaps", position), starts[:, None], self.keys[None, :])
        return np.asarray(drawn / holes)


def _shown(query: ReportQuery, start: int, end: int, interval: int) -> tuple[Periods, Array]:
    """The periods that have begun and are sent, with the share of their figures that is shown."""
    periods = periods_in(start, end, interval, query.settling.zone)
    periods = periods.keep(~np.isin(periods.first_days, query.missing) | (periods.first_days != periods.last_days))
    shares = query.settling.shares(periods)
    return periods.keep(shares > 0), shares[shares > 0]


def _provisional(values: Array, shares: Array, metric: Metric) -> Array:
    shown = values * shares[:, None]
    return np.asarray(np.round(shown, 4) if metric.measure == "rate" else np.floor(shown + 1e-9))


def _period_rows(chart: Chart, query: ReportQuery, cells: _Cells) -> list[Row]:
    periods, shares = _shown(query, query.start, query.end, query.interval)
    columns = []
    for position, metric in enumerate(chart.metrics):
        values = _provisional(cells.figures(periods, metric, position), shares, metric)
        gaps = cells.gaps(position, periods.starts, chart.holes)
        columns.append(_written(values.ravel(), metric, gaps.ravel()))
    times = np.repeat(periods.starts, len(cells.combinations)).tolist()
    return _rows(chart, cells, times, columns, len(periods))


def _window_rows(chart: Chart, query: ReportQuery, cells: _Cells) -> list[Row]:
    sums = _window_figures(chart, query, cells, query.start, query.end)
    if sums is None:
        return []
    start = np.array([query.start])
    columns = [
        _written(sums[i], metric, cells.gaps(i, start, chart.holes).ravel()) for i, metric in enumerate(chart.metrics)
    ]
    times = [query.start] * len(cells.combinations) if chart.time != "none" else None
    return _rows(chart, cells, times, columns, 1)


def _window_figures(chart: Chart, query: ReportQuery, cells: _Cells, start: int, end: int) -> list[Array] | None:
    """Per metric one figure per combination for the whole window; None before it has begun."""
    whole_days = periods_in(start, end, DAY, query.settling.zone)
    is_days = int(whole_days.starts[0]) == start and int(whole_days.ends[-1]) == end + 1
    periods, shares = _shown(query, start, end, DAY if is_days else HOUR)
    if not len(periods):
        return None
    shown = []
    for position, metric in enumerate(chart.metrics):
        values = _provisional(cells.figures(periods, metric, position), shares, metric)
        shown.append(figures.together(values.sum(axis=0), len(periods), metric))
    return shown


def _totals(chart: Chart, query: ReportQuery, cells: _Cells) -> list[Cell]:
    """[this window's total, that of as many days before it]."""
    zone = query.settling.zone
    days = periods_in(query.start, query.end, DAY, zone)
    first = date.fromordinal(int(days.first_days[0]) - len(days))
    windows = [(query.start, query.end), (midnight(first, zone), query.start - 1)]
    found = [_window_figures(chart, query, cells, *window) for window in windows]
    return [0 if f is None else int(f[0].sum()) for f in found]


def _rows(chart: Chart, cells: _Cells, times: list[int] | None, columns: list[list[Cell]], groups: int) -> list[Row]:
    names = [list(values) * groups for values in zip(*cells.combinations, strict=True)]
    timed = [names[0], times, *names[1:]] if times is not None else names
    rows = [list(row) for row in zip(*timed, *columns, strict=True)]
    return [list(row) for row in rows for _ in range(chart.repeat)] if chart.repeat > 1 else rows


def _written(values: Array, metric: Metric, gaps: Array) -> list[Cell]:
    """The cells of one column as the report writes them; a gap of 0 to 1 is a cell that is not known."""
    cells = _plain(values, metric)
    for i in np.flatnonzero(gaps < 1):
        cells[i] = (None, "-", "")[int(gaps[i] * 3)]
    return cells


def _plain(values: Array, metric: Metric) -> list[Cell]:
    if metric.form == "int":
        return list(values.astype(np.int64).tolist())
    if metric.form == "thousands":
        return [f"{int(v):,}" for v in values]
    if metric.form == "percent":
        return [f"{v * 100:.1f}%" for v in values]
    return list(values.tolist())

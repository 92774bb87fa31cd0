"""Funnels: a day's first step is settled by its night, later steps grow for the conversion window."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.content import Dimension, Metric, Report
from gio_pipeline.sandbox.parameters import ReportQuery
from gio_pipeline.sandbox.periods import DAY, Array, Periods, periods_in
from gio_pipeline.sandbox.table import Row, Table, columns, ratio


@dataclass(frozen=True)
class Funnel(Report):
    """`rates[k]` is the share that reaches step k + 1 from step k when the conversion window is long."""

    word, endpoint = "funnel", "funnels"

    base: float
    rates: tuple[float, ...]
    steps: tuple[str, ...]
    window: int = 1
    dimensions: tuple[Dimension, ...] = ()
    audiences: tuple[str, ...] = ("全部访问用户",)
    percent: bool = False

    def answer(self, query: ReportQuery) -> Table:
        """One row per day, audience and dimension value: users and rate of every step."""
        window = query.conversion_window or self.window
        combinations = list(product(self.audiences, *(d.values for d in self.dimensions)))
        periods, steps = _steps(self, query, window, combinations)
        head = {"id": self.id, "name": self.name, "conversionWindow": window, **query.window(), "interval": DAY}
        names = ["目标用户", "时间", *(d.name for d in self.dimensions)]
        metrics = ["总转化率", *(f"{step}{what}" for step in self.steps for what in ("人数", "转化率"))]
        return Table(head, columns(names, metrics), _rows(self, combinations, periods, steps))


def _steps(
    funnel: Funnel, query: ReportQuery, window: int, combinations: list[tuple[str, ...]]
) -> tuple[Periods, list[Array]]:
    """Users per step, each of shape (days, combinations)."""
    seed = query.seed(funnel.endpoint, funnel.id)
    keys = figures.keys(combinations)
    periods, shares = query.settling.shown(periods_in(query.start, query.end, DAY, query.settling.zone))
    first = figures.per_period(figures.key(seed, 0), periods, keys, Metric("", funnel.base, "unique"))
    steps = [np.floor(first * shares[:, None] + 1e-9)]
    followed = np.clip(query.settling.processed_through().toordinal() - periods.first_days, 0, window)
    reached = 1 - 0.45 * np.exp(-followed / 6)  # of those who ever convert, within that many days
    for position, rate in enumerate(funnel.rates, start=1):
        noise = figures.scatter(figures.key(seed, position), periods.first_days[:, None], keys[None, :])
        share = rate * (0.92 + 0.16 * noise) * reached[:, None]
        steps.append(np.floor(steps[-1] * np.minimum(share, 1.0)))
    return periods, steps


def _rows(funnel: Funnel, combinations: list[tuple[str, ...]], periods: Periods, steps: list[Array]) -> list[Row]:
    users = [step.astype(np.int64).ravel().tolist() for step in steps]
    cells = product(periods.starts.tolist(), combinations)
    rows: list[Row] = []
    for (start, (audience, *names)), *counts in zip(cells, *users, strict=True):
        row: Row = [audience, start, *names, ratio(counts[-1], counts[0], funnel.percent)]
        for count, before in zip(counts, (counts[0], *counts), strict=False):
            row += [count, ratio(count, before, funnel.percent)]
        rows.append(row)
    return rows

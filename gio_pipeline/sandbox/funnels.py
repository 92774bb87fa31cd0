"""Funnels: a day's first step is settled by its night, later steps grow for the conversion window."""

from itertools import product

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.answers import Answer, Cell, Row, dimensions, metrics
from gio_pipeline.sandbox.catalog import Funnel, Metric
from gio_pipeline.sandbox.periods import DAY, Array, Integers, Periods, periods_in
from gio_pipeline.sandbox.query import ReportQuery


def funnel_answer(funnel: Funnel, query: ReportQuery) -> Answer:
    """One row per day, audience and dimension value: users and rate of every step."""
    window = query.conversion_window or funnel.window
    combinations = list(product(funnel.audiences, *(d.values for d in funnel.dimensions)))
    periods, steps = _steps(funnel, query, window, combinations)
    names = ["目标用户", "时间", *(d.name for d in funnel.dimensions)]
    columns = ["总转化率", *(f"{step}{what}" for step in funnel.steps for what in ("人数", "转化率"))]
    head = {
        "id": funnel.id,
        "name": funnel.name,
        "conversionWindow": window,
        "startTime": query.start,
        "endTime": query.end,
        "interval": DAY,
    }
    return Answer(
        head,
        dimensions(names) + metrics(columns),
        _rows(funnel, combinations, periods, steps),
        time=1,
        zone=query.settling.zone,
        window=(query.start, query.end),
    )


def _steps(
    funnel: Funnel, query: ReportQuery, window: int, combinations: list[tuple[str, ...]]
) -> tuple[Periods, list[Array]]:
    """Users per step, each of shape (days, combinations)."""
    seed = figures.key(query.seed, query.project, "funnels", funnel.id)
    keys = np.array([figures.key(*c) for c in combinations], np.uint64)
    periods = periods_in(query.start, query.end, DAY, query.settling.zone)
    periods = periods.keep(~np.isin(periods.first_days, query.missing))
    shares = query.settling.shares(periods)
    periods, shares = periods.keep(shares > 0), shares[shares > 0]
    first = figures.per_period(figures.key(seed, 0), periods, keys, Metric("", funnel.base, "unique"))
    steps = [np.floor(first * shares[:, None] + 1e-9)]
    followed = np.clip(query.settling.processed_through().toordinal() - periods.first_days, 0, window)
    for position, rate in enumerate(funnel.rates, start=1):
        noise = figures.scatter(figures.key(seed, position), periods.first_days[:, None], keys[None, :])
        share = rate * (0.92 + 0.16 * noise) * _reached(followed)[:, None]
        steps.append(np.floor(steps[-1] * np.minimum(share, 1.0)))
    return periods, steps


def _reached(days: Integers) -> Array:
    """The share of those who ever convert that has done so within that many days after the first."""
    return np.asarray(1 - 0.45 * np.exp(-days / 6))


def _rows(funnel: Funnel, combinations: list[tuple[str, ...]], periods: Periods, steps: list[Array]) -> list[Row]:
    users = [step.astype(np.int64).ravel().tolist() for step in steps]
    times = np.repeat(periods.starts, len(combinations)).tolist()
    names = combinations * len(periods)
    rows: list[Row] = []
    for i, counts in enumerate(zip(*users, strict=True)):
        row: Row = [names[i][0], times[i], *names[i][1:], _rate(counts[-1], counts[0], funnel.percent)]
        for count, before in zip(counts, (counts[0], *counts), strict=False):
            row += [count, _rate(count, before, funnel.percent)]
        rows.append(row)
    return rows


def _rate(part: int, whole: int, percent: bool) -> Cell:
    rate = part / whole if whole else 0.0
    return f"{rate * 100:.1f}%" if percent else round(rate, 4)

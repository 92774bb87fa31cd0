"""Numbers that look real and depend only on (seed, project, report, period, dimensions, metric).

Counts of hours add up to their day and those of days to weeks and months; unique users do not:
n days together show n ** -0.25 of the sum of the days. Rates are means, and 0 by the hour.
"""

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from gio_pipeline.sandbox.content import Metric
from gio_pipeline.sandbox.periods import HOUR, Array, Integers, Periods

Hashes = NDArray[np.uint64]

_EPOCH = date(2025, 1, 1).toordinal()
_RHYTHM = np.array([1.0, 1.02, 1.01, 1.03, 1.07, 0.86, 0.80])
_HOURLY = np.array([3, 2, 1, 1, 1, 2, 4, 7, 10, 13, 14, 14, 12, 12, 14, 14, 14, 13, 13, 15, 17, 18, 14, 8, 3], float)


def key(*parts: object) -> int:
    """A 64-bit key of any texts and numbers."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "big")


def keys(combinations: Iterable[tuple[str, ...]]) -> Hashes:
    """One key for each combination of dimension values."""
    return np.array([key(*combination) for combination in combinations], np.uint64)


def scatter(seed: int, *axes: Hashes | Integers) -> Array:
    """Uniform figures in [0, 1), one per broadcast combination of the axes (splitmix64)."""
    mixed = np.array([seed], np.uint64)
    with np.errstate(over="ignore"):
        for axis in axes:
            mixed = mixed ^ (axis.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            mixed = mixed ^ (mixed >> np.uint64(31))
    return (mixed >> np.uint64(11)).astype(np.float64) / 2**53


def shares(seed: int, cells: Hashes) -> Array:
    """How one day's total spreads over dimension values: falling, the same every day."""
    weights = (0.85 + 0.3 * scatter(seed, cells)) / np.arange(1, len(cells) + 1) ** 0.7
    return np.asarray(weights / weights.sum())


def level(days: Integers) -> Array:
    """Growth and weekly rhythm per day (ordinals); a Monday at the start of 2025 is 1."""
    return np.asarray(np.exp(0.0004 * (days - _EPOCH)) * _RHYTHM[(days - 1) % 7])


def daily(seed: int, days: Integers, cells: Hashes, metric: Metric) -> Array:
    """Final figures of whole days, shape (days, cells)."""
    noise = scatter(seed, days[:, None], cells[None, :])
    if metric.measure == "rate":
        return np.asarray(np.round(metric.base * (0.85 + 0.3 * noise), 4))
    totals = metric.base * level(days)[:, None] * shares(seed, cells)[None, :]
    return np.asarray(np.round(totals * (0.92 + 0.16 * noise)))


def per_period(seed: int, periods: Periods, cells: Hashes, metric: Metric) -> Array:
    """Final figures of the periods, shape (periods, cells)."""
    if not len(periods):
        return np.empty((0, len(cells)))
    days = np.arange(periods.first_days[0], periods.last_days[-1] + 1)
    by_day = daily(seed, days, cells, metric)
    if periods.interval == HOUR:
        return _hourly(by_day, periods, metric)
    bounds = np.stack([periods.first_days, periods.last_days + 1], axis=1) - days[0]
    # Every other sum is of days left out between two periods. Running totals would do it too, but round a month's rate
    # one way or the other depending on where the window begins. The row of noughts lets the last bound be the end.
    sums = np.add.reduceat(np.pad(by_day, ((0, 1), (0, 0))), bounds.ravel(), axis=0)[::2]
    return together(sums, np.diff(bounds), metric)


def together(sums: Array, sizes: Integers | int, metric: Metric) -> Array:
    """The figure of several days from the sum of theirs, by the metric's measure."""
    if metric.measure == "count":
        return sums
    if metric.measure == "rate":
        return np.asarray(np.round(sums / np.maximum(sizes, 1), 4))
    return np.asarray(np.floor(sums * np.maximum(sizes, 1.0) ** -0.25 + 1e-9))


def _hourly(by_day: Array, periods: Periods, metric: Metric) -> Array:
    row = periods.first_days - periods.first_days[0]
    if metric.measure == "rate":
        return np.zeros((len(periods), by_day.shape[1]))  # the vendor's hourly job leaves such metrics at 0
    upto, until = _profile(periods)
    if metric.measure == "unique":
        return np.asarray(np.round(1.4 * by_day[row] * (until - upto)[:, None]))
    return np.asarray(np.round(by_day[row] * until[:, None]) - np.round(by_day[row] * upto[:, None]))


def _profile(periods: Periods) -> tuple[Array, Array]:
    """Per hour the share of its day that lies before its start and before its end."""
    edges = np.zeros((26, 26))
    for hours in (23, 24, 25):
        edges[hours, 1 : hours + 1] = np.cumsum(_HOURLY[:hours]) / _HOURLY[:hours].sum()
    return edges[periods.slots_of_day, periods.slots], edges[periods.slots_of_day, periods.slots + 1]

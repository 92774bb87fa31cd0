"""Distribution analyses (V3): how often users did something, as layers, or as a statistic by day, week or month."""

from typing import Any

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.answers import Answer, Row, dimensions, metrics
from gio_pipeline.sandbox.catalog import Frequency, Metric
from gio_pipeline.sandbox.periods import DAY, Array, Periods, periods_in
from gio_pipeline.sandbox.query import BadRequest, ReportQuery

_MOST_LAYERS = 25


def frequency_answer(frequency: Frequency, query: ReportQuery) -> Answer:
    """The layers of a distribution for the whole window, or one figure a period of a trend.

    The vendor shows no finished answer: the shape is that of a chart, which is a guess.
    """
    return _trend(frequency, query) if frequency.trend else _layers(frequency, query)


def _layers(frequency: Frequency, query: ReportQuery) -> Answer:
    bounds = _bounds(query.split or frequency.split)
    periods, shares = _days(query)
    names = [_name(low, high) for low, high in zip(bounds, [*bounds[1:], None], strict=True)]
    seed = figures.key(query.seed, query.project, "frequencies", frequency.id)
    rows: list[Row] = []
    if len(periods):
        keys = np.array([figures.key(name) for name in names], np.uint64)
        base = Metric("用户数", frequency.base)
        daily = figures.per_period(seed, periods, keys, base) * shares[:, None]
        users = np.floor(daily.sum(axis=0) / np.arange(1, len(names) + 1)).astype(int).tolist()
        total = max(sum(users), 1)
        rows = [["全部访问用户", name, n, round(n / total, 4)] for name, n in zip(names, users, strict=True)]
    meta = dimensions(["目标用户", "次数"]) + metrics(["用户数", "占比"])
    return _answer(frequency, query, meta, rows, time=None)


def _trend(frequency: Frequency, query: ReportQuery) -> Answer:
    periods = periods_in(query.start, query.end, query.interval, query.settling.zone)
    shares = query.settling.shares(periods)
    periods, shares = periods.keep(shares > 0), shares[shares > 0]
    statistic = query.statistic or "avg"
    seed = figures.key(query.seed, query.project, "frequencies", frequency.id, statistic)
    values = figures.per_period(seed, periods, np.array([1], np.uint64), Metric(statistic, 6.0))
    shown = np.round(values.ravel() * shares, 2).tolist()
    rows: list[Row] = [["全部访问用户", int(at), value] for at, value in zip(periods.starts, shown, strict=True)]
    meta = dimensions(["目标用户", "时间"]) + metrics([f"次数_{statistic}"])
    return _answer(frequency, query, meta, rows, time=1)


def _answer(
    frequency: Frequency, query: ReportQuery, meta: list[dict[str, Any]], rows: list[Row], time: int | None
) -> Answer:
    head: dict[str, Any] = {"id": frequency.id, "name": frequency.name, "startTime": query.start, "endTime": query.end}
    zone, window = query.settling.zone, (query.start, query.end)
    return Answer(head, meta, rows, time=time, zone=zone, window=window, length=query.interval)


def _days(query: ReportQuery) -> tuple[Periods, Array]:
    periods = periods_in(query.start, query.end, DAY, query.settling.zone)
    shares = query.settling.shares(periods)
    return periods.keep(shares > 0), shares[shares > 0]


def _bounds(split: str) -> list[int]:
    """The lower bounds of the layers: of `10` ten of them, of `[1,5,20]` those."""
    text = split.strip("[]")
    try:
        numbers = [int(part) for part in text.split(",")]
    except ValueError:
        raise BadRequest("split must be 10, 15, 25 or a list of whole numbers") from None
    if split.startswith("["):
        return numbers
    if numbers[0] > _MOST_LAYERS:
        raise BadRequest(f"split must be {_MOST_LAYERS} at most")
    return list(range(1, numbers[0] + 1))


def _name(low: int, high: int | None) -> str:
    if high is None:
        return f"{low}次及以上"
    return f"{low}次" if high == low + 1 else f"{low}-{high - 1}次"

"""Distribution analyses (V3): how often users did something, as layers, or as a statistic by day, week or month."""

from dataclasses import dataclass

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.content import Metric, Report
from gio_pipeline.sandbox.parameters import BadRequest, ReportQuery
from gio_pipeline.sandbox.periods import DAY, periods_in
from gio_pipeline.sandbox.table import Row, Table, columns

_MOST_LAYERS = 25


@dataclass(frozen=True)
class Frequency(Report):
    """A distribution analysis: layers of how often (`split` as in a request), or a trend by day, week or month."""

    word, endpoint, only_v3 = "frequency", "frequencies", True

    base: float
    split: str = "10"
    trend: bool = False

    def answer(self, query: ReportQuery) -> Table:
        """The layers of a distribution for the whole window, or one figure a period of a trend.

        The vendor shows no finished answer: the shape is that of a chart, which is a guess.
        """
        head = {"id": self.id, "name": self.name, **query.window()}
        if self.trend:
            statistic = query.statistic or "avg"
            return Table(head, columns(["目标用户", "时间"], [f"次数_{statistic}"]), _trend(self, query, statistic))
        return Table(head, columns(["目标用户", "次数"], ["用户数", "占比"]), _layers(self, query))


def _layers(frequency: Frequency, query: ReportQuery) -> list[Row]:
    bounds = _bounds(query.split or frequency.split)
    names = [_name(low, high) for low, high in zip(bounds, [*bounds[1:], None], strict=True)]
    periods, shares = query.settling.shown(periods_in(query.start, query.end, DAY, query.settling.zone))
    if not len(periods):
        return []
    keys = figures.keys((name,) for name in names)
    final = figures.per_period(query.seed(frequency.endpoint, frequency.id), periods, keys, Metric("", frequency.base))
    daily = final * shares[:, None]
    users = np.floor(daily.sum(axis=0) / np.arange(1, len(names) + 1)).astype(int).tolist()
    total = max(sum(users), 1)
    return [["全部访问用户", name, n, round(n / total, 4)] for name, n in zip(names, users, strict=True)]


def _trend(frequency: Frequency, query: ReportQuery, statistic: str) -> list[Row]:
    periods, shares = query.settling.shown(periods_in(query.start, query.end, query.interval, query.settling.zone))
    seed = query.seed(frequency.endpoint, frequency.id, statistic)
    values = figures.per_period(seed, periods, np.array([1], np.uint64), Metric(statistic, 6.0))
    shown = np.round(values.ravel() * shares, 2).tolist()
    return [["全部访问用户", at, value] for at, value in zip(periods.starts.tolist(), shown, strict=True)]


def _bounds(split: str) -> list[int]:
    """The lower bounds of the layers: of `10` ten of them, of `[1,5,20]` those."""
    try:
        numbers = [int(part) for part in split.strip("[]").split(",")]
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

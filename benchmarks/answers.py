"""Answers of a chart as the API sends them, made up but the same on every machine."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import orjson
from numpy.typing import NDArray

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY = date(2026, 1, 1)
CHART = "benchmrk"
DIMENSIONS = ("城市", "平台", "访问来源")
PLATFORMS = ("Web", "iOS", "Android", "小程序")
# As the console's charts have them: whole floats, whole numbers, rates and averages.
METRICS = ("页面浏览量", "访问量", "访问用户量", "跳出率", "平均停留时长")


@dataclass(frozen=True)
class Shape:
    """How large an answer is: every day has one row per city, platform and source; the last `cut` rows are left out."""

    days: int
    cities: int
    sources: int
    cut: int = 0

    @property
    def rows(self) -> int:
        return self.days * self.cities * len(PLATFORMS) * self.sources - self.cut

    @property
    def values(self) -> int:
        return self.rows * len(METRICS)


# One row short of the limit of 200,000, at which an answer counts as cut off.
LARGE = Shape(days=10, cities=200, sources=25, cut=1)
SMALL = Shape(days=10, cities=20, sources=5, cut=1)
DAILY = Shape(days=1, cities=2, sources=5)
BATCH = Shape(days=1, cities=200, sources=25)
# A hundred million values of it are ten thousand days.
LONG_HISTORY = Shape(days=1, cities=10, sources=50)


@dataclass(frozen=True)
class Chart:
    """One answer: `first` is its first day; cells of metrics are `values` (rows x metrics), NaN for null."""

    shape: Shape
    first: date
    values: NDArray[np.float64]
    kept: NDArray[np.bool_]

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=each) for each in range(self.shape.days)]

    @property
    def count(self) -> int:
        """Values, nulls included."""
        return int(self.kept.sum()) * len(METRICS)

    @property
    def total(self) -> float:
        """Sum of all values."""
        return float(np.nansum(self.values[self.kept]))

    def body(self) -> bytes:
        """The answer's JSON, with 时间 listed in `meta`."""
        names = [*(DIMENSIONS[:1]), "时间", *DIMENSIONS[1:]]
        meta = [{"name": name, "dimension": True} for name in names]
        meta += [{"name": name, "metric": True} for name in METRICS]
        payload = {"id": CHART, "name": "benchmark", "interval": 86_400_000, "meta": meta, "data": self._rows()}
        return orjson.dumps(payload)

    def _rows(self) -> list[list[object]]:
        cells = zip(self._keys(), self._cells(), self.kept.tolist(), strict=True)
        return [[*key, *values] for key, values, kept in cells if kept]

    def _keys(self) -> list[tuple[str, int, str, str]]:
        cities = [f"城市{each:03}" for each in range(self.shape.cities)]
        sources = [f"utm_source_{each:02}" for each in range(self.shape.sources)]
        keys = [
            (city, milliseconds(day), platform, source)
            for day in self.days
            for city in cities
            for platform in PLATFORMS
            for source in sources
        ]
        return keys[: self.shape.rows]

    def _cells(self) -> list[tuple[object, ...]]:
        views, visits, users, rate, average = self.values.T
        whole = (views.tolist(), visits.astype(int).tolist(), users.astype(int).tolist())
        rates = [None if np.isnan(each) else each for each in rate.tolist()]
        return list(zip(*whole, rates, average.tolist(), strict=True))


def chart(shape: Shape, first: date = FIRST_DAY) -> Chart:
    """The answer for `shape.days` days from `first` on; one bounce rate in 500 is null."""
    random = np.random.default_rng(first.toordinal())
    users = random.integers(1, 9_000, shape.rows)
    visits = users + random.integers(0, 5_000, shape.rows)
    views = visits * random.integers(1, 6, shape.rows)
    rate = np.round(random.random(shape.rows), 4)
    rate[random.random(shape.rows) < 0.002] = np.nan
    average = np.round(random.random(shape.rows) * 300, 2)
    columns = np.stack([views, visits, users, rate, average], axis=1)
    return Chart(shape, first, columns.astype(np.float64), np.ones(shape.rows, bool))


def revised(before: Chart) -> Chart:
    """The same answer later: 5 % of its values changed, 1 % of its rows vanished."""
    random = np.random.default_rng(before.first.toordinal() + 1)
    values = before.values.copy()
    values[random.random(values.shape) < 0.05] += 1
    return replace(before, values=values, kept=random.random(before.shape.rows) >= 0.01)


def daily(shape: Shape, count: int, first: date = FIRST_DAY) -> list[Chart]:
    """`count` answers of one day each, oldest first."""
    return [chart(shape, first + timedelta(days=each)) for each in range(count)]


def milliseconds(day: date) -> int:
    """The day's first instant in the project's zone, as the API counts."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp() * 1000)

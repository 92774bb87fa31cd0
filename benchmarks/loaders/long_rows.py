"""From an answer's bytes to long columns, the way a careful script would: no loop per value, nothing checked."""

from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray

from benchmarks.answers import DIMENSIONS, METRICS


@dataclass(frozen=True)
class LongRows:
    """Per row of the answer its time (datetime64[us], UTC) and dimensions as JSON text; `values` is rows x metrics."""

    times: NDArray[np.datetime64]
    dimensions: list[str]
    values: NDArray[np.float64]

    @property
    def long_dimensions(self) -> NDArray[np.object_]:
        """The dimensions of each value."""
        return np.repeat(np.array(self.dimensions, object), len(METRICS))

    @property
    def metrics(self) -> NDArray[np.object_]:
        """The metric of each value."""
        return np.tile(np.array(METRICS, object), len(self.dimensions))


def long_rows(body: bytes) -> LongRows:
    """The rows of an answer whose columns are those of `answers.Chart`."""
    city, time, platform, source, *metrics = zip(*orjson.loads(body)["data"], strict=True)
    sets = zip(city, platform, source, strict=True)
    texts = [orjson.dumps(dict(zip(DIMENSIONS, each, strict=True))).decode() for each in sets]
    values = np.array(metrics, np.float64).T
    return LongRows(np.array(time, "datetime64[ms]").astype("datetime64[us]"), texts, values)

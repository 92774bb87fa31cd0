"""From the long frame to the rows of gio.points: names become numbers."""

from collections.abc import Mapping
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.copy import Points
from gio_pipeline.warehouse.dimension_sets import DimensionSet


class Encoder:
    """Turns a frame's rows into points, by numbers of metrics and of dimension sets."""

    def __init__(self, report_id: int, frame: pd.DataFrame) -> None:
        self._report_id, self._frame = report_id, frame
        self._places, self._keys = self._sets_used()

    def sets(self) -> list[DimensionSet]:
        """The dimension sets of the rows, each once."""
        texts: list[str] = self._category("dimensions").categories.to_list()
        return [(texts[key % len(texts)], key // len(texts) + 1) for key in self._keys]

    def points(self, metrics: Mapping[str, int], dims_ids: npt.NDArray[np.int32]) -> Points:
        """The points, in key order; dims_ids: of every set of `sets`, in its order."""
        frame = self._frame
        points = Points(
            self._report_id,
            frame["period_start"].to_numpy("datetime64[us]").astype(np.int64),
            dims_ids[self._places] if len(frame) else np.empty(0, np.int32),
            self._metric_ids(metrics),
            frame["value"].to_numpy(dtype=np.float64),
            frame["value_text"].to_numpy(dtype=object),
        )
        return points.in_key_order()

    def _metric_ids(self, metrics: Mapping[str, int]) -> npt.NDArray[np.int16]:
        column = self._category("metric")
        if missing := [name for name in column.categories if name not in metrics and len(column)]:
            sentence = f"metric {missing[0]} was forgotten while its values were being loaded: load them again."
            raise WarehouseError(sentence)
        numbers = np.array([metrics.get(name, 0) for name in column.categories], np.int16)
        return np.take(numbers, column.codes)

    def _sets_used(self) -> tuple[npt.NDArray[np.intp], list[int]]:
        """Each row's place among the distinct dimension sets, and these as one number each."""
        dimensions, occurrence = self._category("dimensions"), self._frame["occurrence"].to_numpy()
        codes, most = dimensions.codes, len(dimensions.categories)
        if occurrence.max(initial=1) > 1:
            places, keys = pd.factorize(codes + (occurrence.astype(np.int64) - 1) * most)
            return places, keys.tolist()
        # Counting a million codes takes a tenth of the time that hashing them would.
        used = np.flatnonzero(np.bincount(codes, minlength=most))
        place = np.zeros(most, np.intp)
        place[used] = np.arange(len(used))
        return place[codes], used.tolist()

    def _category(self, name: str) -> pd.Categorical:
        # The accessor `cat` is made anew each time, which small answers would notice.
        return cast(pd.Categorical, self._frame[name].array)

"""From the long frame to the rows of gio.points: names become numbers."""

from collections.abc import Collection, Mapping
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.copy import Points
from gio_pipeline.warehouse.dimension_sets import DimensionSet, set_hash


class Encoder:
    """Turns the frame's rows of some periods into points, by numbers of metrics and of dimension sets."""

    def __init__(self, report_id: int, frame: pd.DataFrame, starts: Collection[datetime]) -> None:
        self._report_id = report_id
        self._frame = _of(frame, starts)
        self._places, self._keys = self._sets_used()

    def sets(self) -> list[DimensionSet]:
        """The dimension sets of the rows, each once."""
        texts = self._frame["dimensions"].cat.categories
        sets = [(str(texts[key % len(texts)]), key // len(texts) + 1) for key in self._keys]
        return [(*each, set_hash(*each)) for each in sets]

    def points(self, metrics: Mapping[str, int], dims_ids: npt.NDArray[np.int32]) -> Points:
        """The points, in key order; dims_ids: of every set of `sets`, in its order."""
        frame = self._frame
        points = Points(
            self._report_id,
            frame["period_start"].astype("int64").to_numpy().astype(np.int64, copy=False),
            dims_ids[self._places] if len(frame) else np.empty(0, np.int32),
            self._metric_ids(metrics),
            frame["value"].to_numpy(dtype=np.float64),
            frame["value_text"].to_numpy(dtype=object),
        )
        return points.in_key_order()

    def _metric_ids(self, metrics: Mapping[str, int]) -> npt.NDArray[np.int16]:
        column = self._frame["metric"]
        if not len(column):
            return np.empty(0, np.int16)
        if missing := [name for name in column.cat.categories if name not in metrics]:
            sentence = f"metric {missing[0]} was forgotten while its values were being loaded: load them again."
            raise WarehouseError(sentence)
        return np.array([metrics[name] for name in column.cat.categories], np.int16)[column.cat.codes.to_numpy()]

    def _sets_used(self) -> tuple[npt.NDArray[np.intp], list[int]]:
        """Each row's place among the distinct dimension sets, and these as one number each."""
        codes = self._frame["dimensions"].cat.codes.to_numpy().astype(np.int64)
        occurrence = self._frame["occurrence"].to_numpy().astype(np.int64)
        places, keys = pd.factorize(codes + (occurrence - 1) * len(self._frame["dimensions"].cat.categories))
        return places, keys.tolist()


def _of(frame: pd.DataFrame, starts: Collection[datetime]) -> pd.DataFrame:
    chosen = frame["period_start"].isin(list(starts))
    return frame if chosen.all() else frame[chosen]


def values_by_period(frame: pd.DataFrame) -> dict[datetime, int]:
    """How many values each period has, by its start."""
    counts = frame["period_start"].value_counts(sort=False)
    return dict(zip(pd.DatetimeIndex(counts.index).to_pydatetime(), counts.tolist(), strict=True))

"""From an answer's long rows to the rows of gio.points: names become numbers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from gio_pipeline.core.answer.unpivot import Unpivoted
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.copy import Points
from gio_pipeline.warehouse.dimension_sets import DimensionSet


class Encoder:
    """Turns the rows of some periods into points, by numbers of metrics and of dimension sets."""

    def __init__(self, report_id: int, unpivoted: Unpivoted, starts: Collection[datetime]) -> None:
        self._report_id, self._unpivoted = report_id, unpivoted
        whole = unpivoted.rows_by_period.keys() <= set(starts)
        self._rows = slice(None) if whole else np.flatnonzero(_are(starts, unpivoted.starts)[unpivoted.periods])
        self._places, self._keys = self._sets_used()

    def sets(self) -> list[DimensionSet]:
        """The dimension sets of the rows, each once."""
        texts = self._unpivoted.set_texts
        return [(texts[key % len(texts)], key // len(texts) + 1) for key in self._keys]

    def points(self, metrics: Mapping[str, int], dims_ids: npt.NDArray[np.int32]) -> Points:
        """The points, in key order; dims_ids: of every set of `sets`, in its order."""
        given, rows = self._unpivoted, self._rows
        metric_ids = self._metric_ids(metrics)
        starts = np.array([int(start.timestamp()) * 1_000_000 for start in given.starts], np.int64)
        return Points(
            self._report_id,
            np.repeat(starts[given.periods[rows]], len(metric_ids)),
            np.repeat(dims_ids[self._places], len(metric_ids)),
            np.tile(metric_ids, len(self._places)),
            given.values[rows].reshape(-1),
            given.value_texts[rows].reshape(-1),
        ).in_key_order()

    def _metric_ids(self, metrics: Mapping[str, int]) -> npt.NDArray[np.int16]:
        names = self._unpivoted.metrics if len(self._places) else []
        if missing := [name for name in names if name not in metrics]:
            sentence = f"metric {missing[0]} was forgotten while its values were being loaded: load them again."
            raise WarehouseError(sentence)
        return np.array([metrics[name] for name in names], np.int16)

    def _sets_used(self) -> tuple[npt.NDArray[np.intp], list[int]]:
        """Each row's place among the distinct dimension sets, and these as one number each."""
        codes, occurrences = self._unpivoted.sets[self._rows], self._unpivoted.occurrences[self._rows]
        most = len(self._unpivoted.set_texts)
        if occurrences.max(initial=1) > 1:
            places, keys = pd.factorize(codes + (occurrences.astype(np.int64) - 1) * most)
            return places, keys.tolist()
        # Counting codes takes a tenth of the time that hashing them would.
        used = np.flatnonzero(np.bincount(codes, minlength=most))
        place = np.zeros(most, np.intp)
        place[used] = np.arange(len(used))
        return place[codes], used.tolist()


def _are(wanted: Collection[datetime], starts: Sequence[datetime]) -> npt.NDArray[np.bool_]:
    listed = frozenset(wanted)
    return np.array([start in listed for start in starts], np.bool_)

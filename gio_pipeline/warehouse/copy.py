"""Points of one report as arrays, and their COPY."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from gio_pipeline.warehouse.binary_copy import Column, Texts, copy_in

# Postgres counts microseconds from 2000-01-01.
EPOCH = 946_684_800_000_000
COLUMNS = "period_start, value, report_id, dims_id, metric_id, value_text"


@dataclass(frozen=True)
class Points:
    """Rows of gio.points of one report as equally long arrays.

    period: int64 microseconds since 1970; dims_id int32; metric_id int16; value float64 with NaN as null;
    value_text: object array of str or None.
    """

    report_id: int
    period: npt.NDArray[np.int64]
    dims_id: npt.NDArray[np.int32]
    metric_id: npt.NDArray[np.int16]
    value: npt.NDArray[np.float64]
    value_text: npt.NDArray[np.object_]

    @classmethod
    def none(cls, report_id: int) -> "Points":
        """No rows."""
        empty = [np.empty(0, kind) for kind in (np.int64, np.int32, np.int16, np.float64, object)]
        return cls(report_id, *empty)

    def __len__(self) -> int:
        return len(self.period)

    def take(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_] | slice) -> "Points":
        return Points(
            self.report_id,
            self.period[rows],
            self.dims_id[rows],
            self.metric_id[rows],
            self.value[rows],
            self.value_text[rows],
        )

    def beginning_at(self, starts: Iterable[datetime]) -> "Points":
        """Those of the periods that begin at these instants."""
        wanted = np.array([start.astimezone(UTC).replace(tzinfo=None) for start in starts], "datetime64[us]")
        return self.take(np.isin(self.period, wanted.astype(np.int64)))

    def in_key_order(self) -> "Points":
        """Rows in the order of the primary key, so that its index grows at one end."""
        if self._is_in_key_order():
            return self
        keys = self.keys(np.unique(self.period), int(self.dims_id.max()), int(self.metric_id.max()))
        return self.take(np.argsort(keys, kind="stable"))

    def _is_in_key_order(self) -> bool:
        same_period = self.period[1:] == self.period[:-1]
        same_set = same_period & (self.dims_id[1:] == self.dims_id[:-1])
        later = (self.period[1:] > self.period[:-1]) | (same_period & (self.dims_id[1:] > self.dims_id[:-1]))
        return bool((later | (same_set & (self.metric_id[1:] > self.metric_id[:-1]))).all())

    def keys(self, periods: npt.NDArray[np.int64], most_dims: int, most_metrics: int) -> npt.NDArray[np.int64]:
        """One number a row, in the order of the primary key; `periods` holds every period, ascending."""
        dims = np.searchsorted(periods, self.period) * (most_dims + 1) + self.dims_id
        return dims * (most_metrics + 1) + self.metric_id


def copy_points(
    connection: Connection,
    points: Points,
    table: str = "gio.points",
    more: Mapping[str, Column] = MappingProxyType({}),
    order: npt.NDArray[np.intp] | None = None,
) -> None:
    """Copies the points, in their order or another, into `table`: it has gio.points' columns and those of `more`."""
    columns: list[Column] = [
        points.period - EPOCH,
        points.value,
        np.broadcast_to(np.int32(points.report_id), len(points)),
        points.dims_id,
        points.metric_id,
        _encoded(points.value_text),
    ]
    copy_in(connection, f"copy {table} ({', '.join((COLUMNS, *more))})", [*columns, *more.values()], order)


def _encoded(texts: npt.NDArray[np.object_]) -> Texts:
    codes, distinct = pd.factorize(texts)
    return Texts(codes, (text.encode() for text in distinct))

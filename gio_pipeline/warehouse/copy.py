"""Binary COPY of points straight from numpy arrays.

Format: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format". Every field is its length as a
big-endian int32 followed by its bytes; -1 is null.
"""

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from gio_pipeline.warehouse.engine import driver_cursor

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
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

    def __len__(self) -> int:
        return len(self.period)

    def take(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> "Points":
        return Points(
            self.report_id,
            self.period[rows],
            self.dims_id[rows],
            self.metric_id[rows],
            self.value[rows],
            self.value_text[rows],
        )

    def in_key_order(self) -> "Points":
        """Rows in the order of the primary key, so that its index grows at one end."""
        same_period = self.period[1:] == self.period[:-1]
        same_set = same_period & (self.dims_id[1:] == self.dims_id[:-1])
        later = (self.period[1:] > self.period[:-1]) | (same_period & (self.dims_id[1:] > self.dims_id[:-1]))
        if (later | (same_set & (self.metric_id[1:] > self.metric_id[:-1]))).all():
            return self
        return self.take(np.lexsort((self.metric_id, self.dims_id, self.period)))


def copy_points(connection: Connection, points: Points, table: str = "gio.points") -> None:
    """Copies the points into `table`, which has the columns of gio.points."""
    has_text = pd.notna(points.value_text)
    is_null = np.isnan(points.value)
    parts = [HEADER]
    for null in (False, True):
        rows = ~has_text & (is_null == null)
        if rows.any():
            parts.append(_fixed(points if rows.all() else points.take(rows), null).tobytes())
    if has_text.any():
        parts.append(_with_text(points.take(has_text)))
    parts.append(TRAILER)
    with driver_cursor(connection) as cursor:
        cursor.copy_expert(f"copy {table} ({COLUMNS}) from stdin (format binary)", io.BytesIO(b"".join(parts)), 1 << 18)


def _layout(null_value: bool, text: bool = False) -> np.dtype[np.void]:
    value = [] if null_value else [("value", ">f8")]
    tail = [] if text else [("no_text", ">i4")]
    fields = [("fields", ">i2"), ("period_n", ">i4"), ("period", ">i8"), ("value_n", ">i4"), *value]
    fields += [("report_n", ">i4"), ("report", ">i4"), ("dims_n", ">i4"), ("dims", ">i4")]
    return np.dtype([*fields, ("metric_n", ">i4"), ("metric", ">i2"), *tail])


def _fixed(points: Points, null_value: bool, text: bool = False) -> npt.NDArray[np.void]:
    rows = np.empty(len(points), _layout(null_value, text))
    rows["fields"], rows["period_n"], rows["report_n"], rows["dims_n"], rows["metric_n"] = 6, 8, 4, 4, 2
    rows["period"] = points.period - EPOCH
    rows["value_n"] = -1 if null_value else 8
    if not null_value:
        rows["value"] = points.value
    rows["report"], rows["dims"], rows["metric"] = points.report_id, points.dims_id, points.metric_id
    if not text:
        rows["no_text"] = -1
    return rows


def _with_text(points: Points) -> bytes:
    encoded: dict[str, bytes] = {}
    is_null = np.isnan(points.value)
    parts = []
    for null in (False, True):
        chosen = points.take(np.flatnonzero(is_null == null))
        fixed = _fixed(chosen, null, text=True)
        size, raw = fixed.dtype.itemsize, fixed.tobytes()
        for row, text in enumerate(chosen.value_text):
            if text not in encoded:
                data = text.encode()
                encoded[text] = len(data).to_bytes(4, "big") + data
            parts.append(raw[row * size : (row + 1) * size])
            parts.append(encoded[text])
    return b"".join(parts)

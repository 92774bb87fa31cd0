"""What distinguishes new points from those that are stored."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from gio_pipeline.warehouse.binary_copy import copy_out
from gio_pipeline.warehouse.copy import EPOCH, Points
from gio_pipeline.warehouse.statements import sql

# As sql/load/select_points.sql gives them: a null value is NaN, which no value is; no text is 0.
_LAYOUT = np.dtype(
    [("place", "V6"), ("period", "i8"), ("dims_id", "i4"), ("metric_id", "i2"), ("value", "f8"), ("text", "u8")]
)
NEW, CHANGED, VANISHED = b"n", b"c", b"v"


@dataclass(frozen=True)
class Differences:
    """Points to insert, to change and to delete, as `change` says; those to delete have neither value nor text.

    places: where the server has them (tid); zeros where it does not.
    """

    points: Points
    change: npt.NDArray[np.bytes_]
    places: npt.NDArray[np.void]

    def count(self, change: bytes) -> int:
        return int((self.change == change).sum())


def differences(connection: Connection, points: Points, starts: Sequence[datetime]) -> Differences:
    """Compares the points, in key order, with the stored ones of the periods that begin at `starts`.

    Comparing here what the server hands out costs half of what its joins of as many rows would. Nobody else may write
    these periods until the transaction ends.
    """
    values = {"report_id": points.report_id, "starts": list(starts)}
    stored = copy_out(connection, sql("load/select_points"), values, _LAYOUT)
    old = _as_points(points.report_id, stored)
    new_keys, old_keys = _keys(points, old)
    if not (old_keys[1:] > old_keys[:-1]).all():
        order = np.argsort(old_keys, kind="stable")
        old, old_keys, stored = old.take(order), old_keys[order], stored[order]
    found, at = _found(new_keys, old_keys)
    same = found.copy()
    same[found] = _same(points.take(found), old.take(at[found]), stored["text"][at[found]])
    vanished = np.ones(len(old), np.bool_)
    vanished[at[found]] = False
    new, changed = points.take(~found), points.take(found & ~same)
    places = [np.zeros(len(new), "V6"), stored["place"][at[found & ~same]], stored["place"][vanished]]
    return _differences([new, changed, _emptied(old.take(vanished))], places)


def _differences(kinds: Sequence[Points], places: Sequence[npt.NDArray[np.void]]) -> Differences:
    change = np.repeat(np.array([NEW, CHANGED, VANISHED]), [len(points) for points in kinds])
    arrays = {
        name: np.concatenate([getattr(points, name) for points in kinds])
        for name in ("period", "dims_id", "metric_id", "value", "value_text")
    }
    return Differences(Points(kinds[0].report_id, **arrays), change, np.concatenate(places))


def _as_points(report_id: int, stored: npt.NDArray[np.void]) -> Points:
    return Points(
        report_id,
        stored["period"].astype(np.int64) + EPOCH,
        stored["dims_id"].astype(np.int32),
        stored["metric_id"].astype(np.int16),
        stored["value"].astype(np.float64),
        np.empty(len(stored), object),
    )


def _emptied(points: Points) -> Points:
    return replace(points, value=np.full(len(points), np.nan))


def _keys(new: Points, old: Points) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    periods = np.unique(np.concatenate([np.unique(new.period), np.unique(old.period)]))
    most_dims = max(int(points.dims_id.max(initial=0)) for points in (new, old))
    most_metrics = max(int(points.metric_id.max(initial=0)) for points in (new, old))
    return new.keys(periods, most_dims, most_metrics), old.keys(periods, most_dims, most_metrics)


def _found(
    new: npt.NDArray[np.int64], old: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Whether each new key is among the old ones (ascending), and where."""
    if not len(old):
        return np.zeros(len(new), np.bool_), np.zeros(len(new), np.intp)
    at = np.minimum(np.searchsorted(old, new), len(old) - 1)
    return old[at] == new, at


def _same(new: Points, old: Points, old_text: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    same_value = (new.value == old.value) | (np.isnan(new.value) & np.isnan(old.value))
    same: npt.NDArray[np.bool_] = same_value & (_text_hashes(new.value_text) == old_text)
    return same


def _text_hashes(texts: npt.NDArray[np.object_]) -> npt.NDArray[np.uint64]:
    """The first eight bytes of each text's SHA-256; 0 where there is no text."""
    codes, distinct = pd.factorize(texts)
    digests = [hashlib.sha256(text.encode()).digest()[:8] for text in distinct]
    # The code of no text is -1: the zero at the end.
    hashes = np.array([*(int.from_bytes(digest, "big") for digest in digests), 0], np.uint64)
    return hashes[codes]

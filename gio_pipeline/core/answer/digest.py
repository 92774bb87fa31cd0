"""A digest per period of an answer's canonical rows: equal digests stand for equal rows, in whatever order they came.

A row's hash is a sum over its dimensions, a period's digest a sum over its cells, in two independent 64-bit lanes
modulo 2^64: sums do not depend on order, and count what comes twice.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from gio_pipeline.core.answer.cell_codes import Values

# Part of every digest: raise it when the canonical form changes, and all periods are compared anew.
VERSION = 1

Lane = NDArray[np.uint64]
Lanes = tuple[Lane, Lane]

_STEPS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95))


def text_lanes(texts: Iterable[str], *, kind: str) -> Lanes:
    """Two 64-bit hashes per text; the same text as another `kind` of thing gets others."""
    person = kind.encode()
    raw = b"".join(blake2b(text.encode(), digest_size=16, person=person).digest() for text in texts)
    both = np.frombuffer(raw, "<u8").astype(np.uint64).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()


def row_lanes(dimensions: Sequence[Lanes], occurrence: NDArray[np.int16]) -> Lanes:
    """Per row a hash of its dimensions (one pair of lanes each, order without meaning) and its occurrence."""
    lanes = []
    for lane in (0, 1):
        total = occurrence.astype(np.uint64)
        for dimension in dimensions:
            total += dimension[lane]
        lanes.append(_mix(total, lane))
    return lanes[0], lanes[1]


def cell_lanes(rows: Lanes, metric: str, cells: Values) -> Lanes:
    """Per row the hash of one metric's cell: its row, metric, value (0.0 and -0.0 are one, null its own) and text."""
    names = text_lanes([metric], kind="metric")
    texts = None if cells.text_codes is None else text_lanes(cells.texts, kind="text")
    canonical = cells.values + 0.0
    canonical[np.isnan(canonical)] = np.nan
    bits = canonical.view(np.uint64)
    lanes = []
    for lane in (0, 1):
        cell = _mix(bits + names[lane], lane)
        if texts is not None:
            # The code of "no text" is -1: the appended zero.
            cell += np.append(texts[lane], np.uint64(0))[cells.text_codes]
        cell += rows[lane]
        lanes.append(_mix(cell, lane))
    return lanes[0], lanes[1]


def period_digests(sums: Lanes, counts: NDArray[np.int64]) -> list[bytes]:
    """16 bytes per period from the sums of its lanes and the number of its rows."""
    fields = np.stack([sums[0], sums[1], counts.astype(np.uint64)], axis=1).astype("<u8")
    return [blake2b(row.tobytes(), digest_size=16, person=b"period", salt=bytes([VERSION])).digest() for row in fields]


def _mix(numbers: Lane, lane: int) -> Lane:
    """splitmix64, in place: every bit of a number moves every bit of its hash; each lane has its own step."""
    numbers += _STEPS[lane]
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        numbers ^= numbers >> np.uint64(shift)
        numbers *= np.uint64(factor)
    numbers ^= numbers >> np.uint64(31)
    return numbers

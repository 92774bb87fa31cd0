"""Names to numbers: metrics and dimension sets of one report, made where they are new.

They are committed on their own before the points that use them: a name that nothing uses yet is invisible,
and loads of other windows of the same report need not wait for this one.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, text

from gio_pipeline.core.labels import metric_series
from gio_pipeline.core.windows import Kind
from gio_pipeline.warehouse.binary_copy import Column, Texts, copy_in
from gio_pipeline.warehouse.statements import sql

BATCH = 20_000
# Every jsonb in binary begins with the version of its form.
_JSONB = b"\1"


def name_hash(name: str) -> str:
    """First half of the SHA-256 in hex: names can be longer than an index entry."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def set_hash(dimensions: str, occurrence: int) -> str:
    return name_hash(f"{occurrence} {dimensions}")


def lock_dictionary(connection: Connection, report_id: int) -> None:
    connection.execute(text(sql("load/lock_dictionary")), {"report_id": report_id})


def metric_ids(connection: Connection, report_id: int) -> dict[str, int]:
    rows = connection.execute(text(sql("load/select_metrics")), {"report_id": report_id})
    return {row.name: row.metric_id for row in rows}


def add_metrics(connection: Connection, report_id: int, names: Sequence[str], kind: Kind) -> None:
    """Numbers the names that are new, in the order given."""
    series = [metric_series(kind, name) for name in names]
    values = {
        "report_id": report_id,
        "names": list(names),
        "positions": list(range(len(names))),
        "series": [each.series for each in series],
        "numbers": [each.number for each in series],
        "hashes": [name_hash(name) for name in names],
    }
    connection.execute(text(sql("load/insert_metrics")), values)


def dimension_set_ids(connection: Connection, report_id: int, hashes: Sequence[str]) -> dict[str, int]:
    """The numbers of those of the sets that are stored, by hash."""
    found: dict[str, int] = {}
    for first in range(0, len(hashes), BATCH):
        # One literal: an array of as many would be parsed as that many expressions.
        values = {"report_id": report_id, "hashes": f"{{{','.join(hashes[first : first + BATCH])}}}"}
        rows = connection.execute(text(sql("load/select_dimension_sets")), values)
        found.update((hashed, dims_id) for hashed, dims_id in rows)
    return found


def add_dimension_sets(connection: Connection, report_id: int, sets: Sequence[tuple[str, int, str]]) -> dict[str, int]:
    """Stores (canonical text, occurrence, hash) triples that are new and returns their numbers by hash.

    The caller has the dictionary's lock and has looked that they are new.
    """
    numbers = connection.execute(text(sql("load/next_dims_ids")), {"count": len(sets)}).scalars().all()
    columns: list[Column] = [
        np.array(numbers, np.int32),
        np.full(len(sets), report_id, np.int32),
        np.array([occurrence for _, occurrence, _ in sets], np.int16),
        Texts(np.arange(len(sets)), (_JSONB + dimensions.encode() for dimensions, _, _ in sets)),
        np.array([bytes.fromhex(hashed) for _, _, hashed in sets], "S16"),
    ]
    copy_in(connection, "copy gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash)", columns)
    return {hashed: number for number, (_, _, hashed) in zip(numbers, sets, strict=True)}

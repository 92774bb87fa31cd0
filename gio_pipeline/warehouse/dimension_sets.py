"""Dimension sets to numbers; how and when they are stored says `store`."""

from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import Connection

from gio_pipeline.warehouse.binary_copy import Column, Texts, copy_in
from gio_pipeline.warehouse.metric_names import name_hash
from gio_pipeline.warehouse.statements import execute

BATCH = 20_000
# Every jsonb in binary begins with the version of its form.
_JSONB = b"\1"

# Canonical text, occurrence.
DimensionSet = tuple[str, int]


def set_hash(dimensions: str, occurrence: int) -> str:
    return name_hash(f"{occurrence} {dimensions}")


def dimension_set_ids(connection: Connection, report_id: int, hashes: Sequence[str]) -> dict[str, int]:
    """The numbers of those of the sets that are stored, by hash."""
    found: dict[str, int] = {}
    for first in range(0, len(hashes), BATCH):
        # One literal: an array of as many would be parsed as that many expressions.
        listed = f"{{{','.join(hashes[first : first + BATCH])}}}"
        rows = execute(connection, "dimension_sets/select_dimension_sets", report_id=report_id, hashes=listed)
        found.update({row.hashed: row.dims_id for row in rows})
    return found


def next_dimension_set_ids(connection: Connection, count: int) -> list[int]:
    """Numbers that no dimension set has."""
    return list(execute(connection, "dimension_sets/next_dims_ids", count=count).scalars())


def add_dimension_sets(
    connection: Connection, report_id: int, sets: Mapping[str, DimensionSet], ids: Sequence[int]
) -> None:
    """Stores sets under these numbers; the caller has the dictionary's lock and has looked that they are new.

    sets: by hash.
    """
    columns: list[Column] = [
        np.array(ids, np.int32),
        np.full(len(sets), report_id, np.int32),
        np.array([occurrence for _, occurrence in sets.values()], np.int16),
        Texts(np.arange(len(sets)), (_JSONB + dimensions.encode() for dimensions, _ in sets.values())),
        np.array([bytes.fromhex(hashed) for hashed in sets], "S16"),
    ]
    copy_in(connection, "copy gio.dimension_sets (dims_id, report_id, occurrence, dimensions, hash)", columns)

"""Names to numbers: metrics and dimension sets of one report, made where they are new.

They are committed on their own before the points that use them: a name that nothing uses yet is invisible,
and loads of other windows of the same report need not wait for this one.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection

from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.warehouse.statements import execute


def name_hash(name: str) -> str:
    """First half of the SHA-256 in hex: names can be longer than an index entry."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def lock_names(connection: Connection, report_id: int) -> None:
    execute(connection, "metric_names/lock_dictionary", report_id=report_id)


def metric_ids(connection: Connection, report_id: int) -> dict[str, int]:
    rows = execute(connection, "metric_names/select_metrics", report_id=report_id)
    return {row.name: row.metric_id for row in rows}


def add_metrics(connection: Connection, report_id: int, names: Sequence[str], kind: Kind) -> None:
    """Numbers the names that are new, in the order given."""
    series = [KINDS[kind].series(name) for name in names]
    execute(
        connection,
        "metric_names/insert_metrics",
        report_id=report_id,
        names=list(names),
        positions=list(range(len(names))),
        series=[each.series for each in series],
        numbers=[each.number for each in series],
        hashes=[name_hash(name) for name in names],
    )

"""Writing points of periods that are locked: new periods by COPY, others by what distinguishes them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, text

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.copy import Points, copy_points
from gio_pipeline.warehouse.differences import CHANGED, NEW, VANISHED, Differences, differences
from gio_pipeline.warehouse.statements import execute, sql

# So many fit into one statement; for more a table is quicker.
FEW = 1_000
# For fewer the index has too few pages to lose.
MANY = 10_000
_TABLE = {
    "{incoming}": "pg_temp.incoming i",
    "{vanished}": "array(select place from pg_temp.incoming where change = 'v')",
    "{changed}": "array(select place from pg_temp.incoming where change = 'c')",
}


class Counts(Protocol):
    """What is counted of one period."""

    inserted: int
    changed: int
    deleted: int


@dataclass(frozen=True)
class Restating:
    """Whose final periods' differences are kept as restatements, and by which load."""

    project: str
    report: str
    finals: Sequence[datetime]
    now: datetime
    load_id: int


def insert_points(connection: Connection, points: Points) -> None:
    """Writes the points of periods that have none.

    Rows in order leave the pages of an index half full where others stand behind them: of a newer period, or of another
    report. There eleven of twenty go first, and the others fill these pages up: half of them would split some again.
    """
    order = None
    if len(points) >= MANY:
        last = datetime.fromtimestamp(int(points.period[-1]) / 1e6, UTC)
        if execute(connection, "points/has_rows_behind", report_id=points.report_id, last=last).scalar_one():
            first = np.arange(len(points)) * 11 % 20 < 11
            order = np.r_[np.flatnonzero(first), np.flatnonzero(~first)]
    copy_points(connection, points, order=order)


def replace_points(
    connection: Connection, points: Points, restating: Restating, by_start: Mapping[datetime, Counts]
) -> None:
    """Makes the stored points of some periods equal to these and counts what that took, period by period.

    Raises WarehouseError where somebody else writes to the same periods.
    """
    found = differences(connection, points, list(by_start))
    if not len(found.points):
        return
    values = vars(restating) | {"report_id": points.report_id}
    parts, given = (_TABLE, dict[str, Any]()) if len(found.points) > FEW else _as_arrays(found)
    if parts is _TABLE:
        _stage(connection, found)
    statement = sql("points/apply_differences")
    for name, part in parts.items():
        statement = statement.replace(name, part)
    for what, start, count in connection.execute(text(statement), values | given):
        setattr(by_start[start], what, count)
    _check(found, by_start.values(), restating)


def _check(found: Differences, counts: Collection[Counts], restating: Restating) -> None:
    done = [sum(getattr(each, what) for each in counts) for what in ("inserted", "changed", "deleted")]
    if done != [found.count(each) for each in (NEW, CHANGED, VANISHED)]:
        report = f"{restating.project}/{restating.report}"
        raise WarehouseError(f"Somebody else wrote to gio.points while {report} was being loaded: load it again.")


def _stage(connection: Connection, found: Differences) -> None:
    execute(connection, "points/create_incoming")
    more = {"change": found.change, "place": found.places, "old_value": found.old_value, "had_text": found.had_text}
    copy_points(connection, found.points, "pg_temp.incoming", more)
    connection.execute(text("analyze pg_temp.incoming"))


def _as_arrays(found: Differences) -> tuple[dict[str, str], dict[str, Any]]:
    """Parts of the statement, and the rows as one array a column."""
    points = found.points
    values: dict[str, Any] = {
        "starts": [datetime.fromtimestamp(period / 1e6, UTC) for period in points.period.tolist()],
        "dims": points.dims_id.tolist(),
        "metrics": points.metric_id.tolist(),
        "new_values": _numbers(points.value),
        "texts": points.value_text.tolist(),
        "changes": [change.decode() for change in found.change.tolist()],
        "places": _places(found.places),
        "old_values": _numbers(found.old_value),
        "had_texts": found.had_text.tolist(),
    }
    for name, kind in (("vanished", VANISHED), ("changed", CHANGED)):
        values[name] = _places(found.places[found.change == kind])
    parts = {
        "{incoming}": sql("points/given_differences"),
        "{vanished}": "cast(:vanished as tid[])",
        "{changed}": "cast(:changed as tid[])",
    }
    return parts, values


def _numbers(values: npt.NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _places(places: npt.NDArray[np.void]) -> list[str]:
    """Places as Postgres writes them: (block,row)."""
    parts = np.frombuffer(places.tobytes(), np.dtype([("block", ">u4"), ("row", ">u2")]))
    return [f"({block},{row})" for block, row in parts.tolist()]

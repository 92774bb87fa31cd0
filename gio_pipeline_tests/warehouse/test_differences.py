"""New points beside stored ones: what is inserted, changed and deleted, against a comparison by dictionaries."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, text

from gio_pipeline.warehouse.copy import Points, copy_points
from gio_pipeline.warehouse.differences import CHANGED, NEW, VANISHED, Differences, differences

Key = tuple[int, int, int]
Cell = tuple[float | None, str | None]
REPORT = 7
DAYS = [datetime(2026, 6, 1, 16, tzinfo=UTC) + timedelta(days=each) for each in range(4)]
CELLS: list[Cell] = [
    (1.0, None),
    (0.0, None),
    (-3.5, None),
    (None, None),
    (None, ""),
    (None, "-"),
    (None, "NaN"),
    (0.123, "12.3%"),
    (0.123, "12.30%"),
    (None, "汉字"),
    (2.0**53, "9007199254740993"),
    (None, "x" * 300),
]


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection


def test_every_point_that_differs_is_found_and_no_other(connection: Connection) -> None:
    for seed in range(40):
        chance = random.Random(seed)
        before, after = cells(chance), cells(chance)
        # Half of what both hold is the same.
        after |= {key: before[key] for key in before.keys() & after.keys() if chance.random() < 0.5}
        connection.execute(text("truncate gio.points"))
        copy_points(connection, points(before))
        copy_points(connection, points({(0, 1, 1): (5.0, None)}, report_id=REPORT + 1))
        found = differences(connection, points(after).in_key_order(), DAYS)
        assert as_cells(found, NEW) == {key: after[key] for key in after.keys() - before.keys()}
        common = before.keys() & after.keys()
        assert as_cells(found, CHANGED) == {key: after[key] for key in common if after[key] != before[key]}
        assert as_cells(found, VANISHED) == dict.fromkeys(before.keys() - after.keys(), (None, None))
        assert at_their_places(connection, found) == {key: key for key in keys(found) if key in before}
        assert as_before(found) == {
            key: (before[key][0], before[key][1] is not None) if key in before else (None, False) for key in keys(found)
        }


def test_what_is_copied_in_is_what_postgres_has(connection: Connection) -> None:
    given = {(day, dims, 1): cell for day in range(2) for dims, cell in enumerate(CELLS)}
    copy_points(connection, points(given))
    rows = connection.execute(text("select period_start, dims_id, metric_id, value, value_text from gio.points"))
    assert {(DAYS.index(row[0]), row[1], row[2]): (row[3], row[4]) for row in rows} == given


def test_nothing_stored_and_nothing_new_differ_in_nothing(connection: Connection) -> None:
    assert len(differences(connection, points({}), DAYS).points) == 0


def cells(chance: random.Random) -> dict[Key, Cell]:
    """The rows of a window by (day, dimension set, metric); few, none, or of many sets."""
    sets = chance.choice([1, 3, 40])
    share = chance.choice([0.0, 0.3, 1.0])
    keys = [(day, dims, metric) for day in range(4) for dims in range(1, sets + 1) for metric in (0, 1, 300)]
    return {key: chance.choice(CELLS) for key in keys if chance.random() < share}


def points(given: dict[Key, Cell], report_id: int = REPORT) -> Points:
    microseconds = [int(DAYS[day].timestamp()) * 1_000_000 for day, _, _ in given]
    texts = np.empty(len(given), object)
    texts[:] = [written for _, written in given.values()]
    return Points(
        report_id,
        np.array(microseconds, np.int64),
        np.array([dims for _, dims, _ in given], np.int32),
        np.array([metric for _, _, metric in given], np.int16),
        np.array([np.nan if value is None else value for value, _ in given.values()], np.float64),
        texts,
    )


def keys(found: Differences) -> list[Key]:
    days = [DAYS.index(datetime.fromtimestamp(each / 1e6, UTC)) for each in found.points.period.tolist()]
    return list(zip(days, found.points.dims_id.tolist(), found.points.metric_id.tolist(), strict=True))


def as_cells(found: Differences, change: bytes) -> dict[Key, Cell]:
    values = [None if np.isnan(each) else each for each in found.points.value.tolist()]
    given = zip(keys(found), found.change, values, found.points.value_text, strict=True)
    return {key: (value, written) for key, kind, value, written in given if kind == change}


def as_before(found: Differences) -> dict[Key, tuple[float | None, bool]]:
    values = [None if np.isnan(each) else each for each in found.old_value.tolist()]
    return dict(zip(keys(found), zip(values, found.had_text.tolist(), strict=True), strict=True))


def at_their_places(connection: Connection, found: Differences) -> dict[Key, Key]:
    """Per difference the stored row that its place leads to."""
    connection.execute(text('create temporary table given (like gio.points, change "char", place tid)'))
    copy_points(connection, found.points, "pg_temp.given", {"change": found.change, "place": found.places})
    named = "{0}.period_start, {0}.dims_id, {0}.metric_id"
    columns = ", ".join(named.format(each) for each in ("g", "p"))
    statement = f"select {columns} from pg_temp.given g join gio.points p on p.ctid = g.place"
    rows = connection.execute(text(statement)).all()
    connection.execute(text("drop table pg_temp.given"))
    return {(DAYS.index(row[0]), row[1], row[2]): (DAYS.index(row[3]), row[4], row[5]) for row in rows}

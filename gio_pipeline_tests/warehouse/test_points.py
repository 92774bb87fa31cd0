"""Differences are applied by their places, whatever Postgres knows or does not know of the table."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from gio_pipeline.core.outcome import Outcome
from gio_pipeline.core.periods import State
from gio_pipeline.warehouse.copy import Points, copy_points
from gio_pipeline.warehouse.migrate import upgrade
from gio_pipeline.warehouse.points import Restating, insert_points, replace_points

DAY = datetime(2026, 6, 1, 16, tzinfo=UTC)
OTHERS = [DAY + timedelta(days=n) for n in range(1, 40)]
RESTATING = Restating("shop", "views", [DAY], DAY, 7)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = create_engine(database_url, poolclass=NullPool)
    upgrade(made)
    yield made
    made.dispose()


def points(start: datetime, count: int, values: object) -> Points:
    micros = int(start.timestamp() * 1e6)
    return Points(
        1,
        np.full(count, micros, np.int64),
        np.arange(1, count + 1, dtype=np.int32),
        np.zeros(count, np.int16),
        np.broadcast_to(np.asarray(values, np.float64), count),
        np.full(count, None, object),
    )


def hold(connection: Connection, count: int) -> None:
    connection.execute(
        text(
            "insert into gio.reports (project, report, kind, grain, project_uid, source_id, timezone,"
            " settle_after_hour, settle_day_at) values"
            " ('shop', 'views', 'chart', 'day', 'u', 'i', 'Asia/Shanghai', '30 min', '04:00')"
        )
    )
    connection.execute(
        text(
            "insert into gio.metrics (report_id, metric_id, name, position, name_hash)"
            " values (1, 0, 'pv', 0, gen_random_uuid())"
        )
    )
    connection.execute(
        text(
            "insert into gio.dimension_sets (report_id, occurrence, dimensions, hash)"
            " select 1, 1, jsonb_build_object('n', n), gen_random_uuid() from generate_series(1, :count) n"
        ),
        {"count": count},
    )
    for start in [DAY, *OTHERS]:
        copy_points(connection, points(start, count, 1.0))


@pytest.mark.parametrize("known", [False, True], ids=["no statistics", "statistics"])
@pytest.mark.parametrize("changed", [400, 2_000], ids=["few", "many"])
def test_differences_are_found_by_their_places_and_no_plan_reads_the_table(
    engine: Engine, changed: int, known: bool
) -> None:
    count = 3_000
    with engine.begin() as connection:
        hold(connection, count)
        if known:
            connection.execute(text("analyze gio.points"))
    values = np.ones(count)
    values[:changed] = 2.0
    new = points(DAY, count, values).take(slice(0, count - 100))
    outcome, plan = Outcome(State.FINAL), list[str]()

    def explain(connection: Connection, cursor: object, statement: str, given: Any, *_: object) -> tuple[str, Any]:
        if statement.startswith("with deleted"):
            with closing(connection.connection.cursor()) as own:
                own.execute(f"explain {statement}", given)
                plan.extend(line for (line,) in own.fetchall())
        return statement, given

    with engine.begin() as connection:
        event.listen(connection, "before_cursor_execute", explain, retval=True)
        replace_points(connection, new, RESTATING, {DAY: outcome})
    assert (outcome.changed, outcome.deleted, outcome.inserted) == (changed, 100, 0)
    told = "\n".join(plan)
    assert len(re.findall(r"Tid Scan on points", told)) >= 2, told
    assert re.findall(r"(?:Seq|Heap|Index|Index Only) Scan .*\bpoints\b", told) == [], told


def test_days_that_are_stored_newest_first_take_no_more_room_than_those_stored_oldest_first(engine: Engine) -> None:
    count, sizes = 30_000, []
    with engine.begin() as connection:
        hold(connection, 0)
        for days in (OTHERS[:4], OTHERS[3::-1]):
            connection.execute(text("truncate gio.points"))
            for day in days:
                insert_points(connection, points(day, count, 1.0))
            sizes.append(connection.execute(text("select pg_indexes_size('gio.points')")).scalar_one())
            held = "select period_start, count(*), count(distinct dims_id) from gio.points group by 1 order by 1"
            assert [tuple(row) for row in connection.execute(text(held))] == [(d, count, count) for d in OTHERS[:4]]
    oldest_first, newest_first = sizes
    assert newest_first <= oldest_first * 1.05

"""A loading process is killed in every state that pg_stat_activity can show: the window is old or new, and heals."""

from dataclasses import dataclass

import pytest

from gio_pipeline_tests.reliability.holding import Backend, holding
from gio_pipeline_tests.reliability.loading import loading
from gio_pipeline_tests.reliability.truth import answered, everything, stored
from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"
XIAN = {"城市": "西安"}


@pytest.fixture
def bench(workbench: Workbench) -> Workbench:
    """Three days are loaded; a load of these and the day before has something to insert, to change and to delete."""
    workbench.faults({"fault": "drop_rows", "match": "cityPv01", "share": 1, "where": XIAN})
    assert workbench.load(CITY, "2026-06-07", "2026-06-09").ok
    workbench.faults(
        {"fault": "scale", "match": "cityPv01", "date": "2026-06-08", "factor": 2},
        {"fault": "drop_rows", "match": "cityPv01", "date": "2026-06-09", "share": 0.25},
        {"fault": "add_metric", "match": "cityPv01", "name": "新指标"},
    )
    return workbench


@dataclass(frozen=True)
class Moment:
    """A statement of a load: where a trigger holds it, and how it begins."""

    table: str
    action: str
    statement: str
    row: int = 1

    def __str__(self) -> str:
        return f"{self.action} {self.table}, {self.statement}"


MOMENTS = [
    Moment("metrics", "before insert", "insert into gio.metrics%"),
    Moment("reports", "before update", "update gio.reports%set source_name%"),
    Moment("coverage", "before insert", "with valid%"),
    Moment("dimension_sets", "before insert", "copy gio.dimension_sets%", row=3),
    Moment("points", "before insert", "copy gio.points%", row=60),
    Moment("restatements", "before insert", "with deleted%"),
    Moment("points", "before delete", "with deleted%", row=5),
    Moment("points", "before update", "with deleted%", row=60),
    Moment("points", "before insert", "with deleted%", row=5),
    Moment("coverage", "before update", "with answered%"),
    Moment("loads", "before insert", "with answered%"),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_load_killed_during_a_statement_leaves_the_old_window(bench: Workbench, moment: Moment) -> None:
    before = everything(bench)
    with holding(bench.database_url, moment.table, moment.action, moment.statement, moment.row) as held:
        with loading(bench, CITY, "2026-06-06", "2026-06-09") as loader:
            seen = held.seen(lambda backend: backend.held)
            assert (seen.state, begins(seen, moment.statement)) == ("active", True)
            loader.kill()
        held.release()
        held.nothing_left()
    assert everything(bench) == before
    heals(bench)


def test_a_load_killed_between_its_last_statement_and_the_commit_leaves_the_old_window(bench: Workbench) -> None:
    before = everything(bench)
    with holding(bench.database_url, "loads", "before insert", "with answered%") as held:
        with loading(bench, CITY, "2026-06-06", "2026-06-09") as loader:
            inserting = held.seen(lambda backend: backend.held)
            loader.stop()
            held.release()
            idle = held.seen(lambda backend: backend.pid == inserting.pid and backend.state != "active")
            assert (idle.state, begins(idle, "with answered%")) == ("idle in transaction", True)
            loader.kill()
        held.nothing_left()
    assert everything(bench) == before
    heals(bench)


def test_a_load_killed_during_its_commit_leaves_the_new_window(bench: Workbench) -> None:
    # Postgres has the COMMIT by then, and finishes what it is told even if nobody waits for the answer.
    with holding(bench.database_url, "loads", "commit", "%") as held:
        with loading(bench, CITY, "2026-06-06", "2026-06-09") as loader:
            committing = held.seen(lambda backend: backend.held)
            assert (committing.state, committing.query) == ("active", "COMMIT")
            loader.kill()
        held.release()
        held.nothing_left()
    assert stored(bench, CITY) == answered(bench, "cityPv01", "2026-06-06", "2026-06-09")
    assert bench.query("select status from gio.loads order by load_id") == [("done",), ("done",)]
    heals(bench)


def test_a_load_killed_while_it_waits_for_another_does_not_keep_the_third_waiting(bench: Workbench) -> None:
    with (
        holding(bench.database_url, "loads", "before insert", "with answered%") as held,
        loading(bench, CITY, "2026-06-06", "2026-06-09") as first,
    ):
        held.seen(lambda backend: backend.held)
        with loading(bench, CITY, "2026-06-06", "2026-06-09") as second:
            held.seen(lambda backend: backend.wait_event_type == "Lock" and not backend.held)
            second.kill()
        held.release()
        assert first.result()["ok"]
    heals(bench)


def begins(backend: Backend, pattern: str) -> bool:
    return all(part in backend.query for part in pattern.split("%")) and backend.query.startswith(pattern.split("%")[0])


def heals(bench: Workbench) -> None:
    """The next load needs no help, and the one after it finds nothing to do."""
    assert bench.load(CITY, "2026-06-06", "2026-06-09").ok
    assert stored(bench, CITY) == answered(bench, "cityPv01", "2026-06-06", "2026-06-09")
    again = bench.load(CITY, "2026-06-06", "2026-06-09")
    assert (again.ok, again.count("inserted"), again.count("changed"), again.count("deleted")) == (True, 0, 0, 0)

"""The shared rate limit, by the clock of the database."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from sqlalchemy import Engine, create_engine, text

from gio_pipeline.core.config.specs import Credentials, Priority
from gio_pipeline.core.errors import RateLimited
from gio_pipeline.warehouse.availability import WarehouseAway
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.rate_limits import PostgresRateGate, project_key
from gio_pipeline_tests.reliability.holding import eventually

CREDENTIALS = Credentials(uid="nxog09md", base_url="https://www.growingio.com", token="t")


@pytest.fixture
def gate(engine: Engine) -> PostgresRateGate:
    return PostgresRateGate(engine, CREDENTIALS, 10)


def depart(gate: PostgresRateGate, priority: Priority = "schedule") -> datetime:
    with gate.slot(priority) as slot:
        return slot.wait()


def gaps(instants: list[datetime]) -> list[float]:
    return [(later - earlier).total_seconds() for earlier, later in pairwise(sorted(instants))]


def queued(gate: PostgresRateGate) -> int:
    return len(gate._queue_here._waiting)


def change(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def locks(engine: Engine) -> int:
    with engine.connect() as connection:
        count = "select count(*) from pg_locks where locktype = 'advisory' and database = "
        count += "(select oid from pg_database where datname = current_database())"
        return int(connection.execute(text(count)).scalar_one())


def test_the_first_departure_waits_for_nothing(engine: Engine) -> None:
    began = time.monotonic()
    depart(PostgresRateGate(engine, CREDENTIALS, 0.01))
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(("rate_limit", "spacing"), [(10, 0.103), (4, 0.2575), (2, 0.515)])
def test_departures_stand_apart(engine: Engine, rate_limit: float, spacing: float) -> None:
    gate = PostgresRateGate(engine, CREDENTIALS, rate_limit)
    found = gaps([depart(gate) for _ in range(5)])
    assert min(found) >= spacing


def test_threads_take_turns(gate: PostgresRateGate) -> None:
    with ThreadPoolExecutor(6) as pool:
        found = gaps(list(pool.map(lambda number: depart(gate), range(12))))
    assert min(found) >= 0.103


def test_projects_do_not_wait_for_one_another(engine: Engine) -> None:
    slow = PostgresRateGate(engine, CREDENTIALS, 0.01)
    depart(slow)
    began = time.monotonic()
    depart(PostgresRateGate(engine, replace(CREDENTIALS, uid="k2app77x"), 0.01))
    assert time.monotonic() - began < 60


def test_the_slower_of_two_settings_spaces_them(engine: Engine) -> None:
    slow, fast = PostgresRateGate(engine, CREDENTIALS, 1), PostgresRateGate(engine, CREDENTIALS, 100)
    first, *others = depart(slow), *(depart(fast) for _ in range(6))
    assert (others[0] - first).total_seconds() >= 1.03
    # The shortest of five: the machine may be busy in one of them.
    assert min(gaps(others)) < 1


def test_a_slot_given_up_before_it_was_used_costs_nothing(engine: Engine) -> None:
    gate = PostgresRateGate(engine, CREDENTIALS, 0.01)
    with gate.slot():
        pass
    began = time.monotonic()
    depart(gate)
    assert time.monotonic() - began < 60


def test_a_failed_send_counts_as_one(gate: PostgresRateGate) -> None:
    with pytest.raises(OSError, match="broken pipe"), gate.slot() as slot:
        first = slot.wait()
        raise OSError("broken pipe")
    assert (depart(gate) - first).total_seconds() >= 0.103


def test_no_lock_stays(gate: PostgresRateGate, engine: Engine) -> None:
    depart(gate)
    depart(gate, "backfill")
    assert locks(engine) == 0


def test_a_schedule_waits_for_one_backfill_at_most(gate: PostgresRateGate) -> None:
    order: list[str] = []

    def go(priority: Priority) -> None:
        with gate.slot(priority) as slot:
            slot.wait()
            order.append(priority)

    with ThreadPoolExecutor(7) as pool:
        with gate.slot() as first:
            first.wait()
            waiting = [pool.submit(go, "backfill") for _ in range(5)]
            eventually(lambda: queued(gate) == 5)
            waiting.append(pool.submit(go, "schedule"))
            eventually(lambda: queued(gate) == 6)
        for each in waiting:
            each.result(60)
    assert order.index("schedule") <= 1
    assert len(order) == 6


def test_a_crashed_holder_blocks_nobody(gate: PostgresRateGate, engine: Engine) -> None:
    with engine.connect() as holder:
        pid = holder.execute(text("select pg_backend_pid()")).scalar_one()
        lock = "select pg_advisory_xact_lock(hashtextextended('gio_pipeline rate slot ' || :key, 0))"
        holder.execute(text(lock), {"key": project_key(CREDENTIALS)})
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(depart, gate)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            change(engine, f"select pg_terminate_backend({pid})")
            waiting.result(60)
        holder.invalidate()


def test_a_slot_whose_lock_was_lost_lets_nothing_leave(gate: PostgresRateGate, engine: Engine) -> None:
    with pytest.raises(WarehouseAway, match="while holding a rate slot"), gate.slot() as slot:
        change(
            engine,
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted "
            "and database = (select oid from pg_database where datname = current_database())",
        )
        slot.wait()
    assert locks(engine) == 0
    depart(gate)


def test_a_departure_is_recorded_even_if_its_connection_dies(gate: PostgresRateGate, engine: Engine) -> None:
    with gate.slot() as slot:
        first = slot.wait()
        change(
            engine,
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted "
            "and database = (select oid from pg_database where datname = current_database())",
        )
    assert (depart(gate) - first).total_seconds() >= 0.103


def test_a_block_holds_for_everybody(gate: PostgresRateGate, engine: Engine) -> None:
    depart(gate)
    began = time.monotonic()
    gate.block(0.6)
    depart(PostgresRateGate(engine, CREDENTIALS, 10))
    assert 0.59 <= time.monotonic() - began < 60


def test_a_block_is_never_shortened(gate: PostgresRateGate) -> None:
    began = time.monotonic()
    gate.block(0.6)
    gate.block(0.1)
    depart(gate)
    assert time.monotonic() - began >= 0.59


def test_a_block_reaches_who_has_already_won_its_slot(gate: PostgresRateGate) -> None:
    with gate.slot() as slot:
        began = time.monotonic()
        gate.block(0.4)
        slot.wait()
        assert time.monotonic() - began >= 0.39


def test_a_block_does_not_wait_for_those_who_queue(gate: PostgresRateGate) -> None:
    with ThreadPoolExecutor(4) as pool, gate.slot() as slot:
        waiting = [pool.submit(depart, gate) for _ in range(4)]
        eventually(lambda: queued(gate) == 4)
        # It would wait for ever: they queue for the slot that this thread holds.
        gate.block(0.01)
        slot.wait()
    for each in waiting:
        each.result(60)


def test_a_long_block_is_raised_instead_of_waited_for(engine: Engine) -> None:
    gate = PostgresRateGate(engine, CREDENTIALS, 10, patience=5)
    gate.block(3600)
    with pytest.raises(RateLimited, match=r"a pause that lasts another \d{4} s \(HTTP 429\)") as caught, gate.slot():
        pass
    assert 3540 < (caught.value.retry_after or 0) <= 3600
    assert locks(engine) == 0


def test_a_clock_that_was_set_back_costs_one_spacing(gate: PostgresRateGate, engine: Engine) -> None:
    depart(gate)
    change(engine, "update gio_state.rate_limits set last_sent_at = clock_timestamp() + interval '1 hour'")
    began = time.monotonic()
    depart(gate)
    assert 0.1 <= time.monotonic() - began < 60


def test_a_wait_in_the_queue_outlasts_the_lock_time_out(engine: Engine) -> None:
    gate = PostgresRateGate(engine, CREDENTIALS, 10, lock_timeout=0.1)
    with ThreadPoolExecutor(1) as pool:
        with PostgresRateGate(engine, CREDENTIALS, 10).slot():
            waiting = pool.submit(depart, gate)
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
        waiting.result(60)


def test_senders_of_twenty_projects_hold_two_connections(engine: Engine, database_url: str) -> None:
    gates = [PostgresRateGate(engine, replace(CREDENTIALS, uid=f"p{number}"), 4) for number in range(20)]
    watching, most = connect(database_url), 0
    with ThreadPoolExecutor(60) as pool:
        departures = [[pool.submit(depart, gate) for _ in range(3)] for gate in gates]
        while not all(each.done() for of_gate in departures for each in of_gate):
            with watching.connect() as connection:
                count = "select count(*) - 1 from pg_stat_activity where datname = current_database() "
                counted = text(count + "and application_name = 'gio_pipeline'")
                most = max(most, connection.execute(counted).scalar_one())
    watching.dispose()
    assert most <= 2
    for of_gate in departures:
        assert min(gaps([each.result() for each in of_gate])) >= 0.2575


def test_after_a_429_this_process_keeps_a_wider_distance(gate: PostgresRateGate) -> None:
    gate.block(0.01)
    assert min(gaps([depart(gate) for _ in range(4)])) >= 0.11


def test_a_request_that_left_late_keeps_the_next_one_away(gate: PostgresRateGate) -> None:
    with gate.slot() as slot:
        slot.wait()
        time.sleep(0.3)
        late = datetime.now(UTC)
    assert (depart(gate) - late).total_seconds() >= 0.1


def test_a_warehouse_that_is_away_is_worth_waiting_for() -> None:
    away = create_engine("postgresql+psycopg2://nobody:password@127.0.0.1:1/gio")
    with pytest.raises(WarehouseAway, match="while waiting for a rate slot"):
        depart(PostgresRateGate(away, CREDENTIALS, 2))

"""The shared token: encrypted, renewed by one, young enough."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine, create_engine, text

from gio_pipeline.core.config.specs import Credentials
from gio_pipeline.core.errors import ConfigError, TransientError, WarehouseError
from gio_pipeline.warehouse.availability import WarehouseAway
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.tokens import PostgresTokenStore, token_key

CREDENTIALS = Credentials(
    uid="nxog09md", base_url="https://www.growingio.com", ai="the-ai", secret="a-private-key", client_id="a-public-key"
)


@pytest.fixture
def store(engine: Engine) -> PostgresTokenStore:
    return PostgresTokenStore(engine, CREDENTIALS)


def never() -> str:
    raise AssertionError("no token was to be asked for")


def test_there_is_none_at_first(store: PostgresTokenStore) -> None:
    assert store.current() is None


def test_a_renewed_token_is_everybodys(store: PostgresTokenStore, engine: Engine) -> None:
    made = store.renew(0, lambda: "tok-1")
    assert (made.value, made.generation) == ("tok-1", 1)
    assert PostgresTokenStore(engine, CREDENTIALS).current() == made


def test_a_later_token_is_returned_without_asking(store: PostgresTokenStore) -> None:
    store.renew(0, lambda: "tok-1")
    store.renew(1, lambda: "tok-2")
    assert store.renew(1, never).value == "tok-2"
    assert store.renew(0, never).value == "tok-2"


def test_of_eight_who_renew_at_once_one_asks(engine: Engine) -> None:
    store = PostgresTokenStore(engine, CREDENTIALS)
    store.renew(0, lambda: "tok-1")
    asked: list[int] = []
    together = threading.Barrier(8)

    def new() -> str:
        asked.append(1)
        return "tok-2"

    def renew(_: int) -> str:
        together.wait(60)
        return store.renew(1, new).value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(renew, range(8))) == ["tok-2"] * 8
    assert asked == [1]


def test_a_failed_renewal_leaves_the_token_and_lets_the_next_one_try(store: PostgresTokenStore) -> None:
    store.renew(0, lambda: "tok-1")

    def fail() -> str:
        raise TransientError("busy")

    with pytest.raises(TransientError, match="busy"):
        store.renew(1, fail)
    assert (current := store.current()) and current.value == "tok-1"
    assert store.renew(1, lambda: "tok-2").generation == 2


def test_a_token_of_29_days_is_renewed_before_it_dies(store: PostgresTokenStore, engine: Engine) -> None:
    store.renew(0, lambda: "tok-1")
    age = "update gio_state.tokens set issued_at = issued_at - interval '{}'"
    with engine.begin() as connection:
        connection.execute(text(age.format("28 days 23 hours")))
    assert (current := store.current()) and current.value == "tok-1"
    with engine.begin() as connection:
        connection.execute(text(age.format("1 hour")))
    assert store.current() is None
    assert store.renew(0, lambda: "tok-2").generation == 2


def test_nothing_readable_is_stored(store: PostgresTokenStore, engine: Engine) -> None:
    store.renew(0, lambda: "tok-in-clear")
    with engine.connect() as connection:
        row = connection.execute(text("select t::text, convert_from(encrypted, 'UTF8') from gio_state.tokens t")).one()
    for secret in ("tok-in-clear", "a-private-key", "a-public-key", "the-ai", "nxog09md"):
        assert secret not in row[0] and secret not in row[1]


def test_a_changed_secret_finds_no_token_and_makes_the_next(store: PostgresTokenStore, engine: Engine) -> None:
    store.renew(0, lambda: "tok-1")
    changed = PostgresTokenStore(engine, replace(CREDENTIALS, secret="another-private-key"))
    assert changed.current() is None
    assert changed.renew(0, lambda: "tok-2").generation == 2
    assert store.current() is None


def test_a_database_that_was_reset_does_not_count_backwards(store: PostgresTokenStore) -> None:
    assert store.renew(7, lambda: "tok-8").generation == 8


def test_projects_and_key_pairs_have_tokens_of_their_own() -> None:
    others = [
        CREDENTIALS,
        replace(CREDENTIALS, uid="k2app77x"),
        replace(CREDENTIALS, ai="other"),
        replace(CREDENTIALS, client_id="other"),
        replace(CREDENTIALS, base_url="https://example.com"),
    ]
    assert len({token_key(credentials) for credentials in others}) == 5
    assert token_key(CREDENTIALS) == token_key(replace(CREDENTIALS, base_url="https://www.growingio.com/"))


def test_a_console_project_needs_no_secret_until_it_renews(engine: Engine) -> None:
    store = PostgresTokenStore(engine, Credentials(uid="u", base_url="https://x", token="t"))
    assert store.current() is None
    with pytest.raises(ConfigError, match="Project uid u has no secret"):
        store.renew(0, lambda: "tok")


def test_a_killed_holder_blocks_nobody(store: PostgresTokenStore, engine: Engine) -> None:
    with engine.connect() as holder, engine.connect() as killer:
        pid = holder.execute(text("select pg_backend_pid()")).scalar_one()
        lock = "select pg_advisory_xact_lock(hashtextextended('gio_pipeline token ' || :key, 0))"
        holder.execute(text(lock), {"key": token_key(CREDENTIALS)})
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(store.renew, 0, lambda: "tok-1")
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            killer.execute(text("select pg_terminate_backend(:pid)"), {"pid": pid})
            assert waiting.result(60).value == "tok-1"
        holder.invalidate()


def test_a_warehouse_that_is_away_is_worth_waiting_for() -> None:
    away = create_engine("postgresql+psycopg2://nobody:password@127.0.0.1:1/gio")
    with pytest.raises(WarehouseAway) as caught:
        PostgresTokenStore(away, CREDENTIALS).current()
    assert isinstance(caught.value, TransientError) and isinstance(caught.value, WarehouseError)
    assert str(caught.value).endswith("while reading the shared token: trying again helps once the database is back.")
    assert "password" not in str(caught.value)


def test_a_missing_table_is_not_worth_waiting_for(empty_database_url: str) -> None:
    engine = connect(empty_database_url)
    with pytest.raises(WarehouseError, match=r"gio_state\.tokens") as caught:
        PostgresTokenStore(engine, CREDENTIALS).current()
    assert not isinstance(caught.value, TransientError)
    engine.dispose()

"""A sandbox, a warehouse and clients between them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import Engine

from gio_pipeline.core.config.specs import Credentials
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline.warehouse.tokens import PostgresTokenStore
from gio_pipeline_tests.faults import Sandbox, serve_in_thread
from gio_pipeline_tests.growingio.caller import Caller

SHOP = PROJECTS[0]
Connect = Callable[..., Caller]


def signed(url: str) -> Credentials:
    """The pair that signs token requests of the shop."""
    return Credentials(uid=SHOP.uid, base_url=url, ai=SHOP.ai, secret=SHOP.secret, client_id=SHOP.client_id)


def console(url: str) -> Credentials:
    """The shop's permanent token."""
    return Credentials(uid=SHOP.uid, base_url=url, token=SHOP.console_token)


@pytest.fixture(scope="session")
def served_sandbox() -> Iterator[Sandbox]:
    with serve_in_thread(rate_limit=200, now="2026-03-01T12:00:00+08:00") as served:
        yield served


@pytest.fixture
def sandbox(served_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    served_sandbox.reset()
    return served_sandbox


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def connect_to(engine: Engine) -> Iterator[Connect]:
    """Makes clients that give up after two seconds and are closed at the end."""
    with ExitStack() as stack:

        def make(credentials: Credentials, rate_limit: float = 200, **options: Any) -> Caller:
            retry = options.pop("retry", RetryPolicy(seconds=2, first=0.05, longest=0.4))
            client = Caller(
                credentials,
                project="shop",
                tokens=options.pop("tokens", None) or PostgresTokenStore(engine, credentials),
                gate=options.pop("gate", None) or PostgresRateGate(engine, credentials, rate_limit),
                retry=retry,
                **options,
            )
            stack.callback(client.close)
            return client

        yield make


@pytest.fixture
def client(sandbox: Sandbox, connect_to: Connect) -> Caller:
    """A client with a console token."""
    return connect_to(console(sandbox.url))

"""Connecting to the warehouse, and saying in one sentence why it did not work."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from gio_pipeline.core.errors import WarehouseError

OLDEST_SUPPORTED = 14


def connect(url: str) -> Engine:
    """An engine on a Postgres that is reachable and new enough; raises WarehouseError.

    TCP keepalives let a connection whose host has died give up its locks within a minute.
    """
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=10,
        connect_args={
            "connect_timeout": 10,
            "application_name": "gio_pipeline",
            "keepalives_idle": 20,
            "keepalives_interval": 5,
            "keepalives_count": 4,
            "options": "-c timezone=UTC",
        },
    )
    with explained(url), engine.connect() as connection:
        version = connection.execute(text("show server_version_num")).scalar_one()
    if int(version) // 10_000 < OLDEST_SUPPORTED:
        found = f"The database at {masked(url)} is PostgreSQL {int(version) // 10_000}"
        raise WarehouseError(f"{found}; {OLDEST_SUPPORTED} or newer is needed.")
    return engine


@contextmanager
def explained(url: str | None = None) -> Iterator[None]:
    """Turns what the driver raises into a WarehouseError without SQL, values or password."""
    try:
        yield
    except DBAPIError as error:
        where = f" at {masked(url)}" if url else ""
        raise WarehouseError(f"The database{where} answered: {_reason(error)}") from error
    except SQLAlchemyError as error:
        raise WarehouseError(f"The database could not be used: {type(error).__name__}.") from error


def masked(url: str) -> str:
    """The URL with its password hidden."""
    return make_url(url).render_as_string(hide_password=True)


def _reason(error: DBAPIError) -> str:
    # Only the first line: DETAIL lines repeat values, which may be personal data.
    lines = str(error.orig).strip().splitlines()
    return lines[0].strip() if lines else type(error.orig).__name__

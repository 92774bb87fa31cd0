"""Connecting to the warehouse, and saying in one sentence why it did not work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import connection as DriverConnection
from psycopg2.extensions import cursor as DriverCursor
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.statements import sql

OLDEST_SUPPORTED = 14
_DEFAULTS = {
    "connect_timeout": "10",
    "application_name": "gio_pipeline",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "4",
    "tcp_user_timeout": "60000",
}
_ADVICE = {
    "25006": "connect to the primary server",
    "42501": "grant it, or connect as the owner of the schemas gio, gio_reports and gio_state",
    "53100": "free space on its disk, then load again",
    "53300": "raise its connection limit, or let fewer loads run at once",
    "55P03": "another session holds a lock, try again after it",
    "57014": "raise statement_timeout for this user, or load again when the server is less busy",
}


def connect(url: str) -> Engine:
    """An engine on a Postgres that is reachable, new enough and stores UTF-8; raises WarehouseError.

    The session's settings and encoding are ours, whatever PG* variables, role or database say. TCP keepalives on
    both sides let a connection whose other end has died give up its locks within a minute.
    """
    parsed = _parsed(url)
    own = {name: value for name, value in _DEFAULTS.items() if name not in parsed.query}
    engine = create_engine(
        parsed,
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=10,
        isolation_level="READ COMMITTED",
        # Values may be personal data, and tracebacks are kept in event logs.
        hide_parameters=True,
        connect_args=own | {"client_encoding": "utf8"},
    )
    event.listen(engine, "connect", _pin_session)
    with explained(url), engine.connect() as connection:
        _check_server(connection, url)
    return engine


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    # An @ in a password ends it: what follows would be shown as the host's name.
    if parsed is None or "@" in (parsed.host or ""):
        raise WarehouseError(
            "The database's URL cannot be read: characters such as @ : / ? # in its user or password "
            "must be written as %40 %3A %2F %3F %23."
        ) from None
    # SQLAlchemy 2.1 would take another driver for a URL that names none.
    return parsed.set(drivername="postgresql+psycopg2")


def _pin_session(connection: DriverConnection, record: object) -> None:
    # Statements, since a PGTZ of the environment goes before the options of the connection.
    with connection.cursor() as cursor:
        cursor.execute(sql("load/pin_session"))
    connection.commit()


def _check_server(connection: Connection, url: str) -> None:
    statement = "select current_setting('server_version_num'), current_setting('server_encoding')"
    version, encoding = connection.execute(text(statement)).one()
    if int(version) // 10_000 < OLDEST_SUPPORTED:
        found = f"The database at {masked(url)} is PostgreSQL {int(version) // 10_000}"
        raise WarehouseError(f"{found}; {OLDEST_SUPPORTED} or newer is needed.")
    if encoding != "UTF8":
        raise WarehouseError(f"The database at {masked(url)} stores text as {encoding}; create one with encoding UTF8.")


@contextmanager
def explained(url: str | None = None) -> Iterator[None]:
    """Turns what SQLAlchemy raises into a WarehouseError without SQL, values or password."""
    try:
        yield
    except DBAPIError as error:
        where = f" at {masked(url)}" if url else ""
        raise WarehouseError(f"The database{where} answered: {_reason(error)}.") from error
    except SQLAlchemyError as error:
        raise WarehouseError(f"The database could not be used: {type(error).__name__}.") from error


@contextmanager
def driver_cursor(connection: Connection) -> Iterator[DriverCursor]:
    """The driver's own cursor, for COPY and for statements whose % and : are no parameters.

    What it raises becomes SQLAlchemy's DBAPIError, and a broken connection leaves the pool.
    """
    raw: Any = connection.connection.driver_connection
    try:
        with raw.cursor() as cursor:
            yield cursor
    except psycopg2.Error as error:
        broken = raw.closed != 0
        if broken:
            connection.invalidate(error)
        raise DBAPIError.instance(
            None, None, error, psycopg2.Error, hide_parameters=True, connection_invalidated=broken
        ) from error


def masked(url: str) -> str:
    """The URL with its passwords hidden."""
    parsed = make_url(url)
    secret = [name for name in parsed.query if "password" in name]
    return parsed.difference_update_query(secret).render_as_string(hide_password=True)


def _reason(error: DBAPIError) -> str:
    # Only one line: DETAIL lines repeat values, which may be personal data.
    lines = [line.strip() for line in str(error.orig).strip().splitlines()] or [type(error.orig).__name__]
    # Of several addresses tried, the last one's failure: the first is often an IPv6 where nobody listens.
    said = [line for line in lines if line.startswith("connection to server")][-1:] or lines
    advice = _ADVICE.get(getattr(error.orig, "pgcode", None) or "")
    return f"{said[0].rstrip('.')}; {advice}" if advice else said[0].rstrip(".")

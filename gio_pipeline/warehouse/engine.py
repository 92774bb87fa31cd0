"""Connecting to the warehouse, and saying in one sentence why it did not work."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import cursor as DriverCursor
from sqlalchemy import Connection, Engine, Row, create_engine, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.address import masked, parse
from gio_pipeline.warehouse.statements import execute, sql

__all__ = [
    "OLDEST_SUPPORTED",
    "STATEMENT_POOLING",
    "Engine",
    "Row",
    "connect",
    "driver_cursor",
    "read",
    "read_only",
    "rights",
    "translate_errors",
    "write",
]

OLDEST_SUPPORTED = 14
MOST_CONNECTIONS = 4
# In a connection's `info`: its transaction has begun, and has not yet sent a statement.
_UNPINNED = "unpinned"
_DEFAULTS = {
    "connect_timeout": "10",
    "application_name": "gio_pipeline",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "4",
    "tcp_user_timeout": "60000",
}
_ADVICE = {
    "25006": "this server is a standby, or default_transaction_read_only is on: gio-pipeline check says which",
    "42501": "grant it, or connect as the owner of the schemas gio, gio_reports and gio_state",
    "53100": "free space on its disk, then load again",
    "53300": "raise its connection limit, or let fewer loads run at once",
    "55P03": "another session holds a lock, try again after it",
    "57014": "raise statement_timeout for this user, or load again when the server is less busy",
}
# PgBouncer's words, for which there is no SQLSTATE of its own.
STATEMENT_POOLING = "statement pooling mode"
_POOLING = "loads need transactions: set its pool_mode to transaction or session"
_READ_ONLY_BY = {
    "database": "set for the database: alter database … reset default_transaction_read_only",
    "user": "set for the user: alter role … reset default_transaction_read_only",
    "database user": "set for the user here: alter role … in database … reset default_transaction_read_only",
    "client": "set by the connection: take it out of PGOPTIONS and the URL's options",
}


def connect(url: str, *, writing: bool = False, revive: Callable[[], str] | None = None) -> Engine:
    """An engine on a Postgres that is reachable, new enough and stores UTF-8; raises WarehouseError.

    The settings of every transaction and the encoding are ours, whatever PG* variables, role or database say; none
    outlives its transaction, so that a pooler may give the server's session to somebody else after it. TCP keepalives
    on both sides let a connection whose other end has died give up its locks within a minute.

    writing: refuses a server that only reads. revive: starts the server again where a connection is refused, and
    returns its URL.
    """
    parsed = parse(url)
    own = {name: value for name, value in _DEFAULTS.items() if name not in parsed.query}
    engine = create_engine(
        parsed,
        pool_pre_ping=True,
        # However many threads ask: docs/deployment.md states the number. Who waits for one waits as for the database.
        pool_size=MOST_CONNECTIONS,
        max_overflow=0,
        pool_timeout=120,
        # Values may be personal data, and tracebacks are kept in event logs.
        hide_parameters=True,
        connect_args=own | {"client_encoding": "utf8"},
    )
    event.listen(engine, "begin", _to_be_pinned)
    event.listen(engine, "before_cursor_execute", _pinned, retval=True)
    if revive is not None:
        event.listen(engine, "do_connect", _reviving(revive))
    try:
        with translate_errors(url), engine.connect() as connection:
            _check_server(connection, url, writing=writing)
    except WarehouseError as error:
        engine.dispose()
        if _broken(error.__cause__) and all(_breaks_transactions(engine) for _ in range(2)):
            raise WarehouseError(
                f"The database at {masked(url)} is behind a pooler in {STATEMENT_POOLING}; {_POOLING}."
            ) from error
        raise
    return engine


def _broken(cause: BaseException | None) -> bool:
    return isinstance(cause, DBAPIError) and cause.connection_invalidated


def _breaks_transactions(engine: Engine) -> bool:
    """Whether a statement alone is answered and a transaction is not: PgBouncer hangs up, often without a word."""
    connection: Any = None
    try:
        connection = engine.dialect.connect(**engine.dialect.create_connect_args(engine.url)[1])
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            try:
                cursor.execute("begin")
            except psycopg2.Error:
                return True
        return False
    except psycopg2.Error:
        return False
    finally:
        if connection is not None:
            connection.close()


def _to_be_pinned(connection: Connection) -> None:
    connection.info[_UNPINNED] = True


def _pinned(
    connection: Connection, cursor: Any, statement: str, values: Any, context: object, many: bool
) -> tuple[str, Any]:
    """Sends the settings of a transaction together with its first statement."""
    if many:
        with driver_cursor(connection):
            return statement, values
    if connection.info.pop(_UNPINNED, False):
        # Statements, since a PGTZ of the environment goes before the options of the connection.
        return f"{sql('engine/pin_transaction')};\n{statement}", values
    return statement, values


def _reviving(revive: Callable[[], str]) -> Callable[[Dialect, object, list[Any], dict[str, Any]], Any]:
    def connect_again(dialect: Dialect, record: object, arguments: list[Any], options: dict[str, Any]) -> Any:
        try:
            return dialect.connect(*arguments, **options)
        except psycopg2.OperationalError:
            # It may have come back on another port.
            _, now = dialect.create_connect_args(parse(revive()))
            return dialect.connect(*arguments, **{**options, **now})

    return connect_again


def _check_server(connection: Connection, url: str, *, writing: bool) -> None:
    row = execute(connection, "engine/select_server").one()
    if int(row.version) // 10_000 < OLDEST_SUPPORTED:
        found = f"The database at {masked(url)} is PostgreSQL {int(row.version) // 10_000}"
        raise WarehouseError(f"{found}; {OLDEST_SUPPORTED} or newer is needed.")
    if row.encoding != "UTF8":
        found = f"The database at {masked(url)} stores text as {row.encoding}"
        raise WarehouseError(f"{found}; create one with encoding UTF8.")
    if writing and (reason := _read_only(row)):
        raise WarehouseError(f"The database at {masked(url)} only reads: {reason}.")


def read_only(connection: Connection) -> str | None:
    """Why nothing can be written through this connection and what to do about it; None where it can."""
    return _read_only(execute(connection, "engine/select_server").one())


def rights(engine: Engine, schemas: Iterable[str]) -> tuple[Row[Any], str | None]:
    """What this user may do in these schemas, and why nothing can be written where that is so."""
    with translate_errors(), engine.connect() as connection:
        row = execute(connection, "engine/select_rights", schemas=list(schemas)).one()
        return row, read_only(connection)


def _read_only(row: Row[Any]) -> str | None:
    if row.standby:
        return (
            "it is a standby that follows another server; connect to the primary "
            "(with several hosts in the URL: target_session_attrs=read-write)"
        )
    if row.read_only != "on":
        return None
    by = _READ_ONLY_BY.get(row.read_only_by, "set for the whole server: alter system reset, or postgresql.conf")
    return f"default_transaction_read_only is on ({by})"


@contextmanager
def translate_errors(url: str | None = None) -> Iterator[None]:
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
    """The driver's own cursor, for COPY and for statements whose % and : are no parameters; the settings are sent.

    What it raises becomes SQLAlchemy's DBAPIError, and a broken connection leaves the pool.
    """
    raw: Any = connection.connection.driver_connection
    try:
        with raw.cursor() as cursor:
            if connection.info.pop(_UNPINNED, False):
                cursor.execute(sql("engine/pin_transaction"))
            yield cursor
    except psycopg2.Error as error:
        broken = raw.closed != 0
        if broken:
            connection.invalidate(error)
        raise DBAPIError.instance(
            None, None, error, psycopg2.Error, hide_parameters=True, connection_invalidated=broken
        ) from error


def read(engine: Engine, name: str, /, **values: object) -> Sequence[Any]:
    """All rows of a statement of `sql/`; raises WarehouseError."""
    with translate_errors(), engine.connect() as connection:
        return execute(connection, name, **values).all()


def write(engine: Engine, name: str, /, **values: object) -> None:
    """Runs a statement of `sql/` in a transaction of its own; raises WarehouseError."""
    with translate_errors(), engine.begin() as connection:
        execute(connection, name, **values)


def _reason(error: DBAPIError) -> str:
    # Only one line: DETAIL lines repeat values, which may be personal data.
    lines = [line.strip() for line in str(error.orig).strip().splitlines()] or [type(error.orig).__name__]
    # Of several addresses tried, the last one's failure: the first is often an IPv6 where nobody listens.
    line = ([line for line in lines if line.startswith("connection to server")][-1:] or lines)[0].rstrip(".")
    advice = _ADVICE.get(getattr(error.orig, "pgcode", None) or "")
    if STATEMENT_POOLING in line:
        advice = _POOLING
    return f"{line}; {advice}" if advice else line

"""Holds the statements of a load: a trigger waits for a lock of the test, until it lets go or the load is killed."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple, TypeVar

import psycopg2
from psycopg2.extensions import connection as Connection
from sqlalchemy import make_url

T = TypeVar("T")
LOCK = 4711
EVERY = 0
# The nth row of statements that begin in a certain way waits, the rows after it do not; or every row.
MACHINERY = """
create sequence public.rows_seen;
create function public.hold() returns trigger language plpgsql as $$
begin
    if current_query() like tg_argv[0] and cast(tg_argv[1] as int) in (0, nextval('public.rows_seen')) then
        perform pg_advisory_xact_lock_shared(4711);
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
create function public.hold_incoming() returns event_trigger language plpgsql as $$
begin
    if exists (select from pg_event_trigger_ddl_commands() where object_identity = 'pg_temp.incoming') then
        create trigger hold before insert on pg_temp.incoming for each row execute function public.hold('copy%', '60');
    end if;
end
$$;
"""
ACTIVITY = """
select pid, state, query, wait_event_type, wait_event from pg_stat_activity
where datname = current_database() and application_name = 'gio_pipeline' and pid <> pg_backend_pid()
order by backend_start
"""
LOCKS = """
select count(*) from pg_locks l join pg_stat_activity a using (pid)
where a.datname = current_database() and a.pid <> pg_backend_pid()
"""


class Backend(NamedTuple):
    """A row of pg_stat_activity."""

    pid: int
    state: str | None
    query: str
    wait_event_type: str | None
    wait_event: str | None

    @property
    def held(self) -> bool:
        return (self.wait_event_type, self.wait_event) == ("Lock", "advisory")


class Held:
    """The test's own connection to the warehouse; it has the lock until `release`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def backends(self) -> list[Backend]:
        return [Backend(*row) for row in self.execute(ACTIVITY)]  # type: ignore[arg-type]

    def seen(self, wanted: Callable[[Backend], bool]) -> Backend:
        """The connection of a load that is in a state, once there is one."""
        return eventually(lambda: next((each for each in self.backends() if wanted(each)), None))

    def release(self) -> None:
        self.execute(f"select pg_advisory_unlock({LOCK})")

    def client_port(self, backend: Backend) -> int:
        """The port of the load's end of the connection."""
        [(port,)] = self.execute(f"select client_port from pg_stat_activity where pid = {backend.pid}")
        assert isinstance(port, int)
        return port

    def hold_no_more(self) -> None:
        """Lets go for good: another place can be held now."""
        self.release()
        self.nothing_left()
        self.execute("drop function if exists public.hold(), public.hold_incoming() cascade")
        self.execute("drop sequence public.rows_seen")

    def nothing_left(self) -> None:
        """Returns when no connection of a load, and so no lock, is left."""
        eventually(lambda: not self.execute(LOCKS)[0][0])


@contextmanager
def holding(database_url: str, table: str, action: str, statement: str, row: int = 1) -> Iterator[Held]:
    """Holds the first load that comes to a `statement` (a LIKE pattern) at its nth row, and no other; or EVERY one.

    table: of gio; incoming for the merge's temporary one. action: "before insert" and so on; "commit" holds at the end
    of a transaction that has inserted into the table.
    """
    with closing(connection_to(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(MACHINERY)
        cursor.execute(_trigger(table, action, statement, row))
        cursor.execute(f"select pg_advisory_lock({LOCK})")
        yield Held(connection)


def connection_to(database_url: str) -> Connection:
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg2.connect(url, application_name="test")
    connection.autocommit = True
    return connection


def execute(database_url: str, *statements: str) -> None:
    """Runs the statements one by one, each committed."""
    with closing(connection_to(database_url)) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def set_for_database(database_url: str, setting: str) -> None:
    """What new sessions in the database find: `set timezone = 'UTC'`."""
    execute(database_url, f'alter database "{make_url(database_url).database}" {setting}')


def _trigger(table: str, action: str, statement: str, row: int) -> str:
    if table == "incoming":
        return (
            "create event trigger hold on ddl_command_end when tag in ('CREATE TABLE')"
            " execute function public.hold_incoming()"
        )
    execute = f"for each row execute function public.hold('{statement}', '{row}')"
    if action == "commit":
        return f"create constraint trigger hold after insert on gio.{table} deferrable initially deferred {execute}"
    return f"create trigger hold {action} on gio.{table} {execute}"


def eventually(look: Callable[[], T | None], seconds: float = 60, every: float = 0.005) -> T:
    """What `look` finds, as soon as that is something; it looks again `every` so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing came in {seconds} s"
        time.sleep(every)
    return found

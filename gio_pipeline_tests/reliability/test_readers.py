"""What gio_reader and gio_reader_pii can do: read, and nothing else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg2
import pytest
from psycopg2 import errors, sql
from psycopg2.extensions import cursor as Cursor

from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.migrate import migrations, upgrade
from gio_pipeline_tests.reliability.crashing import Server
from gio_pipeline_tests.reliability.holding import connection_to
from gio_pipeline_tests.reliability.members import member, user_of
from gio_pipeline_tests.workbench import Workbench

READERS = ("gio_reader", "gio_reader_pii")
CITY = "page_views_by_city"
RELATIONS = """
select n.nspname, c.relname, c.relkind::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('gio', 'gio_reports', 'gio_state') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
"""


@pytest.fixture
def bench(workbench: Workbench) -> Workbench:
    assert workbench.load(CITY, "2026-06-09", "2026-06-09").ok
    return workbench


def relations(bench: Workbench, *schemas: str, kinds: str = "rpvmf") -> list[sql.Identifier]:
    found = bench.query(RELATIONS)
    return [sql.Identifier(schema, name) for schema, name, kind in found if schema in schemas and kind in kinds]


@contextmanager
def reading_as(bench: Workbench, role: str, how: str = "member") -> Iterator[Cursor]:
    """A member of the role that has logged in, or the owner after SET ROLE."""
    with (
        member(bench.database_url, role) as url,
        closing(connection_to(url if how == "member" else bench.database_url)) as connection,
        connection.cursor() as cursor,
    ):
        if how != "member":
            cursor.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
        yield cursor


@pytest.mark.parametrize("how", ["member", "set role"])
@pytest.mark.parametrize("role", READERS)
def test_readers_read_every_table_and_view_but_the_users_only_with_pii(bench: Workbench, role: str, how: str) -> None:
    personal = [sql.Identifier("gio", name) for name in ("segment_users", "tag_users")]
    readable = relations(bench, "gio", "gio_reports")
    assert all(each in readable for each in personal)
    with reading_as(bench, role, how) as cursor:
        for relation in readable:
            statement = sql.SQL("select * from {} limit 1").format(relation)
            if relation in personal and role == "gio_reader":
                refused(cursor, statement)
            else:
                cursor.execute(statement)


@pytest.mark.parametrize("role", READERS)
def test_readers_can_do_nothing_else(bench: Workbench, role: str) -> None:
    tables, views = relations(bench, "gio", kinds="rp"), relations(bench, "gio", "gio_reports", kinds="v")
    templates = {
        "insert into {} default values": tables,
        "delete from {}": tables,
        "truncate {}": tables,
        "drop table {}": tables,
        "drop view {}": views,
        "alter table {} add column x int": tables,
        "alter view {} owner to current_user": views,
        "comment on table {} is 'x'": tables,
        "do 'begin lock table {} in row exclusive mode; end'": tables,
        "select * from {} for update": tables,
        "create index on {} ((1))": tables,
        "create trigger t before update on {} execute function suppress_redundant_updates_trigger()": tables,
        "select * from {}": relations(bench, "gio_state"),
    }
    with reading_as(bench, role) as cursor:
        for template, objects in templates.items():
            for each in objects:
                refused(cursor, sql.SQL(template).format(each))
        for sequence in relations(bench, "gio", "gio_state", kinds="S"):
            refused(cursor, sql.SQL("select nextval({}::regclass)").format(sql.Literal(sequence.as_string(cursor))))
            refused(cursor, sql.SQL("select last_value from {}").format(sequence))
        for statement in FORBIDDEN:
            refused(cursor, sql.SQL(statement))


FORBIDDEN = [
    "create table gio.mine (x int)",
    "create table gio_reports.mine (x int)",
    "create table gio_state.mine (x int)",
    "create view gio_reports.mine as select 1",
    "create function gio.mine() returns int language sql as 'select 1'",
    "create schema mine",
    "create role mine",
    "create extension if not exists file_fdw",
    "alter default privileges for role postgres in schema gio grant all on tables to public",
    "alter schema gio rename to mine",
    "drop schema gio_state cascade",
    "set role postgres",
    "set session authorization postgres",
    "alter role current_user superuser",
    "grant gio_reader_pii to current_user with admin option",
    "alter system set log_statement = 'all'",
    "copy gio.reports to program 'cat'",
    "copy gio.reports to '/mine'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('.')",
    "select lo_import('/etc/passwd')",
    "select pg_reload_conf()",
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gio_pipeline'",
]


@pytest.mark.parametrize("role", READERS)
def test_readers_do_not_see_what_the_pipeline_sends_to_postgres(bench: Workbench, role: str) -> None:
    with reading_as(bench, role) as cursor:
        cursor.execute("select distinct query from pg_stat_activity where application_name = 'gio_pipeline'")
        assert cursor.fetchall() == [("<insufficient privilege>",)]


@pytest.mark.parametrize("role", READERS)
def test_readers_read_what_is_made_later(bench: Workbench, role: str) -> None:
    with bench.runtime().engine.begin() as connection:
        connection.exec_driver_sql("create table gio.later as select 1 as x")
        connection.exec_driver_sql("create view gio_reports.later as select 2 as x")
    bench.report("{name: later_loaded, kind: chart, id: srcLine1}")
    assert bench.load("later_loaded", "2026-06-09", "2026-06-09").ok
    with reading_as(bench, role) as cursor:
        cursor.execute("select x from gio.later union all select x from gio_reports.later")
        assert sorted(cursor.fetchall()) == [(1,), (2,)]
        cursor.execute("select count(*) from gio_reports.shop__later_loaded")
        assert cursor.fetchone() == (5,)


def test_readers_read_the_views_of_a_loader_who_is_not_the_owner(bench: Workbench) -> None:
    with member(bench.database_url) as loader, member(bench.database_url, "gio_reader") as reader:
        with closing(connection_to(bench.database_url)) as connection, connection.cursor() as cursor:
            user = sql.Identifier(user_of(loader))
            for schema in ("gio", "gio_reports", "gio_state"):
                for objects in ("schema {}", "all tables in schema {}", "all sequences in schema {}"):
                    cursor.execute(sql.SQL(f"grant all on {objects} to {{}}").format(sql.Identifier(schema), user))
        bench.database_url = loader
        bench.report("{name: by_a_loader, kind: chart, id: srcLine1}")
        result = bench.load("by_a_loader", "2026-06-09", "2026-06-09")
        assert (result.ok, result.warnings) == (True, [])
        with closing(connection_to(reader)) as connection, connection.cursor() as cursor:
            cursor.execute("select count(*) from gio_reports.shop__by_a_loader")
            assert cursor.fetchone() == (5,)
        bench.close()


def test_databases_that_are_set_up_at_once_share_the_roles(server: Server) -> None:
    databases = [server.database(f"roles_{number}") for number in range(4)]
    forget_roles(server)
    engines = [connect(url) for url in databases]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, engines))
    for engine in engines:
        with engine.connect() as connection:
            for role in READERS:
                readable = "select has_table_privilege(%s, 'gio.report_values', 'select')"
                assert connection.exec_driver_sql(readable, (role,)).scalar_one()
        engine.dispose()


def test_an_owner_who_may_make_no_roles_sets_the_database_up_all_the_same(server: Server) -> None:
    database = server.database("no_roles")
    forget_roles(server)
    with member(database) as url:
        with closing(connection_to(database)) as connection, connection.cursor() as cursor:
            cursor.execute(sql.SQL("alter database no_roles owner to {}").format(sql.Identifier(user_of(url))))
        engine = connect(url)
        assert upgrade(engine) == migrations()
        with engine.connect() as there:
            roles = "select count(*) from pg_roles where rolname like 'gio_reader%%'"
            assert there.exec_driver_sql(roles).scalar_one() == 0
        engine.dispose()
        with closing(connection_to(database)) as connection, connection.cursor() as cursor:
            cursor.execute("alter database no_roles owner to postgres")


def forget_roles(server: Server) -> None:
    with closing(connection_to(server.url)) as connection, connection.cursor() as cursor:
        cursor.execute("select datname from pg_database where datallowconn")
        databases = [name for (name,) in cursor.fetchall()]
        cursor.execute("select rolname from pg_roles where rolname = any(%s)", [list(READERS)])
        roles = [sql.Identifier(name) for (name,) in cursor.fetchall()]
        for name in databases:
            with closing(connection_to(server.in_database(name))) as inside, inside.cursor() as there:
                for role in roles:
                    there.execute(sql.SQL("drop owned by {}").format(role))
        for role in roles:
            cursor.execute(sql.SQL("drop role {}").format(role))


def refused(cursor: Cursor, statement: sql.Composable) -> None:
    try:
        cursor.execute(statement)
    except errors.InsufficientPrivilege:
        return
    except psycopg2.Error as error:
        raise AssertionError(f"{statement.as_string(cursor)}: {error}") from error
    raise AssertionError(f"{statement.as_string(cursor)} was allowed")

"""Upgrades from every earlier schema with data in it, by several processes at once, on Postgres 15 and 18."""

import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection
from sqlalchemy import make_url

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.engine import connect as connect_engine
from gio_pipeline.warehouse.migrate import migrations, pending, upgrade
from gio_pipeline.warehouse.statements import sql
from gio_pipeline_tests.deploy import databases
from gio_pipeline_tests.deploy.compose import ROOT, wait_until
from gio_pipeline_tests.deploy.dump_schema import FIRST, LAST, load_samples
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.postgres import _database
from gio_pipeline_tests.workbench import Workbench

NAMES = [migration.name for migration in migrations()]
UPGRADE = """
import sys
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.migrate import upgrade
print(*[each.name for each in upgrade(connect(sys.argv[1]))])
"""


@pytest.fixture(scope="module", params=["embedded", pytest.param("debian", marks=pytest.mark.slow)])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "embedded":
        yield request.getfixturevalue("postgres_server_url")
        return
    if not databases.DEBIAN.is_dir():
        pytest.skip(f"no Postgres 15 in {databases.DEBIAN} (apt-get install postgresql-15)")
    with databases.debian_server() as url:
        yield url


@pytest.fixture(scope="module")
def upgraded(server: str) -> Iterator[str]:
    """A database with all migrations that the tests leave as it is."""
    with _database(server, f"gio_test_{secrets.token_hex(8)}", template="template0") as url:
        bring_up_to_date(url)
        yield url


@pytest.fixture
def empty(server: str) -> Iterator[str]:
    with _database(server, f"gio_test_{secrets.token_hex(8)}", template="template0") as url:
        yield url


@pytest.fixture
def newest(server: str, tmp_path: Path, sandbox: Sandbox) -> Iterator[Workbench]:
    """A database of this version with reports loaded into it."""
    with _database(server, f"gio_test_{secrets.token_hex(8)}", template="template0") as url:
        (tmp_path / "newest").mkdir()
        bench = Workbench(tmp_path / "newest", url, sandbox)
        load_samples(bench)
        yield bench
        bench.close()


def bring_up_to_date(url: str) -> list[str]:
    engine = connect_engine(url)
    try:
        return [migration.name for migration in upgrade(engine)]
    finally:
        engine.dispose()


@pytest.mark.parametrize("count", range(len(NAMES)))
def test_an_earlier_schema_with_data_becomes_this_one_and_keeps_every_row(
    count: int, empty: str, newest: Workbench, tmp_path: Path, sandbox: Sandbox
) -> None:
    databases.apply_first(empty, count)
    if count:
        databases.copy_rows(newest.database_url, empty)
    names = databases.tables(empty) if count else {}
    held = databases.rows(empty, names)
    assert bring_up_to_date(empty) == NAMES[count:]
    assert databases.schema(empty) == databases.schema(newest.database_url)
    assert databases.rows(empty, names) == held
    assert bring_up_to_date(empty) == []
    if count:
        assert len(held["gio.points"]) > 300
        goes_on_with(empty, tmp_path, sandbox)


CHANGES = {
    "a column added": "alter table gio.points add column more int",
    "a type": "alter table gio.loads alter column run_id type varchar(90)",
    "a column that may be null": "alter table gio.coverage alter column rows drop not null",
    "a default": "alter table gio.loads alter column status set default 'done'",
    "a key gone": "alter table gio.restatements drop constraint restatements_pkey",
    "a check": "alter table gio.loads add check (requests < 9)",
    "an index": "create index on gio.loads (run_id)",
    "a view": "do $$ begin execute 'create or replace view gio.funnel_steps as '"
    " || replace(pg_get_viewdef('gio.funnel_steps'::regclass), ';', ' limit 9'); end $$",
    "a view's column": "alter view gio.report_values rename column value to figure",
    "a comment": "comment on column gio.loads.error is 'what went wrong'",
    "a comment gone": "comment on schema gio is null",
    "a right": "grant insert on gio.loads to gio_reader",
    "a right taken": "revoke select on gio.loads from gio_reader",
    "a column's right": "grant update (error) on gio.loads to gio_reader",
    "rights to come": "alter default privileges in schema gio revoke select on tables from gio_reader",
    "a function": "create function gio.one() returns int language sql return 1",
    "a sequence": "create sequence gio.numbers",
    "a sequence's step": "alter table gio.loads alter column load_id set increment 2",
    "a trigger": "create trigger same before update on gio.loads execute function suppress_redundant_updates_trigger()",
    "a type of one's own": "create type gio.mood as enum ('calm')",
    "a setting": "alter table gio.points set (fillfactor = 70)",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_schema_that_differs_in_any_way_is_another_one(change: str, upgraded: str) -> None:
    with closing(databases.connect(upgraded)) as connection, connection.cursor() as cursor:
        before = databases.schema_seen_by(connection)
        cursor.execute(change)
        assert databases.schema_seen_by(connection) != before


def goes_on_with(url: str, directory: Path, sandbox: Sandbox) -> None:
    """The same days again change nothing in what an earlier version loaded."""
    bench = Workbench(directory, url, sandbox)
    load_samples(bench)
    again = bench.load("shop/cities", FIRST, LAST)
    bench.close()
    assert [again.count(what) for what in ("unchanged", "inserted", "changed", "deleted")] == [360, 0, 0, 0]
    assert bench_counts(url) == [(360,)]


def bench_counts(url: str) -> list[tuple[int]]:
    with closing(databases.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from gio.report_values where report = 'cities'")
        return cursor.fetchall()


@pytest.mark.parametrize("kept", sorted(path.stem for path in databases.SCHEMAS.glob("*.sql")))
def test_a_released_version_s_database_is_upgraded_and_goes_on(
    kept: str, empty: str, newest: Workbench, tmp_path: Path, sandbox: Sandbox
) -> None:
    databases.restore(empty, (databases.SCHEMAS / f"{kept}.sql").read_text(encoding="utf-8"))
    names = databases.tables(empty)
    held = databases.rows(empty, names)
    assert len(held["gio.points"]) > 300
    bring_up_to_date(empty)
    assert databases.schema(empty) == databases.schema(newest.database_url)
    assert databases.rows(empty, names) == held
    goes_on_with(empty, tmp_path, sandbox)


def test_a_dump_restores_to_what_was_dumped(empty: str, newest: Workbench, tmp_path: Path, sandbox: Sandbox) -> None:
    databases.restore(empty, databases.dump(newest.database_url))
    assert bring_up_to_date(empty) == []
    names = databases.tables(newest.database_url)
    assert databases.rows(empty, names) == databases.rows(newest.database_url, names)
    goes_on_with(empty, tmp_path, sandbox)


def test_every_released_version_has_its_schema_kept() -> None:
    released = set(re.findall(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE))
    kept = {path.stem for path in databases.SCHEMAS.glob("*.sql")}
    assert kept - {version("gio_pipeline")} <= released <= kept


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [migration.version for migration in migrations()] == list(range(1, len(NAMES) + 1))


def test_processes_that_upgrade_at_once_apply_each_migration_once(empty: str) -> None:
    command = [sys.executable, "-c", UPGRADE, make_url(empty).render_as_string(hide_password=False)]
    with closing(databases.connect(empty)) as holder, closing(databases.connect(empty)) as watcher:
        holder.cursor().execute(sql("migrate/lock_migrations"))
        processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(8)]
        wait_until("eight waiting", lambda: waiting(watcher) == 8)
        holder.commit()
    applied = [process.communicate(timeout=60)[0].split() for process in processes]
    assert sorted(name for names in applied for name in names) == NAMES
    assert [process.returncode for process in processes] == [0] * 8


def waiting(connection: Connection) -> int:
    """How many processes wait for an advisory lock of this database."""
    with connection, connection.cursor() as cursor:
        cursor.execute("select from pg_stat_activity where wait_event = 'advisory' and datname = current_database()")
        return int(cursor.rowcount)


def test_a_migration_that_fails_leaves_nothing_of_itself_and_goes_on_later(empty: str) -> None:
    databases.apply_first(empty, 3)
    with closing(databases.connect(empty)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("create view gio.funnel_steps as select 1")
    with pytest.raises(WarehouseError, match="already exists"):
        bring_up_to_date(empty)
    engine = connect_engine(empty)
    left = [migration.name for migration in pending(engine)]
    assert "0005_views" in left
    with closing(databases.connect(empty)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("select to_regclass('gio.freshness'), to_regclass('gio.retention_cohorts')")
        assert cursor.fetchone() == (None, None)
        cursor.execute("drop view gio.funnel_steps")
    assert [migration.name for migration in upgrade(engine)] == left
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused(empty: str) -> None:
    databases.apply_first(empty, 1)
    with closing(databases.connect(empty)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("insert into gio_state.migrations (version, name) values (9999, '9999_future')")
    with pytest.raises(WarehouseError) as caught:
        bring_up_to_date(empty)
    assert str(caught.value) == (
        "The database was upgraded by a newer gio_pipeline (migration 9999): install that version here too."
    )


def test_a_dry_run_prints_the_sql_that_is_pending_and_runs_none(empty: str, tmp_path: Path) -> None:
    databases.apply_first(empty, 2)
    environ = {"GIO_DATABASE_URL": empty, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "gio_pipeline", "db", "upgrade", "--dry-run"]
    done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
    expected = [f"-- {each.name}\n{each.statement.rstrip()}\n" for each in migrations()[2:]]
    assert done.stdout == "\n".join(expected) + "\n"
    engine = connect_engine(empty)
    assert [migration.name for migration in pending(engine)] == NAMES[2:]
    engine.dispose()

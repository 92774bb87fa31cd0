"""A warehouse that is full, slow, crowded or odd: one sentence says so, nothing is half done, and it recovers."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import sql

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.pipeline.load import Order, load_report
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.sandbox import Sandbox
from gio_pipeline.warehouse.engine import connect
from gio_pipeline_tests.reliability.crashing import Server
from gio_pipeline_tests.reliability.holding import connection_to, holding
from gio_pipeline_tests.reliability.loading import loading
from gio_pipeline_tests.reliability.members import member, user_of
from gio_pipeline_tests.reliability.truth import answered, everything, stored
from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"
DAYS = ("2026-06-07", "2026-06-09")


@pytest.fixture
def bench(workbench: Workbench) -> Workbench:
    """Three days are loaded; the source has other figures for them by now."""
    workbench.load(CITY, *DAYS)
    workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    return workbench


def execute(url: str, *statements: str) -> None:
    with closing(connection_to(url)) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def database_setting(bench: Workbench, setting: str) -> None:
    """What new sessions in the bench's database find."""
    [(name,)] = bench.query("select current_database()")
    execute(bench.database_url, f'alter database "{name}" {setting}')


def test_a_statement_that_takes_too_long_changes_nothing_and_the_next_load_heals(bench: Workbench) -> None:
    before = everything(bench)
    with holding(bench.database_url, "points", "before update", "with changed%", row=60):
        database_setting(bench, "set statement_timeout = '300ms'")
        result = bench.load(CITY, *DAYS)
    assert [str(failure.error) for failure in result.failures] == [
        "The database answered: canceling statement due to statement timeout; "
        "raise statement_timeout for this user, or load again when the server is less busy."
    ]
    after = everything(bench)
    assert [after[table] == before[table] for table in ("points", "coverage", "restatements")] == [True] * 3
    assert bench.query("select status, requests from gio.loads order by load_id") == [("done", 1), ("failed", 1)]
    database_setting(bench, "reset statement_timeout")
    heals(bench)


def test_a_connection_that_is_cut_in_mid_merge_costs_another_attempt(bench: Workbench) -> None:
    with (
        holding(bench.database_url, "loads", "before insert", "insert into gio.loads%") as held,
        loading(bench, CITY, *DAYS) as loader,
    ):
        merging = held.seen(lambda backend: backend.held)
        held.execute(f"select pg_terminate_backend({merging.pid})")
        result = loader.result()
    assert (result["ok"], result["changed"]) == (True, 360)
    assert bench.query("select status, requests from gio.loads order by load_id") == [("done", 1), ("done", 1)]
    heals(bench)


def test_a_disk_without_room_is_told_and_the_old_window_stays(bench: Workbench) -> None:
    """What Postgres says, without a disk that is full: the next test has one where this user may make one."""
    before = everything(bench)
    execute(
        bench.database_url,
        """create function public.full() returns trigger language plpgsql as $$ begin
            raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '53100';
        end $$""",
        "create trigger disk before update on gio.points for each row execute function public.full()",
    )
    result = bench.load(CITY, *DAYS)
    assert [str(failure.error) for failure in result.failures] == [
        'The database answered: could not extend file "base/1/2": No space left on device; '
        "free space on its disk, then load again."
    ]
    assert everything(bench)["points"] == before["points"]
    execute(bench.database_url, "drop trigger disk on gio.points")
    heals(bench)


def test_a_disk_that_is_full_is_told_and_with_more_room_the_next_load_heals(
    server: Server, sandbox: Sandbox, tmp_path: Path
) -> None:
    bench = Workbench(tmp_path, server.database("disk"), sandbox)
    with small_disk(server) as disk, closing(bench):
        bench.report("{name: goods, kind: chart, id: big00001}")
        bench.sandbox.set(rows_per_day=1000)
        assert bench.load("goods", "2026-06-09", "2026-06-09").ok
        execute(
            bench.database_url,
            f"create tablespace small location '{disk}'",
            "alter table gio.points set tablespace small",
            "alter index gio.points_pkey set tablespace small",
        )
        result = bench.load("goods", "2026-06-01", "2026-06-09")
        [error] = {str(failure.error) for failure in result.failures}
        assert error.startswith('The database answered: could not extend file "pg_tblspc/')
        assert error.endswith("No space left on device; free space on its disk, then load again.")
        assert bench.query("select count(*) from gio.coverage") == [(1,)]
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert bench.load("goods", "2026-06-01", "2026-06-09").count("inserted") == 16_000
        assert bench.query("select count(*) from gio.report_values") == [(18_000,)]
        execute(
            bench.database_url,
            "alter table gio.points set tablespace pg_default",
            "alter index gio.points_pkey set tablespace pg_default",
            "drop tablespace small",
        )


@contextmanager
def small_disk(server: Server) -> Iterator[Path]:
    """An empty file system of one megabyte that belongs to the server's user."""
    disk = server.home / "disk"
    disk.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("needs the right to mount a file system")
    try:
        owner = server.data.stat()
        os.chown(disk, owner.st_uid, owner.st_gid)
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_user_without_a_free_connection_is_told_before_and_during_a_load(workbench: Workbench) -> None:
    owner = workbench.database_url
    workbench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert workbench.load("browsers", "2026-06-01", "2026-06-01").ok
    with ordinary_user(owner) as url:
        workbench.database_url, user = url, user_of(url)
        plan, runtime = workbench.plan("browsers", "2026-06-07", "2026-06-09"), workbench.runtime()

        def crowd(result: LoadResult) -> None:
            if len(result.outcomes) == 1:
                execute(
                    owner,
                    f"alter role {user} connection limit 0",
                    f"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{user}'",
                )

        result = load_report(runtime, plan, Order(), crowd, patience=RetryPolicy(seconds=0.5))
        assert (len(result.committed), len(result.failures), result.ok) == (1, 2, False)
        assert f'FATAL:  too many connections for role "{user}"' in str(result.failures[0].error)
        with pytest.raises(WarehouseError, match=f'FATAL:  too many connections for role "{user}"'):
            workbench.load("browsers", "2026-06-07", "2026-06-09")
        execute(owner, f"alter role {user} connection limit 2")
        workbench.close()
        assert workbench.load("browsers", "2026-06-07", "2026-06-09").ok
        workbench.close()


@contextmanager
def ordinary_user(database_url: str) -> Iterator[str]:
    """A user who may do with the pipeline's schemas what it needs, and is no superuser."""
    with member(database_url) as url:
        user, schemas = sql.Identifier(user_of(url)), ("gio", "gio_reports", "gio_state")
        with closing(connection_to(database_url)) as connection, connection.cursor() as cursor:
            for objects in ("schema {}", "all tables in schema {}", "all sequences in schema {}"):
                for schema in schemas:
                    cursor.execute(sql.SQL(f"grant all on {objects} to {{}}").format(sql.Identifier(schema), user))
        yield url


def test_both_ends_of_a_connection_notice_within_a_minute_that_the_other_is_gone(workbench: Workbench) -> None:
    settings = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
    assert [workbench.query(f"show {name}") for name in settings] == [[("20",)], [("5",)], [("4",)], [("60000",)]]
    with workbench.runtime().engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        ours = driver.get_dsn_parameters()
    shown = {name: value for name, value in ours.items() if "keepalives" in name or name == "tcp_user_timeout"}
    assert shown == {
        "keepalives_idle": "20",
        "keepalives_interval": "5",
        "keepalives_count": "4",
        "tcp_user_timeout": "60000",
    }


def test_a_server_that_only_reads_is_told_apart(bench: Workbench) -> None:
    database_setting(bench, "set default_transaction_read_only = on")
    with pytest.raises(WarehouseError) as caught:
        bench.load(CITY, *DAYS)
    assert str(caught.value) == (
        "The database answered: cannot execute UPDATE in a read-only transaction; connect to the primary server."
    )


def test_a_database_of_another_encoding_is_refused(empty_database_url: str) -> None:
    url = empty_database_url + "_latin1"
    name = url.rpartition("/")[2]
    create = (
        f"create database {name} template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' locale_provider libc"
    )
    execute(empty_database_url, create)
    try:
        with pytest.raises(WarehouseError, match="stores text as LATIN1; create one with encoding UTF8"):
            connect(url)
    finally:
        execute(empty_database_url, f"drop database {name} with (force)")


ODD = ("{name: here, kind: chart, id: oddTx001}", "{name: there, kind: chart, id: oddTx001}")


def test_variables_of_the_environment_change_nothing_that_is_stored(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench.report(*ODD)
    patch = {"fault": "patch", "match": "oddTx001", "value": "约 1,234 次 🛒", "date": "2026-06-09"}
    workbench.faults(patch)
    with monkeypatch.context() as environment:
        environment.setenv("PGTZ", "Asia/Kathmandu")
        environment.setenv("PGDATESTYLE", "German")
        environment.setenv("PGCLIENTENCODING", "latin1")
        environment.setenv("PGOPTIONS", "-c extra_float_digits=-15 -c intervalstyle=iso_8601 -c search_path=public")
        assert workbench.load("here", *DAYS).ok
        workbench.close()
    assert workbench.load("there", *DAYS).ok
    assert stored(workbench, "here") == stored(workbench, "there")
    assert "约 1,234 次 🛒" in {text for *_, text in stored(workbench, "here")}
    periods = "select report, period_start::text, period_date::text, period_local::text from gio.coverage"
    found = workbench.query(periods)
    assert {row[1:] for row in found if row[0] == "here"} == {row[1:] for row in found if row[0] == "there"}


def test_settings_of_the_database_and_decoys_in_public_change_nothing_that_is_stored(bench: Workbench) -> None:
    for setting in (
        "set search_path = public, pg_temp",
        "set default_transaction_isolation = 'serializable'",
        "set timezone = 'America/New_York'",
        "set datestyle = 'SQL, DMY'",
        "set standard_conforming_strings = off",
    ):
        database_setting(bench, setting)
    execute(
        bench.database_url,
        "create table public.incoming (like gio.points)",
        "create function public.hashtextextended(text, int) returns bigint language sql as 'select 1/0::bigint'",
        "create function public.format(text, text) returns text language sql as 'select ''''::text'",
    )
    bench.close()
    assert bench.load(CITY, *DAYS).count("changed") == 360
    assert bench.query("select count(*) from public.incoming") == [(0,)]
    heals(bench)


def test_a_view_somebody_reads_for_long_is_renewed_by_the_next_load(bench: Workbench) -> None:
    bench.faults({"fault": "add_metric", "match": "cityPv01", "name": "新指标"})
    with closing(connection_to(bench.database_url)) as reader, reader.cursor() as cursor:
        cursor.execute("begin; select count(*) from gio_reports.shop__page_views_by_city")
        result = bench.load(CITY, *DAYS)
        assert result.ok
        assert result.warnings[-1] == (
            f"shop/{CITY}: its view was not renewed: The database answered: canceling statement due to lock timeout; "
            "another session holds a lock, try again after it."
        )
    assert bench.load(CITY, *DAYS).warnings == []
    assert bench.query('select count("新指标") from gio_reports.shop__page_views_by_city') == [(120,)]


def heals(bench: Workbench) -> None:
    assert bench.load(CITY, *DAYS).ok
    assert stored(bench, CITY) == answered(bench, "cityPv01", *DAYS)

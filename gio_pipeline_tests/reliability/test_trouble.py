"""A warehouse that is full, slow, crowded or odd: one sentence says so, nothing is half done, and it recovers."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from psycopg2 import sql

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.warehouse.availability import Patience
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.reliability.conftest import CITY, DAYS
from gio_pipeline_tests.reliability.crashing import Server
from gio_pipeline_tests.reliability.holding import connection_to, execute, holding, set_for_database
from gio_pipeline_tests.reliability.loading import loading
from gio_pipeline_tests.reliability.members import member, user_of
from gio_pipeline_tests.reliability.truth import answered, everything, stored
from gio_pipeline_tests.workbench import Workbench


def test_a_statement_that_takes_too_long_changes_nothing_and_the_next_load_heals(bench: Workbench) -> None:
    before = everything(bench)
    with holding(bench.database_url, "points", "before update", "with deleted%", row=60):
        set_for_database(bench.database_url, "set statement_timeout = '300ms'")
        result = bench.load(CITY, *DAYS)
    assert [str(failure.error) for failure in result.failures] == [
        "The database answered: canceling statement due to statement timeout; "
        "raise statement_timeout for this user, or load again when the server is less busy."
    ]
    after = everything(bench)
    assert [after[table] == before[table] for table in ("points", "coverage", "restatements")] == [True] * 3
    assert bench.query("select status, requests from gio.loads order by load_id") == [("done", 1), ("failed", 1)]
    set_for_database(bench.database_url, "reset statement_timeout")
    heals(bench)


def test_a_connection_that_is_cut_in_mid_merge_costs_another_attempt(bench: Workbench) -> None:
    with (
        holding(bench.database_url, "loads", "before insert", "with answered%") as held,
        loading(bench, CITY, *DAYS) as loader,
    ):
        merging = held.seen(lambda backend: backend.held)
        held.execute(f"select pg_terminate_backend({merging.pid})")
        result = loader.result()
    assert (result["ok"], result["changed"]) == (True, 360)
    assert bench.query("select status, requests from gio.loads order by load_id") == [("done", 1), ("done", 1)]
    heals(bench)


def test_a_connection_that_is_cut_while_it_stores_names_costs_another_attempt(workbench: Workbench) -> None:
    """The points that use them are copied after them, and no other connection is open meanwhile."""
    unnamed = "select count(*) from gio.points p where p.dims_id not in (select dims_id from gio.dimension_sets)"
    with (
        holding(workbench.database_url, "dimension_sets", "before insert", "copy gio.dimension_sets%") as held,
        loading(workbench, CITY, *DAYS) as loader,
    ):
        naming = held.seen(lambda backend: backend.held)
        assert [each.pid for each in held.backends() if each.state != "idle"] == [naming.pid]
        assert workbench.query("select count(*) from gio.points") == [(0,)]
        held.execute(f"select pg_terminate_backend({naming.pid})")
        held.release()
        assert loader.result()["inserted"] == 360
    assert workbench.query(unnamed) == [(0,)]
    heals(workbench)


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


@pytest.mark.slow
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
        # Lazily: after a failed test the server may still have files there.
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.usefixtures("impatient")
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

        result = load_report(runtime, plan, LoadOrigin(), crowd, patience=Patience(seconds=0.5))
        assert (len(result.committed), len(result.failures), result.ok) == (1, 2, False)
        assert f'FATAL:  too many connections for role "{user}"' in str(result.failures[0].error)
        with pytest.raises(WarehouseError, match=f'FATAL:  too many connections for role "{user}"'):
            workbench.load("browsers", "2026-06-07", "2026-06-09")
        execute(owner, f"alter role {user} connection limit 1")
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


@pytest.mark.slow
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

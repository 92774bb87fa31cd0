"""Whatever the environment, the user and the database have set: what is stored is the same, or it is refused."""

from contextlib import closing
from typing import Any

import pytest

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.address import masked
from gio_pipeline.warehouse.engine import connect
from gio_pipeline_tests.reliability.conftest import CITY, DAYS
from gio_pipeline_tests.reliability.holding import connection_to, execute, set_for_database
from gio_pipeline_tests.reliability.truth import answered, stored
from gio_pipeline_tests.workbench import Workbench


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
    set_for_database(bench.database_url, "set default_transaction_read_only = on")
    with pytest.raises(WarehouseError) as caught:
        bench.load(CITY, *DAYS)
    assert str(caught.value) == (
        f"The database at {masked(bench.database_url)} only reads: default_transaction_read_only is on "
        "(set for the database: alter database … reset default_transaction_read_only)."
    )


def test_a_database_of_another_encoding_is_refused(empty_database_url: str) -> None:
    url = empty_database_url + "_latin1"
    name = url.rpartition("/")[2]
    with closing(connection_to(empty_database_url)) as connection:
        # Before 15 there was no other.
        provider = "locale_provider libc" if connection.server_version >= 150_000 else ""
    create = f"create database {name} template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' {provider}"
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
        "set array_nulls = off",
        "set transform_null_equals = on",
        "set bytea_output = 'escape'",
    ):
        set_for_database(bench.database_url, setting)
    execute(
        bench.database_url,
        "create table public.incoming (like gio.points)",
        "create function public.hashtextextended(text, int) returns bigint language sql as 'select 1/0::bigint'",
        "create function public.format(text, text) returns text language sql as 'select ''''::text'",
    )
    bench.close()
    assert bench.load(CITY, *DAYS).count("changed") == 360
    assert bench.query("select count(*) from public.incoming") == [(0,)]
    assert stored(bench, CITY) == answered(bench, "cityPv01", *DAYS)

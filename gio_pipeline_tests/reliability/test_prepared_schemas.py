"""Schemas that an administrator has made for a user who may make none: everything goes into them."""

from contextlib import closing

import pytest
from psycopg2 import sql

from gio_pipeline_tests.cli.conftest import Terminal
from gio_pipeline_tests.reliability.conftest import CITY, DAYS
from gio_pipeline_tests.reliability.holding import connection_to, execute
from gio_pipeline_tests.reliability.members import member, user_of
from gio_pipeline_tests.reliability.truth import answered, stored
from gio_pipeline_tests.workbench import Workbench

SCHEMAS = ("gio", "gio_reports", "gio_state")


@pytest.mark.slow
@pytest.mark.parametrize("given", ["create schema {schema} authorization {user}", "create schema {schema}"])
def test_tables_go_into_schemas_that_an_administrator_has_made(
    workbench: Workbench,
    empty_database_url: str,
    given: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with member(empty_database_url) as url:
        with closing(connection_to(empty_database_url)) as connection, connection.cursor() as cursor:
            for schema in SCHEMAS:
                names = {"schema": sql.Identifier(schema), "user": sql.Identifier(user_of(url))}
                cursor.execute(sql.SQL(given).format(**names))
                if "authorization" not in given:
                    cursor.execute(sql.SQL("grant usage, create on schema {schema} to {user}").format(**names))
        workbench.database_url = url
        done = Terminal(workbench, capsys, monkeypatch).run("check")
        assert (done.code, "database rights: tables and temporary tables may be made." in done.out) == (0, True)
        assert workbench.load(CITY, *DAYS).ok
        assert stored(workbench, CITY) == answered(workbench, "cityPv01", *DAYS)
        assert workbench.query("select count(*) from gio_reports.shop__page_views_by_city") == [(120,)]
        workbench.close()


def test_check_names_the_schema_and_the_tables_that_are_closed(
    workbench: Workbench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = workbench.database_url
    with member(owner) as url:
        user = user_of(url)
        workbench.database_url, terminal = url, Terminal(workbench, capsys, monkeypatch)
        execute(owner, *(f"grant usage, create on schema {name} to {user}" for name in SCHEMAS[:2]))
        assert "the user may not use and make tables in gio_state: " in terminal.run("check").out
        execute(owner, f"grant usage, create on schema gio_state to {user}")
        execute(owner, *(f"grant all on all tables in schema {name} to {user}" for name in ("gio", "gio_state")))
        execute(owner, f"revoke insert on gio.coverage from {user}")
        assert "the user may not read and write gio.coverage: " in terminal.run("check").out

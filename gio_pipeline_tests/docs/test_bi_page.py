"""docs/dbt-and-bi.md: what its SQL says is run by the analyst's login it makes."""

import re
import secrets

import pytest
import yaml
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from gio_pipeline_tests.docs.reference import DOCS, ROOT
from gio_pipeline_tests.workbench import Workbench


def blocks(language: str) -> list[str]:
    page = (DOCS / "dbt-and-bi.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)


def test_its_login_reads_with_every_statement_and_sees_no_personal_data(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    login, *statements = blocks("sql")
    name = f"analyst_{secrets.token_hex(4)}"
    owner = create_engine(workbench.database_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql(login.replace("analyst", name))
    url = make_url(workbench.database_url).set(username=name, password="choose-a-long-one")
    try:
        with create_engine(url, poolclass=NullPool).connect() as connection:
            found = [connection.exec_driver_sql(each).all() for each in statements]
            assert [len(rows) for rows in found] == [80, 240, 2, 80]
            assert {str(row[0]) for row in found[0]} == {"2026-06-08", "2026-06-09"}
            assert connection.execute(text("show timezone")).scalar() == "UTC"
            with pytest.raises(ProgrammingError, match="permission denied"):
                connection.execute(text("select * from gio.segment_users"))
    finally:
        with owner.connect() as connection:
            connection.exec_driver_sql(f"drop role {name}")


def test_its_sources_are_those_that_dbt_is_tried_with() -> None:
    (shown,) = blocks("yaml")
    tried = yaml.safe_load((ROOT / "gio_pipeline_tests/dbt/project/models/sources.yml").read_text(encoding="utf-8"))
    names = [[each["name"] for each in source["tables"]] for source in yaml.safe_load(shown)["sources"]]
    assert names == [[each["name"] for each in source["tables"]] for source in tried["sources"]]

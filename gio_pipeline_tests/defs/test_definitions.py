"""What Dagster is told: assets, jobs and schedules out of reports.yaml, with nothing but the file at hand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from dagster import AssetKey, AssetsDefinition, DefaultScheduleStatus

from gio_pipeline.core.catalog import CATALOG
from gio_pipeline.defs.build import build_definitions
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.defs.dagster_bench import name_of

LISTING = """
import json
from gio_pipeline.definitions import defs
repository = defs.get_repository_def()
print(json.dumps({
    "assets": sorted(key.to_user_string() for key, each in repository.assets_defs_by_key.items() if each.is_executable),
    "schedules": {each.name: [each.cron_schedule, each.execution_timezone] for each in repository.schedule_defs},
}))
"""

REPORTS = """
settle: {after_hour: 1h30m, day_at: "04:58"}
projects:
  - name: shop
    uid: nxog09md
    token: ${TOKEN}
    start: 2026-01-01
    reports:
      - {name: hours, kind: chart, id: a1, grain: hour}
      - {name: views, kind: chart, id: a2, title: 页面浏览量, description: Every view., owner: data@example.com}
      - {name: later, kind: funnel, id: a3, start: 2026-03-01, owner: 数据组, dashboard: d1}
      - {name: weeks, kind: retention, id: a4, grain: week}
      - {name: thursdays, kind: retention, id: a5, grain: week, start: 2026-01-02}
  - name: us
    uid: usny0001
    token: ${TOKEN}
    timezone: America/New_York
    settle: {day_at: "06:00"}
    start: 2026-01-15
    reports:
      - {name: Months, kind: chart, id: b1, grain: month}
"""


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    directory = tmp_path_factory.mktemp("reports")
    (directory / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    return build_definitions(load_settings({}, directory)).get_repository_def()


def asset(definitions, *path: str) -> AssetsDefinition:  # type: ignore[no-untyped-def]
    found: AssetsDefinition = definitions.assets_defs_by_key[AssetKey(["gio_reports", "__".join(path)])]
    return found


def test_they_load_with_an_empty_environment(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", LISTING]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(root)}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    listings = [f"{project}/catalog/{each.table}" for project in ("app", "shop") for each in CATALOG]
    assert json.loads(done.stdout) == {
        "assets": sorted(
            [
                *listings,
                "gio_reports/app__page_views",
                "gio_reports/app__signup",
                "gio_reports/shop__browsers_by_city",
                "gio_reports/shop__newcomers",
                "gio_reports/shop__page_views",
                "gio_reports/shop__page_views_by_city",
                "gio_reports/shop__page_views_in_detail",
                "gio_reports/shop__signup",
                "gio_reports/shop__visitors",
                "shop/catalog/segment_users/sgHigh01",
            ]
        ),
        "schedules": {
            "app_catalog": ["10 * * * *", "Asia/Shanghai"],
            "app_daily": ["5 * * * *", "Asia/Shanghai"],
            "delete_old_runs": ["17 1 * * 0", "UTC"],
            "shop_catalog": ["10 * * * *", "Asia/Shanghai"],
            "shop_daily": ["5 * * * *", "Asia/Shanghai"],
        },
    }
    assert os.listdir(tmp_path) == []


def test_a_code_server_takes_them(definitions) -> None:  # type: ignore[no-untyped-def]
    definitions.load_all_definitions()


def test_runs_from_the_ui_are_one_process_each_in_a_location_of_our_own_and_as_they_like_elsewhere() -> None:
    code = "from gio_pipeline.definitions import defs, location; print(defs.executor, location().executor.name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["None", "in_process"]


def test_a_job_and_a_schedule_stand_for_every_grain_and_first_period(definitions) -> None:  # type: ignore[no-untyped-def]
    assert {each.name: (each.cron_schedule, each.execution_timezone) for each in definitions.schedule_defs} == {
        "shop_hourly": ("35 * * * *", "Asia/Shanghai"),
        "shop_daily": ("3 * * * *", "Asia/Shanghai"),
        "shop_daily_from_2026_03_01": ("3 * * * *", "Asia/Shanghai"),
        "shop_weekly": ("3 * * * *", "Asia/Shanghai"),
        "us_monthly": ("5 * * * *", "America/New_York"),
        "shop_catalog": ("8 * * * *", "Asia/Shanghai"),
        "us_catalog": ("10 * * * *", "America/New_York"),
        "delete_old_runs": ("17 1 * * 0", "UTC"),
    }
    stopped = [each.name for each in definitions.schedule_defs if each.default_status is DefaultScheduleStatus.STOPPED]
    assert stopped == ["delete_old_runs"]
    weekly = definitions.get_job("shop_weekly")
    assert {name_of(key) for key in weekly.asset_layer.selected_asset_keys} == {"weeks", "thursdays"}


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (("shop", "hours"), "2026-01-01-00:00"),
        (("shop", "later"), "2026-03-01"),
        (("shop", "weeks"), "2026-01-05"),
        (("us", "Months"), "2026-02-01"),
    ],
)
def test_partitions_begin_with_the_first_period_on_or_after_start(definitions, path, first) -> None:  # type: ignore[no-untyped-def]
    partitions = asset(definitions, *path).partitions_def
    assert partitions is not None and partitions.get_first_partition_key() == first


def test_an_asset_says_what_it_is_and_how_to_read_it(definitions) -> None:  # type: ignore[no-untyped-def]
    views = asset(definitions, "shop", "views")
    said = views.descriptions_by_key[views.key]
    assert said.startswith(
        "页面浏览量\n\nEvery view.\n\nThe chart `a2` of GrowingIO project `nxog09md` by day. "
        "[Open it in the console](https://www.growingio.com/admin/projects/nxog09md/chart/a2).\n\n```sql\n"
    )
    assert "select * from gio_reports.shop__views order by period_start desc limit 100;" in said
    spec = views.specs_by_key[views.key]
    assert (spec.owners, spec.kinds, spec.group_name) == (
        ["data@example.com"],
        {"postgres", "view", "chart"},
        "shop",
    )
    shown = {name: value.value for name, value in views.metadata_by_key[views.key].items()}
    assert shown["console"] == "https://www.growingio.com/admin/projects/nxog09md/chart/a2"
    assert (shown["grain"], shown["start"], shown["time zone"]) == ("day", "2026-01-01", "Asia/Shanghai")
    assert views.op.pool == "gio_shop"


@pytest.mark.parametrize(("name", "table"), [("later", "gio.funnel_steps"), ("weeks", "gio.retention_cohorts")])
def test_a_funnel_and_a_retention_say_which_view_reads_them_best(definitions, name, table) -> None:  # type: ignore[no-untyped-def]
    found = asset(definitions, "shop", name)
    assert f"from {table}\nwhere project = 'shop' and report = '{name}'\n" in found.descriptions_by_key[found.key]


def test_an_owner_who_is_no_address_and_a_dashboard_are_metadata(definitions) -> None:  # type: ignore[no-untyped-def]
    later = asset(definitions, "shop", "later")
    shown = {name: value.value for name, value in later.metadata_by_key[later.key].items()}
    assert shown["owner"] == "数据组"
    assert shown["console"] == "https://www.growingio.com/admin/projects/nxog09md/dashboard/d1"
    assert later.owners_by_key.get(later.key, []) == []


def test_a_view_with_capitals_is_quoted_in_the_sql(definitions) -> None:  # type: ignore[no-untyped-def]
    months = asset(definitions, "us", "Months")
    assert 'from gio_reports."us__Months" order by' in months.descriptions_by_key[months.key]


def test_no_report_decides_about_the_name_of_another_s_schedule(tmp_path: Path) -> None:
    def schedules(*reports: str) -> set[str]:
        lines = "".join(f"      - {each}\n" for each in reports)
        head = "projects:\n  - {name: shop, uid: u, token: t, start: 2026-01-01, catalog: false, reports: [\n"
        (tmp_path / "reports.yaml").write_text(head + lines.replace("- ", "").replace("}\n", "},\n") + "]}\n")
        repository = build_definitions(load_settings({}, tmp_path)).get_repository_def()
        return {each.name for each in repository.schedule_defs} - {"delete_old_runs"}

    views = "{name: views, kind: chart, id: a1}"
    late = "{name: late, kind: chart, id: a2, start: 2026-03-01}"
    later = "{name: later, kind: chart, id: a3, start: 2026-04-01}"
    assert schedules(views) == {"shop_daily"}
    assert schedules(late) == {"shop_daily_from_2026_03_01"}
    assert schedules(views, late, later) == {
        "shop_daily",
        "shop_daily_from_2026_03_01",
        "shop_daily_from_2026_04_01",
    }

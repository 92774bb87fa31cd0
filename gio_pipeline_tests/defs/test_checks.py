"""A report's asset checks: each can fail, says its numbers, and stops nothing."""

from dagster import AssetCheckEvaluation, AssetCheckSeverity, ExecuteInProcessResult
from sqlalchemy import create_engine

from gio_pipeline_tests.defs.dagster_bench import DagsterBench, failures

CITIES = "page_views_by_city"
OF_ALL = {"coverage_has_no_hole", "is_fresh", "is_like_the_weeks_before", "columns_are_unchanged"}


def checks(run: ExecuteInProcessResult) -> dict[str, AssetCheckEvaluation]:
    return {each.check_name: each for each in run.get_asset_check_evaluations()}


def said(run: ExecuteInProcessResult, check: str) -> tuple[bool, str | None]:
    found = checks(run)[check]
    return found.passed, found.description


def numbers(run: ExecuteInProcessResult, check: str) -> dict[str, object]:
    return {name: value.value for name, value in checks(run)[check].metadata.items()}


def test_every_check_of_a_settled_month_passes(bench: DagsterBench) -> None:
    run = bench.run("2026-05-05", "2026-06-09")
    assert {name: each.passed for name, each in checks(run).items()} == dict.fromkeys(
        [*OF_ALL, "total_equals_its_row"], True
    )
    assert said(run, "coverage_has_no_hole") == (True, "36 periods without a hole.")
    assert said(run, "is_fresh") == (True, "2026-06-09 is final: as new as it should be.")
    assert said(run, "is_like_the_weeks_before") == (
        True,
        "2026-06-09 is like 2026-06-02, 2026-05-26, 2026-05-19, 2026-05-12.",
    )
    assert numbers(run, "coverage_has_no_hole") == {"periods": 36, "missing": 0}


def test_a_hole_is_named_and_the_run_succeeds_all_the_same(bench: DagsterBench) -> None:
    bench.run("2026-06-01", "2026-06-02")
    run = bench.run("2026-06-05", "2026-06-07")
    assert run.success
    assert said(run, "coverage_has_no_hole") == (
        False,
        "Missing: 2026-06-03 to 2026-06-04; the schedule loads them, or a backfill now.",
    )
    assert checks(run)["coverage_has_no_hole"].severity is AssetCheckSeverity.WARN
    assert said(run, "is_fresh") == (
        False,
        "2026-06-09 should be final and is not loaded; the newest final day: 2026-06-07. "
        "It is due since 2026-06-10 10:00: the schedule loads it, or a backfill now.",
    )
    bench.workbench.at("2026-06-10T13:00:00+08:00")
    later = checks(bench.run("2026-06-07", "2026-06-07"))
    assert {later[name].severity for name in ("coverage_has_no_hole", "is_fresh")} == {AssetCheckSeverity.ERROR}


def test_half_of_the_usual_figures_is_only_a_warning_with_the_numbers(bench: DagsterBench) -> None:
    bench.run("2026-05-12", "2026-06-02")
    bench.workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 0.3, "dates": ["2026-06-09"]})
    run = bench.run("2026-06-03", "2026-06-09")
    found = checks(run)["is_like_the_weeks_before"]
    assert run.success and not found.passed
    assert found.severity is AssetCheckSeverity.WARN
    shown = numbers(run, "is_like_the_weeks_before")
    assert (shown["rows"], shown["usual rows"]) == (40, 40)
    assert shown["页面浏览量"] < shown["usual 页面浏览量"] / 2  # type: ignore[operator]
    assert {"2026-05-12", "2026-05-19", "2026-05-26", "2026-06-02"} < shown.keys()


def test_days_off_are_left_out_of_the_comparison(bench: DagsterBench) -> None:
    file = bench.workbench.directory / "reports.yaml"
    file.write_text("days_off: [2026-06-02]\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    bench.run("2026-05-05", "2026-06-02")
    run = bench.run("2026-06-03", "2026-06-09")
    assert said(run, "is_like_the_weeks_before") == (
        True,
        "2026-06-09 is like 2026-05-26, 2026-05-19, 2026-05-12, 2026-05-05.",
    )
    off = bench.run("2026-06-02", "2026-06-02")
    assert said(off, "is_like_the_weeks_before") == (True, "2026-06-02 is a day off (days_off): not compared.")


def test_a_renamed_column_is_named_once(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-08")
    bench.workbench.at("2026-06-10T11:00:00+08:00")
    bench.workbench.faults({"fault": "rename_metric", "match": "cityPv01", "to": "PV"})
    run = bench.run("2026-06-09", "2026-06-09")
    assert said(run, "columns_are_unchanged") == (
        False,
        "Since the load before: 页面浏览量 disappeared; PV appeared.",
    )
    bench.workbench.now = "2026-06-10T12:00:00+08:00"
    bench.workbench.sandbox.set(now=bench.workbench.now)
    again = bench.run("2026-06-09", "2026-06-09")
    assert said(again, "columns_are_unchanged") == (True, "The columns are those of the load before.")


def test_a_big_number_is_compared_with_its_row(bench: DagsterBench) -> None:
    bench.workbench.report("{name: visitors, kind: chart, id: bigNum01}")
    run = bench.run("2026-06-08", "2026-06-09")
    assert said(run, "total_equals_its_row") == (True, "2 aggregators equal their rows.")
    bench.workbench.faults({"fault": "patch", "match": "bigNum01", "value": 7})
    wrong = bench.run("2026-06-09", "2026-06-09")
    passed, words = said(wrong, "total_equals_its_row")
    assert not passed and str(words).startswith("The aggregator says 2026-06-09 ") and str(words).endswith("its row 7.")


def test_a_funnel_whose_step_grows_is_named(bench: DagsterBench) -> None:
    bench.workbench.report("{name: signup, kind: funnel, id: 9pkd1}")
    assert said(bench.run("2026-06-07", "2026-06-08"), "steps_never_grow") == (True, "6 values checked.")
    bench.workbench.faults({"fault": "patch", "match": "9pkd1", "metric": "第三步人数", "value": 99999})
    passed, words = said(bench.run("2026-06-08", "2026-06-08"), "steps_never_grow")
    assert not passed
    assert str(words).startswith("2026-06-08 第三步 (全部访问用户) 99,999, at most ")


def test_a_retention_rate_above_one_is_named(bench: DagsterBench) -> None:
    bench.workbench.report("{name: newcomers, kind: retention, id: kdj2, grain: day}")
    assert said(bench.run("2026-06-01", "2026-06-02"), "rates_are_within_0_and_1")[0]
    bench.workbench.faults({"fault": "patch", "match": "kdj2", "metric": "次日留存率", "value": 1.5})
    passed, words = said(bench.run("2026-06-01", "2026-06-01"), "rates_are_within_0_and_1")
    assert not passed
    assert str(words) == "2026-06-01 次日留存率 (全部, 任意行为, 新访问用户) 1.5, at most 1 expected."


def test_a_load_that_kept_old_rows_fails_and_is_checked(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    bench.workbench.faults({"fault": "empty_days", "match": "cityPv01", "dates": ["2026-06-08"]})
    run = bench.run("2026-06-08", "2026-06-09")
    assert CITIES in failures(run)
    assert said(run, "coverage_has_no_hole") == (True, "2 periods without a hole.")


def test_what_cannot_be_checked_is_a_warning_and_stays_loaded(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-08")
    admin = create_engine(bench.workbench.database_url)
    with admin.begin() as connection:
        connection.exec_driver_sql("alter table gio.schema_changes rename to schema_changes_away")
    run = bench.run("2026-06-09", "2026-06-09")
    admin.dispose()
    assert run.success
    assert bench.marks(CITIES) == ["2026-06-08", "2026-06-09"]
    assert {each.severity for each in checks(run).values() if not each.passed} == {AssetCheckSeverity.WARN}
    assert str(said(run, "is_fresh")[1]).startswith("Not checked: ")


def test_the_newest_partition_shows_columns_a_preview_and_a_chart(bench: DagsterBench) -> None:
    bench.run("2026-06-01", "2026-06-09")
    shown = bench.metadata(CITIES, "2026-06-09")
    assert [column.name for column in shown["dagster/column_schema"].columns] == [  # type: ignore[attr-defined]
        "period_date",
        "period_start",
        "period_local",
        "state",
        "provisional",
        "loaded_at",
        "目标用户",
        "城市",
        "访问来源",
        "页面浏览量",
        "访问量",
        "访问用户量",
    ]
    preview = str(shown["preview"]).splitlines()
    assert preview[0] == "|目标用户|城市|访问来源|页面浏览量|访问量|访问用户量|"
    assert preview[2].startswith("|全部访问用户|上海|直接访问|")
    assert str(shown["chart"]).startswith("![line](<data:image/svg+xml,%3Csvg ")
    # The UI hides longer Markdown behind a link.
    assert max(len(str(shown[name])) for name in ("preview", "chart")) < 1000
    assert "chart" not in bench.metadata(CITIES, "2026-06-08")


def test_a_report_is_one_node_below_its_project(bench: DagsterBench) -> None:
    graph = bench.definitions.get_repository_def().asset_graph
    found = {key.to_user_string(): node for key in graph.get_all_asset_keys() if (node := graph.get(key))}
    report = found["gio_reports/shop__page_views_by_city"]
    assert [key.to_user_string() for key in report.parent_keys] == ["growingio/projects/shop"]
    assert not report.child_keys and report.is_executable
    assert (report.group_name, found["growingio/projects/shop"].group_name) == ("shop", "shop")
    assert report.tags.items() >= {("gio/kind", "chart"), ("gio/grain", "day")}


def test_a_wide_report_shows_its_first_columns_and_all_of_them_on_request(bench: DagsterBench) -> None:
    bench.workbench.report("{name: newcomers, kind: retention, id: kdj2, grain: day}")
    bench.run("2026-06-08", "2026-06-08")
    shown = bench.metadata("newcomers", "2026-06-08")
    assert list(shown)[:4] == ["preview", "chart", "dagster/column_schema", "all columns"]
    widths = [len(shown[name].columns) for name in ("dagster/column_schema", "all columns")]  # type: ignore[attr-defined]
    assert widths[0] == 20 < widths[1]

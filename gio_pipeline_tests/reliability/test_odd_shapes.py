"""Answers of another shape than expected: placed by what stands in them, or refused whole; never taken for empty."""

import json
from typing import Any

import pytest

from gio_pipeline.pipeline.quality import assess
from gio_pipeline_tests.reliability.handmade import DAY_MS, JUNE_9, REPORT, Source, dim, met
from gio_pipeline_tests.workbench import Workbench

JUNE_8 = JUNE_9 - DAY_MS
WHAT = "chart handmade of project shop"
USER, TIME, PV = dim("目标用户"), dim("时间"), met("pv")
CITY = "page_views_by_city"
ROWS = "select period_date::text, dimensions, metric, value from gio.report_values order by 1, 2, 3"


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (["第46周", "第46周"], "the time '第46周'"),
        (["周一", "周二"], "the time '周一'"),
        (["Nov 25, 2026"], "the time 'Nov 25, 2026'"),
        ([None], "the time null"),
        (["总计"], "every row is a summary ('总计')"),
        ([JUNE_8, None], "the time null"),
        ([JUNE_8, JUNE_9, "第46周"], "the time '第46周'"),
    ],
)
@pytest.mark.parametrize("on_empty", ["doubt", "accept"])
def test_rows_that_cannot_be_placed_refuse_the_answer_and_the_old_rows_stay(
    handmade: Source, cells: list[Any], named: str, on_empty: str
) -> None:
    handmade.says([USER, TIME, PV], json.dumps([["all", JUNE_8, 7], ["all", JUNE_9, 8]]))
    assert handmade.bench.load("handmade", "2026-06-08", "2026-06-09").ok
    stored = handmade.bench.query(ROWS)
    coverage = "select period_date::text, state, rows, checked_at from gio.coverage order by 1"
    covered = handmade.bench.query(coverage)
    handmade.bench.report(REPORT.replace("}", f", on_empty: {on_empty}}}"))
    handmade.says([USER, TIME, PV], json.dumps([["all", cell, 1] for cell in cells]))
    result = handmade.bench.load("handmade", "2026-06-08", "2026-06-09")
    assert not result.ok
    [failure] = result.failures
    assert str(failure.error).startswith(f"{WHAT}: {named}")
    assert handmade.bench.query(ROWS) == stored
    assert handmade.bench.query(coverage) == covered
    assert handmade.bench.query("select status from gio.loads order by load_id") == [("done",), ("failed",)]


def test_periods_whose_rows_were_not_understood_are_not_covered(handmade: Source) -> None:
    handmade.says([USER, TIME, PV], '[["all", "第46周", 7]]')
    assert not handmade.bench.load("handmade", "2026-06-01", "2026-06-09").ok
    assert handmade.bench.query("select count(*) from gio.coverage") == [(0,)]


def test_rows_without_a_metric_are_refused(handmade: Source) -> None:
    handmade.says([USER, TIME], json.dumps([["all", JUNE_8], ["all", JUNE_9]]))
    result = handmade.bench.load("handmade", "2026-06-08", "2026-06-09")
    assert [str(failure.error) for failure in result.failures] == [
        f"{WHAT}: the answer has rows but 'meta' lists no metric: there is no value to store"
    ]
    assert handmade.bench.query("select count(*) from gio.coverage") == [(0,)]


@pytest.mark.parametrize(
    ("meta", "rows"),
    [
        ([TIME, USER, PV], [[JUNE_8, "all", 7], [JUNE_9, "all", 8]]),
        ([USER, PV], [[JUNE_8, "all", 7], [JUNE_9, "all", 8]]),
        ([USER, PV], [["all", 7, JUNE_8], ["all", 8, JUNE_9]]),
        ([dim("Date"), USER, PV], [[JUNE_8, "all", 7], [JUNE_9, "all", 8]]),
        ([USER, dim("Time"), PV], [["all", "2026-06-08", 7], ["all", "2026-06-09", 8], ["all", "合计", 15]]),
    ],
)
def test_the_time_is_found_wherever_it_stands_and_is_no_dimension(
    handmade: Source, meta: list[Any], rows: list[Any]
) -> None:
    handmade.says(meta, json.dumps(rows))
    result = handmade.bench.load("handmade", "2026-06-08", "2026-06-09")
    assert (result.ok, result.requests) == (True, 1)
    assert handmade.bench.query(ROWS) == [
        ("2026-06-08", {"目标用户": "all"}, "pv", 7.0),
        ("2026-06-09", {"目标用户": "all"}, "pv", 8.0),
    ]
    assert handmade.bench.load("handmade", "2026-06-08", "2026-06-09").count("unchanged") == 2


def test_a_column_that_is_taken_for_the_time_is_remembered_and_said_once(handmade: Source) -> None:
    handmade.says([USER, dim("Date"), PV], json.dumps([["all", JUNE_8, 7], ["all", JUNE_9, 8]]))
    first, second = (handmade.bench.load("handmade", "2026-06-08", "2026-06-09") for _ in range(2))
    assert first.warnings == [
        "shop/handmade: the column 'Date' is taken for its time: every cell of it is a period that was asked for; "
        "gio.reports.time_column keeps this for later answers"
    ]
    assert (second.warnings, second.ok) == ([], True)
    assert handmade.bench.query("select time_column, timeless from gio.reports") == [("Date", False)]
    handmade.says([USER, dim("Date"), PV], '[["all", "2026-01-01", 7]]')
    [failure] = handmade.bench.load("handmade", "2026-06-09", "2026-06-09").failures
    assert str(failure.error).startswith(f"{WHAT}, whose time stands in the column 'Date' (gio-pipeline reset forgets")
    assert len(handmade.bench.query(ROWS)) == 2
    handmade.says([USER, TIME, PV], json.dumps([["all", JUNE_9, 9]]))
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").ok
    assert handmade.bench.query("select time_column from gio.reports") == [(None,)]


def test_a_date_that_was_a_dimension_once_is_one_on_the_day_it_names(handmade: Source) -> None:
    handmade.says([USER, dim("注册日期"), PV], '[["all", "2026-06-01", 7], ["all", "2026-06-08", 8]]')
    assert handmade.bench.load("handmade", "2026-06-08", "2026-06-08").ok
    handmade.says([USER, dim("注册日期"), PV], '[["all", "2026-06-09", 9]]')
    result = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    assert (result.ok, result.warnings) == (True, [])
    assert handmade.bench.query(ROWS)[-1] == ("2026-06-09", {"目标用户": "all", "注册日期": "2026-06-09"}, "pv", 9.0)


def test_an_answer_without_rows_says_nothing_about_time_less_or_not(handmade: Source) -> None:
    handmade.says([USER, PV], '[["all", 7]]')
    handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    timeless = "select timeless from gio.reports"
    assert handmade.bench.query(timeless) == [(True,)]
    handmade.says([USER, TIME, PV], "[]")
    assert handmade.bench.load("handmade", "2026-06-08", "2026-06-08").ok
    assert handmade.bench.query(timeless) == [(True,)]
    handmade.says([USER, PV], "[]")
    handmade.bench.report(REPORT.replace("handmade, kind", "other, kind"))
    result = handmade.bench.load("other", "2026-06-01", "2026-06-09")
    assert (result.requests, len(result.committed)) == (1, 9)
    assert handmade.bench.query("select timeless from gio.reports where report = 'other'") == [(None,)]


def test_a_series_that_goes_on_with_another_columns_figures_is_told(handmade: Source) -> None:
    handmade.says([TIME, met("次数"), met("次数")], f"[[{JUNE_8}, 1, 2]]")
    handmade.bench.load("handmade", "2026-06-08", "2026-06-08")
    handmade.says([TIME, met("订单"), met("次数")], f"[[{JUNE_9}, 1, 2]]")
    result = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    told = "shop/handmade: column 次数 may show another column's figures: the columns of that name are not those before"
    assert told in result.warnings
    changes = "select column_name, change, old_position, new_position from gio.schema_changes order by 1, 2"
    assert handmade.bench.query(changes) == [
        ("次数", "renumbered", 0, 1),
        ("次数 (2)", "disappeared", 1, None),
        ("订单", "appeared", None, 0),
    ]


def test_a_report_that_is_changed_in_the_midst_of_a_backfill_is_told_period_by_period(workbench: Workbench) -> None:
    workbench.faults(
        {"fault": "request_timeout", "match": "cityPv01", "max_days": 2},
        {"fault": "rename_metric", "match": "cityPv01", "to": "PV", "times": 1},
    )
    plan = workbench.plan(CITY, "2026-06-06", "2026-06-09")
    result = workbench.load(CITY, "2026-06-06", "2026-06-09")
    told = (
        "its periods came with 2 sets of columns, so the report was changed meanwhile: "
        "2026-06-08 to 2026-06-09 with PV; 2026-06-06 to 2026-06-07 with 页面浏览量"
    )
    assert result.ok
    assert result.warnings[-1] == f"shop/{CITY}: {told}"
    [finding] = [f for f in assess(workbench.runtime(), result, plan.now) if f.check == "columns_are_unchanged"]
    assert (finding.passed, finding.sentence) == (
        False,
        f"Since the load before: PV disappeared; 页面浏览量 appeared. In this load {told}.",
    )
    again = workbench.load(CITY, "2026-06-06", "2026-06-09")
    assert [warning for warning in again.warnings if "sets of columns" in warning] == []


def test_a_metric_of_texts_has_a_column_of_texts_in_the_view(handmade: Source) -> None:
    meta = [TIME, met("时长"), met("跳出率")]
    handmade.says(meta, f'[[{JUNE_8}, "-", "12.3%"]]')
    handmade.bench.load("handmade", "2026-06-08", "2026-06-08")
    # What depends on the view keeps it from being made anew.
    with handmade.runtime.engine.begin() as connection:
        connection.exec_driver_sql("create view public.mine as select * from gio_reports.shop__handmade")
    handmade.says(meta, f'[[{JUNE_9}, "00:03:12", "-"]]')
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").warnings == []
    shown = 'select period_date::text, "时长", "跳出率", "时长 text" from gio_reports.shop__handmade order by 1'
    assert handmade.bench.query(shown) == [
        ("2026-06-08", None, 0.123, "-"),
        ("2026-06-09", None, None, "00:03:12"),
    ]
    comment = "select col_description('gio_reports.shop__handmade'::regclass, 9)"
    assert handmade.bench.query(comment) == [("text: 时长",)]

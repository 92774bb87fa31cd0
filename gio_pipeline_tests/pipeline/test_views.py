"""The views analysts query, on what the sandbox sends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline.pipeline.status import unknown_labels
from gio_pipeline_tests.reliability.handmade import DAY_MS, JUNE_9, Source, dim, met, source
from gio_pipeline_tests.workbench import Workbench

JUNE_8 = JUNE_9 - DAY_MS


@pytest.fixture
def handmade(tmp_path: Path, database_url: str) -> Iterator[Source]:
    """A bench with one report, `handmade`, whose answers the test writes."""
    with source(tmp_path, database_url) as made:
        yield made


def test_funnel_steps_have_one_row_per_step(workbench: Workbench) -> None:
    workbench.report("{name: signup, kind: funnel, id: 9pkd1}")
    workbench.load("signup", "2026-06-09", "2026-06-09")
    rows = workbench.query(
        "select step_number, step_name, users, step_rate, overall_rate from gio.funnel_steps order by step_number"
    )
    assert [row[:2] for row in rows] == [(1, "第一步"), (2, "第二步"), (3, "第三步"), (4, "第四步")]
    users = [row[2] for row in rows]
    assert users == sorted(users, reverse=True)
    assert len({row[4] for row in rows}) == 1
    assert rows[-1][4] == round(users[-1] / users[0], 4)


def test_retention_cohorts_leave_out_the_periods_that_had_not_ended(workbench: Workbench) -> None:
    workbench.report("{name: newcomers, kind: retention, id: kdj2, grain: day}")
    workbench.sandbox.set(future_cells="0")
    workbench.load("newcomers", "2026-06-01", "2026-06-09")
    rows = workbench.query(
        "select cohort_date::text, max(period_number), count(*), min(users) from gio.retention_cohorts"
        " group by 1 order by 1"
    )
    assert [row[:3] for row in rows] == [(f"2026-06-0{day}", 9 - day, 10 - day) for day in range(1, 10)]
    assert all(row[3] > 0 for row in rows)


DAYS = """
select attname from pg_attribute
where attrelid = 'gio_reports.shop__page_views_by_city'::regclass and attnum between 1 and 3 order by attnum
"""


def test_a_report_s_view_begins_with_the_day_that_a_bi_tool_takes_for_its_dates(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    assert [name for (name,) in workbench.query(DAYS)] == ["period_date", "period_start", "period_local"]


def test_a_view_that_was_made_in_another_order_keeps_it(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-08")
    with workbench.runtime().engine.begin() as connection:
        ((found,),) = connection.exec_driver_sql(
            "select pg_get_viewdef('gio_reports.shop__page_views_by_city'::regclass)"
        )
        connection.exec_driver_sql("drop view gio_reports.shop__page_views_by_city")
        before = found.replace("c.period_date,", "", 1).replace("c.period_start,", "c.period_start, c.period_date,", 1)
        connection.exec_driver_sql(f"create view gio_reports.shop__page_views_by_city as {before}")
    workbench.faults({"fault": "add_metric", "match": "cityPv01", "name": "新指标"})
    workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    assert [name for (name,) in workbench.query(DAYS)] == ["period_start", "period_date", "period_local"]
    assert workbench.query('select count("新指标") > 0 from gio_reports.shop__page_views_by_city') == [(True,)]


def test_freshness_shows_holes_and_the_newest_final_period(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-01", "2026-06-03")
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    assert workbench.query(
        "select newest_final_date::text, periods, holes, provisional, filling,"
        " next_settles_at = date_trunc('day', now() - interval '20 hours') + interval '44 hours' from gio.freshness"
    ) == [("2026-06-09", 5, 4, 0, 0, True)]


def test_columns_of_a_funnel_that_say_no_step_are_named(workbench: Workbench) -> None:
    workbench.report("{name: signup, kind: funnel, id: 9pkd1}")
    workbench.faults({"fault": "add_metric", "match": "9pkd1", "name": "平均时长"})
    workbench.load("signup", "2026-06-09", "2026-06-09")
    assert unknown_labels(workbench.runtime().engine) == {"shop/signup": ["平均时长"]}


def test_a_dimension_that_became_a_metric_is_a_column_of_its_own(handmade: Source) -> None:
    handmade.says([dim("渠道"), dim("时间"), met("访问量")], f'[["微信", {JUNE_8}, 1]]')
    handmade.bench.load("handmade", "2026-06-08", "2026-06-08")
    handmade.says([dim("目标用户"), dim("时间"), met("访问量"), met("渠道")], f'[["全部", {JUNE_9}, 2, 7]]')
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").ok
    assert handmade.bench.query(
        'select period_date::text, "渠道", "访问量", "目标用户", "渠道 (2)" from gio_reports.shop__handmade order by 1'
    ) == [("2026-06-08", "微信", 1.0, None, None), ("2026-06-09", None, 2.0, "全部", 7.0)]
    comment = "select col_description('gio_reports.shop__handmade'::regclass, 10)"
    assert handmade.bench.query(comment) == [("metric: 渠道",)]


def test_a_view_shows_numbers_and_a_column_that_vanished_as_null(handmade: Source) -> None:
    handmade.says([dim("城市"), dim("时间"), met("跳出率"), met("旧")], f'[["上海", {JUNE_8}, "12.3%", "1,234"]]')
    handmade.bench.load("handmade", "2026-06-08", "2026-06-08")
    handmade.says([dim("城市"), dim("时间"), met("跳出率")], f'[["上海", {JUNE_9}, "-"]]')
    handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    assert handmade.bench.query(
        'select "城市", "跳出率", "旧" from gio_reports.shop__handmade order by period_start'
    ) == [
        ("上海", 0.123, 1234.0),
        ("上海", None, None),
    ]


def test_a_cohorts_cells_are_read_by_their_labels_and_strange_labels_are_named(handmade: Source) -> None:
    handmade.bench.report("{name: handmade, kind: retention, id: handmade, grain: day}")
    labels = ("留存人数", "当日", "当日留存率", "1日后", "1日后留存率", "2日后", "第0天", "次周留存")
    handmade.says(
        [dim("时间"), *map(met, labels)],
        f'[[{JUNE_8}, 200, 200, 1, 50, "25%", 9, 200, 3]]',
        range="day",
    )
    assert handmade.bench.load("handmade", "2026-06-08", "2026-06-08").ok
    # It is the morning of June 10: the cohort's second day after has not ended, whatever was sent of it.
    assert handmade.bench.query(
        "select period_number, users, rate, cohort_size from gio.retention_cohorts order by 1"
    ) == [
        (0, 200.0, 1.0, 200.0),
        (1, 50.0, 0.25, 200.0),
    ]
    assert unknown_labels(handmade.runtime.engine) == {"shop/handmade": ["第0天", "次周留存"]}

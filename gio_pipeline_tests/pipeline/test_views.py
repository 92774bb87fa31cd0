"""The views analysts query, on what the sandbox sends."""

from gio_pipeline.pipeline.status import unknown_labels
from gio_pipeline_tests.workbench import Workbench


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

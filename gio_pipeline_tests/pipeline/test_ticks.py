"""What a scheduled run loads: what is due, in few requests, and no figure called final before it is."""

from gio_pipeline.warehouse.coverage import like_periods
from gio_pipeline_tests.workbench import Workbench

STATES = "select period_date::text, state from gio.coverage order by period_start"
VIEWS = "{name: views, kind: chart, id: YoX28w7R}"


def test_the_first_tick_of_a_new_report_loads_its_newest_settled_period(workbench: Workbench) -> None:
    result = workbench.tick("page_views_by_city")
    assert workbench.query(STATES) == [("2026-06-09", "final")]
    assert result.requests == 1


def test_a_day_later_one_request_brings_the_new_day_and_checks_the_one_before(workbench: Workbench) -> None:
    workbench.tick("page_views_by_city")
    workbench.at("2026-06-11T04:05:00+08:00")
    result = workbench.tick("page_views_by_city")
    assert (len(result.committed), result.requests) == (2, 1)
    assert workbench.tick("page_views_by_city").requests == 0


def test_what_an_outage_missed_is_caught_up_by_the_next_tick(workbench: Workbench) -> None:
    workbench.tick("page_views_by_city")
    workbench.at("2026-06-15T04:05:00+08:00")
    result = workbench.tick("page_views_by_city")
    assert (len(result.committed), result.requests) == (6, 1)
    assert [day for day, _ in workbench.query(STATES)] == [f"2026-06-{day:02}" for day in range(9, 15)]


def test_a_bounded_tick_takes_the_newest_days_first(workbench: Workbench) -> None:
    workbench.tick("page_views_by_city")
    workbench.at("2026-06-15T04:05:00+08:00")
    result = workbench.tick("page_views_by_city", most=2)
    assert result.left_for_later == 4
    assert [day for day, _ in workbench.query(STATES)] == ["2026-06-09", "2026-06-13", "2026-06-14"]
    workbench.tick("page_views_by_city")
    assert [day for day, _ in workbench.query(STATES)] == [f"2026-06-{day:02}" for day in range(9, 15)]


def test_backfill_auto_loads_everything_since_start(workbench: Workbench) -> None:
    workbench.report("{name: views, kind: chart, id: YoX28w7R, start: 2026-05-01, backfill: auto}")
    result = workbench.tick("views")
    assert (len(result.committed), result.requests) == (40, 1)


def test_a_provisional_day_is_asked_for_again_once_it_has_settled(workbench: Workbench) -> None:
    workbench.at("2026-06-10T03:00:00+08:00")
    workbench.load("page_views_by_city", "2026-06-09", "2026-06-09", allow_unsettled=True)
    assert workbench.tick("page_views_by_city").requests == 0
    workbench.at("2026-06-10T04:05:00+08:00")
    assert workbench.tick("page_views_by_city").count("changed") > 0
    assert workbench.query(STATES) == [("2026-06-09", "final")]


def test_filling_cohorts_are_checked_once_a_settling_in_one_request(workbench: Workbench) -> None:
    workbench.report("{name: newcomers, kind: retention, id: kdj2, grain: day}")
    workbench.load("newcomers", "2026-05-01", "2026-06-09")
    assert workbench.tick("newcomers").requests == 0
    workbench.at("2026-06-11T04:05:00+08:00")
    result = workbench.tick("newcomers")
    assert (len(result.committed), result.requests) == (31, 1)
    assert workbench.tick("newcomers").requests == 0
    assert workbench.query("select count(*) from gio.restatements") == [(0,)]


def test_a_funnel_day_is_final_once_its_conversion_window_has_passed(workbench: Workbench) -> None:
    workbench.report("{name: signup, kind: funnel, id: 9pkd1, conversion_window: 3}")
    workbench.load("signup", "2026-06-01", "2026-06-09")
    final = "select max(period_date)::text from gio.coverage where state = 'final'"
    assert workbench.query(final) == [("2026-06-06",)]
    workbench.at("2026-06-11T04:05:00+08:00")
    workbench.tick("signup")
    assert workbench.query(final) == [("2026-06-07",)]


def test_a_conversion_window_that_grew_at_the_source_reopens_the_days_it_reaches(workbench: Workbench) -> None:
    workbench.report("{name: signup, kind: funnel, id: 9pkd1}")
    workbench.load("signup", "2026-06-01", "2026-06-09")
    final = "select max(period_date)::text from gio.coverage where state = 'final'"
    assert workbench.query(final) == [("2026-06-08",)]
    workbench.sandbox.set(wrong_conversion_window=3)
    result = workbench.load("signup", "2026-06-09", "2026-06-09")
    assert result.warnings == ["shop/signup: the source's conversion window was 1 days and is 3"]
    assert workbench.query(final) == [("2026-06-06",)]
    plan = workbench.plan("signup", "2026-06-01", "2026-06-09", skip_final=True)
    assert [f"{period.start:%m-%d}" for period in plan.periods] == ["06-06", "06-07", "06-08"]


def test_hours_are_revised_by_the_night_and_final_at_four(workbench: Workbench) -> None:
    workbench.report("{name: hours, kind: chart, id: YoX28w7R, grain: hour}")
    workbench.at("2026-06-09T23:35:00+08:00")
    workbench.load("hours", "2026-06-09", "2026-06-09")
    by_state = "select state, count(*) from gio.coverage group by state order by state"
    assert workbench.query(by_state) == [("filling", 23)]
    workbench.at("2026-06-10T04:35:00+08:00")
    result = workbench.tick("hours")
    assert (len(result.committed), result.requests) == (28, 1)
    assert workbench.query(by_state) == [("filling", 4), ("final", 24)]


def test_a_night_job_that_is_late_leaves_the_day_provisional_until_it_is_done(workbench: Workbench) -> None:
    workbench.report(VIEWS)
    workbench.load("views", "2026-05-01", "2026-06-09")
    workbench.at("2026-06-11T04:05:00+08:00")
    late = {"fault": "scale", "match": "YoX28w7R", "date": "2026-06-10", "factor": 0.3}
    workbench.faults(late)
    result = workbench.tick("views")
    assert any("under half of the usual" in warning for warning in result.warnings)
    newest = "select state from gio.coverage where period_date = '2026-06-10'"
    assert workbench.query(newest) == [("provisional",)]
    workbench.at("2026-06-11T07:05:00+08:00")
    workbench.faults()
    assert workbench.tick("views").count("changed") == 2
    assert workbench.query(newest) == [("final",)]
    assert workbench.query("select count(*) from gio.restatements") == [(0,)]


def test_the_sum_that_a_day_is_compared_by_is_the_sum_of_what_is_stored(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-01", "2026-06-09")
    engine = workbench.runtime().engine
    [(report_id, metric)] = workbench.query("select report_id, name from gio.metrics order by position limit 1")
    starts = [workbench.period("page_views_by_city", f"2026-06-0{day}").start for day in range(1, 10)]
    before = like_periods(engine, report_id, starts, metric)
    workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-08")
    now = like_periods(engine, report_id, starts, metric)
    totals = [(before[start].total or 0.0, now[start].total or 0.0) for start in starts]
    assert [after / was for was, after in totals] == [1, 1, 1, 1, 1, 1, 1, 2, 1]
    assert workbench.query("select count(first_total) from gio.coverage") == [(9,)]
    with engine.begin() as connection:
        # As a warehouse has it that was loaded before the sums were kept.
        connection.exec_driver_sql("update gio.coverage set first_metric_id = null, first_total = null")
    assert like_periods(engine, report_id, starts, metric) == now


def test_a_day_that_never_comes_is_asked_for_every_hour_and_called_empty_after_twelve(workbench: Workbench) -> None:
    workbench.report(VIEWS)
    workbench.load("views", "2026-05-01", "2026-06-09")
    workbench.at("2026-06-11T04:05:00+08:00")
    workbench.faults({"fault": "empty_days", "match": "YoX28w7R", "dates": ["2026-06-10"]})
    newest = "select state, rows from gio.coverage where period_date = '2026-06-10'"
    for hour in range(4, 16):
        workbench.at(f"2026-06-11T{hour:02}:05:00+08:00")
        assert workbench.tick("views").requests == 1
        assert workbench.query(newest) == [("provisional", 0)]
    workbench.at("2026-06-11T16:05:00+08:00")
    assert workbench.tick("views").requests == 1
    assert workbench.query(newest) == [("final", 0)]
    workbench.at("2026-06-11T17:05:00+08:00")
    assert workbench.tick("views").requests == 0


def test_a_load_by_hand_only_warns_of_a_day_that_looks_unfinished(workbench: Workbench) -> None:
    workbench.report(VIEWS)
    workbench.load("views", "2026-05-01", "2026-06-09")
    workbench.at("2026-06-11T04:05:00+08:00")
    workbench.faults({"fault": "empty_days", "match": "YoX28w7R", "dates": ["2026-06-10"]})
    result = workbench.load("views", "2026-06-10", "2026-06-10")
    assert (result.ok, len(result.warnings)) == (True, 1)
    assert workbench.query("select state from gio.coverage where period_date = '2026-06-10'") == [("final",)]


def test_once_a_week_an_older_window_is_checked_by_turns(workbench: Workbench) -> None:
    workbench.report(VIEWS)
    workbench.load("views", "2026-01-01", "2026-06-09")
    workbench.at("2026-06-18T04:05:00+08:00")
    workbench.faults({"fault": "edit_definition", "match": "YoX28w7R", "factor": 2})
    result = workbench.tick("views")
    assert result.requests == 2
    assert workbench.query("select min(period_start)::text, count(distinct period_start) from gio.restatements") == [
        ("2025-12-31 16:00:00+00", 32)
    ]
    assert workbench.tick("views").requests == 0

"""The main job: what a load leaves in the warehouse, promise by promise."""

import pytest

from gio_pipeline.core.errors import IdentityChanged, SourceError
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline_tests.workbench import Workbench

BY_STATE = "select state, count(*) from gio.coverage group by state order by state"


def test_a_range_of_a_report_whose_rows_carry_time_is_one_request(workbench: Workbench) -> None:
    result = workbench.load("page_views_by_city", "2026-05-11", "2026-06-09")
    assert (len(result.committed), result.requests, workbench.downloads()) == (30, 1, 1)
    assert result.count("inserted") == 3600
    assert workbench.query(BY_STATE) == [("final", 30)]
    assert workbench.query("select count(*), count(distinct period_date) from gio.report_values") == [(3600, 30)]


def test_the_same_window_again_changes_nothing_and_says_so(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-01", "2026-06-09")
    before = workbench.query("select * from gio.points order by 1, 3, 4, 5")
    again = workbench.load("page_views_by_city", "2026-06-01", "2026-06-09")
    assert (again.count("inserted"), again.count("changed"), again.count("deleted")) == (0, 0, 0)
    assert again.count("unchanged") == len(before) == 1080
    assert workbench.query("select * from gio.points order by 1, 3, 4, 5") == before
    assert workbench.query("select count(*) from gio.restatements") == [(0,)]


def test_what_is_final_is_skipped_where_that_is_asked_for(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-01", "2026-06-05")
    result = workbench.load("page_views_by_city", "2026-06-01", "2026-06-09", skip_final=True)
    assert (result.skipped, len(result.committed), result.requests) == (5, 4, 1)


def test_a_changed_figure_of_a_final_period_is_a_restatement(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-07", "2026-06-09")
    workbench.faults({"fault": "scale", "match": "cityPv01", "from": "2026-06-09", "factor": 2})
    result = workbench.load("page_views_by_city", "2026-06-07", "2026-06-09")
    assert (result.count("changed"), result.count("unchanged")) == (120, 240)
    assert workbench.query(
        "select count(*), count(*) filter (where new_value = 2 * old_value), min(period_start)::text"
        " from gio.restatements"
    ) == [(120, 120, "2026-06-08 16:00:00+00")]


def test_rows_the_source_no_longer_returns_are_deleted(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    workbench.faults({"fault": "drop_rows", "match": "cityPv01", "share": 0.5, "date": "2026-06-09"})
    result = workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    assert (result.count("deleted"), result.count("unchanged"), result.ok) == (60, 180, True)
    assert workbench.query("select count(*) from gio.restatements where new_value is null") == [(60,)]


def test_an_emptied_day_keeps_its_rows_and_the_others_commit(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-01", "2026-06-09")
    workbench.faults(
        {"fault": "empty_days", "match": "cityPv01", "dates": ["2026-06-05"]},
        {"fault": "scale", "match": "cityPv01", "from": "2026-06-09", "factor": 3},
    )
    result = workbench.load("page_views_by_city", "2026-06-01", "2026-06-09")
    assert list(result.kept) == [workbench.period("page_views_by_city", "2026-06-05")]
    assert (len(result.committed), result.count("changed"), result.ok) == (8, 120, False)
    assert workbench.query("select count(*) from gio.report_values where period_date = '2026-06-05'") == [(120,)]
    assert workbench.query("select status, error from gio.loads order by load_id desc limit 1") == [
        ("partial", "1 of 9 periods kept their rows: the answer came back empty")
    ]


def test_on_empty_accept_believes_an_empty_answer(workbench: Workbench) -> None:
    workbench.report("{name: page_views_by_city, kind: chart, id: cityPv01, on_empty: accept}")
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    workbench.faults({"fault": "empty", "match": "cityPv01"})
    result = workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    assert (result.ok, result.count("deleted")) == (True, 240)
    assert workbench.query("select rows, state from gio.coverage") == [(0, "final"), (0, "final")]


def test_a_loaded_and_empty_period_is_covered(workbench: Workbench) -> None:
    workbench.faults({"fault": "empty", "match": "cityPv01"})
    result = workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    assert (result.ok, result.count("values"), len(result.committed)) == (True, 0, 2)
    assert workbench.query("select count(*), sum(rows) from gio.coverage") == [(2, 0)]


def test_a_report_without_time_is_asked_for_one_period_at_a_time_and_that_is_remembered(workbench: Workbench) -> None:
    workbench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert workbench.load("browsers", "2026-06-05", "2026-06-09").requests == 6
    assert workbench.load("browsers", "2026-06-05", "2026-06-09").requests == 5
    assert workbench.query("select timeless from gio.reports") == [(True,)]


def test_a_window_the_source_cannot_answer_is_split_in_halves(workbench: Workbench) -> None:
    workbench.faults({"fault": "request_timeout", "match": "cityPv01", "max_days": 4})
    result = workbench.load("page_views_by_city", "2026-06-01", "2026-06-09")
    assert (result.ok, len(result.committed), result.count("inserted")) == (True, 9, 1080)
    assert result.requests == workbench.downloads() == 5


def test_a_day_the_source_never_answers_does_not_keep_the_older_ones_from_loading(workbench: Workbench) -> None:
    workbench.report("{name: browsers, kind: chart, id: tblBrw01, exporter: v2}")
    workbench.load("browsers", "2026-06-01", "2026-06-02")  # from now on it is asked for day by day
    days = [workbench.period("browsers", day) for day in ("2026-06-06", "2026-06-08")]
    slow = [{"fault": "request_timeout", "match": f"tblBrw01.json?startTime={day.milliseconds[0]}"} for day in days]
    workbench.faults(*slow)
    plan = workbench.plan("browsers", "2026-06-05", "2026-06-09")
    runtime = workbench.runtime()
    runtime.retry = RetryPolicy(seconds=0.5, first=0.2)
    result = load_report(runtime, plan, LoadOrigin())
    assert [each.wanted for each in (failure.window for failure in result.failures)] == [{days[1]}, {days[0]}]
    for failure in result.failures:
        assert 'answered HTTP 500 ("Request timeout")' in str(failure.error)
        assert str(failure.error).endswith("trying again later may help.")
    assert len(result.committed) == 3
    asked = [each.error.requests for each in result.failures if isinstance(each.error, SourceError)]
    assert workbench.downloads() == result.requests == sum(asked) + 3
    assert asked[1] == 1
    assert workbench.query(
        "select status, count(*) from gio.loads where window_start >= '2026-06-04' group by 1 order by 1"
    ) == [
        ("done", 3),
        ("failed", 2),
    ]


def test_an_unsettled_day_is_refused_with_the_time_it_settles(workbench: Workbench) -> None:
    workbench.at("2026-06-10T03:59:00+08:00")
    result = workbench.load("page_views_by_city", "2026-06-08", "2026-06-10")
    assert [each.settles_at.isoformat() for each in result.refused] == [
        "2026-06-09T20:00:00+00:00",
        "2026-06-10T20:00:00+00:00",
    ]
    assert (len(result.committed), result.ok) == (1, False)


def test_an_unsettled_day_is_stored_as_provisional_only_where_that_is_allowed(workbench: Workbench) -> None:
    workbench.at("2026-06-10T03:59:00+08:00")
    result = workbench.load("page_views_by_city", "2026-06-09", "2026-06-11", allow_unsettled=True)
    assert (len(result.committed), len(result.refused)) == (2, 1)
    assert workbench.query("select distinct state, provisional from gio.report_values") == [("provisional", True)]
    workbench.at("2026-06-10T04:00:00+08:00")
    assert workbench.load("page_views_by_city", "2026-06-09", "2026-06-09").count("changed") > 0
    assert workbench.query("select state from gio.coverage order by period_start") == [("final",), ("provisional",)]
    assert workbench.query("select count(*) from gio.restatements") == [(0,)]


def test_a_broken_answer_changes_nothing_and_names_what_is_wrong(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    before = workbench.query("select * from gio.coverage order by 2")
    workbench.faults({"fault": "wrong_id", "match": "cityPv01"})
    result = workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    assert [str(failure.error) for failure in result.failures] == [
        "chart cityPv01 of project shop: the answer has id anotherId, but cityPv01 was asked for"
    ]
    assert workbench.query("select * from gio.coverage order by 2") == before
    assert workbench.query("select status, requests from gio.loads order by load_id desc limit 1") == [("failed", 1)]


def test_a_report_that_became_another_under_the_same_name_is_refused(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    workbench.report("{name: page_views_by_city, kind: chart, id: YoX28w7R}")
    with pytest.raises(IdentityChanged, match="id 'cityPv01' became 'YoX28w7R'"):
        workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")


def test_a_report_that_was_never_loaded_may_become_another(workbench: Workbench) -> None:
    workbench.report("{name: views, kind: chart, id: mistyped}")
    assert not workbench.load("views", "2026-06-09", "2026-06-09").ok
    workbench.report("{name: views, kind: chart, id: cityPv01}")
    assert workbench.load("views", "2026-06-09", "2026-06-09").ok


def test_a_report_taken_out_of_the_file_keeps_its_rows_and_is_inactive(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    workbench.report("{name: views, kind: chart, id: YoX28w7R}")
    workbench.load("views", "2026-06-09", "2026-06-09")
    assert workbench.query("select report, active from gio.reports order by report") == [
        ("page_views_by_city", False),
        ("views", True),
    ]
    assert workbench.query("select count(*) from gio.report_values where report = 'page_views_by_city'") == [(120,)]


def test_rows_that_sum_up_the_others_are_counted_warned_about_and_not_stored(workbench: Workbench) -> None:
    workbench.faults({"fault": "time_words", "match": "cityPv01", "words": ["均值"]})
    result = workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    assert [w for w in result.warnings if "rows that sum up the others" in w]
    assert workbench.query("select rows_in - rows_ignored, rows_ignored > 0 from gio.loads") == [(40, True)]


def test_metrics_that_swap_places_are_the_same_metrics(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    names = [name for (name,) in workbench.query("select name from gio.metrics order by metric_id")]
    workbench.faults({"fault": "swap_metrics", "match": "cityPv01", "names": names[:2]})
    result = workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    assert (result.count("unchanged"), result.count("changed")) == (120, 0)
    assert workbench.query("select column_name, change from gio.schema_changes order by 1") == [
        (name, "moved") for name in sorted(names[:2])
    ]


def test_the_view_of_a_report_has_a_column_per_dimension_and_metric(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    columns = workbench.query(
        "select column_name from information_schema.columns"
        " where table_schema = 'gio_reports' and table_name = 'shop__page_views_by_city' order by ordinal_position"
    )
    fixed = ["period_date", "period_start", "period_local", "state", "provisional", "loaded_at"]
    metrics = [name for (name,) in workbench.query("select name from gio.metrics order by metric_id")]
    assert [name for (name,) in columns] == [*fixed, "目标用户", "城市", "访问来源", *metrics]
    long = workbench.query("select sum(value) from gio.report_values where metric = :metric", metric=metrics[0])
    wide = workbench.query(f'select sum("{metrics[0]}") from gio_reports.shop__page_views_by_city')
    assert long == wide


def test_a_view_that_others_build_on_survives_new_columns(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-08")
    with workbench.runtime().engine.begin() as connection:
        connection.exec_driver_sql("create view public.mine as select * from gio_reports.shop__page_views_by_city")
    workbench.faults({"fault": "add_metric", "match": "cityPv01", "name": '新"指标; drop schema gio; --'})
    assert workbench.load("page_views_by_city", "2026-06-09", "2026-06-09").ok
    counted = workbench.query('select count("新""指标; drop schema gio; --") from gio_reports.shop__page_views_by_city')
    assert counted == [(40,)]
    assert workbench.query("select count(*) from public.mine") == [(80,)]

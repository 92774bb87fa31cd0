"""Answers that look wrong: what is stored of each is decided, and nothing of it is lost or guessed."""

import json

import pytest

from gio_pipeline_tests.growingio.odd_server import http
from gio_pipeline_tests.reliability.handmade import JUNE_9, Source, dim, met
from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"
VALUES = "select metric, value, value_text from gio.report_values order by metric"
CELLS = {
    "NaN": (None, "NaN"),
    "Infinity": (None, "Infinity"),
    "-Infinity": (None, "-Infinity"),
    "1e400": (None, "1e400"),
    "1e-400": (None, "1e-400"),
    "9223372036854775808": (2.0**63, "9223372036854775808"),
    "9007199254740993": (9007199254740992.0, "9007199254740993"),
    "1.7976931348623157e308": (1.7976931348623157e308, None),
    "5e-324": (5e-324, None),
    "-0.0": (0.0, None),
    '"1,234"': (1234.0, "1,234"),
    '"12,34"': (None, "12,34"),
    '"12.3%"': (0.123, "12.3%"),
    '"NaN"': (None, "NaN"),
    '""': (None, ""),
    '"-"': (None, "-"),
    "null": (None, None),
    "true": (None, "true"),
    '"a\\u0000b"': (None, "a\ufffdb"),
    '"\\ud83d\\ude00 \\ud800"': (None, "😀 \ufffd"),
}


def test_every_odd_cell_has_its_number_and_its_text(handmade: Source) -> None:
    meta = [dim("目标用户"), *(met(f"m{number:02}") for number in range(len(CELLS)))]
    handmade.says(meta, f'[["all", {", ".join(CELLS)}]]')
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").ok
    expected = [(f"m{number:02}", *cell) for number, cell in enumerate(CELLS.values())]
    assert handmade.bench.query(VALUES) == expected
    again = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    assert (again.count("unchanged"), again.count("changed")) == (len(CELLS), 0)


def test_the_same_odd_cells_as_dimensions_are_told_apart(handmade: Source) -> None:
    rows = ", ".join(f"[{cell}, {number}]" for number, cell in enumerate(CELLS))
    handmade.says([dim("d"), met("m")], f"[{rows}]")
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").ok
    stored = handmade.bench.query("select dimensions ->> 'd' from gio.report_values order by value")
    assert [text for (text,) in stored] == [
        *("NaN", "Infinity", "-Infinity", f"1{'0' * 400}", f"0.{'0' * 399}1"),
        *("9223372036854775808", "9007199254740993", f"17976931348623157{'0' * 292}", f"0.{'0' * 323}5", "0.0"),
        *("1,234", "12,34", "12.3%", "NaN", "", "-", None, "true", "a\ufffdb", "😀 \ufffd"),
    ]


def test_a_row_that_comes_twice_is_stored_twice_and_its_disappearance_is_seen(handmade: Source) -> None:
    meta = [dim("目标用户"), dim("时间"), met("m")]
    handmade.says(meta, f'[["all", {JUNE_9}, 7], ["all", {JUNE_9}, 5], ["all", {JUNE_9}, 7]]')
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").count("inserted") == 3
    rows = "select occurrence, value from gio.report_values order by occurrence"
    assert handmade.bench.query(rows) == [(1, 5.0), (2, 7.0), (3, 7.0)]
    handmade.says(meta, f'[["all", {JUNE_9}, 7], ["all", {JUNE_9}, 7], ["all", {JUNE_9}, 5]]')
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").count("unchanged") == 3
    handmade.says(meta, f'[["all", {JUNE_9}, 5]]')
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").count("deleted") == 2
    assert handmade.bench.query(rows) == [(1, 5.0)]


def test_a_time_outside_the_window_refuses_the_answer_and_the_other_windows_go_on(workbench: Workbench) -> None:
    workbench.faults(
        {"fault": "request_timeout", "match": "cityPv01", "max_days": 2},
        {"fault": "out_of_window", "match": "cityPv01", "times": 1},
    )
    result = workbench.load(CITY, "2026-06-06", "2026-06-09")
    days = [workbench.period(CITY, f"2026-06-0{day}") for day in (6, 7, 8, 9)]
    assert sorted(result.committed) == days[:2]
    assert [(sorted(each.window.wanted), str(each.error)) for each in result.failures] == [
        (
            days[2:],
            "chart cityPv01 of project shop: the time 2026-06-07 00:00:00 (Asia/Shanghai) is not one of the periods "
            "asked for (2 by day, 2026-06-08 00:00 to 2026-06-09 00:00)",
        )
    ]
    assert workbench.query("select status, periods from gio.loads order by load_id") == [("failed", 2), ("done", 2)]


@pytest.mark.parametrize(("before", "now", "kept"), [(19, 1, False), (20, 1, True), (20, 2, False), (1, 0, True)])
def test_a_period_of_twenty_rows_may_lose_ninety_percent_and_no_more(
    handmade: Source, before: int, now: int, kept: bool
) -> None:
    for count in (before, now):
        rows = [["all", JUNE_9, f"city {number}", 1] for number in range(count)]
        handmade.says([dim("目标用户"), dim("时间"), dim("城市"), met("m")], json.dumps(rows))
        result = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    assert (bool(result.kept), result.ok) == (kept, not kept)
    assert handmade.bench.query("select count(*) from gio.report_values") == [(before if kept else now,)]
    assert handmade.bench.query("select rows from gio.coverage") == [(before if kept else now,)]


def test_one_emptied_day_of_thirty_one_keeps_its_rows_and_thirty_commit(workbench: Workbench) -> None:
    workbench.load(CITY, "2026-05-10", "2026-06-09")
    workbench.faults(
        {"fault": "empty", "match": "cityPv01", "date": "2026-05-20"},
        {"fault": "scale", "match": "cityPv01", "factor": 2},
    )
    result = workbench.load(CITY, "2026-05-10", "2026-06-09")
    assert list(result.kept) == [workbench.period(CITY, "2026-05-20")]
    assert (len(result.committed), result.count("changed"), result.requests) == (30, 3600, 1)
    kept = "select count(*) from gio.restatements r where r.period_start = '2026-05-19 16:00+00'"
    assert workbench.query(kept) == [(0,)]
    assert workbench.query("select count(*) from gio.report_values where period_date = '2026-05-20'") == [(120,)]


def test_a_final_period_that_was_empty_and_gets_rows_is_a_restatement(workbench: Workbench) -> None:
    workbench.faults({"fault": "empty", "match": "cityPv01"})
    workbench.load(CITY, "2026-06-09", "2026-06-09")
    workbench.faults()
    assert workbench.load(CITY, "2026-06-09", "2026-06-09").count("inserted") == 120
    restated = "select count(*), count(old_value), count(new_value) from gio.restatements"
    assert workbench.query(restated) == [(120, 0, 120)]


def test_metrics_that_change_their_names_are_new_metrics_and_the_old_values_go(workbench: Workbench) -> None:
    workbench.load(CITY, "2026-06-09", "2026-06-09")
    workbench.faults({"fault": "rename_metric", "match": "cityPv01", "to": "PV"})
    result = workbench.load(CITY, "2026-06-09", "2026-06-09")
    assert (result.count("inserted"), result.count("deleted"), result.count("unchanged")) == (40, 40, 80)
    assert [warning for warning in result.warnings if "column" in warning] == [
        f"shop/{CITY}: column 页面浏览量 disappeared",
        f"shop/{CITY}: column PV appeared",
    ]


def test_metrics_of_one_name_are_known_by_their_places(handmade: Source) -> None:
    meta = [dim("目标用户"), dim("时间"), met("m"), met("m")]
    for left, right in ((1, 2), (2, 1)):
        handmade.says(meta, f'[["all", {JUNE_9}, {left}, {right}]]')
        result = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    assert result.count("changed") == 2
    assert handmade.bench.query(VALUES) == [("m", 2.0, None), ("m (2)", 1.0, None)]


def test_names_of_ten_thousand_characters_are_kept_whole(handmade: Source) -> None:
    metric, dimension, value = (letter * 9_999 + "#" for letter in "量维值")
    other = metric[:-1] + "!"
    handmade.says([dim(dimension), dim("时间"), met(metric), met(other)], f'[["{value}", {JUNE_9}, 1, 2]]')
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").ok
    assert handmade.bench.query("select metric, dimensions from gio.report_values order by value") == [
        (metric, {dimension: value}),
        (other, {dimension: value}),
    ]
    assert handmade.bench.query(
        f'select "{"维" * 21}", "{"量" * 21}", "{"量" * 19} (2)" from gio_reports.shop__handmade'
    ) == [(value, 1.0, 2.0)]


def test_five_hundred_metrics_are_five_hundred_columns(handmade: Source) -> None:
    names = [f"指标 {number}" for number in range(500)]
    row = ["all", JUNE_9, *range(500)]
    handmade.says([dim("目标用户"), dim("时间"), *map(met, names)], json.dumps([row]))
    assert handmade.bench.load("handmade", "2026-06-09", "2026-06-09").count("inserted") == 500
    assert handmade.bench.query('select "指标 0", "指标 499" from gio_reports.shop__handmade') == [(0.0, 499.0)]


def test_columns_that_a_view_has_no_room_for_are_in_report_values_and_the_load_says_so(handmade: Source) -> None:
    for first, last in ((0, 1450), (1450, 1650)):
        names = [f"m{number}" for number in range(first, last)]
        handmade.says(
            [dim("目标用户"), dim("时间"), *map(met, names)], json.dumps([["all", JUNE_9, *range(first, last)]])
        )
        result = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
        assert result.count("inserted") == len(names)
    assert result.warnings[-2:] == [
        "shop/handmade: 1630 more columns changed: see gio.schema_changes",
        "shop/handmade: its view has no room for 157 more columns: they are in gio.report_values",
    ]
    assert handmade.bench.query("select value from gio.report_values where metric = 'm1649'") == [(1649.0,)]
    assert handmade.bench.query('select count(*), count("m1492") from gio_reports.shop__handmade') == [(1, 1)]


def test_a_conversion_window_of_years_is_no_answer(handmade: Source) -> None:
    handmade.bench.report("{name: handmade, kind: funnel, id: handmade}")
    handmade.says([dim("目标用户"), dim("时间"), met("总转化率")], f'[["all", {JUNE_9}, 1]]', conversionWindow=40_000)
    result = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    assert [str(failure.error) for failure in result.failures] == [
        "funnel handmade of project shop: the answer has conversionWindow 40000, but the longest is 90 days"
    ]


def test_what_the_source_says_about_a_failure_is_recorded_whatever_characters_it_holds(handmade: Source) -> None:
    handmade.sends(http("404 Not Found", rb'{"message": "no \u0000 such \ud800 chart"}'))
    result = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
    [failure] = result.failures
    assert 'answered HTTP 404 ("no \ufffd such \ufffd chart")' in str(failure.error)
    assert handmade.bench.query("select status, error from gio.loads") == [("failed", str(failure.error))]

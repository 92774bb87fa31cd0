import json

import pytest

from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import APP, Caller, ms

HOUR, DAY, WEEK, MONTH = 3_600_000, 86_400_000, 604_800_000, 2_592_000_000
MONDAY = ("2026-01-05", "2026-01-05")
WEEK_DAYS = ("2026-01-05", "2026-01-11")
EVERYONE = "全部访问用户"


def test_a_line_has_time_in_its_rows_but_not_in_meta(shop: Caller) -> None:
    assert shop.answer("charts/YoX28w7R", "2026-01-05", "2026-01-06") == {
        "id": "YoX28w7R",
        "name": "页面浏览量",
        "startTime": 1767542400000,
        "endTime": 1767715199999,
        "interval": 86400000,
        "meta": [
            {"name": "目标用户", "dimension": True},
            {"name": "页面浏览量", "metric": True},
            {"name": "访问量", "metric": True},
        ],
        "data": [[EVERYONE, 1767542400000, 59157, 17317], [EVERYONE, 1767628800000, 61155, 16641]],
    }


def test_a_split_chart_with_time_in_meta_has_a_row_per_day_city_and_source(shop: Caller) -> None:
    answer = shop.answer("charts/cityPv01", "2026-01-05", "2026-01-06")
    names = ["目标用户", "时间", "城市", "访问来源", "页面浏览量", "访问量", "访问用户量"]
    assert [column["name"] for column in answer["meta"]] == names
    assert len(answer["data"]) == 2 * 8 * 5
    assert answer["data"][0] == [EVERYONE, 1767542400000, "上海", "直接访问", 7804.0, 1918.0, 1379.0]
    assert isinstance(answer["data"][0][4], float)


@pytest.mark.parametrize(
    ("report", "first", "rows"),
    [
        ("charts/tblBrw01", [EVERYONE, "上海", "Chrome", 1675, 8414], 40),
        ("charts/barCh001", [EVERYONE, "直接访问", 5328], 5),
        ("charts/bubble01", [EVERYONE, "上海", "Web", 8183, 1647], 32),
        ("charts/colCh001", [EVERYONE, 1767542400000, 698, 207635.0], 1),
        ("charts/srcLine1", [EVERYONE, 1767542400000, "直接访问", 6320, 4045], 5),
        ("charts/dupMet01", [EVERYONE, 1767542400000, 59397, 25484, 11704], 1),
        ("charts/dupDim01", [EVERYONE, 1767542400000, "首页", "首页", 22348], 4),
        ("charts/naDim001", [EVERYONE, 1767542400000, "不适用", 7321], 4),
        ("charts/mixCel01", [EVERYONE, 1767542400000, "Web", "27,232", "38.5%", 4894], 4),
    ],
)
def test_every_shape_of_the_vendors_page_is_served(shop: Caller, report: str, first: list[object], rows: int) -> None:
    found = shop.rows(report, *MONDAY)
    assert (found[0], len(found)) == (first, rows)


def test_a_table_speaks_for_the_whole_window(shop: Caller) -> None:
    week = shop.rows("charts/tblBrw01", *WEEK_DAYS)
    days = [shop.rows("charts/tblBrw01", f"2026-01-{d:02}", f"2026-01-{d:02}") for d in range(5, 12)]
    assert len(week) == 40
    assert week[0][4] == sum(day[0][4] for day in days)
    assert max(day[0][3] for day in days) < week[0][3] < sum(day[0][3] for day in days)


def test_a_big_number_has_one_row_and_this_and_the_last_total(shop: Caller) -> None:
    answer = shop.answer("charts/bigNum01", *WEEK_DAYS)
    assert answer["data"] == [[EVERYONE, 1767542400000, 45371]]
    assert answer["aggregator"] == {"values": [45371, 46750]}
    before = shop.answer("charts/bigNum01", "2025-12-29", "2026-01-04")
    assert before["aggregator"]["values"][0] == 46750


def test_hours_add_up_to_their_day_and_days_to_their_week_and_month(shop: Caller) -> None:
    hours = shop.rows("charts/YoX28w7R", *MONDAY, interval=HOUR)
    assert [row[1] for row in hours] == [1767542400000 + HOUR * h for h in range(24)]
    assert sum(row[2] for row in hours) == 59157
    days = shop.rows("charts/YoX28w7R", *WEEK_DAYS)
    assert shop.rows("charts/YoX28w7R", *WEEK_DAYS, interval=WEEK) == [
        [EVERYONE, 1767542400000, sum(r[2] for r in days), sum(r[3] for r in days)]
    ]
    december = shop.rows("charts/YoX28w7R", "2025-12-01", "2025-12-31")
    assert len(december) == 31
    month = shop.rows("charts/YoX28w7R", "2025-12-01", "2025-12-31", interval=MONTH)
    assert month == [[EVERYONE, ms("2025-12-01"), sum(r[2] for r in december), sum(r[3] for r in december)]]


def test_unique_users_do_not_add_up_and_rates_are_nought_by_the_hour(shop: Caller) -> None:
    days = [row for row in shop.rows("charts/uvBnc001", *WEEK_DAYS) if row[0] == EVERYONE]
    [week, _] = shop.rows("charts/uvBnc001", *WEEK_DAYS, interval=WEEK)
    assert week == [EVERYONE, 1767542400000, 26911, 0.407]
    assert max(row[2] for row in days) < 26911 < sum(row[2] for row in days)
    hours = [row for row in shop.rows("charts/uvBnc001", *MONDAY, interval=HOUR) if row[0] == EVERYONE]
    assert sum(row[2] for row in hours) > days[0][2]
    assert {row[3] for row in hours} == {0.0}


def test_weeks_begin_on_monday_and_are_whole(shop: Caller) -> None:
    touched = shop.rows("charts/YoX28w7R", "2026-01-07", "2026-01-12", interval=WEEK)
    assert [row[1] for row in touched] == [ms("2026-01-05"), ms("2026-01-12")]
    assert touched[0][2] == 428369


def test_weekends_are_weaker(shop: Caller) -> None:
    by_weekday = [0] * 7
    for row in shop.rows("charts/YoX28w7R", "2025-10-06", "2026-01-04"):
        by_weekday[(row[1] - ms("2025-10-06")) // DAY % 7] += row[2]
    assert max(by_weekday[5:]) < min(by_weekday[:5])


def test_duplicated_rows_odd_text_empty_and_unknown_cells_are_served(shop: Caller) -> None:
    assert shop.rows("charts/dupRow01", *MONDAY)[:2] == [[EVERYONE, 1767542400000, "Web", 5517]] * 2
    assert {"nul\u0000byte", "首页\n第二行", "", "emoji 🛒👩‍👩‍👧"} <= {
        row[2] for row in shop.rows("charts/oddTx001", *MONDAY)
    }
    assert shop.rows("charts/empty001", *WEEK_DAYS) == []
    unknown = {
        row[-1] for row in shop.rows("charts/mixCel01", "2025-11-01", "2025-12-31") if not isinstance(row[-1], int)
    }
    assert unknown == {None, "-", ""}


def test_a_row_does_not_depend_on_the_window_it_is_asked_in(shop: Caller) -> None:
    for report in ("charts/cityPv01", "charts/mixCel01", "funnels/9pkd1", "retentions/kdj2"):
        alone = shop.rows(report, "2026-01-07", "2026-01-07")
        assert alone == [row for row in shop.rows(report, *WEEK_DAYS) if ms("2026-01-07") in row], report
    months = [shop.rows("charts/uvBnc001", f"2023-{month:02}-01", "2025-12-31", interval=MONTH) for month in (1, 2, 6)]
    assert months[0][2:] == months[1] and months[0][10:] == months[2]


@pytest.mark.slow
def test_answers_are_cut_at_exactly_two_hundred_thousand_rows(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(rows_per_day=20_000)
    assert len(shop.rows("charts/big00001", "2026-01-19", "2026-01-19")) == 20_000
    assert len(shop.rows("charts/big00001", "2026-01-09", "2026-01-19")) == 200_000


def test_one_id_in_two_projects_is_two_reports(sandbox: Sandbox, shop: Caller) -> None:
    app = Caller(sandbox, APP)
    with app.session:
        theirs = app.answer("charts/YoX28w7R", *MONDAY)
    assert (theirs["name"], theirs["data"]) == ("启动次数", [[EVERYONE, 1767542400000, 38416, 9257]])


def test_days_of_summer_time_zones_have_23_and_25_hours(sandbox: Sandbox, us: Caller) -> None:
    sandbox.set(now="2026-06-01T12:00:00Z")
    for day, hours in (("2026-03-08", 23), ("2025-11-02", 25), ("2026-03-07", 24)):
        rows = us.rows("charts/YoX28w7R", day, day, interval=HOUR)
        assert [row[1] for row in rows] == [ms(day, "America/New_York") + HOUR * h for h in range(hours)]
        assert sum(row[2] for row in rows) == us.rows("charts/YoX28w7R", day, day)[0][2]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"startTime": 1767542400000},
        {"startTime": "today", "endTime": 1767542400000},
        {"startTime": 1767628800000, "endTime": 1767542400000},
        {"startTime": 1767542400000, "endTime": 1767628799999, "interval": 1},
        {"startTime": 1767542400000, "endTime": 1767628799999, "conversionWindow": 91},
        {"startTime": 1767542400000, "endTime": 1767628799999, "range": "year"},
    ],
)
def test_missing_and_impossible_parameters_are_answered_400(shop: Caller, query: dict[str, object]) -> None:
    answer = shop.get("/v2/projects/nxog09md/charts/YoX28w7R.json", **query)
    assert (answer.status_code, answer.json()["message"]) == (400, "Bad request")


def test_an_unknown_report_is_answered_404(shop: Caller) -> None:
    for report in ("charts/none", "charts/9pkd1", "funnels/YoX28w7R", "frequencies/YoX28w7R", "frequencies/frqBuy01"):
        answer = shop.ask(report, *MONDAY)
        assert (answer.status_code, json.loads(answer.text)["errors"]) == (404, [])

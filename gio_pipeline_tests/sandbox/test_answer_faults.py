import math
from typing import Any

import pytest

from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import Caller, ms

CHART, SPLIT, FUNNEL, RETENTION = "charts/YoX28w7R", "charts/cityPv01", "funnels/9pkd1", "retentions/kdj2"
DAYS = ("2026-01-05", "2026-01-06")
EVERYONE = "全部访问用户"
MON, TUE = [EVERYONE, 1767542400000, 59157, 17317], [EVERYONE, 1767628800000, 61155, 16641]


def names(answer: dict[str, Any]) -> list[str]:
    return [column["name"] for column in answer["meta"]]


def test_each_echo_can_be_wrong(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(wrong_id=True, wrong_interval=True, wrong_conversion_window=True, wrong_range=True)
    chart, funnel, retention = (shop.answer(report, *DAYS) for report in (CHART, FUNNEL, RETENTION))
    assert (chart["id"], chart["interval"]) == ("anotherId", 3600000)
    assert (funnel["conversionWindow"], retention["range"]) == (2, "week")
    assert "conversionWindow" not in chart and "range" not in chart
    sandbox.set(wrong_id="YoX28w7R", wrong_conversion_window=30)
    assert (shop.answer(FUNNEL, *DAYS)["id"], shop.answer(FUNNEL, *DAYS)["conversionWindow"]) == ("YoX28w7R", 30)


def test_a_row_can_lie_outside_the_window(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(out_of_window={"times": 1})
    assert shop.rows(CHART, *DAYS) == [MON, TUE, [EVERYONE, ms("2026-01-04"), 59157, 17317]]
    sandbox.set(out_of_window="2026-02-01")
    assert shop.rows(CHART, *DAYS)[2][1] == ms("2026-02-01")


@pytest.mark.parametrize(("by", "row"), [(-1, MON[:-1]), (1, [*MON, 0])])
def test_a_row_can_have_a_cell_less_or_more(sandbox: Sandbox, shop: Caller, by: int, row: list[Any]) -> None:
    sandbox.set(cell_count=by)
    assert shop.rows(CHART, *DAYS) == [row, TUE]


def test_an_answer_can_be_empty_for_all_or_for_some_days(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(empty={"times": 1})
    assert shop.rows(CHART, *DAYS) == []
    sandbox.set(empty={"dates": ["2026-01-05"]})
    assert shop.rows(CHART, *DAYS) == [TUE]


def test_a_share_of_the_rows_can_be_lost(sandbox: Sandbox, shop: Caller) -> None:
    before = shop.rows(SPLIT, *DAYS)
    sandbox.set(drop_rows={"share": 0.95, "date": "2026-01-06"})
    assert shop.rows(SPLIT, *DAYS) == before[:40] + before[78:]


def test_figures_can_be_restated_from_a_date_on(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(scale={"factor": 2, "from": "2026-01-06", "metric": "访问量"})
    assert shop.rows(CHART, *DAYS) == [MON, [EVERYONE, 1767628800000, 61155, 33282]]
    sandbox.set(scale={"factor": 0.5})
    assert shop.rows("charts/mixCel01", "2026-01-05", "2026-01-05")[0][3:] == ["13,616", "19.2%", 2447]
    assert shop.answer("charts/bigNum01", *DAYS)["aggregator"]["values"][0] == 9264


def test_an_edited_definition_changes_every_figure(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(edit_definition={"factor": 0.1, "match": CHART})
    assert shop.rows(CHART, *DAYS) == [[EVERYONE, MON[1], 5916, 1732], [EVERYONE, TUE[1], 6116, 1664]]


@pytest.mark.parametrize(
    ("patch", "cell"),
    [
        ({"value": "1,234"}, "1,234"),
        ({"value": None}, None),
        ({"value": 2**63}, 9223372036854775808),
        ({"raw": "1e400"}, math.inf),
        ({"raw": "-Infinity"}, -math.inf),
    ],
)
def test_any_cell_can_be_put_in(sandbox: Sandbox, shop: Caller, patch: dict[str, Any], cell: object) -> None:
    sandbox.set(patch={"report": "YoX28w7R", "date": "2026-01-06", "metric": "页面浏览量", **patch})
    assert shop.rows(CHART, *DAYS) == [MON, [EVERYONE, TUE[1], cell, TUE[3]]]
    assert shop.rows(SPLIT, *DAYS)[40][4] not in (cell, None)


def test_raw_text_stands_in_the_answer_as_it_is(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(patch={"raw": "NaN", "where": {"城市": "北京", "访问来源": "微信"}, "date": "2026-01-05"})
    assert '"北京", "微信", NaN, ' in shop.ask(SPLIT, *DAYS).content.decode()
    assert [i for i, row in enumerate(shop.rows(SPLIT, *DAYS)) if math.isnan(row[4])] == [7]


def test_a_row_can_have_a_word_for_a_time(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(time_words={"words": ["均值", None]})
    assert shop.rows(CHART, *DAYS) == [MON, TUE, [EVERYONE, "均值", *TUE[2:]], [EVERYONE, None, *TUE[2:]]]
    assert len(shop.rows("charts/barCh001", *DAYS)) == 5


@pytest.mark.parametrize(
    ("form", "time"), [("digits", "1767542400000"), ("date", "2026-01-05"), ("datetime", "2026-01-05 00:00:00")]
)
def test_times_can_be_written_otherwise(sandbox: Sandbox, shop: Caller, form: str, time: str) -> None:
    sandbox.set(time_format=form, scale={"factor": 2, "from": "2026-01-06"})
    assert shop.rows(CHART, *DAYS)[0] == [EVERYONE, time, *MON[2:]]
    assert shop.rows(FUNNEL, *DAYS)[0][1] == time
    assert shop.rows(RETENTION, *DAYS)[0][3] == time


def test_a_metric_can_be_renamed_added_and_removed(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(rename_metric={"from": "访问量", "to": "访问次数"})
    assert names(shop.answer(CHART, *DAYS)) == ["目标用户", "页面浏览量", "访问次数"]
    sandbox.set(rename_metric=None, add_metric={"name": "新指标", "position": 2})
    answer = shop.answer(CHART, *DAYS)
    assert names(answer) == ["目标用户", "页面浏览量", "新指标", "访问量"]
    assert [row[:3] + row[4:] for row in answer["data"]] == [MON, TUE]
    assert shop.rows(CHART, "2026-01-06", "2026-01-06")[0] == answer["data"][1]
    sandbox.set(add_metric=None, remove_metric="页面浏览量")
    answer = shop.answer(CHART, *DAYS)
    assert names(answer) == ["目标用户", "访问量"]
    assert answer["data"] == [[EVERYONE, MON[1], 17317], [EVERYONE, TUE[1], 16641]]


def test_metrics_can_change_places(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(swap_metrics=True)
    answer = shop.answer(CHART, *DAYS)
    assert names(answer) == ["目标用户", "访问量", "页面浏览量"]
    assert answer["data"][0] == [EVERYONE, MON[1], 17317, 59157]


def test_a_metric_can_become_a_dimension(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(metric_to_dimension="访问量")
    answer = shop.answer(CHART, *DAYS)
    assert answer["meta"][2] == {"name": "访问量", "dimension": True}
    assert answer["data"][0] == [EVERYONE, MON[1], 59157, "17317"]


def test_rows_can_come_twice(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(duplicate_rows=1)
    assert shop.rows(CHART, *DAYS) == [MON, TUE, MON]

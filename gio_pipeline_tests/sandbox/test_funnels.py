from typing import Any

import pytest

from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import Caller

MONDAY = ("2026-01-05", "2026-01-05")


def test_a_funnel_lists_time_and_the_users_and_rate_of_every_step(shop: Caller) -> None:
    answer = shop.answer("funnels/9pkd1", "2026-01-05", "2026-01-06")
    assert {name: answer[name] for name in ("id", "name", "conversionWindow", "interval")} == {
        "id": "9pkd1",
        "name": "注册转化",
        "conversionWindow": 1,
        "interval": 86400000,
    }
    assert (answer["startTime"], answer["endTime"]) == (1767542400000, 1767715199999)
    dimensions, metrics = answer["meta"][:2], answer["meta"][2:]
    assert dimensions == [{"name": "目标用户", "dimension": True}, {"name": "时间", "dimension": True}]
    assert [m["name"] for m in metrics[:5]] == ["总转化率", "第一步人数", "第一步转化率", "第二步人数", "第二步转化率"]
    assert len(metrics) == 9 and all(m["metric"] is True for m in metrics)
    assert answer["data"] == [
        ["全部访问用户", 1767542400000, 0.0653, 4653, 1.0, 1920, 0.4126, 700, 0.3646, 304, 0.4343],
        ["全部访问用户", 1767628800000, 0.0602, 5048, 1.0, 2054, 0.4069, 653, 0.3179, 304, 0.4655],
    ]


@pytest.mark.parametrize(("asked", "echoed", "last_step"), [({}, 1, 304), ({"conversionWindow": 7}, 7, 815)])
def test_a_longer_conversion_window_brings_more_users(
    shop: Caller, asked: dict[str, Any], echoed: int, last_step: int
) -> None:
    answer = shop.answer("funnels/9pkd1", *MONDAY, **asked)
    assert (answer["conversionWindow"], answer["data"][0][3], answer["data"][0][9]) == (echoed, 4653, last_step)


def test_a_day_fills_until_the_night_after_its_conversion_window(sandbox: Sandbox, shop: Caller) -> None:
    seen = []
    for now in ("06T03:59", "06T04:00", "07T04:00", "08T03:59", "08T04:00", "09T03:59", "09T04:00", "20T00:00"):
        sandbox.set(now=f"2026-01-{now}:00+08:00")
        seen.append(tuple(shop.rows("funnels/9pkd1", *MONDAY, conversionWindow=3)[0][3:6:2]))
    assert [first for first, _ in seen[1:]] == [4653] * 7
    assert seen[0][0] < 4653
    seconds = [second for _, second in seen]
    assert seconds[0] < seconds[1] < seconds[2] == seconds[3] < seconds[4] == seconds[5] < seconds[6] == seconds[7]


def test_steps_never_grow(shop: Caller) -> None:
    for row in shop.rows("funnels/buyFun07", "2025-11-01", "2026-01-19"):
        users = row[4::2]
        assert users == sorted(users, reverse=True)


def test_rates_can_be_texts(shop: Caller) -> None:
    assert shop.rows("funnels/pctFun01", *MONDAY)[0][2:6] == ["7.9%", 2029, "100.0%", 518]


def test_a_funnel_can_be_split(shop: Caller) -> None:
    answer = shop.answer("funnels/buyFun07", *MONDAY)
    assert [c["name"] for c in answer["meta"][:4]] == ["目标用户", "时间", "访问来源", "总转化率"]
    assert [row[2] for row in answer["data"]] == ["直接访问", "百度搜索", "微信", "抖音", "社交媒体"]
    assert answer["conversionWindow"] == 7


def test_a_conversion_window_is_one_to_ninety_days(shop: Caller) -> None:
    codes = [shop.ask("funnels/9pkd1", *MONDAY, conversionWindow=days).status_code for days in (0, 1, 90, 91)]
    assert codes == [400, 200, 200, 400]

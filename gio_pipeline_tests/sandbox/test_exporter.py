"""The asynchronous exporter as the vendor's newer pages describe it."""

from typing import Any

import requests

from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import Caller, ms

EXPORTER = "/v3/exporter/projects/nxog09md"
DAYS: dict[str, Any] = {"startTime": ms("2026-01-05"), "endTime": ms("2026-01-07") - 1}


def poll(caller: Caller, path: str, times: int = 3, **params: Any) -> list[dict[str, Any]]:
    return [caller.get(f"{EXPORTER}/{path}", **params).json() for _ in range(times)]


def test_the_same_address_is_asked_again_until_it_brings_what_v2_would_have_brought(shop: Caller) -> None:
    first, second, third = poll(shop, "charts/YoX28w7R", **DAYS)
    assert first["status"] == "doing" and second == first
    assert third == shop.answer("charts/YoX28w7R", "2026-01-05", "2026-01-06")
    # Handed out once: the next request starts another export.
    assert poll(shop, "charts/YoX28w7R", 1, **DAYS)[0]["id"] != first["id"]


def test_another_window_is_another_export(shop: Caller) -> None:
    one = poll(shop, "charts/YoX28w7R", 1, **DAYS)[0]
    other = poll(shop, "charts/YoX28w7R", 1, **{**DAYS, "endTime": ms("2026-01-08") - 1})[0]
    assert one["id"] != other["id"]


def test_a_chart_that_takes_too_long_for_v2_is_had_by_the_exporter(shop: Caller) -> None:
    refused = shop.ask("charts/slowCh01", "2026-01-05", "2026-01-05")
    assert refused.status_code == 500 and refused.json()["errors"][0]["code"] == "request_timeout"
    answer = poll(shop, "charts/slowCh01", **DAYS)[-1]
    assert len(answer["data"]) == 2 * 8 * 4


def test_an_export_fails_with_the_source_s_words(shop: Caller, sandbox: Sandbox) -> None:
    sandbox.set(export_failed={"match": "charts/YoX28w7R", "errorMsg": "illegal parameter"})
    failed = poll(shop, "charts/YoX28w7R", 1, **DAYS)[0]
    assert (failed["status"], failed["errorMsg"]) == ("failed", "illegal parameter")


def test_a_distribution_has_layers_and_no_time_and_a_trend_has_periods(shop: Caller) -> None:
    layers = poll(shop, "frequencies/frqBuy01", split="[1,3,10]", **DAYS)[-1]
    assert [row[1] for row in layers["data"]] == ["1-2次", "3-9次", "10次及以上"]
    trend = poll(shop, "frequencies/frqTrd01", interval="day", statistic="median", **DAYS)[-1]
    assert [row[1] for row in trend["data"]] == [ms("2026-01-05"), ms("2026-01-06")]
    assert trend["meta"][-1] == {"name": "次数_median", "metric": True}


def test_users_come_as_links_that_need_no_credentials_and_expire(shop: Caller, sandbox: Sandbox) -> None:
    done = poll(shop, "segmentations/sgHigh01/users")[-1]
    assert done["status"] == "done" and len(done["downloadLinks"]) == 2
    assert poll(shop, "segmentations/sgHigh01/users", 1)[0] == done
    files = [requests.get(link, timeout=60).text.splitlines() for link in done["downloadLinks"]]
    assert [lines[0] for lines in files] == ["访问用户ID\t性别\t会员等级\t注册渠道"] * 2
    listed = shop.listing("segmentations/sgHigh01/users.csv").text.splitlines()
    assert files[0][1:] + files[1][1:] == listed[1:]
    sandbox.set(clock_skew=301)
    assert requests.get(done["downloadLinks"][0], timeout=60).status_code == 403
    assert poll(shop, "segmentations/sgHigh01/users", 1)[0]["downloadLinks"] != done["downloadLinks"]
    assert sandbox.stats()["leaked_credentials"] == 0
    requests.get(done["downloadLinks"][0], headers={"Authorization": "a token"}, timeout=60)
    assert sandbox.stats()["leaked_credentials"] == 1


def test_a_link_may_live_for_seven_days_and_no_longer(shop: Caller) -> None:
    said = [poll(shop, "tags/tgVip001/users", 1, expire=expire)[0] for expire in ("10081", "soon")]
    assert [answer["errorMsg"] for answer in said] == [
        "expire must not be longer than 7 days", "illegal parameter: expire",
    ]  # fmt: skip
    assert poll(shop, "tags/tgVip001/users", expire="10080")[-1]["status"] == "done"


def test_polls_are_downloads_of_the_limit(shop: Caller, sandbox: Sandbox) -> None:
    sandbox.set(rate_limit=2)
    answers = [shop.get(f"{EXPORTER}/charts/YoX28w7R", **DAYS).status_code for _ in range(3)]
    assert answers == [200, 200, 429]

"""What the source cannot answer at once, however it says so: halved, remembered, not asked for again and again."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest

from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.retry import RetryPolicy, TimeLimits
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline.warehouse.tokens import PostgresTokenStore
from gio_pipeline_tests.workbench import Workbench

CITIES = "page_views_by_city"
DAY_MS = 86_400_000


@pytest.fixture(autouse=True)
def v2_alone(workbench: Workbench) -> None:
    """The other way is not asked, whatever this one cannot answer."""
    workbench.report("{name: page_views_by_city, kind: chart, id: cityPv01, exporter: v2}")


def windows(workbench: Workbench) -> list[int]:
    """The days of each report request, in the order asked."""
    asked = [parse_qs(each["query"]) for each in workbench.sandbox.stats()["log"] if "/v2/" in each["path"]]
    return [(int(query["endTime"][0]) - int(query["startTime"][0]) + 1) // DAY_MS for query in asked]


def fault(**how: Any) -> dict[str, Any]:
    return {"match": "cityPv01", "max_days": 25, **how}


def load(workbench: Workbench, first: str, last: str, limits: TimeLimits | None = None) -> LoadResult:
    """With a client that does not wait long between two attempts."""
    plan = workbench.plan(CITIES, first, last)
    runtime = workbench._runtimes[-1]
    credentials = runtime.settings.credentials("shop")
    runtime._clients["shop", "backfill"] = GrowingIOClient(
        credentials,
        project="shop",
        tokens=PostgresTokenStore(runtime.engine, credentials),
        gate=PostgresRateGate(runtime.engine, credentials, 100),
        retry=RetryPolicy(seconds=60, first=0.01, longest=0.02),
        limits=limits or TimeLimits(),
    )
    return load_report(runtime, plan, LoadOrigin())


@pytest.mark.parametrize(
    ("spoken", "sent"),
    [
        ({"fault": "request_timeout"}, 1),
        ({"fault": "status", "code": 504, "body": "html"}, 2),
        ({"fault": "status", "code": 504, "body": "empty"}, 2),
        ({"fault": "status", "code": 524}, 2),
        ({"fault": "status", "code": 408}, 2),
        ({"fault": "status", "code": 413, "body": "html"}, 1),
        ({"fault": "status", "code": 400, "message": "The time range is too long"}, 1),
        ({"fault": "status", "code": 400, "message": "查询时间范围不能超过 25 天"}, 1),
        ({"fault": "status", "code": 422, "message": "at most 25 days"}, 1),
        ({"fault": "status", "code": 422, "message": "date window limit is 25 days"}, 1),
        ({"fault": "status", "code": 400, "message": "endTime - startTime must be less than 25 days"}, 1),
        ({"fault": "status", "code": 400, "message": "仅支持查询 25 天内的数据"}, 1),
        ({"fault": "status", "code": 400, "message": "Request timeout"}, 1),
        ({"fault": "status", "code": 500, "message": "Request timeout"}, 1),
        ({"fault": "status", "code": 503, "message": "查询超时,请稍后再试"}, 1),
        ({"fault": "cut"}, 3),
        ({"fault": "cut", "chunked": True}, 3),
    ],
    ids=str,
)
def test_however_the_source_says_that_it_was_too_much_the_window_is_halved_and_the_size_remembered(
    workbench: Workbench, spoken: dict[str, Any], sent: int
) -> None:
    workbench.faults(fault(**spoken))
    result = load(workbench, "2026-01-01", "2026-04-10")
    assert (result.ok, len(result.committed)) == (True, 100)
    # Each size that was too large is found out once; the second window of fifty days is not even tried.
    assert windows(workbench) == [100] * sent + [50] * sent + [25] * 4
    assert workbench.query("select most_periods from gio.reports") == [(25,)]
    before = workbench.downloads()
    assert load(workbench, "2026-02-20", "2026-05-10").ok
    assert windows(workbench)[before:] == [25, 25, 25, 5]


@pytest.mark.slow
def test_a_gateway_that_waits_long_before_its_502_has_had_too_much_and_a_quick_one_is_only_asked_again(
    workbench: Workbench,
) -> None:
    workbench.faults(fault(fault="delay", seconds=5.2), fault(fault="status", code=502))
    assert load(workbench, "2026-05-01", "2026-06-09").ok
    assert windows(workbench) == [40, 40, 20, 20]
    workbench.faults(fault(fault="status", code=502, times=3))
    assert load(workbench, "2026-01-01", "2026-02-09").ok
    assert windows(workbench) == [20, 20]
    workbench.faults({"fault": "status", "code": 502, "times": 3, "match": "cityPv01"})
    assert load(workbench, "2026-01-01", "2026-01-10").ok
    assert windows(workbench) == [10] * 4


def test_a_first_byte_that_comes_after_our_own_limit_is_asked_for_once_more_and_then_halved(
    workbench: Workbench,
) -> None:
    workbench.faults(fault(fault="delay", seconds=1.5))
    assert load(workbench, "2026-05-01", "2026-06-09", TimeLimits(read=0.5)).ok
    assert windows(workbench) == [40, 40, 20, 20]


def test_an_answer_that_takes_longer_than_our_own_limit_is_halved_too(workbench: Workbench) -> None:
    workbench.faults(fault(fault="drip", seconds=0.05))
    assert load(workbench, "2026-05-01", "2026-06-09", TimeLimits(answer=1)).ok
    assert windows(workbench) == [40, 40, 20, 20]


def test_an_answer_with_more_bytes_than_the_limit_is_halved_at_once(workbench: Workbench) -> None:
    # A day of the report takes 3,400 bytes.
    assert load(workbench, "2026-05-01", "2026-06-09", TimeLimits(answer_bytes=100_000)).ok
    assert windows(workbench) == [40, 20, 20]
    alone = load(workbench, "2026-04-20", "2026-04-30", TimeLimits(answer_bytes=2_000))
    assert {str(each.error).rpartition("/")[2] for each in alone.failures} == {
        "cityPv01.json answered with more than 2,000 bytes: too much was asked for at once. It is one period already: "
        "ask for fewer dimensions or metrics."
    }
    assert windows(workbench)[3:] == [11, 6, 3, 2, 1, 1, 1, 3, 2, 1, 1, 1, 5, 3, 2, 1]


@pytest.mark.parametrize("spoken", [{"status": 503}, {"status": 504}, {"reset": True}, {"cut": True}, {"html": True}])
def test_a_short_blip_is_only_repeated_and_nothing_is_remembered_of_it(
    workbench: Workbench, spoken: dict[str, Any]
) -> None:
    name, value = spoken.popitem()
    how = {"code": value} if name == "status" else {}
    workbench.faults({"fault": name, "match": "cityPv01", "times": 1, **how})
    assert load(workbench, "2026-05-01", "2026-06-09").ok
    assert windows(workbench) == [40, 40]
    assert workbench.query("select most_periods, most_periods_at from gio.reports") == [(None, None)]


def test_a_heavy_day_is_not_taken_for_a_limit_of_the_size(workbench: Workbench) -> None:
    day = workbench.period(CITIES, "2026-06-09").milliseconds[1]
    workbench.faults({"fault": "status", "code": 504, "match": f"endTime={day}"})
    result = load(workbench, "2026-05-25", "2026-06-09")
    assert len(result.committed) == 15
    assert [min(each.window.wanted).start.date() for each in result.failures] == [date(2026, 6, 8)]
    assert windows(workbench) == [16, 16, 8, 8, 4, 4, 2, 2, 1, 1, 1, 1, 1, 2, 4, 8]
    assert workbench.query("select most_periods from gio.reports") == [(None,)]


def test_a_source_that_answers_no_size_is_given_up_after_a_week_of_days(workbench: Workbench) -> None:
    workbench.faults({"fault": "status", "code": 504, "match": "cityPv01"})
    result = load(workbench, "2025-11-22", "2026-06-09")
    assert (len(result.committed), sum(len(each.window.wanted) for each in result.failures)) == (0, 160)
    assert len(windows(workbench)) < 40
    assert max(Counter(windows(workbench)[:16]).values()) <= 4
    assert workbench.query("select most_periods from gio.reports") == [(None,)]


def test_after_thirty_days_a_larger_window_is_tried_again(workbench: Workbench) -> None:
    workbench.faults(fault(fault="request_timeout"))
    load(workbench, "2026-05-01", "2026-06-09")
    assert workbench.query("select most_periods from gio.reports") == [(20,)]
    workbench.at("2026-07-10T09:59:00+08:00")
    assert [len(each.wanted) for each in workbench.plan(CITIES, "2026-05-01", "2026-06-09").windows] == [20, 20]
    workbench.at("2026-07-10T10:00:00+08:00")
    workbench.faults()
    assert load(workbench, "2026-05-01", "2026-06-09").requests == 1
    assert workbench.query("select most_periods, most_periods_at from gio.reports") == [(None, None)]


def test_a_connection_that_is_reset_at_once_is_repeated_however_often(workbench: Workbench) -> None:
    workbench.faults({"fault": "reset", "match": "cityPv01", "times": 4})
    assert load(workbench, "2026-05-01", "2026-06-09").ok
    assert windows(workbench) == [40] * 5

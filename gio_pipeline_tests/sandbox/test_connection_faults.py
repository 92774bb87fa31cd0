import time
from email.utils import parsedate_to_datetime

import pytest
import requests

from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import Caller

MONDAY = ("2026-01-05", "2026-01-05")
CHART, FUNNEL = "charts/YoX28w7R", "funnels/9pkd1"


def test_a_fault_strikes_what_it_matches_as_often_as_it_says(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(status={"code": 502, "match": CHART, "times": 2, "after": 1})
    codes = [shop.ask(report, *MONDAY).status_code for report in (CHART, FUNNEL, CHART, CHART, FUNNEL, CHART)]
    assert codes == [200, 200, 502, 502, 200, 200]


def test_faults_of_one_kind_can_stand_beside_each_other(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(faults=[{"fault": "status", "code": 500, "report": "YoX28w7R"}, {"fault": "status", "code": 503}])
    assert [shop.ask(report, *MONDAY).status_code for report in (CHART, FUNNEL)] == [500, 503]
    sandbox.set(status=429)
    assert [shop.ask(report, *MONDAY).status_code for report in (CHART, FUNNEL)] == [429, 429]
    sandbox.set(status=False)
    assert [shop.ask(report, *MONDAY).status_code for report in (CHART, FUNNEL)] == [200, 200]


def test_an_unknown_switch_changes_nothing(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="there is no switch statu;"):
        sandbox.set(html=True, statu=500)
    assert sandbox.switches()["faults"] == []


def test_a_switch_that_does_not_fit_the_report_says_so(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(remove_metric="no such metric")
    answer = shop.ask(CHART, *MONDAY)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("the switch remove_metric does not fit this report")


@pytest.mark.parametrize(
    ("body", "expected"), [("json", '{"message":"status 503"'), ("html", "<!DOCTYPE html>"), ("empty", "")]
)
def test_a_status_comes_with_json_html_or_nothing(sandbox: Sandbox, shop: Caller, body: str, expected: str) -> None:
    sandbox.set(status={"code": 503, "body": body, "retry_after": 7})
    answer = shop.ask(CHART, *MONDAY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert answer.text.startswith(expected) and bool(answer.text) == bool(expected)


def test_a_window_that_is_too_long_times_out_as_documented(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(request_timeout={"max_days": 3, "times": 1})
    assert shop.ask(CHART, "2026-01-05", "2026-01-07").status_code == 200
    answer = shop.ask(CHART, "2026-01-05", "2026-01-08")
    assert answer.status_code == 500
    assert answer.json() == {
        "message": "Request timeout",
        "errors": [{"code": "request_timeout", "message": "Request timeout in 5000 milliseconds"}],
    }
    assert shop.ask(CHART, "2026-01-05", "2026-01-08").status_code == 200
    sandbox.set(request_timeout=True)
    assert shop.listing("rules.csv").json()["errors"][0]["code"] == "request_timeout"


@pytest.mark.parametrize(("how", "words"), [("reset", "Connection reset by peer"), ("close", "closed connection")])
def test_a_connection_ends_without_an_answer(sandbox: Sandbox, shop: Caller, how: str, words: str) -> None:
    sandbox.set(reset={"how": how, "times": 1})
    with pytest.raises(requests.exceptions.ConnectionError, match=words):
        shop.ask(CHART, *MONDAY)
    assert shop.ask(CHART, *MONDAY).status_code == 200
    assert [entry["status"] for entry in sandbox.stats()["log"]] == [0, 200]


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_is_cut_in_the_middle(sandbox: Sandbox, shop: Caller, chunked: bool) -> None:
    sandbox.set(cut={"chunked": chunked, "times": 1})
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        shop.ask(CHART, *MONDAY)
    assert shop.ask(CHART, *MONDAY).status_code == 200


def test_a_body_drips_for_ever(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(drip=0.05)
    url = f"{sandbox.url}/projects/nxog09md/rules.csv"
    with shop.session.get(url, stream=True, timeout=2) as answer:
        started = time.monotonic()
        pieces = [piece for piece, _ in zip(answer.iter_content(1), range(5), strict=False)]
    assert pieces == [b" "] * 5
    assert time.monotonic() - started > 0.15


def test_an_answer_is_delayed(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(delay={"seconds": 0.3, "times": 1})
    started = time.monotonic()
    shop.ask(CHART, *MONDAY)
    assert time.monotonic() - started > 0.3


def test_a_page_or_broken_json_comes_as_200(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(html={"times": 1})
    answer = shop.ask(CHART, *MONDAY)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    sandbox.set(bad_json={"times": 1})
    answer = shop.ask(CHART, *MONDAY)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_the_servers_clock_can_be_wrong(sandbox: Sandbox, shop: Caller) -> None:
    def ahead() -> float:
        return parsedate_to_datetime(shop.listing("rules.csv").headers["Date"]).timestamp() - time.time()

    assert abs(ahead()) < 5
    sandbox.set(clock_skew=3600)
    assert 3595 < ahead() < 3605

"""Every endpoint of the vendor's page, both ways of authentication."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gio_pipeline.core.catalog import SEGMENTS
from gio_pipeline.core.errors import ContractError
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.growingio.caller import Caller
from gio_pipeline_tests.growingio.conftest import SHOP, Connect, console, signed
from gio_pipeline_tests.growingio.odd_server import http, serving

DAY = 86_400_000
# 2026-02-01 00:00 in Shanghai
START = 1_769_875_200_000


def queries(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [(entry["path"], entry["query"]) for entry in sandbox.stats()["log"]]


def test_a_chart_is_asked_for_as_documented(sandbox: Sandbox, client: Caller) -> None:
    answer = client.chart("YoX28w7R", START, START + 2 * DAY - 1, DAY)
    assert json.loads(answer.decoded)["id"] == "YoX28w7R"
    assert answer.requests == client.requests == 1
    assert queries(sandbox) == [
        (
            "/v2/projects/nxog09md/charts/YoX28w7R.json",
            "startTime=1769875200000&endTime=1770047999999&interval=86400000",
        )
    ]


def test_a_funnels_conversion_window_is_sent_only_when_configured(sandbox: Sandbox, client: Caller) -> None:
    own = json.loads(client.funnel("9pkd1", START, START + DAY - 1, None).decoded)
    wide = json.loads(client.funnel("9pkd1", START, START + DAY - 1, 7).decoded)
    assert (own["conversionWindow"], wide["conversionWindow"]) == (1, 7)
    assert queries(sandbox) == [
        ("/v2/projects/nxog09md/funnels/9pkd1.json", "startTime=1769875200000&endTime=1769961599999"),
        (
            "/v2/projects/nxog09md/funnels/9pkd1.json",
            "startTime=1769875200000&endTime=1769961599999&conversionWindow=7",
        ),
    ]


def test_a_retention_is_asked_for_by_range(sandbox: Sandbox, client: Caller) -> None:
    assert json.loads(client.retention("kdj2", START, START + DAY - 1, "day").decoded)["range"] == "day"
    assert queries(sandbox) == [
        ("/v2/projects/nxog09md/retentions/kdj2.json", "startTime=1769875200000&endTime=1769961599999&range=day")
    ]


def test_an_answer_says_when_it_left_and_what_the_servers_clock_says(client: Caller) -> None:
    before = datetime.now(UTC)
    answer = client.chart("YoX28w7R", START, START + DAY - 1, DAY)
    assert before <= answer.sent_at <= datetime.now(UTC)
    assert answer.sent_at.tzinfo is UTC
    assert answer.server_date is not None
    assert abs(answer.server_date - answer.sent_at) < timedelta(seconds=5)


def test_decode_makes_what_it_likes_of_the_body(client: Caller) -> None:
    assert client.chart("YoX28w7R", START, START + DAY - 1, DAY, decode=len).decoded > 100


def test_the_catalogue_comes_as_lists(client: Caller) -> None:
    dashboards = client.dashboards()
    assert set(dashboards[0]) >= {"id", "name", "type", "createdAt", "updatedAt", "scope", "updater", "creator"}
    assert client.dashboard(dashboards[0]["id"])["charts"][0]["resource_type"] == "chart"
    assert set(client.segments()[0]) == {"id", "name", "userType", "userNum", "updatedAt"}
    assert client.rules().startswith(b"ruleId\teventName\teventType\n")


def test_a_listing_is_asked_for_where_its_record_says(connect_to: Connect) -> None:
    versioned = replace(SEGMENTS, path="v1/projects/{uid}/segmentations/{id}.json")
    with serving(http("200 OK", b"[]")) as server:
        assert connect_to(console(server.url)).listing(versioned, "a/b").decoded == []
    assert server.asked[0].line == "GET /v1/projects/nxog09md/segmentations/a%2Fb.json HTTP/1.1"


def test_segment_users_come_as_chunks(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(segment_size=50_000)
    with client.segment_users("sgHigh01") as chunks:
        sizes = []
        lines = 0
        for chunk in chunks:
            sizes.append(len(chunk))
            lines += chunk.count(b"\n")
    assert len(sizes) > 10 and max(sizes) <= 65_536
    assert lines in (50_000, 50_001)


def test_a_download_may_be_left_early(client: Caller, sandbox: Sandbox) -> None:
    sandbox.set(segment_size=50_000)
    with client.segment_users("sgHigh01") as chunks:
        next(chunks)
    assert client.rules()


def test_a_console_token_is_used_as_it_is(sandbox: Sandbox, connect_to: Connect) -> None:
    connect_to(console(sandbox.url)).dashboards()
    stats = sandbox.stats()
    assert (stats["tokens_issued"], stats["requests"]) == (0, 1)


def test_a_signed_token_is_made_once_and_kept(sandbox: Sandbox, connect_to: Connect) -> None:
    first = connect_to(signed(sandbox.url))
    first.dashboards()
    first.chart("YoX28w7R", START, START + DAY - 1, DAY)
    connect_to(signed(sandbox.url)).dashboards()
    assert sandbox.stats()["tokens_issued"] == 1
    assert first.requests == 3


def test_the_token_goes_bare_and_the_client_id_whenever_it_is_given(connect_to: Connect) -> None:
    with serving(http("200 OK", b'{"status":"success","code":"tok-1"}'), http("200 OK", b"[]")) as server:
        connect_to(signed(server.url)).dashboards()
        connect_to(console(server.url)).dashboards()
    ask, use, bare = server.asked
    assert ask.line == "POST /auth/token HTTP/1.1"
    assert ask.headers["x-client-id"] == SHOP.client_id and "authorization" not in ask.headers
    assert ask.body.decode().startswith(f"project=nxog09md&ai={SHOP.ai}&tm=")
    assert use.headers["authorization"] == "tok-1" and use.headers["x-client-id"] == SHOP.client_id
    assert bare.headers["authorization"] == SHOP.console_token and "x-client-id" not in bare.headers


def test_credentials_of_netrc_are_not_sent(
    connect_to: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(http("200 OK", b'{"status":"success","code":"tok-1"}'), http("200 OK", b"[]")) as server:
        connect_to(signed(server.url)).dashboards()
    assert "authorization" not in server.asked[0].headers
    assert server.asked[1].headers["authorization"] == "tok-1"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{}", "dashboards of project shop: the answer is an object, a list was expected."),
        (b"null", "dashboards of project shop: the answer is missing or null, a list was expected."),
    ],
)
def test_what_is_no_list_is_refused(connect_to: Connect, body: bytes, message: str) -> None:
    with serving(http("200 OK", body)) as server, pytest.raises(ContractError) as caught:
        connect_to(console(server.url)).dashboards()
    assert str(caught.value) == message
    assert len(server.asked) == 1


def test_a_dashboard_that_is_no_object_is_refused(connect_to: Connect) -> None:
    with serving(http("200 OK", b"[]")) as server, pytest.raises(ContractError) as caught:
        connect_to(console(server.url)).dashboard("d1")
    assert str(caught.value) == "dashboard d1 of project shop: the answer is a list, an object was expected."

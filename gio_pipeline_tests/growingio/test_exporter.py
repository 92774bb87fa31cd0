"""What the asynchronous exporter's pages leave open is taken as it comes."""

from typing import Any

import pytest

from gio_pipeline.core.errors import ContractError, TooLarge, UnknownReport
from gio_pipeline.core.kinds import Kind
from gio_pipeline_tests.growingio.caller import Caller
from gio_pipeline_tests.growingio.conftest import Connect, console
from gio_pipeline_tests.growingio.odd_server import http, serving

REPORT = b'{"id": "a", "meta": [], "data": [12345678901234567890123, 1.50]}'
DOING = http("200 OK", b'{"id": "x", "status": "doing"}')


def export(client: Caller, **options: Any) -> bytes:
    return client.export(Kind.CHART, "a", 1, 2, {}, decode=bytes, timeout=5, **options).decoded


@pytest.mark.parametrize(
    "last",
    [
        http("200 OK", REPORT),
        http("200 OK", REPORT.replace(b'{"id"', b'{"status": "done", "id"')),
        http("200 OK", b'{"id": "x", "status": "done", "result" : ' + REPORT + b"}"),
        http("202 Accepted", REPORT),
    ],
    ids=["bare", "with a status", "inside a status", "accepted"],
)
def test_a_report_is_found_wherever_it_stands(connect_to: Connect, last: bytes) -> None:
    with serving(http("202 Accepted"), http("204 No Content"), DOING, last) as server:
        body = export(connect_to(console(server.url), sleep=lambda _: None))
        assert body == REPORT or body == REPORT.replace(b'{"id"', b'{"status": "done", "id"')
        assert {asked.line for asked in server.asked} == {server.asked[0].line}
        assert len(server.asked) == 4


def test_a_report_behind_a_link_is_fetched_without_credentials(connect_to: Connect) -> None:
    with serving(http("200 OK", REPORT)) as files:
        done = b'{"id": "x", "status": "done", "downloadLinks": ["%s/f"]}' % files.url.encode()
        with serving(http("200 OK", done)) as server:
            client = connect_to(console(server.url))
            with pytest.raises(ContractError, match="which is not the vendor's: it is not asked for"):
                export(client)
        assert files.asked == []
    with serving(
        lambda asked, sock: sock.sendall(
            http("200 OK", REPORT)
            if asked.line.startswith("GET /f ")
            else http("200 OK", b'{"status": "done", "downloadLinks": ["%s/f"]}' % base[0])
        )
    ) as server:
        base = [server.url.encode()]
        assert export(connect_to(console(server.url))) == REPORT
        assert "authorization" in server.asked[0].headers
        assert not {"authorization", "x-client-id", "cookie"} & set(server.asked[1].headers)


@pytest.mark.parametrize("words", ["查询超时", "Request timeout", "the time range is too long"])
def test_a_failure_that_speaks_of_too_much_asks_for_less(connect_to: Connect, words: str) -> None:
    failed = b'{"id": "x", "status": "failed", "errorMsg": "%s"}' % words.encode()
    with serving(http("200 OK", failed)) as server, pytest.raises(TooLarge):
        export(connect_to(console(server.url)))


def test_done_with_nothing_is_said(connect_to: Connect) -> None:
    said = "says it is done with no links and no report"
    with (
        serving(http("200 OK", b'{"id": "x", "status": "done"}')) as server,
        pytest.raises(ContractError, match=said),
    ):
        export(connect_to(console(server.url)))


@pytest.mark.parametrize(
    "links",
    [b"", b', "downloadLinks": null', b', "downloadLinks": ["http://localhost/a", {"url": "http://localhost/b"}]'],
)
def test_users_without_a_list_of_links_are_not_taken_for_nobody(connect_to: Connect, links: bytes) -> None:
    with (
        serving(http("200 OK", b'{"id": "x", "status": "done"%s}' % links)) as server,
        pytest.raises(ContractError, match="says it is done with no list of downloadLinks"),
    ):
        connect_to(console(server.url)).user_links("tag", "a", timeout=5)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://files.example.com/a?sig=s3cret", "leads to files.example.com, which is not the vendor's"),
        ("https://growingio.com.example.com/a", "leads to growingio.com.example.com, which is not the vendor's"),
        ("http://gta.growingio.com/a?sig=s3cret", "leads to gta.growingio.com without https"),
        ("https://gta.growingio.com@example.com/a", "is no web address"),
        ("https://example.com\\\\@gta.growingio.com/a", "is no web address"),
        ("file:///etc/passwd", "is no web address"),
        ("", "is no web address"),
    ],
)
def test_a_link_that_leads_elsewhere_is_not_followed(connect_to: Connect, link: str, said: str) -> None:
    client = connect_to(console("http://127.0.0.1:9"))
    with pytest.raises(ContractError, match=said) as caught, client.linked_users("segment", "a", link):
        pass
    assert "s3cret" not in str(caught.value)


def test_a_short_link_is_not_struck_out_of_other_words(connect_to: Connect) -> None:
    with serving(http("200 OK", b"a"), http("404 Not Found", b'{"message": "no chart"}')) as server:
        client = connect_to(console(server.url))
        with client.linked_users("segment", "a", f"{server.url}/c"):
            pass
        with pytest.raises(UnknownReport, match="no chart"):
            export(client)


def test_a_redirect_of_a_file_is_not_followed(connect_to: Connect) -> None:
    with serving(http("200 OK")) as elsewhere, serving(http("302 Found", b"", f"Location: {elsewhere.url}")) as server:
        client = connect_to(console(server.url))
        link, said = f"{server.url}/f?sig=s3cret", "redirects elsewhere, which is not followed"
        with pytest.raises(ContractError, match=said) as caught, client.linked_users("segment", "a", link):
            pass
        assert elsewhere.asked == [] and "s3cret" not in str(caught.value)

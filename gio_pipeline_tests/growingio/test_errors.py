"""Which failures are repeated, which end at once, and what is said of them."""

import json
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from gio_pipeline.core.errors import (
    AuthenticationError,
    ConfigError,
    ContractError,
    GioError,
    PermanentError,
    RateLimited,
    TooLarge,
    TooSlow,
    TransientError,
    UnknownReport,
)
from gio_pipeline.growingio.calls import Answer
from gio_pipeline.growingio.retry import RetryPolicy, TimeLimits
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.growingio.caller import Caller
from gio_pipeline_tests.growingio.conftest import Connect, console, signed
from gio_pipeline_tests.growingio.odd_server import ReceivedRequest, http, serving

DAY = 86_400_000
START = 1_769_875_200_000
CHART = "/v2/projects/nxog09md/charts/YoX28w7R.json"


def ask(client: Caller, **options: Any) -> Answer[Any]:
    return client.chart("YoX28w7R", START, START + DAY - 1, DAY, **options)


@pytest.mark.parametrize(
    "fault",
    [
        {"reset": {"times": 2}},
        {"reset": {"how": "close", "times": 2}},
        {"status": {"code": 500, "times": 2}},
        {"status": {"code": 503, "body": "html", "times": 2}},
        {"status": {"code": 502, "body": "empty", "times": 2}},
        {"status": {"code": 429, "times": 2}},
        {"html": {"times": 2}},
        {"bad_json": {"times": 2}},
        {"cut": {"times": 2}},
        {"cut": {"chunked": True, "times": 2}},
    ],
    ids=lambda fault: json.dumps(fault),
)
def test_what_passes_by_itself_is_asked_again(sandbox: Sandbox, client: Caller, fault: dict[str, object]) -> None:
    sandbox.set(**fault)
    answer = ask(client)
    assert json.loads(answer.decoded)["id"] == "YoX28w7R"
    assert (answer.requests, sandbox.stats()["requests"]) == (3, 3)


def test_a_body_that_decode_refuses_is_asked_again(client: Caller) -> None:
    bodies: list[bytes] = []

    def decode(body: bytes) -> int:
        bodies.append(body)
        if len(bodies) < 3:
            raise TransientError("cut")
        return len(bodies)

    assert ask(client, decode=decode).decoded == 3


def test_words_in_an_older_encoding_are_read_too(connect_to: Connect) -> None:
    refused = http("400 Bad Request", '{"message":"请缩短查询时间"}'.encode("gb18030"))
    with serving(refused) as server, pytest.raises(TooLarge, match="请缩短查询时间"):
        ask(connect_to(console(server.url)))


def test_the_last_failure_says_what_was_tried_and_for_how_long(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(status=503)
    with pytest.raises(TransientError) as caught:
        ask(client)
    count = sandbox.stats()["requests"]
    assert str(caught.value).startswith(
        f'chart YoX28w7R of project shop: GET {sandbox.url}{CHART} answered HTTP 503 ("status 503"). '
        f"Gave up after {count} attempts in "
    )
    assert str(caught.value).endswith(" s; trying again later may help.")
    assert count >= 2


@pytest.mark.parametrize(
    ("status", "kind", "message"),
    [
        (
            404,
            UnknownReport,
            'answered HTTP 404 ("status 404"): no such id, or hidden from this token: check the id, '
            "repeating cannot help.",
        ),
        (
            400,
            PermanentError,
            'answered HTTP 400 ("status 400"): the request itself is rejected, repeating it cannot help.',
        ),
        (
            403,
            PermanentError,
            'answered HTTP 403 ("status 403"): the request itself is rejected, repeating it cannot help.',
        ),
        (204, ContractError, "answered HTTP 204 where 200 was expected; repeating it cannot help."),
    ],
)
def test_what_cannot_pass_ends_at_once(
    sandbox: Sandbox, client: Caller, status: int, kind: type[GioError], message: str
) -> None:
    sandbox.set(status={"code": status, "body": "empty" if status == 204 else "json"})
    with pytest.raises(kind) as caught:
        ask(client)
    assert type(caught.value) is kind
    assert str(caught.value) == f"chart YoX28w7R of project shop: GET {sandbox.url}{CHART} {message}"
    assert sandbox.stats()["requests"] == 1


def test_what_the_source_says_can_be_shown_whatever_characters_it_holds(connect_to: Connect) -> None:
    refused = http("403 No", rb'{"message": "no \u0000 such \ud800 thing"}')
    with serving(refused) as server, pytest.raises(PermanentError, match='"no \ufffd such \ufffd thing"'):
        connect_to(console(server.url)).rules()


def test_a_request_timeout_is_handed_to_the_caller_who_can_split(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(request_timeout=True)
    with pytest.raises(TooLarge) as caught:
        ask(client)
    assert str(caught.value) == (
        f'chart YoX28w7R of project shop: GET {sandbox.url}{CHART} answered HTTP 500 ("Request timeout"): '
        "the source cannot answer so much at once, ask for a shorter window."
    )
    assert sandbox.stats()["requests"] == 1


def test_a_request_timeout_that_cannot_be_split_is_asked_again(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(request_timeout={"max_days": 0, "times": 2})
    assert ask(client, splittable=False).requests == 3
    sandbox.set(request_timeout=True)
    with pytest.raises(TooSlow, match=r"the source takes too long over it\. Gave up after 4 attempts in"):
        ask(client, splittable=False)


def test_a_request_timeout_of_the_rules_is_asked_again(connect_to: Connect) -> None:
    body = b'{"message": "Request timeout", "errors": [{"code": "request_timeout", "message": "5000 ms"}]}'
    with serving(http("500 Oops", body), http("200 OK", b"f1,a,clck\n")) as server:
        assert connect_to(console(server.url)).rules() == b"f1,a,clck\n"


def test_a_pause_the_source_asks_for_is_kept(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(status={"code": 429, "retry_after": 1, "times": 1})
    assert ask(client).requests == 2
    first, second = (entry["at"] for entry in sandbox.stats()["log"])
    assert second - first >= 1.0


def test_a_pause_longer_than_the_retry_time_is_raised_at_once(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(status={"code": 429, "retry_after": 600})
    with pytest.raises(RateLimited) as caught:
        ask(client)
    assert caught.value.retry_after == 600


def test_an_unreachable_address_is_named(connect_to: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    client = connect_to(console(url), retry=RetryPolicy(seconds=0))
    with pytest.raises(TransientError) as caught:
        ask(client)
    assert str(caught.value).startswith(
        f"chart YoX28w7R of project shop: GET {url}{CHART} failed: ConnectionRefusedError: Connection refused. "
        "Gave up after 1 attempt in "
    )
    assert str(caught.value).endswith(" s; trying again later may help.")
    assert client.requests == 0


def test_a_warehouse_that_goes_away_for_a_moment_fails_no_call(
    sandbox: Sandbox, connect_to: Connect, engine: Engine, empty_database_url: str
) -> None:
    client = connect_to(signed(sandbox.url), retry=RetryPolicy(seconds=60, first=0.1))
    ask(client)
    name = engine.url.database
    aside = create_engine(empty_database_url, isolation_level="AUTOCOMMIT")
    with aside.connect() as connection:
        connection.execute(text(f"alter database {name} allow_connections false"))
        connection.execute(
            text("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name"), {"name": name}
        )
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(ask, client)
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
            connection.execute(text(f"alter database {name} allow_connections true"))
            assert waiting.result(60).requests == 1
    aside.dispose()


def test_an_address_that_is_none_is_a_configuration_error(connect_to: Connect) -> None:
    with pytest.raises(ConfigError, match=r"GET htp://example/.* cannot be asked for .*: check base_url"):
        ask(connect_to(console("htp://example")))


def test_a_silent_server_is_given_up_after_the_read_time_out(sandbox: Sandbox, connect_to: Connect) -> None:
    sandbox.set(delay={"seconds": 3, "times": 1})
    client = connect_to(console(sandbox.url), limits=TimeLimits(read=1))
    assert ask(client).requests >= 2


def test_a_body_that_drips_for_ever_is_cut_off(sandbox: Sandbox, connect_to: Connect) -> None:
    sandbox.set(drip={"seconds": 0.05})
    client = connect_to(console(sandbox.url), limits=TimeLimits(answer=0.8), retry=RetryPolicy(seconds=0))
    with pytest.raises(TransientError, match=r"YoX28w7R\.json took longer than 1 s and was cut off\."):
        ask(client)


def test_headers_that_drip_for_ever_are_cut_off(connect_to: Connect) -> None:
    def drip(asked: ReceivedRequest, sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            sock.sendall(b"X-%d: y\r\n" % number)
            time.sleep(0.05)

    with serving(drip, http("200 OK", b"[]")) as server:
        client = connect_to(console(server.url), limits=TimeLimits(answer=0.8))
        assert client.dashboards() == []
        assert len(server.asked) >= 2


def test_an_endless_stream_of_users_is_cut_off_when_it_only_drips(sandbox: Sandbox, connect_to: Connect) -> None:
    sandbox.set(drip={"seconds": 0.02})
    client = connect_to(console(sandbox.url), limits=TimeLimits(stream_window=0.5, stream_bytes=1000))
    with client.segment_users("sgHigh01") as chunks, pytest.raises(TransientError, match=r"brought \d+ bytes in"):
        for _ in chunks:
            pass


def test_a_slow_reader_of_users_is_not_cut_off(sandbox: Sandbox, connect_to: Connect) -> None:
    sandbox.set(segment_size=20_000)
    client = connect_to(console(sandbox.url), limits=TimeLimits(stream_window=2, stream_bytes=10**9))
    with client.segment_users("sgHigh01") as chunks:
        next(chunks)
        time.sleep(2.1)
        assert sum(map(len, chunks)) > 100_000


def test_a_stream_of_users_may_take_longer_than_an_answer(connect_to: Connect) -> None:
    goes_on = threading.Event()

    def slowly(asked: ReceivedRequest, sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nu\tname\n")
        goes_on.wait(60)
        sock.sendall(b"1\ta\n")

    with serving(slowly) as server:
        client = connect_to(console(server.url), limits=TimeLimits(answer=0.5))
        with client.segment_users("sgHigh01") as chunks:
            time.sleep(0.6)
            goes_on.set()
            assert b"".join(chunks) == b"u\tname\n1\ta\n"


def test_a_stream_that_breaks_half_way_is_an_error_not_an_end(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(segment_size=20_000, break_after={"bytes": 200_000})
    with client.segment_users("sgHigh01") as chunks, pytest.raises(TransientError, match="users of segment sgHigh01"):
        for _ in chunks:
            pass


def test_what_the_reader_of_a_stream_raises_stays_what_it_is(client: Caller) -> None:
    with pytest.raises(OSError, match="disk"), client.segment_users("sgHigh01"):
        raise OSError("disk full")


def test_a_page_instead_of_users_is_asked_again(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(html={"times": 1})
    with client.segment_users("sgHigh01") as chunks:
        assert client.requests == 2
        assert not next(chunks).startswith(b"<")


def test_a_page_instead_of_rules_is_asked_again(sandbox: Sandbox, client: Caller) -> None:
    sandbox.set(html={"times": 1})
    assert client.rules().startswith(b"ruleId")
    assert client.requests == 2


def test_a_redirect_is_not_followed(connect_to: Connect) -> None:
    with serving(http("200 OK", b"[]")) as elsewhere:
        moved = http("302 Found", b"", f"Location: {elsewhere.url}/login")
        with serving(moved) as server, pytest.raises(ContractError) as caught:
            connect_to(console(server.url)).dashboards()
    assert str(caught.value) == (
        f"dashboards of project shop: GET {server.url}/projects/nxog09md/dashboards.json answered HTTP 302, "
        "a redirect to localhost: the token is not sent there; check base_url, repeating cannot help."
    )
    assert elsewhere.asked == []


@pytest.mark.parametrize("signs", [False, True])
def test_no_message_or_log_line_repeats_a_credential(
    connect_to: Connect, caplog: pytest.LogCaptureFixture, signs: bool
) -> None:
    caplog.set_level("DEBUG")

    def echo(asked: ReceivedRequest, sock: socket.socket) -> None:
        said = json.dumps({"message": f"no: {asked.headers} {asked.body!r}"}).encode()
        sock.sendall(http("403 Forbidden", said))

    grant = http("200 OK", b'{"status": "success", "code": "tok-secret-1"}')
    with serving(*([grant] if signs else []), echo) as server:
        credentials = signed(server.url) if signs else console(server.url)
        with pytest.raises(PermanentError) as caught:
            connect_to(credentials).dashboards()
        secrets = [s for s in (credentials.token, credentials.secret, credentials.client_id, "tok-secret-1") if s]
    assert "authorization': '***'" in str(caught.value)
    for secret in secrets:
        assert secret not in str(caught.value) + caplog.text


def test_a_refused_token_request_repeats_no_credential(connect_to: Connect) -> None:
    def echo(asked: ReceivedRequest, sock: socket.socket) -> None:
        said = json.dumps({"status": "failure", "message": f"{asked.body.decode()} is not signed"}).encode()
        sock.sendall(http("401 Unauthorized", said))

    with serving(echo) as server, pytest.raises(AuthenticationError) as caught:
        connect_to(signed(server.url)).dashboards()
    assert re.search(r"project=nxog09md&ai=\*\*\*&tm=\d+&auth=\*\*\* is not signed", str(caught.value))


def test_a_token_no_header_can_carry_is_refused_unseen(connect_to: Connect) -> None:
    with serving(http("200 OK", b"[]")) as server:
        for token in ("broken\r\ntoken", "中文令牌-secret"):
            credentials = console(server.url).__class__(uid="nxog09md", base_url=server.url, token=token)
            with pytest.raises(ConfigError) as caught:
                connect_to(credentials).dashboards()
            assert str(caught.value) == (
                "The token of project shop holds characters that no HTTP header can carry: copy it again."
            )
    assert server.asked == []

"""Bodies without end, bodies that inflate, headers gone wrong, words a terminal would obey."""

import gzip
import json
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from gio_pipeline.core.errors import ContractError, GioError, PermanentError, TooLarge, TransientError
from gio_pipeline.growingio.retry import RetryPolicy, TimeLimits
from gio_pipeline_tests.growingio.caller import Caller
from gio_pipeline_tests.growingio.conftest import Connect, console
from gio_pipeline_tests.growingio.odd_server import ReceivedRequest, http, serving

ONCE = RetryPolicy(seconds=0)
CHUNK = b"10000\r\n" + b"[" * 65_536 + b"\r\n"
# 64 MB in 64 KB
INFLATING = gzip.compress(b" " * 64_000_000)
CALLS: dict[str, Callable[[Caller], object]] = {
    "report": lambda client: client.chart("YoX28w7R", 1, 2, 86_400_000),
    "dashboards": lambda client: client.dashboards(),
    "dashboard": lambda client: client.dashboard("a"),
    "segments": lambda client: client.segments(),
    "rules": lambda client: client.rules(),
}


def endless(status: str) -> Callable[[ReceivedRequest, socket.socket], None]:
    def answer(asked: ReceivedRequest, sock: socket.socket) -> None:
        sock.sendall(f"HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\nLocation: /x\r\n\r\n".encode())
        while True:
            sock.sendall(CHUNK)

    return answer


def inflating(status: str, times: int = 1) -> bytes:
    body = INFLATING
    for _ in range(times - 1):
        body = gzip.compress(body)
    return http(status, body, f"Content-Encoding: {', '.join(['gzip'] * times)}")


@contextmanager
def at_most(megabytes: float) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "400 No", "404 Gone", "302 Found", "204 None", "429 Slow"])
@pytest.mark.parametrize("call", ["report", "rules"])
def test_of_an_error_only_the_beginning_is_read(connect_to: Connect, status: str, call: str) -> None:
    for answer in (endless(status), inflating(status), inflating(status, 2)):
        with serving(answer) as server, at_most(3), pytest.raises(GioError, match=f"answered HTTP {status[:3]}"):
            CALLS[call](connect_to(console(server.url), retry=ONCE))


def test_a_refused_token_of_endless_words_is_a_refused_token(connect_to: Connect) -> None:
    with serving(endless("401 Who")) as server, at_most(3), pytest.raises(PermanentError, match="console token"):
        CALLS["report"](connect_to(console(server.url), retry=ONCE))


@pytest.mark.parametrize("call", CALLS)
def test_an_answer_without_end_ends_at_the_limit_in_one_sentence(connect_to: Connect, call: str) -> None:
    limits = TimeLimits(answer_bytes=1_000_000, listing_bytes=1_000_000)
    for answer in (endless("200 OK"), inflating("200 OK"), inflating("200 OK", 2)):
        with serving(answer) as server, at_most(8), pytest.raises((TooLarge, ContractError)) as caught:
            CALLS[call](connect_to(console(server.url), limits=limits))
        assert "answered with more than 1,000,000 bytes" in str(caught.value)
        assert isinstance(caught.value, TooLarge) is (call == "report")
        assert len(server.asked) == 1


def test_a_list_of_users_without_end_ends_too(connect_to: Connect) -> None:
    with serving(endless("200 OK")) as server, at_most(3):
        client = connect_to(console(server.url), limits=TimeLimits(users_bytes=1_000_000))
        with client.segment_users("a") as chunks, pytest.raises(ContractError, match="more than 1,000,000 bytes"):
            sum(map(len, chunks))


def test_the_limit_leaves_room_for_200_000_rows_of_100_metrics() -> None:
    assert TimeLimits().answer_bytes == 536_870_912 > 200_000 * 100 * len("1234567.123456789012,")
    assert TimeLimits().listing_bytes == 67_108_864


@pytest.mark.parametrize(
    "header",
    [
        "Date: Wed, 21 Oct 2026 07:28:00 +99999999999999999",
        "Date: nan",
        "Date: Fri, 31 Dec 9999 23:59:59 -2359",
        "Retry-After: 99999999999999999999999",
        "Retry-After: -1",
        "Retry-After: Wed, 21 Oct 2026 07:28:00 +99999999999999999",
        "Location: http://[",
        "Set-Cookie: =;;=\x01; expires=Wed, 99 Oct 99999999 07:28:00 +99999999999999999",
        "Content-Type: \x80\xff; charset=no-such",
    ],
)
def test_a_header_that_cannot_be_read_ends_nothing(connect_to: Connect, header: str) -> None:
    busy, fine = http("503 Busy", b"", header), http("200 OK", b"[]", header)
    with serving(busy, fine) as server:
        client = connect_to(console(server.url))
        assert client.dashboards() == []
        assert len(server.asked) == 2


def test_lengths_that_contradict_one_another_are_the_answers_fault_and_not_the_configurations(
    connect_to: Connect,
) -> None:
    odd = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[] "
    with serving(odd) as server, pytest.raises(TransientError):
        connect_to(console(server.url), retry=ONCE).dashboards()


def test_a_redirect_to_nowhere_is_told_like_any_other(connect_to: Connect) -> None:
    for where in ("http://[", "//", "\x00", "http://a:99999999/"):
        with serving(http("302 Found", b"", f"Location: {where}")) as server, pytest.raises(ContractError) as caught:
            connect_to(console(server.url)).dashboards()
        assert "answered HTTP 302, a redirect to " in str(caught.value)


WORDS = "\x1b]0;owned\x07\x1b[31mred\x9b2J\u202eevil\u2066\u200f"
WRITTEN_OUT = r"\x1b]0;owned\x07\x1b[31mred\x9b2J\u202eevil\u2066\u200f"


def test_what_the_source_says_reaches_no_terminal_as_it_is(
    connect_to: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    said = http("503 Busy", json.dumps({"message": WORDS}).encode())
    refused = http("403 No", json.dumps({"message": WORDS}, ensure_ascii=False).encode())
    with serving(said, said, refused) as server, pytest.raises(PermanentError) as caught:
        connect_to(console(server.url)).rules()
    for told in (str(caught.value), *(record.getMessage() for record in caplog.records if "503" in record.message)):
        assert all(character.isprintable() for character in told)
    assert WRITTEN_OUT in str(caught.value)
    assert any(WRITTEN_OUT in record.getMessage() for record in caplog.records)


def test_a_status_line_of_escape_sequences_is_written_out_too(connect_to: Connect) -> None:
    with serving(b"\x1b[2J\x1b[H nonsense\r\n\r\n") as server, pytest.raises(TransientError) as caught:
        connect_to(console(server.url), retry=ONCE).rules()
    assert str(caught.value).isprintable()

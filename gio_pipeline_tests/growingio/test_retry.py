"""Back-off, Retry-After and redaction: the parts without a network."""

import pytest
import requests

from gio_pipeline.core.errors import PermanentError, RateLimited, TransientError
from gio_pipeline.growingio.http_errors import retry_after
from gio_pipeline.growingio.redaction import Redactor
from gio_pipeline.growingio.retry import RetryPolicy, repeat

UNREADABLE = "+99999999999999999"


def answer(**headers: str) -> requests.Response:
    response = requests.Response()
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def run(policy: RetryPolicy, *errors: Exception) -> tuple[list[float], str]:
    """The pauses made while one error after the other was raised, and how it ended."""
    pauses: list[float] = []
    left = list(errors)

    def once() -> str:
        if left:
            raise left.pop(0)
        return "done"

    try:
        return pauses, repeat(policy, pauses.append, lambda pause, error: None)(once)
    except Exception as error:
        return pauses, type(error).__name__


def test_pauses_double_from_half_a_second_to_ten() -> None:
    policy = RetryPolicy(jitter=0)
    assert [policy.pause(attempt) for attempt in (1, 2, 3, 4, 5, 6, 7, 2000)] == [0.5, 1, 2, 4, 8, 10, 10, 10]


def test_jitter_adds_up_to_a_quarter() -> None:
    pauses = {RetryPolicy().pause(1) for _ in range(200)}
    assert len(pauses) > 100
    assert 0.5 <= min(pauses) < 0.53 and 0.6 < max(pauses) <= 0.625


def test_the_default_tries_for_four_minutes() -> None:
    assert RetryPolicy().seconds == 240


def test_what_passes_by_itself_is_tried_until_it_succeeds() -> None:
    pauses, end = run(RetryPolicy(jitter=0), TransientError("a"), TransientError("b"), TransientError("c"))
    assert (pauses, end) == ([0.5, 1, 2], "done")


def test_what_cannot_pass_is_not_tried_again() -> None:
    assert run(RetryPolicy(), PermanentError("no")) == ([], "PermanentError")


def test_no_seconds_means_one_attempt() -> None:
    assert run(RetryPolicy(seconds=0), TransientError("a")) == ([], "TransientError")


def test_the_sources_own_wish_is_the_shortest_pause() -> None:
    errors = (RateLimited("a", retry_after=7), RateLimited("b", retry_after=0.1))
    assert run(RetryPolicy(jitter=0), *errors) == ([7, 1], "done")


def test_a_wish_longer_than_the_retry_time_ends_the_attempts() -> None:
    assert run(RetryPolicy(), RateLimited("a", retry_after=241)) == ([], "RateLimited")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry_After": "120"}, 120),
        ({"Retry_After": "0"}, 0),
        ({"Retry_After": "86400"}, 3600),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "NaN"}, None),
        ({"Retry_After": "Infinity"}, None),
        ({"Retry_After": "99999999999999999999"}, None),
        ({"Retry_After": "9" * 5000}, None),
        ({"Retry_After": f"Wed, 21 Oct 2026 07:28:30 {UNREADABLE}"}, None),
        ({"Retry_After": "Wed, 21 Oct 99999 07:28:30 GMT"}, None),
        ({"Retry_After": "Fri, 31 Dec 9999 23:59:59 -2359"}, None),
        ({"Retry_After": "Wed, 21 Oct 2026 07:28:30 GMT", "Date": f"Wed, 21 Oct 2026 07:28:00 {UNREADABLE}"}, 0),
        ({"Retry_After": "Wed, 21 Oct 2026 07:28:30 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 30),
        ({"Retry_After": "Wed, 21 Oct 2026 07:27:00 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 0),
        ({"Retry_After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
    ],
)
def test_retry_after_is_seconds_or_a_date_of_the_servers_clock(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(answer(**headers)) == seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("token s3cr/et+key= refused", "token *** refused"),
        ("GET /x?t=s3cr%2Fet%2Bkey%3D", "GET /x?t=***"),
        ('{"said": "a\\"b"}', '{"said": "***"}'),
        ("proxy http://user:pass@proxy:3128 is down", "proxy http://***@proxy:3128 is down"),
        ("nothing to hide, mail me@example.com", "nothing to hide, mail me@example.com"),
        ("s3cr/et+key=-longer", "***"),
    ],
)
def test_secrets_are_hidden_however_they_are_written(text: str, expected: str) -> None:
    redact = Redactor(["s3cr/et+key=", None, "", 'a"b'])
    redact.hide("s3cr/et+key=-longer")
    assert redact(text) == expected

"""Sends requests and judges their answers, with a token or without."""

import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypedDict, Unpack

import requests
import urllib3

from gio_pipeline.core.errors import TransientError
from gio_pipeline.growingio.adapter import PendingRequest
from gio_pipeline.growingio.http_errors import LONG_WAIT, OVERLOAD_AFTER, Call, failure
from gio_pipeline.growingio.redaction import Redactor
from gio_pipeline.growingio.retry import RetryPolicy, TimeLimits
from gio_pipeline.growingio.time_limit import TimeLimit

log = logging.getLogger("gio_pipeline.growingio")


@dataclass
class Tally:
    """What one call cost so far."""

    attempts: int = 0
    requests: int = 0
    overloads: int = 0


class SessionOptions(TypedDict, total=False):
    """How long a request is repeated and waited for.

    away: the source did not answer when it was waited for; until it answers, each request is tried once.
    """

    retry: RetryPolicy
    limits: TimeLimits
    sleep: Callable[[float], None]
    away: bool


class HttpSession(ABC):
    """The way to one server; several threads may use it."""

    def __init__(self, session: requests.Session, redact: Redactor, **options: Unpack[SessionOptions]) -> None:
        self.retry, self.limits = options.get("retry", RetryPolicy()), options.get("limits", TimeLimits())
        self.sleep, self.away = options.get("sleep", time.sleep), options.get("away", False)
        self.redact = redact
        self._sent = threading.local()
        self._session = session

    @property
    def sent(self) -> int:
        """Requests of the calling thread so far."""
        return getattr(self._sent, "count", 0)

    def close(self) -> None:
        """Closes the kept connections."""
        self._session.close()

    @abstractmethod
    def open(self, call: Call, tally: Tally) -> tuple[requests.Response, PendingRequest]:
        """A successful answer whose body is still to be read, and how its request left; raises what it is otherwise."""

    @contextmanager
    def translated(self, call: Call, limit: TimeLimit) -> Iterator[None]:
        """Turns what requests and urllib3 raise into an error of ours, without addresses' queries and secrets."""
        try:
            yield
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            if limit.left <= 0:
                raise _overdue(call, limit, " and was cut off") from None
            raise failure(call, error, self.redact) from None
        if limit.left <= 0:
            raise _overdue(call, limit)

    def _send(self, call: Call, pending: PendingRequest, tally: Tally, body: str | None = None) -> requests.Response:
        timeout = (self.limits.connect, self.limits.read)
        try:
            with pending.under_way(), self.translated(call, pending.limit):
                response = self._session.request(
                    call.method,
                    call.url,
                    params=call.params,
                    data=body,
                    timeout=timeout,
                    stream=True,
                    allow_redirects=False,
                )
        except TransientError as error:
            if pending.sent and pending.waited >= LONG_WAIT:
                error.overload_after = OVERLOAD_AFTER
            raise
        finally:
            if pending.sent:
                tally.requests += 1
                self._sent.count = self.sent + 1
        self._log(call, response.status_code, pending.waited, tally.attempts)
        return response

    def _log(self, call: Call, status: int, seconds: float, attempt: int) -> None:
        address = self.redact(call.address)
        fields = {"what": call.what, "address": address, "status": status, "seconds": seconds, "attempt": attempt}
        log.info("%s status %d in %.3f s, attempt %d", address, status, seconds, attempt, extra=fields)


def _overdue(call: Call, limit: TimeLimit, how: str = "") -> TransientError:
    sentence = f"{call.what}: {call.address} took longer than {limit.seconds:.0f} s{how}."
    return TransientError(sentence, overload_after=OVERLOAD_AFTER)

"""Sends requests for one project: with its token, through its rate limit, answers judged."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import requests
import urllib3

from gio_pipeline.core.config.specs import Credentials
from gio_pipeline.core.errors import AuthenticationError, RateLimited, TransientError
from gio_pipeline.growingio.adapter import PendingRequest, TokenMissing, open_session
from gio_pipeline.growingio.bodies import beginning
from gio_pipeline.growingio.http_errors import LONG_WAIT, OVERLOAD_AFTER, Call, failure, refusal
from gio_pipeline.growingio.protocols import Priority, RateGate, Slot, Token, TokenStore
from gio_pipeline.growingio.redaction import Redactor
from gio_pipeline.growingio.retry import RetryPolicy, TimeLimits
from gio_pipeline.growingio.time_limit import TimeLimit
from gio_pipeline.growingio.tokens import read_token, signature, token_request_body

log = logging.getLogger("gio_pipeline.growingio")

# After five refusals in a row the cause is not a race with other processes.
_MOST_REFUSED_TOKENS = 5
_SHORTEST_HIDDEN_IDENTIFIER = 6


@dataclass
class Tally:
    """What one call cost so far."""

    attempts: int = 0
    requests: int = 0
    overloads: int = 0


class AuthorizedSession:
    """The way to one project's API; several threads may use it.

    away: the source did not answer when it was waited for; until it answers, each request is tried once.
    """

    def __init__(
        self,
        credentials: Credentials,
        tokens: TokenStore,
        gate: RateGate,
        *,
        project: str,
        priority: Priority,
        retry: RetryPolicy,
        limits: TimeLimits,
        sleep: Callable[[float], None],
        away: bool = False,
    ) -> None:
        self.retry, self.limits, self.sleep = retry, limits, sleep
        self.redact = _redactor(credentials)
        self._sent = threading.local()
        self.away = away
        self._credentials, self._project = credentials, project
        self._tokens, self._gate, self._priority = tokens, gate, priority
        self._refused_generation = 0
        self._renewing = threading.Lock()
        self._session = open_session(credentials.base_url)
        if credentials.client_id:
            self._session.headers["X-Client-Id"] = credentials.client_id

    @property
    def sent(self) -> int:
        """Requests of the calling thread so far, those for tokens too."""
        return getattr(self._sent, "count", 0)

    def close(self) -> None:
        """Closes the kept connections."""
        self._session.close()

    def open(self, call: Call, limit: TimeLimit, tally: Tally) -> tuple[requests.Response, PendingRequest]:
        """A successful answer whose body is still to be read, and how its request left; raises what it is otherwise."""
        response, departure = self._authorized(call, limit, tally)
        if response.status_code == 200:
            return response, departure
        waited = departure.waited
        error = refusal(call, response, beginning(response), self.redact, waited)
        assert error is not None
        if isinstance(error, RateLimited) and call.limited:
            if error.retry_after is None:
                error.retry_after = self.retry.pause(tally.attempts)
            self._gate.block(error.retry_after)
        raise error

    @contextmanager
    def translated(self, call: Call, limit: TimeLimit) -> Iterator[None]:
        """Turns what requests and urllib3 raise into an error of ours, without addresses' queries and secrets."""
        try:
            yield
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            if limit.expired:
                raise _overdue(call, limit, " and was cut off") from None
            raise failure(call, error, self.redact) from None
        if limit.expired:
            raise _overdue(call, limit)

    def _authorized(self, call: Call, limit: TimeLimit, tally: Tally) -> tuple[requests.Response, PendingRequest]:
        refused = 0
        for _ in range(2 * _MOST_REFUSED_TOKENS):
            departure = PendingRequest(limit, self._slot if call.limited else None, self._usable_token)
            try:
                response = self._send(call, departure, tally)
            except TokenMissing:
                self._renew()
                continue
            if response.status_code != 401:
                return response, departure
            beginning(response)
            refused += 1
            self._refuse(call, departure.token, refused)
        raise TransientError(f"{call.what}: the shared token kept changing; other processes renew it.")

    def _send(self, call: Call, departure: PendingRequest, tally: Tally, body: str | None = None) -> requests.Response:
        timeout = (self.limits.connect, self.limits.read)
        try:
            with departure.under_way(), self.translated(call, departure.limit):
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
            if departure.sent and departure.waited >= LONG_WAIT:
                error.overload_after = OVERLOAD_AFTER
            raise
        finally:
            if departure.sent:
                tally.requests += 1
                self._sent.count = self.sent + 1
        self._log(call, response.status_code, departure.waited, tally.attempts)
        return response

    def _log(self, call: Call, status: int, seconds: float, attempt: int) -> None:
        address = self.redact(call.address)
        fields = {"what": call.what, "address": address, "status": status, "seconds": seconds, "attempt": attempt}
        log.info("%s status %d in %.3f s, attempt %d", address, status, seconds, attempt, extra=fields)

    def _slot(self) -> AbstractContextManager[Slot]:
        return self._gate.slot(self._priority)

    def _usable_token(self) -> Token:
        token = self._tokens.current()
        if token is None or token.generation <= self._refused_generation:
            raise TokenMissing
        self.redact.hide(token.value)
        return token

    def _refuse(self, call: Call, token: Token | None, count: int) -> None:
        if token is not None:
            with self._renewing:
                self._refused_generation = max(self._refused_generation, token.generation)
        if count >= _MOST_REFUSED_TOKENS:
            raise AuthenticationError(
                f"{call.what}: {call.address} refused {count} different tokens in a row (HTTP 401): trying again "
                "cannot help, check that ai, secret and client_id are this project's and nobody else makes its tokens."
            )
        if count > 1:
            self.sleep(self.retry.pause(count - 1))
        self._renew()

    def _renew(self) -> None:
        # One at a time: the others find what it has brought, and hold no connection meanwhile.
        with self._renewing:
            token = self._tokens.renew(self._refused_generation, self._fetch_token)
        self.redact.hide(token.value)

    def _fetch_token(self) -> str:
        call = Call("POST", f"{self._credentials.base_url}/auth/token", f"token of project {self._project}")
        unix_ms = time.time_ns() // 1_000_000
        body = token_request_body(self._credentials, unix_ms)
        self.redact.hide(signature(self._credentials, unix_ms))
        with TimeLimit(self.limits.connect + self.limits.read) as limit:
            response = self._send(call, PendingRequest(limit), Tally(attempts=1), body)
            with response, self.translated(call, limit):
                return read_token(call, response, self.redact)


def _overdue(call: Call, limit: TimeLimit, how: str = "") -> TransientError:
    error = TransientError(f"{call.what}: {call.address} took longer than {limit.seconds:.0f} s{how}.")
    error.overload_after = OVERLOAD_AFTER
    return error


def _redactor(credentials: Credentials) -> Redactor:
    redact = Redactor([credentials.token, credentials.secret])
    for identifier in (credentials.ai, credentials.client_id):
        # A word of one or two letters would be struck out of every other word.
        if identifier and len(identifier) >= _SHORTEST_HIDDEN_IDENTIFIER:
            redact.hide(identifier)
    return redact

"""Sends requests for one project: with its token, through its rate limit, answers judged."""

import threading
import time
from contextlib import AbstractContextManager
from typing import Unpack

import requests

from gio_pipeline.core.config.specs import Credentials, Priority, Token
from gio_pipeline.core.errors import AuthenticationError, RateLimited, TransientError
from gio_pipeline.growingio.adapter import PendingRequest, TokenMissing, open_session
from gio_pipeline.growingio.bodies import beginning
from gio_pipeline.growingio.http_errors import Call, refusal
from gio_pipeline.growingio.http_session import HttpSession, SessionOptions, Tally
from gio_pipeline.growingio.protocols import RateGate, Slot, TokenStore
from gio_pipeline.growingio.redaction import SHORTEST_HIDDEN, Redactor
from gio_pipeline.growingio.time_limit import TimeLimit
from gio_pipeline.growingio.tokens import read_token, signature, token_request_body

# After five refusals in a row, and no answer to anybody else meanwhile, the cause is not a race with other processes.
_MOST_REFUSED_TOKENS = 5


class AuthorizedSession(HttpSession):
    """The way to one project's API; several threads may use it. `sent` counts tokens too."""

    def __init__(
        self,
        credentials: Credentials,
        tokens: TokenStore,
        gate: RateGate,
        *,
        project: str,
        priority: Priority,
        **options: Unpack[SessionOptions],
    ) -> None:
        session, redact = open_session(credentials.base_url), Redactor([credentials.token, credentials.secret])
        for identifier in (credentials.ai, credentials.client_id):
            redact.hide(identifier, SHORTEST_HIDDEN)
        super().__init__(session, redact, **options)
        self._credentials, self._project = credentials, project
        self._tokens, self._gate, self._priority = tokens, gate, priority
        self._refused_generation, self._answers = 0, 0
        self._renewing = threading.Lock()
        if credentials.client_id:
            self._session.headers["X-Client-Id"] = credentials.client_id

    def open(self, call: Call, tally: Tally) -> tuple[requests.Response, PendingRequest]:
        response, pending = self._exchange(call, tally)
        if response.status_code in call.accepted:
            return response, pending
        waited = pending.waited
        error = refusal(call, response, beginning(response), self.redact, waited)
        assert error is not None
        if isinstance(error, RateLimited) and call.limited:
            if error.retry_after is None:
                error.retry_after = self.retry.pause(tally.attempts)
            self._gate.block(error.retry_after)
        raise error

    def _exchange(self, call: Call, tally: Tally) -> tuple[requests.Response, PendingRequest]:
        limit, refused, answers_before = TimeLimit(self.limits.answer), 0, self._answers
        for _ in range(4 * _MOST_REFUSED_TOKENS):
            pending = PendingRequest(limit, self._slot if call.limited else None, self._usable_token)
            try:
                response = self._send(call, pending, tally)
            except TokenMissing:
                self._renew()
                continue
            if response.status_code != 401:
                self._answers += response.ok
                return response, pending
            beginning(response)
            refused += 1
            self._refuse(call, pending.token, refused, raced=self._answers > answers_before)
        raise TransientError(f"{call.what}: the shared token kept changing; other processes renew it.")

    def _slot(self) -> AbstractContextManager[Slot]:
        return self._gate.slot(self._priority)

    def _usable_token(self) -> Token:
        token = self._tokens.current()
        if token is None or token.generation <= self._refused_generation:
            raise TokenMissing
        self.redact.hide(token.value)
        return token

    def _refuse(self, call: Call, token: Token | None, count: int, *, raced: bool) -> None:
        if token is not None:
            with self._renewing:
                self._refused_generation = max(self._refused_generation, token.generation)
        # Where others are answered, the tokens are good ones that somebody keeps replacing.
        if count >= (2 if raced else 1) * _MOST_REFUSED_TOKENS:
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
        limit = TimeLimit(self.limits.connect + self.limits.read)
        response = self._send(call, PendingRequest(limit), Tally(attempts=1), body)
        with response, self.translated(call, limit):
            return read_token(call, response, self.redact)

"""The two ways to a token: made by hand in the console, or asked for with a signature (the authentication page)."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable

import requests

from gio_pipeline.core.config.specs import Credentials, Token
from gio_pipeline.core.errors import AuthenticationError, ConfigError, ContractError, GioError, TransientError
from gio_pipeline.growingio.bodies import beginning
from gio_pipeline.growingio.http_errors import Call, http_date, quoted, refusal
from gio_pipeline.growingio.redaction import Redactor

_TOLERATED_CLOCK_DIFFERENCE = 60


class ConsoleTokenStore:
    """The token of the console (项目配置 → API token 管理): never renewed, `/auth/token` is never called."""

    def __init__(self, value: str, project: str) -> None:
        self._token = Token(value.strip())
        if not _fits_header(self._token.value):
            raise ConfigError(
                f"The token of project {project} holds characters that no HTTP header can carry: copy it again."
            )
        self._project = project

    def current(self) -> Token:
        return self._token

    def renew(self, seen_generation: int, fetch: Callable[[], str], /) -> Token:
        raise AuthenticationError(
            f"GrowingIO refused the console token of project {self._project} (HTTP 401): trying again cannot help, "
            "make a new one in the console (项目配置 → API token 管理) and configure it as `token`."
        )


def token_request_body(credentials: Credentials, unix_ms: int) -> str:
    """The signed body of `POST /auth/token` at that instant."""
    uid, ai = credentials.uid, credentials.ai
    return f"project={uid}&ai={ai}&tm={unix_ms}&auth={signature(credentials, unix_ms)}"


def signature(credentials: Credentials, unix_ms: int) -> str:
    """Lower-case hex HMAC-SHA256, keyed by the private key, of method, path, project, ai and instant."""
    message = f"POST\n/auth/token\nproject={credentials.uid}&ai={credentials.ai}&tm={unix_ms}"
    return hmac.new((credentials.secret or "").encode(), message.encode(), hashlib.sha256).hexdigest()


def read_token(call: Call, response: requests.Response, redact: Redactor) -> str:
    """The token in the answer of `/auth/token`; AuthenticationError when it refuses."""
    # An answer with a token is as short as an error.
    body = beginning(response)
    error = refusal(call, response, body, redact)
    if isinstance(error, TransientError | ContractError):
        raise error
    answer = _answer(call, body, error)
    if error is not None or answer.get("status") != "success":
        sentence = f"HTTP {response.status_code}{quoted(answer.get('message'), redact)}"
        raise AuthenticationError(
            f"{call.what}: {call.address} refused ({sentence}): trying again cannot help, "
            f"check uid, ai, secret and client_id.{_clock_hint(response)}"
        )
    token = answer.get("code")
    if not isinstance(token, str) or not _fits_header(token):
        raise ContractError(f"{call.what}: {call.address} reported success without a usable token.")
    return token


def _answer(call: Call, body: bytes, error: GioError | None) -> dict[str, object]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        if error is not None:
            return {}
        raise TransientError(f"{call.what}: {call.address} did not answer with JSON.") from None
    return answer if isinstance(answer, dict) else {}


def _fits_header(token: str) -> bool:
    return token.isascii() and token.isprintable() and bool(token.strip())


def _clock_hint(response: requests.Response) -> str:
    server = http_date(response.headers.get("Date", ""))
    difference = time.time() - server.timestamp() if server else 0.0
    if abs(difference) < _TOLERATED_CLOCK_DIFFERENCE:
        return ""
    word = "ahead of" if difference > 0 else "behind"
    return f" This machine's clock is {abs(difference):.0f} s {word} the server's, and the signature holds the time."

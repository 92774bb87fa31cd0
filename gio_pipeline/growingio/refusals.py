"""What an answer that is no success means: the kind of its error, in one sentence."""

import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from gio_pipeline.core.errors import (
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
from gio_pipeline.core.text import storable
from gio_pipeline.growingio.redaction import Redactor

# After an hour one request more does no harm, whatever the header says.
_LONGEST_RETRY_AFTER = 3600.0
_LONGEST_QUOTE = 200


@dataclass(frozen=True)
class Call:
    """One call of the API: `what` is its name in messages, `address` its URL without query."""

    method: str
    url: str
    what: str
    params: dict[str, int | str] = field(default_factory=dict)
    limited: bool = False
    splittable: bool = False

    @property
    def address(self) -> str:
        return f"{self.method} {self.url}"


def refusal(call: Call, response: requests.Response, redact: Redactor) -> GioError | None:
    """The error an answer stands for, None for a success; 401 is the caller's to judge before."""
    status = response.status_code
    if status == 200:
        return None
    said = f"{call.what}: {call.address} answered HTTP {status}{quoted(_error_body(response).get('message'), redact)}"
    if status == 429:
        return RateLimited(f"{said}: too many requests.", retry_after=retry_after(response))
    if status >= 500 and _is_request_timeout(response):
        if call.splittable:
            return TooLarge(f"{said}: the source cannot answer so much at once, ask for a shorter window.")
        return TooSlow(f"{said}: the source takes too long over it.", retry_after=retry_after(response))
    if status == 408 or status >= 500:
        return TransientError(f"{said}.", retry_after=retry_after(response))
    if 300 <= status < 400:
        return _redirect(said, response, redact)
    if status == 404:
        return UnknownReport(f"{said}: no such id, or hidden from this token: check the id, repeating cannot help.")
    if status < 300:
        return ContractError(f"{said} where 200 was expected; repeating it cannot help.")
    return PermanentError(f"{said}: the request itself is rejected, repeating it cannot help.")


def failure(call: Call, error: Exception, redact: Redactor) -> GioError:
    """The error for a request that brought no complete answer."""
    said = redact(f"{call.what}: {call.address}")
    reason = redact(_reason(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        return PermanentError(
            f"{said}: the certificate of the server (or of a proxy on the way) is not trusted ({reason}): "
            "repeating cannot help, name your CA file in REQUESTS_CA_BUNDLE if the proxy is your own."
        )
    if "Tunnel connection failed: 407" in str(error):
        return ConfigError(f"{said} failed: the proxy asks for a user and a password; write them in HTTPS_PROXY.")
    if isinstance(error, ValueError):
        return ConfigError(f"{said} cannot be asked for ({reason}): check base_url, client_id and the proxy settings.")
    return TransientError(f"{said} failed: {reason}.")


def retry_after(response: requests.Response) -> float | None:
    """Seconds the source asks to wait (Retry-After as seconds or as a date), at most an hour; None if it is silent."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_RETRY_AFTER)
    until = http_date(text)
    if until is None:
        return None
    # Its own clock wrote both, ours may be wrong.
    now = http_date(response.headers.get("Date", "")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), _LONGEST_RETRY_AFTER)


def http_date(text: str) -> datetime | None:
    """The instant of an HTTP date header, None where it is missing or none."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_html(response: requests.Response, start: bytes) -> bool:
    """Whether a page came instead of data: maintenance, a proxy, a login."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    return text[:1] == b"<" or (not text and "html" in response.headers.get("Content-Type", "").lower())


def quoted(message: object, redact: Redactor) -> str:
    """The vendor's own words for the end of a message, on one line, shortened, without secrets."""
    if not isinstance(message, str) or not message.strip():
        return ""
    # Hidden before it is cut: half a token would not be recognised.
    return f' ("{" ".join(storable(redact(message)).split())[:_LONGEST_QUOTE]}")'


def _redirect(said: str, response: requests.Response, redact: Redactor) -> ContractError:
    host = redact(urlsplit(response.headers.get("Location", "")).hostname or "the same host")
    return ContractError(
        f"{said}, a redirect to {host}: the token is not sent there; check base_url, repeating cannot help."
    )


def _is_request_timeout(response: requests.Response) -> bool:
    errors = _error_body(response).get("errors")
    return isinstance(errors, list) and any(
        isinstance(error, dict) and error.get("code") == "request_timeout" for error in errors
    )


def _error_body(response: requests.Response) -> dict[str, Any]:
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exceptions inside: requests and urllib3 wrap one another as arguments, not as causes only."""
    seen: list[BaseException] = [error]
    for found in seen:
        inner = (*found.args, getattr(found, "reason", None), found.__cause__, found.__context__)
        seen += [other for other in inner if isinstance(other, BaseException) and other not in seen]
    return iter(seen)


def _reason(error: BaseException) -> str:
    innermost = [cause for cause in _causes(error) if isinstance(cause, OSError) and cause.strerror]
    chosen = innermost[-1] if innermost else error
    return f"{type(chosen).__name__}: {getattr(chosen, 'strerror', None) or chosen}"

"""What an unsuccessful answer means: the kind of its error, in one sentence."""

import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
import urllib3

from gio_pipeline.core.complaints import of_size, of_time
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
_LONGEST_READABLE_WISH = 86_400
_LONGEST_QUOTE = 200
# The vendor ends its own queries after five seconds: what failed sooner was a blip.
LONG_WAIT = 5.0
# A gateway or a time limit may end one request by chance, and cut a body by chance twice in a row.
OVERLOAD_AFTER = 2
CUT_AFTER = 3
# Request Timeout, Gateway Timeout and what proxies say for it: 524 of Cloudflare, 598 and 599 of others.
_TIMEOUTS = (408, 504, 524, 598, 599)
# Refusals of a window, where the words say whether a shorter one would do.
_WORDED = (400, 422)


@dataclass(frozen=True)
class Call:
    """One call of the API: `what` is its name in messages, `address` its URL without query.

    report: it asks for a window. splittable: of which less can be asked for. hasty: the first sign that it is too much
    is believed. accepted: what is no error. shown: the address in messages, where all of it is a secret.
    """

    method: str
    url: str
    what: str
    params: dict[str, int | str] = field(default_factory=dict)
    limited: bool = False
    report: bool = False
    splittable: bool = False
    hasty: bool = False
    accepted: tuple[int, ...] = (200,)
    shown: str | None = None

    @property
    def address(self) -> str:
        return f"{self.method} {self.shown or self.url}"


_READ_TIMEOUTS = (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError)
# Headers of an answer that contradict one another; requests counts them among the values it was given.
_UNREADABLE = (urllib3.exceptions.InvalidHeader,)


def refusal(
    call: Call, response: requests.Response, body: bytes, redact: Redactor, waited: float = 0.0
) -> GioError | None:
    """The error an answer stands for, None for a success; 401 is the caller's to judge before.

    body: the beginning of an error's body. waited: seconds until the answer began.
    """
    status = response.status_code
    if status == 200:
        return None
    message, words, is_json = _words(body)
    sentence = f"{call.what}: {call.address} answered HTTP {status}{quoted(message, redact)}"
    if status == 429:
        return RateLimited(f"{sentence}: too many requests.", retry_after=retry_after(response))
    worded = call.report and status in _WORDED
    if (status >= 500 or worded) and is_json and of_time(words):
        less = f"{sentence}: the source cannot answer so much at once, ask for a shorter window."
        return too_much(call, less, f"{sentence}: the source takes too long over it.", retry_after(response))
    if status == 408 or status >= 500:
        overload = status in _TIMEOUTS or waited >= LONG_WAIT or of_time(words)
        after = OVERLOAD_AFTER if overload else None
        return TransientError(f"{sentence}.", retry_after=retry_after(response), overload_after=after)
    if (call.report and status == 413) or (worded and of_size(words)):
        return TooLarge(f"{sentence}: too much was asked for at once.", passing=False)
    if 300 <= status < 400:
        return _redirect(sentence, response, redact)
    if status == 404:
        return UnknownReport(f"{sentence}: no such id, or hidden from this token: check the id, repeating cannot help.")
    if status < 300:
        return ContractError(f"{sentence} where 200 was expected; repeating it cannot help.")
    return PermanentError(f"{sentence}: the request itself is rejected, repeating it cannot help.")


def failure(call: Call, error: Exception, redact: Redactor) -> GioError:
    """The error for a request that brought no complete answer."""
    sentence = redact(f"{call.what}: {call.address}")
    reason = redact(_reason(error))
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return PermanentError(
            f"{sentence}: the certificate of the server (or of a proxy on the way) is not trusted ({reason}): "
            "repeating cannot help, name your CA file in SSL_CERT_FILE if the server or the proxy is your own."
        )
    if "Tunnel connection failed: 407" in str(error):
        return ConfigError(f"{sentence} failed: the proxy asks for a user and a password; write them in HTTPS_PROXY.")
    if isinstance(error, ValueError) and not any(isinstance(each, _UNREADABLE) for each in causes):
        return ConfigError(
            f"{sentence} cannot be asked for ({reason}): check base_url, client_id and the proxy settings."
        )
    overload = any(isinstance(cause, _READ_TIMEOUTS) for cause in causes)
    return TransientError(f"{sentence} failed: {reason}.", overload_after=OVERLOAD_AFTER if overload else None)


def too_much(call: Call, less: str, wait: str, retry_after: float | None = None) -> TooLarge | TooSlow:
    """What takes too long: `less` is to be asked for, where that is possible; else one has to `wait`."""
    return TooLarge(less) if call.splittable else TooSlow(wait, retry_after=retry_after)


def retry_after(response: requests.Response) -> float | None:
    """Seconds the source asks to wait (Retry-After as seconds or as a date), at most an hour; None if it is silent."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        # A Retry-After of more than a day is taken for a mistake.
        return min(float(text), _LONGEST_RETRY_AFTER) if float(text) <= _LONGEST_READABLE_WISH else None
    until = http_date(text)
    if until is None:
        return None
    # Its own clock wrote both, ours may be wrong.
    now = http_date(response.headers.get("Date", "")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), _LONGEST_RETRY_AFTER)


def http_date(text: str) -> datetime | None:
    """The instant of an HTTP date header, None where it is missing or cannot be read."""
    try:
        found = parsedate_to_datetime(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except Exception:
        # The parser trips over more than bad values (a zone of +99999999999999999), and no header is worth a load.
        return None


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


def _redirect(sentence: str, response: requests.Response, redact: Redactor) -> ContractError:
    try:
        host = redact(urlsplit(response.headers.get("Location", "")).hostname or "the same host")
    except ValueError:
        host = "an address that is none"
    return ContractError(
        f"{sentence}, a redirect to {host}: the token is not sent there; check base_url, repeating cannot help."
    )


def _words(body: bytes) -> tuple[object, str, bool]:
    """An error's `message`, all its words, and whether they came as JSON; an old gateway writes them in GB 18030."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = body.decode("gb18030", "replace")
    try:
        answer = json.loads(text)
        words = json.dumps(answer, ensure_ascii=False)
    except (ValueError, RecursionError):
        return None, text, False
    return (answer.get("message") if isinstance(answer, dict) else None), words, True


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

"""Reads bodies to a limit, at once or by chunks: one without end, or one that inflates, must not fill the memory."""

import time
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

import requests
import urllib3

from gio_pipeline.core.errors import ContractError, TransientError
from gio_pipeline.growingio.http_errors import Call, failure
from gio_pipeline.growingio.redaction import Redactor
from gio_pipeline.growingio.retry import TimeLimits

# Of an error only its words are wanted.
ERROR_BYTES = 8 * 1024
_CHUNK = 256 * 1024
_USERS_CHUNK = 64 * 1024


class BodyTooLong(Exception):
    """The body has more bytes than the limit."""


def beginning(response: requests.Response) -> bytes:
    """At most ERROR_BYTES of an error's body, unpacked; of one that breaks, what came.

    A body that ends there leaves its connection to the next request, any other is cut off.
    """
    found = b""
    with suppress(requests.RequestException, urllib3.exceptions.HTTPError, OSError), response:
        for chunk in response.iter_content(ERROR_BYTES):
            found += chunk
            if len(found) >= ERROR_BYTES:
                break
    return found[:ERROR_BYTES]


def whole(response: requests.Response, most: int) -> bytes:
    """The unpacked body; raises BodyTooLong as soon as it has more than `most` bytes."""
    body = BytesIO()
    for chunk in response.iter_content(_CHUNK):
        if body.tell() + len(chunk) > most:
            raise BodyTooLong
        body.write(chunk)
    return body.getvalue()


def by_chunks(call: Call, response: requests.Response, limits: TimeLimits, redact: Redactor) -> Iterator[bytes]:
    """The unpacked body in chunks of at most 64 KiB, from the socket; nothing is kept.

    Raises TransientError when the stream breaks or brings less than the time limits ask for: begin again then.
    ContractError: it has no end.
    """
    raw: urllib3.response.BaseHTTPResponse = response.raw
    seconds, size, total = 0.0, 0, 0
    while True:
        began = time.monotonic()
        try:
            # read1 returns what is there: read would wait for the whole chunk, for ever if it drips.
            chunk = raw.read1(_USERS_CHUNK, decode_content=True) or b""
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise failure(call, error, redact) from None
        # Only the time spent waiting for the source counts: the reader may be slow.
        seconds, size, total = seconds + time.monotonic() - began, size + len(chunk), total + len(chunk)
        if seconds >= limits.stream_window:
            if size < limits.stream_bytes:
                brought = f"{call.what}: {call.address} brought {size} bytes in {seconds:.0f} s"
                raise TransientError(f"{brought} and was cut off; begin again.")
            seconds, size = 0.0, 0
        if total > limits.users_bytes:
            sentence = f"{call.what}: {call.address} answered with more than {limits.users_bytes:,} bytes"
            raise ContractError(f"{sentence} and was cut off; repeating it cannot help.")
        if not chunk:
            return
        yield chunk

"""Reads bodies to a limit, at once or by chunks: one without end, or one that inflates, must not fill the memory."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
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


class Download(Iterator[bytes]):
    """The chunks of a streamed body, at most 64 KiB each, from the socket; nothing is kept.

    Raises TransientError when the stream breaks or brings less than the time limits ask for: begin again then.
    ContractError: it has no end.
    """

    def __init__(
        self,
        call: Call,
        response: requests.Response,
        limits: TimeLimits,
        redact: Redactor,
        *,
        sent_at: datetime,
        requests: int,
    ) -> None:
        self.sent_at = sent_at
        self.requests = requests
        self._call = call
        self._raw: urllib3.response.BaseHTTPResponse = response.raw
        self._limits = limits
        self._redact = redact
        self._window_seconds = 0.0
        self._window_bytes = 0
        self._bytes = 0
        self._ahead: list[bytes] = []

    def peek(self) -> bytes:
        """The first chunk, which stays in the stream."""
        self._ahead = [self._read()]
        return self._ahead[0]

    def __next__(self) -> bytes:
        chunk = self._ahead.pop() if self._ahead else self._read()
        if not chunk:
            raise StopIteration
        return chunk

    def _read(self) -> bytes:
        began = time.monotonic()
        try:
            # read1 returns what is there: read would wait for the whole chunk, for ever if it drips.
            chunk = self._raw.read1(_USERS_CHUNK, decode_content=True) or b""
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise failure(self._call, error, self._redact) from None
        self._check_pace(time.monotonic() - began, len(chunk))
        self._bytes += len(chunk)
        if self._bytes > self._limits.users_bytes:
            sentence = (
                f"{self._call.what}: {self._call.address} answered with more than {self._limits.users_bytes:,} bytes"
            )
            raise ContractError(f"{sentence} and was cut off; repeating it cannot help.")
        return chunk

    def _check_pace(self, seconds: float, size: int) -> None:
        # Only the time spent waiting for the source counts: the reader may be slow.
        self._window_seconds += seconds
        self._window_bytes += size
        if self._window_seconds < self._limits.stream_window:
            return
        if self._window_bytes < self._limits.stream_bytes:
            raise TransientError(
                f"{self._call.what}: {self._call.address} brought {self._window_bytes} bytes in "
                f"{self._window_seconds:.0f} s and was cut off; begin again."
            )
        self._window_seconds, self._window_bytes = 0.0, 0

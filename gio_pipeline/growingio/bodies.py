"""Reads bodies to a limit: one without end, or one that inflates, must not fill the memory."""

from contextlib import suppress
from io import BytesIO

import requests
import urllib3

# Of an error only its words are wanted.
ERROR_BYTES = 8 * 1024
# 200,000 rows of 100 metrics and 20 characters each are 400 MB; the rest is for dimensions.
ANSWER_BYTES = 512 * 1024**2
LISTING_BYTES = 64 * 1024**2
# Of a stream of users nothing is kept in memory, but the warehouse's disk has an end: that is some 80 million users.
USERS_BYTES = 8 * 1024**3
_CHUNK = 256 * 1024


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

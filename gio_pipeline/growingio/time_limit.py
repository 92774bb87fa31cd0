"""Cuts off an answer that takes for ever, however slowly it drips."""

import io
import math
import socket
import time
from typing import Any


class TimeLimit:
    """How long an answer may take from the instant its request leaves; endless before, and after `stop`.

    A read time-out alone never ends an answer of one byte a second, in its headers or in its body.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends_at = math.inf

    @property
    def left(self) -> float:
        return self._ends_at - time.monotonic()

    def start(self) -> None:
        """Begins to count, anew if need be, for the request that leaves now."""
        self._ends_at = time.monotonic() + self.seconds

    def stop(self) -> None:
        self._ends_at = math.inf


class LimitedReader(io.RawIOBase):
    """Reads from a socket by `raw`; raises TimeoutError where the limit ends, or the read time-out of the socket."""

    def __init__(self, sock: socket.socket, raw: Any, limit: TimeLimit) -> None:
        self._sock, self._raw, self._limit = sock, raw, limit
        self._read_timeout = sock.gettimeout() or limit.seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> Any:
        left = min(self._limit.left, self._read_timeout)
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()

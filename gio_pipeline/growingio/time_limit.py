"""Cuts off an answer that takes for ever, however slowly it drips."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class TimeLimit:
    """Shuts the watched connection down once `seconds` have passed since the request left.

    A read time-out alone never ends an answer of one byte a second, in its headers or in its body.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.expired = False
        self._over = False
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, sock: socket.socket) -> None:
        """Begins to count, anew if need be, for the request that left through this socket."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(self.seconds, self._cut, [sock])
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """The answer is complete: leaves its connection alone from now on."""
        with self._lock:
            self._over = True
        if self._timer is not None:
            self._timer.cancel()

    def _cut(self, sock: socket.socket) -> None:
        with self._lock:
            if self._over:
                return
            self.expired = True
            # Of the plain socket: TLS would forget that it is encrypted while another thread reads from it.
            with suppress(OSError):
                socket.socket.shutdown(getattr(sock, "socket", sock), socket.SHUT_RDWR)

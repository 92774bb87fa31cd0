"""A way to a warehouse that can be cut: what goes through is reset, and who comes anew is refused."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url

_RESET = struct.pack("ii", 1, 0)


class Link:
    """A TCP proxy on a port of its own."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._lock = threading.Lock()
        self._pairs: set[socket.socket] = set()
        self.used = threading.Event()
        self._closed_until = 0.0
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def cut(self) -> None:
        """Resets every connection and refuses new ones."""
        self._close_listener()
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for each in pairs:
            _reset(each)

    def mend(self) -> None:
        self._listener = self._listen(self.port)

    def cut_for(self, seconds: float) -> None:
        self.cut()
        time.sleep(seconds)
        self.mend()

    def refuse_for(self, seconds: float) -> None:
        """Whoever connects from now on is reset, though somebody listens."""
        self._closed_until = time.monotonic() + seconds

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()
        return listener

    def _close_listener(self) -> None:
        # Closing alone would leave the thread that accepts holding the port.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            if time.monotonic() < self._closed_until:
                _reset(near)
                continue
            try:
                far = socket.create_connection(self._target)
            except OSError:
                _reset(near)
                continue
            self.used.set()
            with self._lock:
                self._pairs |= {near, far}
            if listener.fileno() < 0:
                _reset(near)
            for one, other in ((near, far), (far, near)):
                # It may be cut at any instant, this one too.
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._pump, args=[one, other], daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            with self._lock:
                self._pairs -= {source, sink}
            for each in (source, sink):
                _reset(each)


def _reset(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    # Another thread that reads from it wakes up only so.
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()


@contextmanager
def link_to(database_url: str) -> Iterator[tuple[Link, str]]:
    """A link to the server of a database, and the database's URL through it."""
    url = make_url(database_url)
    link = Link(url.host or "127.0.0.1", url.port or 5432)
    try:
        yield link, url.set(host="127.0.0.1", port=link.port).render_as_string(hide_password=False)
    finally:
        link.cut()

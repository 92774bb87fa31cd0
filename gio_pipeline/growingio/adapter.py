"""HTTP whose requests win their rate slot and read their token in the instant they leave.

A slot won before the connection stands, or a token read before the slot is won, is out of date when the bytes go.
"""

import io
import os
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from http.client import HTTPResponse
from typing import Any, Protocol, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection

from gio_pipeline.core.config.specs import Token
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.growingio.protocols import Slot
from gio_pipeline.growingio.time_limit import LimitedReader, TimeLimit

# What requests looks at, and then what OpenSSL and with it most other programs do.
CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")

# Kept-alive connections: as many as one project has requests in flight.
MOST_CONNECTIONS = 12

_pending: ContextVar["PendingRequest"] = ContextVar("pending")


class Watcher(Protocol):
    """Who wants to know of the limited requests of a call."""

    def waiting(self) -> None:
        """One is about to queue for its slot, or has won it; what this raises keeps it from being sent."""

    def left(self) -> None:
        """One has left."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Within, `watcher` hears of this thread's limited requests."""
    reset = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(reset)


class TokenMissing(Exception):
    """There is no token to send, or only one that has been refused: renew it, nothing left."""


class PendingRequest:
    """One request: the slot it queues for (None: not limited), the token it takes along, the limit of its answer."""

    def __init__(
        self,
        limit: TimeLimit,
        slot: Callable[[], AbstractContextManager[Slot]] | None = None,
        token: Callable[[], Token] | None = None,
    ) -> None:
        self.limit = limit
        self.limited = slot is not None
        self.slot: Callable[[], AbstractContextManager[Slot | None]] = slot or nullcontext
        self._read_token = token
        self.token: Token | None = None
        self.sent_at = datetime.now(UTC)
        self.left_at = time.monotonic()
        self.sent = False

    def authorize(self) -> Mapping[str, str]:
        """The header that carries the token: bare, without `Bearer` (the authentication page)."""
        if self._read_token is None:
            return {}
        self.token = self._read_token()
        return {"Authorization": self.token.value}

    def leave(self, slot: Slot | None) -> None:
        """Waits for the instant; from here on the request counts as sent."""
        self.sent_at = slot.wait() if slot is not None else datetime.now(UTC)
        self.left_at = time.monotonic()
        self.limit.start()
        self.sent = True

    @property
    def waited(self) -> float:
        """Seconds since it left."""
        return time.monotonic() - self.left_at

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Makes this the pending one of the requests made within."""
        reset = _pending.set(self)
        try:
            yield
        finally:
            _pending.reset(reset)


class _LimitedResponse(HTTPResponse):
    """Its headers and its body are read within the time limit of the request."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(LimitedReader(sock, self.fp.detach(), _pending.get().limit))


class _Leaving:
    """Mixed into urllib3's connections: connect, win the slot, read the token, send, release the slot."""

    response_class = _LimitedResponse

    def request(
        self, method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None, **options: Any
    ) -> None:
        connection = cast(HTTPConnection, self)
        pending = _pending.get()
        # An address that cannot be reached fails here, before it costs anyone a slot.
        if connection.sock is None:
            connection.connect()
        watcher = _watcher.get() if pending.limited else None
        if watcher:
            watcher.waiting()
        with pending.slot() as slot:
            if _hung_up(connection.sock):
                _connect_again(connection)
            headers = {**(headers or {}), **pending.authorize()}
            if watcher:
                watcher.waiting()
            pending.leave(slot)
            super().request(method, url, body, headers, **options)  # type: ignore[misc]
        if watcher:
            watcher.left()


class LeavingAdapter(HTTPAdapter):
    """A requests adapter whose connections, through proxies too, are the ones above."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _adopt(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return _adopt(super().proxy_manager_for(proxy, **kwargs))


class _Session(requests.Session):
    """Leaves redirects alone: to find where one leads, requests reads its whole body, however long."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def open_session(base_url: str) -> requests.Session:
    """A session that verifies TLS, honours the environment's proxies and CA files, and takes no credentials from it.

    Raises ConfigError where a CA file of the environment cannot be read.
    """
    session = _Session()
    session.verify = trusted(base_url)
    for scheme in ("http://", "https://"):
        session.mount(scheme, LeavingAdapter(pool_maxsize=MOST_CONNECTIONS))
    # Any callable keeps requests from looking into ~/.netrc for the host.
    session.auth = lambda request: request
    return session


def trusted(base_url: str) -> str | bool:
    """The CA file or directory of the environment, requests' own variables first; True where it names none.

    Raises ConfigError naming the variable whose certificates cannot be read: every request over TLS would fail.
    """
    for name in CA_VARIABLES if base_url.lower().startswith("https:") else ():
        if path := os.environ.get(name):
            _check_certificates(name, path)
            return path
    return True


def _check_certificates(name: str, path: str) -> None:
    place = {"capath": path} if os.path.isdir(path) else {"cafile": path}
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(**place)
    except OSError as error:
        unread, unusable = f"cannot be read ({error.strerror})", "holds no certificates in PEM form"
        why = unusable if isinstance(error, ssl.SSLError) else unread
        raise ConfigError(f"{name} names {path}, which {why}: correct or unset it.") from None


def _adopt(manager: Any) -> Any:
    pools = manager.pool_classes_by_scheme
    manager.pool_classes_by_scheme = {scheme: _leaving_pool(pool) for scheme, pool in pools.items()}
    return manager


@cache
def _leaving_pool(pool: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
    if issubclass(pool.ConnectionCls, _Leaving):
        return pool
    connection = type(f"Leaving{pool.ConnectionCls.__name__}", (_Leaving, pool.ConnectionCls), {})
    return type(f"Leaving{pool.__name__}", (pool,), {"ConnectionCls": connection})


def _hung_up(sock: socket.socket | None) -> bool:
    """Whether the server closed the connection while it waited; unread TLS tickets are no sign of that."""
    if sock is None:
        return True
    poll = select.poll()
    poll.register(sock, getattr(select, "POLLRDHUP", 0))
    return bool(poll.poll(0))


def _connect_again(connection: HTTPConnection) -> None:
    host, port, scheme = connection._tunnel_host, connection._tunnel_port, connection._tunnel_scheme
    # Closing forgets the tunnel through a proxy, http.client keeps its headers.
    headers: Mapping[str, str] = getattr(connection, "_tunnel_headers", {})
    connection.close()
    if host is not None:
        connection.set_tunnel(host, port, headers, scheme or "http")
    connection.connect()

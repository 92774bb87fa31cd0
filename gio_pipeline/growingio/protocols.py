"""What the client needs from outside: a shared token and a shared rate limit (gio_pipeline.warehouse has both)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from gio_pipeline.core.config.specs import Priority, Token


class TokenStore(Protocol):
    """Where the token is read before every request, and renewed by one process for all."""

    def current(self) -> Token | None: ...

    def renew(self, seen_generation: int, fetch: Callable[[], str], /) -> Token: ...


class Slot(Protocol):
    """The right to send one limited request."""

    def wait(self) -> datetime: ...


class RateGate(Protocol):
    """Spaces the limited requests of a project, whichever process sends them."""

    def slot(self, priority: Priority, /) -> AbstractContextManager[Slot]: ...

    def block(self, seconds: float, /) -> None: ...

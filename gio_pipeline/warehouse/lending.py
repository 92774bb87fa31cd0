"""One connection at a time: who needs the warehouse while holding a connection uses the one that is held.

Behind a pooler, or with few connections allowed, loads that each held one and waited for a second would wait for ever.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

_held: ContextVar[Connection | None] = ContextVar("held", default=None)
_places: WeakKeyDictionary[Engine, dict[str, threading.BoundedSemaphore]] = WeakKeyDictionary()
_places_lock = threading.Lock()


def place(engine: Engine, purpose: str, most: int) -> threading.BoundedSemaphore:
    """Held by whoever holds one of the engine's connections for long: of a purpose there are `most`."""
    with _places_lock:
        return _places.setdefault(engine, {}).setdefault(purpose, threading.BoundedSemaphore(most))


@contextmanager
def lent(engine: Engine, connection: Connection) -> Iterator[None]:
    """Within, `borrowed` of this engine yields the connection, with its transaction."""
    assert connection.engine is engine
    reset = _held.set(connection)
    try:
        yield
    finally:
        _held.reset(reset)


@contextmanager
def borrowed(engine: Engine) -> Iterator[Connection]:
    """The connection this thread holds already, else one of its own for as long as the block lasts."""
    held = _held.get()
    if held is not None and held.engine is engine:
        yield held
        return
    with engine.connect() as connection:
        yield connection


def give_up(connection: Connection) -> None:
    """Closes a connection in whatever state it is; that it is dead hides no error that is under way."""
    try:
        connection.close()
    except SQLAlchemyError:
        with suppress(SQLAlchemyError):
            connection.invalidate()
        with suppress(SQLAlchemyError):
            connection.close()

"""Who of this process may stand in the database's queues: one sender a project, two in all.

A process that asks for many projects at once would else hold a connection for each of them while it waits.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Engine

from gio_pipeline.warehouse.lending import place

# A run uses four connections: two are left for what is stored, of large answers two at a time, and for what is read.
MOST_SENDERS = 2


def door(engine: Engine) -> threading.BoundedSemaphore:
    """Held by whoever holds one of the engine's connections while it waits for an instant."""
    return place(engine, "waiting for an instant", MOST_SENDERS)


class SenderQueue:
    """Lets one thread through at a time: those of a schedule before those of a backfill, else as they came."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: set[tuple[bool, int]] = set()
        self._numbers = count()
        self._busy = False

    @contextmanager
    def turn(self, *, scheduled: bool) -> Iterator[None]:
        ticket = (not scheduled, next(self._numbers))
        with self._changed:
            self._waiting.add(ticket)
            try:
                self._changed.wait_for(lambda: not self._busy and min(self._waiting) == ticket)
                self._busy = True
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()

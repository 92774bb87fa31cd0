"""How much of what the source has answered may wait to be stored."""

import ctypes
import threading
from collections.abc import Callable
from contextlib import suppress

# Bodies, in bytes. Parsed they take some five times as much: of 200,000 rows the two that are stored, and the next.
MOST_PARSED = 55_000_000
# Of all that have come and are not stored, and of those expected from requests in flight.
MOST_COMING = 75_000_000

# Of glibc's mallopt: from how many bytes on memory comes from the system, and goes back to it once it is free.
_MMAP_THRESHOLD, _LARGE = -3, 1 << 20


class AnswersWaiting:
    """Lets an answer be parsed when there is room for it; one alone always has room."""

    def __init__(self, most: int = MOST_PARSED) -> None:
        _give_back_freed_memory()
        self._most = most
        self._changed = threading.Condition()
        self._parsed = self._unparsed = 0

    @property
    def bytes(self) -> int:
        """What has come and is not stored."""
        with self._changed:
            return self._parsed + self._unparsed

    def enter(self, size: int, stopped: Callable[[], bool]) -> bool:
        """Waits until an answer of so many bytes may be parsed; False where there is nobody left to store it."""
        with self._changed:
            self._unparsed += size
            try:
                self._changed.wait_for(lambda: stopped() or not self._parsed or self._parsed + size <= self._most)
                if stopped():
                    return False
                self._parsed += size
                return True
            finally:
                self._unparsed -= size

    def leave(self, size: int) -> None:
        """It is stored, or given up."""
        with self._changed:
            self._parsed -= size
            self._changed.notify_all()

    def wake(self) -> None:
        """Has those who wait look whether they still have to."""
        with self._changed:
            self._changed.notify_all()


def _give_back_freed_memory() -> None:
    # glibc raises the threshold with what is freed, and then keeps an answer's arrays for the thread that made them: a
    # fifth of the peak of ten large answers. Where the C library is another one there is nothing to set.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)

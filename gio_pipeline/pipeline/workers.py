"""Threads that carry out what another thread hands them, and tell it what came of each."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


class Workers:
    """At most `most` steps at a time, each in a thread of its own; one thread calls all of this.

    tell: takes what that thread is to call once a step is over.
    """

    def __init__(self, most: int, tell: Callable[[Callable[[], None]], None]) -> None:
        self._most, self._tell = most, tell
        self._waiting: deque[Callable[[], None]] = deque()
        self._threads: list[threading.Thread] = []

    @property
    def busy(self) -> bool:
        return bool(self._threads)

    def submit(self, step: Callable[[], T], then: Callable[[Callable[[], T]], None]) -> None:
        """then: gets a callable that returns what the step did, or raises that."""

        def carry_out() -> None:
            answer = Future[T]()
            try:
                answer.set_result(step())
            except BaseException as error:
                answer.set_exception(error)
            thread = threading.current_thread()
            self._tell(lambda: self._over(thread, lambda: then(answer.result)))

        self._waiting.append(carry_out)
        self._begin()

    def wait(self, seconds: float) -> None:
        """Until what has begun is over, but no longer than that."""
        until = time.monotonic() + seconds
        for each in self._threads:
            each.join(max(0.0, until - time.monotonic()))

    def _begin(self) -> None:
        while self._waiting and len(self._threads) < self._most:
            # No pool's: Python waits for those however long they take, before it ends.
            thread = threading.Thread(target=self._waiting.popleft(), name="store", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _over(self, thread: threading.Thread, then: Callable[[], None]) -> None:
        self._threads.remove(thread)
        self._begin()
        then()

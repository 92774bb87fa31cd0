"""Several questions asked at once, their answers in the order of the questions."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")


def side_by_side(tasks: Iterable[Callable[[], T]], most: int) -> Iterator[T]:
    """What the tasks return, in their order; at most `most` run at a time, each in a thread.

    What a task raises is raised in its place, and no further one begins. Whoever stops reading, by Ctrl-C say, does not
    wait for those under way.
    """
    listed = list(tasks)
    answers: list[SimpleQueue[tuple[bool, T | BaseException]]] = [SimpleQueue() for _ in listed]
    waiting, over = iter(range(len(listed))), threading.Event()
    turn = threading.Lock()

    def work() -> None:
        while True:
            with turn:
                number = next(waiting, None)
            if number is None or over.is_set():
                return
            try:
                answers[number].put((True, listed[number]()))
            except BaseException as error:
                answers[number].put((False, error))

    try:
        for _ in range(min(most, len(listed))):
            # With the context of the caller: what its log lines are about.
            threading.Thread(target=copy_context().run, args=(work,), daemon=True).start()
        for answer in answers:
            fine, found = answer.get()
            if not fine:
                assert isinstance(found, BaseException)
                raise found
            yield found  # type: ignore[misc]
    finally:
        over.set()

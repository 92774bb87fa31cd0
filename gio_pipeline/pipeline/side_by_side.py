"""Several questions asked at once, their answers in the order of the questions."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


def side_by_side(tasks: Iterable[Callable[[], T]], most: int) -> Iterator[T]:
    """What the tasks return, in their order; at most `most` run at a time, each in a thread.

    What a task raises is raised in its place, and no further one begins. Whoever stops reading, by Ctrl-C say, does not
    wait for those under way.
    """
    asked = [(task, Future[T]()) for task in tasks]
    waiting, turn, over = iter(asked), threading.Lock(), threading.Event()

    def work() -> None:
        while True:
            with turn:
                task, answer = next(waiting, (None, None))
            if task is None or answer is None or over.is_set():
                return
            try:
                answer.set_result(task())
            except BaseException as error:
                answer.set_exception(error)

    try:
        for _ in range(min(most, len(asked))):
            # With the context of the caller: what its log lines are about.
            threading.Thread(target=copy_context().run, args=(work,), daemon=True).start()
        for _, answer in asked:
            yield answer.result()
    finally:
        over.set()

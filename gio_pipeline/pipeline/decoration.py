"""What stands beside committed values (views, marks, pages, checks, progress): its failure is told, no more."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gio_pipeline.core.errors import GioError

log = logging.getLogger("gio_pipeline.load")


@contextmanager
def decorating(told: Callable[[str], object], what: str) -> Iterator[None]:
    """Whatever fails inside becomes a sentence for `told`, "<what>: <why>", and is not raised."""
    try:
        yield
    except Exception as error:
        told(f"{what}: {reason_of(error)}")
        log.debug("%s", what, exc_info=True)


def reason_of(error: Exception) -> str:
    """An error in words; of one that is not ours only the kind, for nobody has looked whether it repeats a secret."""
    return str(error) if isinstance(error, GioError) else f"something unforeseen went wrong ({type(error).__name__})."

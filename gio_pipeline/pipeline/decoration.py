"""What decorates committed values (views, marks, pages, checks, progress): a failure of it is only reported."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gio_pipeline.core.errors import GioError

log = logging.getLogger("gio_pipeline.load")


@contextmanager
def decorating(report: Callable[[str], object], what: str) -> Iterator[None]:
    """A failure inside becomes a sentence for `report`, "<what>: <why>", and is not raised."""
    try:
        yield
    except Exception as error:
        report(f"{what}: {reason_of(error)}")
        log.debug("%s", what, exc_info=True)


def reason_of(error: Exception) -> str:
    """An error in words; of one that is not ours only the type, since its text may hold a secret."""
    return str(error) if isinstance(error, GioError) else f"something unforeseen went wrong ({type(error).__name__})."

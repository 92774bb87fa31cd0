"""An unforeseen exception ends only the report, window or snapshot in which it was raised."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from gio_pipeline.core.errors import GioError, Unforeseen

# Summaries tell what came of a load: this log is shown under --debug, as JSON, and in Dagster.
log = logging.getLogger("gio_pipeline.load")


@contextmanager
def contained(subject: str) -> Iterator[None]:
    """Makes Unforeseen of every exception that is not ours, so that what handles ours handles all.

    The log keeps where it happened, without the exception's own text, which may hold a secret.
    """
    try:
        yield
    except GioError:
        raise
    except Exception as error:
        name, frames = type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
        log.error("%s: Traceback (most recent call last):\n%s%s", subject, frames, name)
        sentence = f"Something unforeseen went wrong ({name}); the log, and --debug, show where."
        raise Unforeseen(sentence) from None

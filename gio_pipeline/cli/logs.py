"""The log on stderr: for people, or a JSON object per line for programs."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

from gio_pipeline.core.errors import ConfigError
from gio_pipeline.core.log_context import fields_of, in_words


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at the moment: a progress bar puts its own stream there."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


class _NowAndThen(logging.Filter):
    """Lets a line pass every ten seconds: retries that help are no news."""

    def __init__(self) -> None:
        super().__init__()
        self._passed_at = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        passes = record.created - self._passed_at >= 10
        if passes:
            self._passed_at = record.created
        return passes


class _Whole(logging.Formatter):
    """Everything about a line, for --debug."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{self.formatTime(record)} {record.name} {in_words(record)}"


class _Json(logging.Formatter):
    """time (UTC, ISO 8601), level, logger, message, and what is known: report, window, load_id, those of a request."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = {"time": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        return json.dumps({**head, **fields_of(record)}, default=str)


@contextmanager
def listening(asked: str, *, debug: bool) -> Iterator[None]:
    """Shows the log on stderr: all of it, or warnings now and then; asked: GIO_LOG, else than json a ConfigError."""
    if asked not in ("", "json"):
        raise ConfigError(f"GIO_LOG must be json or not set, not {asked!r}.")
    as_json = asked == "json"
    whole = debug or as_json
    handler = _Stderr()
    # On the handler, since Dagster sets the level of the logger itself.
    handler.setLevel(logging.DEBUG if debug else logging.INFO if as_json else logging.WARNING)
    handler.setFormatter(_Json() if as_json else _Whole() if debug else logging.Formatter("%(message)s"))
    if not whole:
        handler.addFilter(_NowAndThen())
    log, loads = logging.getLogger("gio_pipeline"), logging.getLogger("gio_pipeline.load")
    before, nobody = (log.level, loads.level), logging.NullHandler()
    if not debug:
        # Else Python shows the warnings of every library, SQLAlchemy's about a connection that Ctrl-C closed, say.
        logging.root.addHandler(nobody)
    log.addHandler(handler)
    log.setLevel(handler.level)
    # A load prints its own summary.
    loads.setLevel(logging.NOTSET if whole else logging.CRITICAL + 1)
    try:
        yield
    finally:
        logging.root.removeHandler(nobody)
        log.removeHandler(handler)
        log.setLevel(before[0])
        loads.setLevel(before[1])

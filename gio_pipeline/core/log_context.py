"""What the log lines of a load are about: set once by the load, added to the lines of every layer below it."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_NOTHING: Mapping[str, object] = MappingProxyType({})
_about: ContextVar[Mapping[str, object]] = ContextVar("about", default=_NOTHING)
# report: project/name. window: the periods' first instant and end as an ISO 8601 interval. load_id: gio.loads'.
SUBJECT = ("report", "window", "load_id")
# Of a request: its call, address, status, seconds until its headers came, and the number of the attempt.
_DETAILS = ("what", "address", "status", "seconds", "attempt")


@contextmanager
def about(**fields: object) -> Iterator[None]:
    """The lines that are logged inside the block are about these fields too."""
    token = _about.set({**_about.get(), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """What is known of a line while it is being logged, by name; what the line itself holds wins."""
    fields = {name: getattr(record, name) for name in (*SUBJECT, *_DETAILS) if hasattr(record, name)}
    return {**_about.get(), **fields}


def in_words(record: logging.LogRecord) -> str:
    """The line's message with what it is about: `… [report=shop/views window=… load_id=17]`."""
    known = fields_of(record)
    subject = " ".join(f"{name}={known[name]}" for name in SUBJECT if name in known)
    return f"{record.getMessage()} [{subject}]" if subject else record.getMessage()

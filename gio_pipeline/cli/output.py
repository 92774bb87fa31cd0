"""The command's own streams: the command goes on even if its output cannot be written."""

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Lenient(io.FileIO):
    """An open descriptor that takes what cannot be written too; `failed` is the first reason."""

    def __init__(self, descriptor: int, failed: OSError | None) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.failed = failed

    def write(self, data: Any, /) -> int:
        if self.failed is not None:
            return len(data)
        try:
            while (written := super().write(data)) is None:
                # Another program on this terminal has set it to non-blocking.
                select.select([], [self], [])
        except OSError as error:
            self.failed = error
            return len(data)
        return written


@contextmanager
def lenient_streams() -> Iterator[None]:
    """Inside, stdin, stdout and stderr exist and can be written to, even if they are closed, full or without a reader.

    Streams that somebody put in the place of the process's own are left as they are.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    _fill_descriptors()
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: SIM115
    if sys.stdout is sys.__stdout__:
        sys.stdout = _stream(1, sys.stdout)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _stream(2, sys.stderr)
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        sys.stdin, sys.stdout, sys.stderr = before


def lost_output() -> OSError | None:
    """Why not all that was printed on stdout could be written; None where it could."""
    sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.failed if isinstance(raw, _Lenient) else None


def has_reader() -> bool:
    """Whether somebody may still read what is printed on stdout."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return not isinstance(raw, _Lenient) or raw.failed is None


def _fill_descriptors() -> None:
    """Opens what of 0 to 2 is closed: else the next file or socket would get that number, and what others print."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _stream(descriptor: int, own: Any) -> io.TextIOWrapper:
    closed = OSError(errno.EBADF, os.strerror(errno.EBADF)) if own is None else None
    if own is not None:
        own.flush()
    raw = _Lenient(descriptor, closed)
    # A terminal without Unicode shows ? instead of ending the command.
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=getattr(own, "encoding", "utf-8"),
        errors="replace",
        line_buffering=raw.isatty() or descriptor == 2,
    )

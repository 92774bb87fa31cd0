"""Processes that `up` starts, and that end with it.

A watcher beside `up` ends them where `up` is killed before it can: it reads the numbers of their sessions, a line each,
until its pipe closes.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType
from typing import TypeVar

import psutil

T = TypeVar("T")
PATIENCE_SECONDS = 20.0


class Stopped(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: no error, so nothing that handles errors may catch it."""


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP raise Stopped inside the block, once; those that follow are ignored."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for each in before:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Children(ExitStack):
    """Starts processes that end with this one, however it ends, the newest first; none of their own outlive them."""

    def __init__(self) -> None:
        super().__init__()
        command = [sys.executable, "-m", "gio_pipeline.cli.children"]
        watcher = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        assert watcher.stdin
        # Leaving it closes the pipe: the watcher looks once more, and goes.
        self.enter_context(watcher)
        self._pipe = watcher.stdin

    def start(self, command: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
        # A session of its own spares it the terminal's Ctrl-C: it is asked to end here, in order, once.
        process = subprocess.Popen(command, env=dict(environ), stdin=subprocess.DEVNULL, start_new_session=True)
        self.callback(_end, process)
        self._pipe.write(f"{process.pid}\n".encode())
        self._pipe.flush()
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    for number, seconds in ((signal.SIGINT, PATIENCE_SECONDS), (signal.SIGTERM, 5)):
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    end_sessions([process.pid])
    process.wait()


def end_sessions(sessions: Collection[int]) -> None:
    """SIGTERM to every process of the sessions, whoever its parent is by now; SIGKILL where that is not heeded."""
    while found := [each for each in psutil.process_iter() if _belongs(each, sessions)]:
        for each in found:
            _tell(each, signal.SIGTERM)
        for each in psutil.wait_procs(found, timeout=10)[1]:
            _tell(each, signal.SIGKILL)


def _belongs(process: psutil.Process, sessions: Collection[int]) -> bool:
    try:
        return os.getsid(process.pid) in sessions and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, psutil.Error):
        return False


def _tell(process: psutil.Process, number: int) -> None:
    with suppress(psutil.Error):
        process.send_signal(number)


def wait_until(process: subprocess.Popen[bytes], ready: Callable[[], T | None], seconds: float) -> T | None:
    """What `ready` returns once that is something; None where the process ends or time runs out before."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        if found := ready():
            return found
        time.sleep(0.1)
    return None


def watch() -> None:
    for each in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    end_sessions({int(line) for line in sys.stdin})


if __name__ == "__main__":
    watch()

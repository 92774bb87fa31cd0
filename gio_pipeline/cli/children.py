"""Processes that `up` starts, and that end with it."""

import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

import psutil

PATIENCE_SECONDS = 20.0


class Stopped(BaseException):
    """Ctrl-C or SIGTERM: no error, so nothing that handles errors may catch it."""


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """SIGINT and SIGTERM raise Stopped inside the block, once; those that follow are ignored."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in before:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def child(command: Sequence[str], environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs for as long as the block, and none of whose descendants outlive it."""
    # A session of its own spares it the terminal's Ctrl-C: it is asked to end here, in order, once.
    process = subprocess.Popen(command, env=dict(environ), stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    family = _descendants(process)
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        _wait(process, PATIENCE_SECONDS)
    # What was started meanwhile, or was given up by its parent.
    family |= _descendants(process)
    process.terminate()
    for each in family:
        _signal(each, signal.SIGTERM)
    _wait(process, 5)
    for each in psutil.wait_procs(family, timeout=5)[1]:
        _signal(each, signal.SIGKILL)
    process.kill()
    process.wait()


def _descendants(process: subprocess.Popen[bytes]) -> set[psutil.Process]:
    try:
        return set(psutil.Process(process.pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return set()


def _signal(process: psutil.Process, number: int) -> None:
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        process.send_signal(number)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def wait_for(process: subprocess.Popen[bytes], ready: str, seconds: float) -> bool:
    """Waits until an address answers; False where the process ends or time runs out before."""
    import requests

    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        try:
            requests.get(ready, timeout=2)
            return True
        except requests.RequestException:
            time.sleep(0.1)
    return False

"""Processes that `up` starts, and that end with it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import IO

import psutil
import requests

from gio_pipeline.cli.watch import members, tell

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


class Watched:
    """Starts processes that end with this one, however it ends."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._pipe = pipe

    @contextmanager
    def child(self, command: Sequence[str], environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
        """A process that runs for as long as the block, and none of whose descendants outlive it."""
        # A session of its own spares it the terminal's Ctrl-C: it is asked to end here, in order, once.
        process = subprocess.Popen(command, env=dict(environ), stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            if self._pipe:
                self._pipe.write(f"{process.pid}\n".encode())
                self._pipe.flush()
            yield process
        finally:
            _end(process)


@contextmanager
def watched() -> Iterator[Watched]:
    """A watcher beside this process, which ends the children where this one is killed before it can."""
    command = [sys.executable, "-m", "gio_pipeline.cli.watch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as watcher:
        # Leaving the block closes the pipe: the watcher looks once more, and goes.
        yield Watched(watcher.stdin)


def _end(process: subprocess.Popen[bytes]) -> None:
    family = _family(process)
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        _wait(process, PATIENCE_SECONDS)
    # What was started meanwhile, or was given up by its parent.
    family |= _family(process)
    process.terminate()
    for each in family:
        tell(each, signal.SIGTERM)
    _wait(process, 5)
    for each in psutil.wait_procs(family, timeout=5)[1]:
        tell(each, signal.SIGKILL)
    process.kill()
    process.wait()


def _family(process: subprocess.Popen[bytes]) -> set[psutil.Process]:
    try:
        descendants = set(psutil.Process(process.pid).children(recursive=True))
    except psutil.NoSuchProcess:
        descendants = set()
    return descendants | {each for each in members([process.pid]) if each.pid != process.pid}


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def wait_for(process: subprocess.Popen[bytes], ready: str, seconds: float) -> bool:
    """Waits until an address answers; False where the process ends or time runs out before."""

    def answers() -> bool:
        try:
            requests.get(ready, timeout=2)
        except requests.RequestException:
            return False
        return True

    return wait_until(process, answers, seconds)


def wait_until(process: subprocess.Popen[bytes], ready: Callable[[], bool], seconds: float) -> bool:
    """Waits until `ready` says so; False where the process ends or time runs out before."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        if ready():
            return True
        time.sleep(0.1)
    return False

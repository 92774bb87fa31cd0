"""Ends what `up` started where `up` itself was killed: a process of its own, which sees its pipe close.

It reads the numbers of the sessions that `up` opened, a line each.
"""

import os
import signal
import sys
from collections.abc import Collection
from contextlib import suppress

import psutil

PATIENCE_SECONDS = 15.0


def members(sessions: Collection[int]) -> set[psutil.Process]:
    """The processes of the sessions, whoever their parents are by now."""
    found = set()
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) in sessions:
                found.add(process)
        except (ProcessLookupError, PermissionError):
            continue
    return found


def end(processes: Collection[psutil.Process], patience: float = PATIENCE_SECONDS) -> None:
    """SIGTERM, and SIGKILL for what does not heed it in time."""
    for each in processes:
        tell(each, signal.SIGTERM)
    for each in psutil.wait_procs(processes, timeout=patience)[1]:
        tell(each, signal.SIGKILL)


def tell(process: psutil.Process, number: int) -> None:
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        process.send_signal(number)


def main() -> int:
    for each in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    sessions = {int(line) for line in sys.stdin}
    while found := members(sessions):
        end(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Whether a server works on a data directory: its processes keep a locked file open, and the lock ends with the last.

The pid in `postmaster.pid` alone proves nothing: another process may have it by now, or have it in another container.
"""

import contextlib
import fcntl
import time
from collections.abc import Iterator
from pathlib import Path

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.embedded_user import ServerUser

PROC = Path("/proc")


@contextlib.contextmanager
def exclusive(home: Path, seconds: float) -> Iterator[None]:
    """Lets one process, and one of its threads, at a time look after the server of this home.

    Raises:
        WarehouseError: another one has been at it for that many seconds.
    """
    home.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + seconds
    with (home / "postgres.lock").open("a") as file:
        while not _locked(file.fileno()):
            if time.monotonic() > deadline:
                raise WarehouseError(
                    f"Another process has been starting or stopping the embedded Postgres of {home} for "
                    f"{seconds:.0f} seconds: end it and try again, or set GIO_DATABASE_URL to a Postgres of your own."
                )
            time.sleep(0.02)
        yield


@contextlib.contextmanager
def lifeline(base: Path, user: ServerUser) -> Iterator[int | None]:
    """The descriptor of the locked file, for a new server to inherit; None where a server lives already."""
    path = base / "server.lock"
    with path.open("a") as file:
        if path.stat().st_uid != user.uid:
            user.own(path)
        free = _locked(file.fileno()) and _seen(base) is None
        yield file.fileno() if free else None


def is_alive(base: Path) -> bool:
    """Whether any process of a server lives, in this container or in another one that shares the directory."""
    return _is_held(base) or _seen(base) is not None


def postmaster(base: Path) -> int | None:
    """The pid of the server's main process, where it lives and can be seen from here."""
    if PROC.joinpath("self").exists():
        return _seen(base)
    return _recorded(base) if _is_held(base) else None


def _seen(base: Path) -> int | None:
    # NFS may let go of the lock too early; a postmaster works in its data directory
    pid = _recorded(base)
    try:
        return pid if pid and PROC.joinpath(str(pid), "cwd").samefile(base / "data") else None
    except OSError:
        return None


def _recorded(base: Path) -> int | None:
    try:
        return int((base / "data" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _is_held(base: Path) -> bool:
    try:
        with (base / "server.lock").open("r+") as file:
            return not _locked(file.fileno())
    except FileNotFoundError:
        return False


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

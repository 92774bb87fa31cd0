"""Who runs the embedded Postgres: whoever starts it or, since Postgres refuses root, another user in root's place."""

import contextlib
import errno
import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gio_pipeline.core.errors import WarehouseError

INSTEAD_OF_ROOT = ("nobody", "postgres", "daemon")
# An allow-list: PG* would override our settings, a LANG that is not installed makes initdb fail, and the server would
# show the tokens in its starter's environment in /proc for as long as it lives.
KEPT_VARIABLES = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


@dataclass(frozen=True)
class ServerUser:
    """The user the server's processes belong to; `switch` says that root has to become it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(self, command: Sequence[str | Path], cwd: Path, lifeline: int | None = None) -> tuple[int, str]:
        """Runs a program as this user; returns its exit code and what it said on stdout and stderr.

        Raises:
            PermissionError: the user cannot reach the program or the directory.
            WarehouseError: root cannot become this user here.
        """
        identity: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        try:
            outcome = subprocess.run(
                [str(word) for word in command],
                cwd=cwd,
                env=_environment(),
                umask=0o077,
                pass_fds=() if lifeline is None else (lifeline,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                **identity,
            )
        except OSError as error:
            self._explain(error)
            raise
        return outcome.returncode, outcome.stdout.decode(errors="replace")

    def reaches(self, directory: Path) -> bool:
        """Whether this user can write in the directory: tried out, since mode bits do not tell of ACLs and mounts."""
        # by its whole path: the working directory would be entered before root becomes the user
        return self.run(["/bin/sh", "-c", 'test -w "$1" && test -x "$1"', "sh", directory], cwd=Path("/"))[0] == 0

    def own(self, path: Path) -> None:
        """Gives something that we created to this user."""
        if self.switch:
            try:
                os.chown(path, self.uid, self.gid, follow_symlinks=False)
            except OSError as error:
                self._explain(error)
                raise

    def _explain(self, error: OSError) -> None:
        # EACCES is about a path; these two mean a root without its capabilities, or a namespace without other users
        if self.switch and error.errno in (errno.EPERM, errno.EINVAL):
            raise WarehouseError(
                f"Postgres refuses to run as root, and this root is not allowed to run it as {self.name} "
                "(a container without the capabilities CHOWN, SETUID and SETGID?): "
                "run as an ordinary user, or set GIO_DATABASE_URL to a Postgres of your own."
            ) from error


def choose_user(base: Path) -> ServerUser:
    """Whoever asks; for root the owner of what is in `base` already, and before that another user.

    Raises:
        WarehouseError: root asks, and there is no such user.
    """
    uid = os.geteuid()
    if uid != 0:
        return ServerUser(_name(uid) or f"uid {uid}", uid, os.getegid(), switch=False)
    for path in (base / "data", base):
        if path.exists() and (owner := path.stat()).st_uid != 0:
            return ServerUser(_name(owner.st_uid) or f"uid {owner.st_uid}", owner.st_uid, owner.st_gid, switch=True)
    for name in INSTEAD_OF_ROOT:
        with contextlib.suppress(KeyError):
            if (entry := pwd.getpwnam(name)).pw_uid != 0:
                return ServerUser(name, entry.pw_uid, entry.pw_gid, switch=True)
    raise WarehouseError(
        f"Postgres refuses to run as root, and none of the users {', '.join(INSTEAD_OF_ROOT)} exists here: "
        "run as an ordinary user, or set GIO_DATABASE_URL to a Postgres of your own."
    )


def has_name(uid: int) -> bool:
    """Whether the system knows a name for the uid; initdb insists on one."""
    return _name(uid) is not None


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {"PATH": os.defpath, **kept, "LC_ALL": "C"}


def _name(uid: int) -> str | None:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None

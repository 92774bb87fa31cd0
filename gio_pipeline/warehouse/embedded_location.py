"""Where the files of an embedded Postgres lie: in its home, or elsewhere if its user cannot get in there."""

import contextlib
import hashlib
import os
from pathlib import Path

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.embedded_user import ServerUser

ELSEWHERE = Path("/var/lib/gio_pipeline")
POINTER = "postgres.location"


def find_base(home: Path) -> Path:
    """The directory that holds, or is to hold, all files of the server of this home; creates nothing."""
    return _pointed_to(home) or home / "postgres"


def make_base(home: Path, user: ServerUser) -> Path:
    """Creates that directory where `user` can use it; `postgres.location` in the home says so if that is elsewhere.

    Raises:
        WarehouseError: the data exist, in a place that `user` cannot reach or that is gone.
    """
    if base := _pointed_to(home):
        if not base.exists():
            raise WarehouseError(
                f"The data of the embedded Postgres of {home} lay in {base}, which is gone: "
                f"put it back, or delete {home / POINTER} to begin with an empty database."
            )
        return _reached(base, user)
    base = _made(home / "postgres", user)
    if not user.switch or (base / "data").exists() or user.reaches(base):
        return _reached(base, user)
    with contextlib.suppress(OSError):
        base.rmdir()
    return _elsewhere(home, user)


def _elsewhere(home: Path, user: ServerUser) -> Path:
    if not ELSEWHERE.exists():
        ELSEWHERE.mkdir(parents=True)
        ELSEWHERE.chmod(0o755)
    base = _reached(_made(ELSEWHERE / hashlib.sha256(os.fsencode(home)).hexdigest()[:16], user), user)
    (home / POINTER).write_text(
        f"{base}\n{home}\n\n"
        "The first line is where the embedded Postgres of the directory in the second line keeps its data,\n"
        f"because the user that runs it in root's place, {user.name}, cannot get in here.\n"
    )
    return base


def _made(base: Path, user: ServerUser) -> Path:
    base.mkdir(mode=0o700, exist_ok=True)
    if base.stat().st_uid != user.uid:
        user.own(base)
    return base


def _reached(base: Path, user: ServerUser) -> Path:
    if user.switch and not user.reaches(base):
        raise WarehouseError(
            f"The user {user.name}, who runs the embedded Postgres in root's place, cannot get into {base}: "
            "let that user pass through the directories above it, or set GIO_DATABASE_URL to a Postgres of your own."
        )
    return base


def _pointed_to(home: Path) -> Path | None:
    try:
        base, owner, *_ = (home / POINTER).read_text().splitlines()
    except FileNotFoundError:
        return None
    except ValueError:
        raise WarehouseError(
            f"{home / POINTER} does not say where the data of the embedded Postgres are: its first line should be "
            "their directory and its second line the directory it lies in itself."
        ) from None
    # a home that was moved keeps its data; the copy of a home must not write into the data of the original
    copied = owner != str(home) and (Path(owner) / POINTER).exists()
    return None if copied else Path(base)

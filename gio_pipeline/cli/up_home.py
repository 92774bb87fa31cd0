"""What one `up` leaves in Dagster's home for the others: a lock, its process, its address."""

import fcntl
import hashlib
import json
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gio_pipeline.core.errors import UsageError
from gio_pipeline.settings.files import complete_file

LOCATION = "gio_pipeline.definitions"
# A socket's path may be 107 bytes long; homes lie deep.
_LONGEST_SOCKET = 100
# Whoever only looks has the lock for an instant.
_PATIENCE_SECONDS = 1.0


@dataclass(frozen=True)
class Running:
    """The `up` that has the home: its process, and the UI's address once that answers."""

    pid: int
    address: str | None


class UpHome:
    """Dagster's home as `up` and `down` use it. The lock ends with its process, however that ends."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock, self._noted = directory / "up.lock", directory / "up.json"
        self.log = directory / "up.log"

    @contextmanager
    def only_one(self) -> Iterator[None]:
        """Keeps every other `up` out of the home; raises UsageError that says where the first is."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with self._lock.open("a") as file:
            until = time.monotonic() + _PATIENCE_SECONDS
            while not _locked(file.fileno()):
                if time.monotonic() > until:
                    raise UsageError(self._taken())
                time.sleep(0.05)
            self.note(None)
            try:
                yield
            finally:
                self._noted.unlink(missing_ok=True)
                self.socket.unlink(missing_ok=True)

    def note(self, address: str | None) -> None:
        """Says who has the home, and where its UI is."""
        with complete_file(self._noted) as path:
            path.write_text(json.dumps({"pid": os.getpid(), "address": address}), encoding="utf-8")

    def running(self) -> Running | None:
        """The `up` that has the home now."""
        try:
            with self._lock.open("r") as file:
                if _locked(file.fileno()):
                    return None
        except FileNotFoundError:
            return None
        try:
            noted = json.loads(self._noted.read_text(encoding="utf-8"))
            return Running(noted["pid"], noted["address"])
        except (OSError, ValueError, KeyError):
            return Running(0, None)

    def _taken(self) -> str:
        found = self.running()
        where = f"at {found.address}" if found and found.address else "and just starts or stops"
        who = f", process {found.pid}" if found and found.pid else ""
        return f"An up runs on {self.directory} already, {where}{who}: gio-pipeline down ends it."

    @property
    def socket(self) -> Path:
        """Where the code server listens, in a directory that only this user can enter."""
        path = self.directory / "code-server.sock"
        if len(os.fsencode(path)) <= _LONGEST_SOCKET:
            return path
        digest = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:16]
        private = Path(tempfile.gettempdir()) / f"gio_pipeline-{os.getuid()}"
        private.mkdir(mode=0o700, exist_ok=True)
        if private.stat().st_uid != os.getuid() or private.stat().st_mode & 0o077:
            raise UsageError(f"{private} is open to others: delete it, or set DAGSTER_HOME to a shorter path.")
        return private / f"{digest}.sock"

    def answers(self) -> bool:
        """Whether the code server takes connections: then it has read the definitions."""
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(self.socket))
            except OSError:
                return False
        return True

    def workspace(self) -> Path:
        """The file that tells the webserver and the daemon where the code server is."""
        path = self.directory / "up-workspace.yaml"
        server = {"grpc_server": {"socket": str(self.socket), "location_name": LOCATION}}
        path.write_text(json.dumps({"load_from": [server]}), encoding="utf-8")
        return path


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

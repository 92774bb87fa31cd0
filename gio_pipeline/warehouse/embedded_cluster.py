"""A data directory of Postgres: made in one piece, and served on a port of its own."""

import os
import re
import secrets
import shlex
import shutil
import socket
import tempfile
from pathlib import Path

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.embedded_binaries import Binaries
from gio_pipeline.warehouse.embedded_user import ServerUser, has_name

# below what systems give to outgoing connections, so that none of those has taken our port when the server comes back
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


def initialise(base: Path, user: ServerUser, binaries: Binaries, lifeline: int) -> None:
    """Makes `data`, which is there complete or not at all, and before it `password`, the superuser's.

    Raises:
        WarehouseError: initdb failed; says how.
    """
    if not has_name(user.uid):
        raise WarehouseError(
            f"Postgres cannot be set up by a user without a name, and the system knows none for {user.name}: "
            "run as a user that has one, or set GIO_DATABASE_URL to a Postgres of your own."
        )
    for abandoned in base.glob("initdb-*"):
        shutil.rmtree(abandoned)
    write_private(base / "password", secrets.token_urlsafe(24), user)
    partial = Path(tempfile.mkdtemp(prefix="initdb-", dir=base))
    try:
        user.own(partial)
        _initdb(partial, base, user, binaries, lifeline)
        partial.rename(base / "data")
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _initdb(data: Path, base: Path, user: ServerUser, binaries: Binaries, lifeline: int) -> None:
    options = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"]
    if binaries.major >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command: list[str | Path] = [binaries.program("initdb"), f"--pwfile={base / 'password'}", *options, data]
    code, said = user.run(command, cwd=base, lifeline=lifeline)
    if code != 0:
        raise WarehouseError(
            f"The embedded Postgres cannot be set up in {base} ({_complaint(said)}): "
            "put that right, or set GIO_DATABASE_URL to a Postgres of your own."
        )
    with (data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(SETTINGS)


def launch(base: Path, user: ServerUser, binaries: Binaries, lifeline: int) -> None:
    """Starts the server as a daemon that inherits `lifeline`, and waits until it answers on the port in `port`.

    Raises:
        WarehouseError: it does not start; says why, from its log.
    """
    (base / "data" / "postmaster.pid").unlink(missing_ok=True)
    log = base / "server.log"
    for _ in range(5):
        port, old = _claim_port(base, user), log.stat().st_size if log.exists() else 0
        code, said = user.run(_start_command(base, port, binaries), cwd=base, lifeline=lifeline)
        if code == 0:
            return
        if _is_free(port):  # then it was not that someone else was quicker to take it
            break
    logged = log.read_bytes()[old:].decode(errors="replace") if log.exists() else ""
    raise WarehouseError(
        f"The embedded Postgres in {base} does not start ({_complaint(logged or said)}): "
        f"see {log}, or set GIO_DATABASE_URL to a Postgres of your own."
    )


def _start_command(base: Path, port: int, binaries: Binaries) -> list[str | Path]:
    # pg_ctl puts its arguments into a line for the shell between double quotes, where $ and ` would still count
    options = f"-p {port} -D {shlex.quote(str(base / 'data'))}"
    pg_ctl = binaries.program("pg_ctl")
    return [pg_ctl, "start", "-D", "data", "-l", "server.log", "-w", "-t", str(START_SECONDS), "-o", options]


def _claim_port(base: Path, user: ServerUser) -> int:
    """The port of last time if no one else has it, otherwise a new one."""
    file = base / "port"
    if file.exists() and (last := file.read_text()).isdecimal() and _is_free(int(last)):
        return int(last)
    port = next(port for port in iter(lambda: secrets.choice(PORTS), None) if _is_free(port))
    write_private(file, str(port), user)
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def write_private(path: Path, text: str, user: ServerUser) -> None:
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
    return next((line.strip() for line in output.splitlines() if line.strip()), "it said nothing")

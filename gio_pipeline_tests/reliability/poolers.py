"""PgBouncer in front of a database, with few server connections that many clients share."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from sqlalchemy import make_url

from gio_pipeline_tests.reliability.holding import connection_to, eventually

PGBOUNCER = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
SETTINGS = """
[databases]
{database} = host={host} port={port} user={user} password={password} pool_size={size}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
max_client_conn = 200
query_wait_timeout = 60
"""


@contextmanager
def pgbouncer(database_url: str, directory: Path, *, size: int, mode: str = "transaction") -> Iterator[str]:
    """The database's URL through a PgBouncer of `size` server connections."""
    assert PGBOUNCER is not None
    url, listen = make_url(database_url), free_port()
    settings = directory / "pgbouncer.ini"
    settings.write_text(
        SETTINGS.format(
            database=url.database,
            host=url.host,
            port=url.port,
            user=url.username,
            password=url.password,
            size=size,
            listen=listen,
            mode=mode,
        )
    )
    pooled = url.set(host="127.0.0.1", port=listen).render_as_string(hide_password=False)
    with (directory / "pgbouncer.log").open("w") as log:
        process = subprocess.Popen(_command(settings), stdout=log, stderr=log)
    try:
        eventually(lambda: _answers(pooled))
        yield pooled
    finally:
        process.terminate()
        process.wait(60)


def _command(settings: Path) -> list[str]:
    # Like Postgres it refuses to be root.
    as_user = ["-u", "nobody"] if os.getuid() == 0 else []
    return [str(PGBOUNCER), "-q", *as_user, str(settings)]


def _answers(url: str) -> bool:
    try:
        connection_to(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

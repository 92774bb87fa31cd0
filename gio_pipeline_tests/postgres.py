"""Pytest fixtures: a real Postgres for the session, and a database of its own for every test.

Every xdist worker starts a throw-away server (under a second); TEST_DATABASE_URL names one that is used instead.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from gio_pipeline.warehouse.embedded import EmbeddedPostgres

ROOT = Path(__file__).parents[1]
# In a session of its own it is spared Ctrl-C, and it sees the pipe end even when pytest is killed with -9.
REAPER = """
import pathlib, shutil, sys, time
home = pathlib.Path(sys.argv[1])
sys.stdin.read()
from gio_pipeline.warehouse.embedded import EmbeddedPostgres
from gio_pipeline.warehouse.embedded import find_base
base = find_base(home)
try:
    EmbeddedPostgres(home).stop()
finally:
    for _ in range(200):  # a killed initdb may still be writing
        if not home.exists() and not base.exists():
            break
        shutil.rmtree(base, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
        time.sleep(0.05)
"""
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "512MB"}
MEMORY_WANTED = 4 * 2**30
_connections: dict[str, Connection] = {}


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[str]:
    """The URL of a server on which the tests may create databases and roles."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(url).set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)
        return
    with throw_away_server() as url:
        yield url


@pytest.fixture(scope="session")
def template_database(postgres_server_url: str) -> Iterator[str]:
    """The name of a database in which the migrations have run, to be cloned and never connected to."""
    from gio_pipeline.warehouse.migrate import upgrade

    name = f"gio_template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}_{secrets.token_hex(3)}"
    with _database(postgres_server_url, name, template="template0") as url:
        engine = create_engine(url, poolclass=NullPool)
        upgrade(engine)
        engine.dispose()
        yield name


@pytest.fixture
def database_url(postgres_server_url: str, template_database: str) -> Iterator[str]:
    """The URL of a new database with everything the migrations make in it, dropped after the test."""
    with _database(postgres_server_url, f"gio_test_{secrets.token_hex(8)}", template=template_database) as url:
        yield url


@pytest.fixture
def empty_database_url(postgres_server_url: str) -> Iterator[str]:
    """The URL of a new database with nothing in it, dropped after the test."""
    with _database(postgres_server_url, f"gio_test_{secrets.token_hex(8)}", template="template0") as url:
        yield url


@contextmanager
def throw_away_server() -> Iterator[str]:
    """The URL of a new server that values speed over its data."""
    with throw_away_home() as home:
        url = make_url(EmbeddedPostgres(home).start()).set(database="postgres").render_as_string(hide_password=False)
        for setting, value in FAST.items():
            _execute(url, sql.SQL("alter system set {} = {}").format(sql.Identifier(setting), sql.Literal(value)))
        _execute(url, sql.SQL("select pg_reload_conf()"))
        try:
            yield url
        finally:
            _connections.pop(url).close()


@contextmanager
def throw_away_home() -> Iterator[Path]:
    """A directory for an embedded Postgres; both are gone when the block or this process ends, however it ends."""
    home = Path(tempfile.mkdtemp(prefix="gio-postgres-", dir=_scratch()))
    home.chmod(0o711)  # mkdtemp's 0700 would keep out the user that runs the server in root's place
    command = [sys.executable, "-c", REAPER, str(home)]
    reaper = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, start_new_session=True)
    try:
        yield home
    finally:
        reaper.communicate(timeout=120)


def _scratch() -> str | None:
    # Cloning a database makes 300 files: 30 ms in memory, up to ten times that on a disk that has just deleted as many.
    memory = Path("/dev/shm")
    if "TMPDIR" in os.environ or not memory.is_dir() or not os.access(memory, os.W_OK):
        return None
    usable = shutil.disk_usage(memory).free > MEMORY_WANTED and not os.statvfs(memory).f_flag & os.ST_NOEXEC
    return str(memory) if usable else None


@contextmanager
def _database(server_url: str, name: str, template: str) -> Iterator[str]:
    create = "create database {} template {} encoding 'UTF8'"
    if _administering(server_url).server_version >= 150_000:  # before, copying the files was the only way
        create += " strategy file_copy"
    _execute(server_url, sql.SQL(create).format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server_url, sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _execute(url: str, statement: sql.Composable) -> None:
    with _administering(url).cursor() as cursor:
        cursor.execute(statement)


def _administering(url: str) -> Connection:
    # One for all tests: a connection takes longer to make than a database.
    if _connections.get(url) is None or _connections[url].closed:
        server = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        _connections[url] = psycopg2.connect(server)
        _connections[url].autocommit = True
    return _connections[url]

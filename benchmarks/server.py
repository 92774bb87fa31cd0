"""The Postgres that every contender writes to: one server, a database of its own for each."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from psycopg2 import sql
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from gio_pipeline.warehouse.embedded import EmbeddedPostgres, find_base
from gio_pipeline.warehouse.migrate import upgrade

SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    # As Postgres comes; compressing what a checkpoint makes it log again would be half the cost of an update.
    "wal_compression": "off",
    # Between two loads lies a night in which autovacuum has had its turn: here `settle` is that night.
    "autovacuum": "off",
}
TEMPLATE = "template"
HOME = "postgres-home"


@dataclass(frozen=True)
class BenchServer:
    """A running server; databases are clones of one in which the migrations have run."""

    url: str
    prefix: str = "bench_"

    def database(self, name: str) -> str:
        """The URL of a new database of that name; an older one is dropped."""
        self.drop(name)
        self._administer("create database {} template {}", name, TEMPLATE)
        return self.url_of(name)

    def drop(self, name: str) -> None:
        self._administer("drop database if exists {} with (force)", name)

    def url_of(self, name: str) -> str:
        return make_url(self.url).set(database=self.prefix + name).render_as_string(hide_password=False)

    def settings(self) -> dict[str, str]:
        """What was set, and the version, as the server says it."""
        shown = {name: str(query(self.url, f"show {name}")[0][0]) for name in SETTINGS}
        return {"server_version": str(query(self.url, "show server_version")[0][0]), **shown}

    def make_template(self) -> None:
        """Runs the migrations in the database that all others are clones of."""
        self.drop(TEMPLATE)
        self._administer("create database {} template template0", TEMPLATE)
        engine = create_engine(self.url_of(TEMPLATE), poolclass=NullPool)
        upgrade(engine)
        engine.dispose()

    def _administer(self, statement: str, *names: str) -> None:
        named = [sql.Identifier(self.prefix + name) for name in names]
        execute(self.url, sql.SQL(statement).format(*named))


@contextlib.contextmanager
def bench_server(home: Path | None = None) -> Iterator[BenchServer]:
    """Starts an embedded Postgres below `home` (by default a temporary directory, removed at the end)."""
    directory = Path(tempfile.mkdtemp(prefix="gio-bench-")) if home is None else home
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o711)  # root's server runs as another user, who must get through
    postgres = EmbeddedPostgres(directory / HOME)
    try:
        server = BenchServer(_started(postgres))
        server.make_template()
        yield server
    finally:
        postgres.stop()
        if home is None:
            _remove(directory)


def query(url: str, statement: str | sql.Composable, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of one statement, in a connection of its own."""
    with contextlib.closing(_connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def execute(url: str, *statements: str | sql.Composable) -> None:
    """Each statement in a transaction of its own."""
    with contextlib.closing(_connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for statement in statements:
            cursor.execute(statement)


def server_cpu(url: str) -> float:
    """Processor seconds the whole server has used so far; 0.0 where it is not on this machine."""
    with contextlib.closing(_connect(url)) as connection:
        try:
            postmaster = psutil.Process(connection.info.backend_pid).parent()
        except psutil.Error:
            return 0.0
        return 0.0 if postmaster is None else _cpu(postmaster)


def _cpu(postmaster: psutil.Process) -> float:
    while True:
        before = postmaster.cpu_times()
        living = 0.0
        for each in postmaster.children():
            with contextlib.suppress(psutil.NoSuchProcess):
                times = each.cpu_times()
                living += times.user + times.system
        after = postmaster.cpu_times()
        # The postmaster counts the children that have ended: none may end while the living ones are counted.
        if (before.children_user, before.children_system) == (after.children_user, after.children_system):
            return float(living + sum(after[:4]))


def settle(url: str) -> None:
    """What autovacuum and the checkpointer would have done by the next load."""
    execute(url, "vacuum (analyze)", "checkpoint")


def size(url: str, tables: Sequence[str]) -> int:
    """Bytes on disk of the tables with their indexes."""
    rows = query(url, "select sum(pg_total_relation_size(each::regclass)) from unnest(%s) as each", [list(tables)])
    return int(rows[0][0])


def _started(postgres: EmbeddedPostgres) -> str:
    url = make_url(postgres.start()).set(database="postgres").render_as_string(hide_password=False)
    for name, value in SETTINGS.items():
        execute(url, sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value)))
    postgres.stop()
    return make_url(postgres.start()).set(database="postgres").render_as_string(hide_password=False)


def _remove(directory: Path) -> None:
    shutil.rmtree(find_base(directory / HOME), ignore_errors=True)
    shutil.rmtree(directory, ignore_errors=True)


def _connect(url: str) -> Any:
    return psycopg2.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))

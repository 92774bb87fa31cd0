"""A Postgres server of one's own that values its data, to be killed with -9 and started again."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil
from psycopg2 import sql
from sqlalchemy import make_url

from gio_pipeline.warehouse.embedded import EmbeddedPostgres
from gio_pipeline_tests.postgres import throw_away_home
from gio_pipeline_tests.reliability.holding import connection_to, eventually


class Server:
    """An embedded server in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._server = EmbeddedPostgres(home)
        self.url = self._server.start()

    @property
    def data(self) -> Path:
        return self.home / "postgres" / "data"

    def database(self, name: str) -> str:
        """The URL of a new and empty database."""
        with closing(connection_to(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return self.in_database(name)

    def in_database(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def crash(self, *, whole: bool = True) -> None:
        """kill -9 of the postmaster and, if `whole`, of every process of it, as a power cut would end them."""
        postmaster = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        family = [postmaster, *(postmaster.children(recursive=True) if whole else ())]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                os.kill(process.pid, signal.SIGKILL)
        eventually(lambda: not any(_runs(process) for process in family))

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        assert self._server.start() == self.url


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def own_server() -> Iterator[Server]:
    with throw_away_home() as home:
        yield Server(home)

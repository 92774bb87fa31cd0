"""A primary and a standby that follows it, of Debian's Postgres."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

from gio_pipeline.warehouse.embedded import EmbeddedPostgres
from gio_pipeline.warehouse.embedded_server import ServerUser, choose_user
from gio_pipeline_tests.deploy.databases import DEBIAN
from gio_pipeline_tests.postgres import throw_away_home
from gio_pipeline_tests.reliability.holding import connection_to, eventually
from gio_pipeline_tests.reliability.poolers import free_port


class Pair:
    """Two servers with the same databases: `primary` and `standby` are the URLs of one of them."""

    def __init__(self, home: Path) -> None:
        self._server = EmbeddedPostgres(home, binaries=DEBIAN)
        self.primary = self._server.start()
        self._user: ServerUser = choose_user(home / "postgres")
        self._directory, self._port = home / "postgres" / "standby", free_port()
        self._copy(make_url(self.primary))
        self._run("pg_ctl", "start", "-D", self._directory, "-l", "standby.log", "-w", "-o", f"-p {self._port}")

    @property
    def standby(self) -> str:
        return make_url(self.primary).set(port=self._port).render_as_string(hide_password=False)

    @property
    def both(self) -> str:
        """Whichever of them can be written to, as libpq writes it."""
        url = make_url(self.primary)
        hosts = f"127.0.0.1:{url.port},127.0.0.1:{self._port}"
        return f"postgresql://{url.username}:{url.password}@{hosts}/{url.database}?target_session_attrs=read-write"

    def catch_up(self) -> None:
        """Returns when the standby has replayed what the primary has written so far."""
        written = _asked(self.primary, "select pg_current_wal_lsn()")
        eventually(lambda: _asked(self.standby, f"select pg_last_wal_replay_lsn() >= '{written}'"))

    def fail_over(self) -> None:
        """Ends the primary and makes the standby one."""
        self._server.stop()
        self._run("pg_ctl", "promote", "-D", self._directory, "-w")

    def end(self) -> None:
        self._run("pg_ctl", "stop", "-D", self._directory, "-m", "immediate", "-w")

    def _copy(self, url: URL) -> None:
        source = f"host=127.0.0.1 port={url.port} user={url.username} password={url.password}"
        self._run("pg_basebackup", "-d", source, "-D", self._directory, "-R", "-X", "stream", "-c", "fast")

    def _run(self, program: str, *arguments: str | Path) -> None:
        code, said = self._user.run([DEBIAN / program, *arguments], cwd=self._directory.parent)
        assert code == 0, said


def _asked(url: str, statement: str) -> object:
    with closing(connection_to(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()[0][0]


@contextmanager
def pair() -> Iterator[Pair]:
    with throw_away_home() as home:
        made = Pair(home)
        try:
            yield made
        finally:
            made.end()

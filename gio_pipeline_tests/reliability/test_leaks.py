"""Runs that fail in every way credentials can make them: nothing they leave behind repeats one."""

import base64
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, quote_plus

import psutil
import pytest
from psycopg2 import sql
from sqlalchemy import make_url

from gio_pipeline.core.config.specs import Credentials
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.defs.home import open_instance, prepare_home
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline.settings import load_settings
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.tokens import PostgresTokenStore
from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.growingio.odd_server import ReceivedRequest, serving
from gio_pipeline_tests.postgres import ROOT
from gio_pipeline_tests.reliability.holding import connection_to

SHOP, APP, US = PROJECTS
CONFIG = """
projects:
  - name: revoked
    uid: {shop}
    token: ${{T_REVOKED}}
    client_id: ${{T_CLIENT}}
    base_url: {sandbox}
    reports: [{report}]
  - name: missigned
    uid: {app}
    ai: ${{T_AI}}
    secret: ${{T_WRONG}}
    client_id: ${{T_APP_CLIENT}}
    base_url: {sandbox}
    reports: [{report}]
  - name: refused
    uid: {us}
    ai: ${{T_US_AI}}
    secret: ${{T_US_SECRET}}
    client_id: ${{T_US_CLIENT}}
    base_url: {sandbox}
    reports: [{{name: unknown, kind: chart, id: nothing, start: 2026-06-01}}]
  - name: echoed
    uid: echo1
    token: ${{T_ECHOED}}
    client_id: ${{T_CLIENT}}
    base_url: {echo}
    reports: [{report}]
"""
REPORT = "{name: views, kind: chart, id: YoX28w7R, start: 2026-06-01}"
SECRETS = {
    "T_REVOKED": SHOP.console_token,
    "T_CLIENT": SHOP.client_id,
    "T_AI": APP.ai,
    "T_WRONG": "wr0ng/secret+with=odd&chars",
    "T_APP_CLIENT": APP.client_id,
    "T_US_AI": US.ai,
    "T_US_SECRET": US.secret,
    "T_US_CLIENT": US.client_id,
    "T_ECHOED": "t0ken-that-is-echoed",
}
ASSETS = [f"gio_reports/{name}" for name in ("revoked__views", "missigned__views", "refused__unknown", "echoed__views")]
PASSWORD = "pa55word!of$mine"


@pytest.mark.parametrize(
    "command", [["load", "--from", "2026-06-08", "--to", "2026-06-09"], ["check"]], ids=["load", "check"]
)
def test_a_run_that_fails_in_every_project_leaves_no_secret_anywhere(
    tmp_path: Path, database_url: str, sandbox: Sandbox, command: list[str]
) -> None:
    with failing_everywhere(tmp_path, sandbox):
        run = Run(["-m", "gio_pipeline", *command, "--debug"], environ(database_url), tmp_path)
    assert run.code == 1
    assert all(name in run.said for name in ("revoked", "missigned", "refused", "echoed"))
    assert "HTTP 404" in run.said
    token = signed_token(database_url, sandbox)
    assert "gio_pipeline" in run.arguments
    leaks_nothing(run, [*SECRETS.values(), token], tmp_path, database_url)


@pytest.mark.slow
def test_a_dagster_run_that_fails_in_every_project_leaves_no_secret_anywhere(
    tmp_path: Path, database_url: str, sandbox: Sandbox
) -> None:
    home = prepare_home(load_settings({"DAGSTER_HOME": str(tmp_path / "dagster")}, tmp_path))
    command = ["-m", "dagster", "asset", "materialize", "-m", "gio_pipeline.definitions"]
    command += ["--select", ",".join(ASSETS), "--partition-range", "2026-06-08...2026-06-09"]
    with failing_everywhere(tmp_path, sandbox):
        run = Run(command, {**environ(database_url), "DAGSTER_HOME": str(home)}, tmp_path)
    with open_instance(home) as instance:
        [done] = instance.get_runs()
        said = {
            str(event.step_key): str(event.step_failure_data.user_failure_data)
            for event in (entry.dagster_event for entry in instance.all_logs(done.run_id))
            if event and event.is_step_failure
        }
    assert (run.code, sorted(said)) == (1, sorted(name.replace("/", "__") for name in ASSETS))
    assert "HTTP 404" in said["gio_reports__refused__unknown"]
    assert [path for path in home.rglob("*.err") if path.stat().st_size]
    password = make_url(database_url).password or PASSWORD
    leaks_nothing(run, [*SECRETS.values(), signed_token(database_url, sandbox), password], tmp_path, database_url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://gio:{}@127.0.0.1:{}/gio",
        "postgresql://127.0.0.1:{1}/gio?user=gio&password={0}",
        "postgresql://gio:{}@nowhere.invalid:{}/gio",
    ],
)
def test_an_unreachable_database_is_named_without_its_password(url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(WarehouseError) as caught:
        connect(url.format(quote(PASSWORD, safe=""), port))
    assert "gio" in str(caught.value)
    for form in forms(PASSWORD):
        assert form not in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql://gio:a@{}@127.0.0.1/gio", "postgresql://gio:a@b:{}@127.0.0.1:5432/gio"])
def test_a_password_that_breaks_its_url_is_not_shown_as_a_host(url: str) -> None:
    with pytest.raises(WarehouseError) as caught:
        connect(url.format(PASSWORD))
    assert str(caught.value) == (
        "The database's URL cannot be read: characters such as @ : / ? # in its user or password must be written as "
        "%40 %3A %2F %3F %23."
    )


@pytest.mark.slow
def test_a_command_that_cannot_reach_its_database_leaves_no_password(tmp_path: Path, sandbox: Sandbox) -> None:
    (tmp_path / "reports.yaml").write_text(
        f"projects:\n  - {{name: shop, uid: {SHOP.uid}, token: x, base_url: '{sandbox.url}', reports: [{REPORT}]}}\n"
    )
    url = f"postgresql://gio:{quote(PASSWORD, safe='')}@127.0.0.1:1/gio"
    command = ["-m", "gio_pipeline", "load", "--from", "2026-06-08", "--to", "2026-06-09", "--debug"]
    run = Run(command, {**os.environ, "GIO_DATABASE_URL": url}, tmp_path)
    assert (run.code, "Connection refused" in run.said) == (1, True)
    leaks_nothing(run, [PASSWORD], tmp_path)


@contextmanager
def failing_everywhere(directory: Path, sandbox: Sandbox) -> Iterator[None]:
    """A reports.yaml each of whose projects fails in its own way."""
    sandbox.set(revoke_console_token=SHOP.uid)
    with serving(echo) as echoing:
        reports = {"shop": SHOP.uid, "app": APP.uid, "us": US.uid, "report": REPORT}
        config = CONFIG.format(sandbox=sandbox.url, echo=echoing.url, **reports)
        (directory / "reports.yaml").write_text(config, encoding="utf-8")
        yield


def environ(database_url: str) -> dict[str, str]:
    return {**os.environ, **SECRETS, "GIO_DATABASE_URL": database_url, "GIO_NOW": "2026-06-10T10:00:00+08:00"}


def echo(asked: ReceivedRequest, sock: socket.socket) -> None:
    """A source that repeats all it was sent."""
    said = json.dumps({"message": f"no: {asked.line} {asked.headers} {asked.body!r}"}).encode()
    sock.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said))


class Run:
    """One command, run to its end in a process of its own: its code, all it said, and the arguments it had."""

    def __init__(self, command: list[str], environ: dict[str, str], directory: Path) -> None:
        arguments = [sys.executable, *command]
        environ = {**environ, "PYTHONPATH": str(ROOT)}
        output = directory / "output"
        with output.open("wb") as file:
            process = subprocess.Popen(arguments, cwd=directory, env=environ, stdout=file, stderr=subprocess.STDOUT)
            self.arguments = list(_arguments(process))
        self.code = process.wait(200)
        self.said = output.read_text(encoding="utf-8")


def _arguments(process: "subprocess.Popen[bytes]") -> Iterator[str]:
    while process.poll() is None:
        with suppress(psutil.Error):
            parent = psutil.Process(process.pid)
            for each in (parent, *parent.children(recursive=True)):
                yield from each.cmdline()
        time.sleep(0.05)


def signed_token(database_url: str, sandbox: Sandbox) -> str:
    """The token that the run was given for its signature."""
    credentials = Credentials(uid=US.uid, base_url=sandbox.url, ai=US.ai, secret=US.secret, client_id=US.client_id)
    engine = connect(database_url)
    stored = PostgresTokenStore(engine, credentials).current()
    engine.dispose()
    assert stored is not None
    return stored.value


def leaks_nothing(run: Run, secrets: list[str], directory: Path, database_url: str | None = None) -> None:
    places = {"output": run.said, "arguments": "\n".join(run.arguments)}
    for path in directory.rglob("*"):
        if path.is_file() and path.name != "reports.yaml":
            places[str(path)] = path.read_bytes().decode("utf-8", "replace")
    if database_url is not None:
        places |= tables(database_url)
    for secret in secrets:
        for place, text in places.items():
            assert not [form for form in forms(secret) if form in text], f"{place} holds {secret}"


def forms(secret: str) -> set[str]:
    """A secret as URLs, JSON, Python and base64 write it."""
    encoded = base64.b64encode(secret.encode()).decode().rstrip("=")
    return {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], encoded[:-1]}


def tables(database_url: str) -> dict[str, str]:
    """Every table as text, and the log of the server as far as this user may read it."""
    found = {}
    with closing(connection_to(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("select schemaname, tablename from pg_tables where schemaname in ('gio', 'gio_state')")
        for name in cursor.fetchall():
            cursor.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(*name)))
            rows = "\n".join(row for (row,) in cursor.fetchall())
            found[".".join(name)] = rows + "".join(as_characters(part) for part in rows.split('"') if "\\x" in part)
        cursor.execute("show data_directory")
        log = Path(cursor.fetchall()[0][0]).parent / "server.log"
    if os.access(log, os.R_OK):
        found["server.log"] = log.read_text(errors="replace")
    return found


def as_characters(bytea: str) -> str:
    digits = bytea.rpartition("\\x")[2]
    return bytes.fromhex(digits).decode("utf-8", "replace") if len(digits) % 2 == 0 else ""

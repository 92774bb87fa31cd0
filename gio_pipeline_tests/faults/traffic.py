"""What came in: the log of requests, and counters."""

import re
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gio_pipeline.sandbox.gate import OPEN, PATH, REPORTS, USERS

if TYPE_CHECKING:
    from gio_pipeline_tests.faults.state import FaultyState

LOG_LENGTH = 20_000


@dataclass
class Arrival:
    """One request; `at` is time.monotonic() when its first line was read, `status` 0 if it was never answered.

    `admitted` is whether the gate let it pass.
    """

    method: str
    path: str
    query: str
    project: str
    endpoint: str
    report: str
    at: float
    status: int = 0
    seconds: float = 0.0
    admitted: bool = False

    @property
    def target(self) -> str:
        """What a fault's `match` is sought in."""
        return f"{self.path}?{self.query}"

    @classmethod
    def of(cls, scope: Scope) -> "Arrival":
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        found = PATH.match(path)
        project, endpoint, rest = found.group("project", "endpoint", "rest") if found else ("", "", "")
        if not found:
            endpoint = "token" if path == "/auth/token" else "unknown"
        elif path.endswith(USERS):
            endpoint = "users"
        is_download = endpoint == "users" or (found and path.startswith(REPORTS))
        report = f"{project}/{endpoint}/{re.split('[./]', rest or '')[0]}" if is_download else ""
        return cls(scope["method"], path, query, project, endpoint, report, scope["extensions"]["sandbox"]["at"])


class Traffic:
    """Counters and log of one sandbox."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self.log: deque[Arrival] = deque(maxlen=LOG_LENGTH)
            self.endpoints: Counter[str] = Counter()
            self.reports: Counter[str] = Counter()
            self.counts: Counter[str] = Counter()

    def enter(self, arrival: Arrival) -> None:
        with self._lock:
            self.log.append(arrival)
            self.endpoints[arrival.endpoint] += 1
            if arrival.report:
                self.reports[arrival.report] += 1

    def answered(self, arrival: Arrival) -> None:
        """Counts what the status of an answer says."""
        if arrival.status == 429 and not arrival.admitted:
            self.count("rate_violations")
        elif arrival.status == 401 or (arrival.status == 403 and arrival.endpoint == "token"):
            self.count("unauthorized")
        elif arrival.status == 200 and arrival.endpoint == "token":
            self.count("tokens_issued")

    def count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def stats(self, log: bool = True) -> dict[str, Any]:
        with self._lock:
            found: dict[str, Any] = {
                "requests": sum(self.endpoints.values()),
                "endpoints": dict(self.endpoints),
                "reports": dict(self.reports),
                **{
                    name: self.counts[name]
                    for name in ("rate_violations", "tokens_issued", "unauthorized", "leaked_credentials")
                },
            }
            if log:
                found["log"] = [dict(vars(arrival)) for arrival in self.log]
            return found


class Recorder:
    """Logs what comes in, and sends the server's clock and the wait that the switches say."""

    def __init__(self, app: ASGIApp, state: "FaultyState") -> None:
        self.app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(OPEN):
            if {b"authorization", b"x-client-id"} & {name for name, _ in scope["headers"]}:
                self.state.traffic.count("leaked_credentials")
            await self.app(scope, receive, send)
            return
        arrival = scope["arrival"] = Arrival.of(scope)
        self.state.traffic.enter(arrival)
        await self.app(scope, receive, self._noting(arrival, send))

    def _noting(self, arrival: Arrival, send: Send) -> Send:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                arrival.status = message["status"]
                self.state.traffic.answered(arrival)
                message["headers"] = [*message.get("headers", []), *self._headers(arrival)]
            await send(message)
            arrival.seconds = time.monotonic() - arrival.at

        return noting

    def _headers(self, arrival: Arrival) -> list[tuple[bytes, bytes]]:
        headers = [(b"date", formatdate(self.state.server_clock(), usegmt=True).encode())]
        wait = self.state.switches["retry_after"]
        if arrival.status == 429 and not arrival.admitted and wait is not None:
            headers.append((b"retry-after", str(wait).encode()))
        return headers

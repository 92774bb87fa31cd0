"""What every request passes: the log, the limit, authorisation, and the faults of the connection."""

import asyncio
import re
import time
from email.utils import formatdate

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gio_pipeline.sandbox.auth import allowed
from gio_pipeline.sandbox.projects import PROJECTS_BY_UID
from gio_pipeline.sandbox.state import State
from gio_pipeline.sandbox.switches import Fault
from gio_pipeline.sandbox.traffic import Arrival
from gio_pipeline.sandbox.wire import answer_instead, answer_spoiled

_PATH = re.compile(r"^/(?:v2/|v3/exporter/)?projects/(?P<project>[^/]+)/(?P<endpoint>[a-z]+)(?:[./](?P<rest>.*))?$")
_DOWNLOADS = ("charts", "funnels", "retentions", "frequencies", "users")


class Protocol(HttpToolsProtocol):
    """Notes when a request began to arrive, and lets the application at its connection."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"sandbox": {"at": time.monotonic(), "transport": self.transport}}


class Gate:
    """Logs, limits, authorises and disturbs what passes; the control plane and the console's page pass untouched."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self.app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(("/_sandbox/", "/_download/", "/admin/")):
            await self.app(scope, receive, send)
            return
        arrival = _arrival(scope)
        self.state.traffic.enter(arrival)
        send = self._noting(arrival, send)
        refusal = self._refusal(scope, arrival)
        if refusal is not None:
            await refusal(scope, receive, send)
        else:
            await self._answer(arrival, scope, receive, send)

    def _refusal(self, scope: Scope, arrival: Arrival) -> Response | None:
        if arrival.endpoint in _DOWNLOADS and not self.state.traffic.admits(arrival, self.state.switches["rate_limit"]):
            wait = self.state.switches["retry_after"]
            body = {"message": "Too many requests", "errors": []}
            return JSONResponse(body, 429, {} if wait is None else {"Retry-After": str(wait)})
        if arrival.endpoint == "token" or self._authorised(scope, arrival):
            return None
        self.state.traffic.count("unauthorized")
        return JSONResponse({"message": "Unauthorized", "errors": []}, 401)

    def _authorised(self, scope: Scope, arrival: Arrival) -> bool:
        project = PROJECTS_BY_UID.get(arrival.project)
        if project is None:
            return False
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not allowed(project, headers, self.state.tokens):
            return False
        if headers.get("authorization") != project.console_token:
            return True
        revoked = self.state.switches.claim(["revoke_console_token"], arrival.target)
        return not any(fault.params.get("project", project.uid) == project.uid for fault in revoked)

    async def _answer(self, arrival: Arrival, scope: Scope, receive: Receive, send: Send) -> None:
        for fault in self.state.switches.claim(["delay"], arrival.target):
            await asyncio.sleep(float(fault.params.get("seconds", 1)))
        if struck := self._struck(arrival):
            await answer_instead(struck[0], scope, receive, send)
        elif spoiled := self.state.switches.claim(["cut", "drip"], arrival.target, first=True):
            await answer_spoiled(self.app, spoiled[0], scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _struck(self, arrival: Arrival) -> list[Fault]:
        """The one fault that answers instead of the endpoint, if any."""
        names = ["status", "reset", "html", "bad_json"]
        # An export takes the time it takes: nothing ends it but its own failure.
        if not arrival.path.startswith("/v3/"):
            names.append("request_timeout")
        return self.state.switches.claim(names, arrival.target, first=True)

    def _noting(self, arrival: Arrival, send: Send) -> Send:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                arrival.status = message["status"]
                date = formatdate(self.state.server_clock(), usegmt=True)
                message["headers"] = [*message.get("headers", []), (b"date", date.encode())]
            await send(message)
            arrival.seconds = time.monotonic() - arrival.at

        return noting


def _arrival(scope: Scope) -> Arrival:
    path, query = scope["path"], scope["query_string"].decode("latin-1")
    at = scope.get("extensions", {}).get("sandbox", {}).get("at", time.monotonic())
    found = _PATH.match(path)
    if found is None:
        endpoint = "token" if path == "/auth/token" else "unknown"
        return Arrival(scope["method"], path, query, "", endpoint, "", at)
    project, endpoint, rest = found["project"], found["endpoint"], found["rest"] or ""
    if rest.endswith(("/users.csv", "/users")):
        endpoint = "users"
    report = f"{project}/{endpoint}/{re.split('[./]', rest)[0]}" if endpoint in _DOWNLOADS else ""
    return Arrival(scope["method"], path, query, project, endpoint, report, at)

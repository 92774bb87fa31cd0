"""What every request passes: the limit, and whether its token opens the project."""

import re
import time

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gio_pipeline.sandbox.auth import allowed
from gio_pipeline.sandbox.projects import PROJECTS_BY_UID
from gio_pipeline.sandbox.state import State

PATH = re.compile(r"^/(?:v\d+/(?:exporter/)?)?projects/(?P<project>[^/]+)/(?P<endpoint>[a-z]+)(?:[./](?P<rest>.*))?$")
REPORTS = ("/v2/", "/v3/exporter/")
USERS = ("/users.csv", "/users")
# Linked files and the console's page.
OPEN = ("/_download/", "/admin/")


class Protocol(HttpToolsProtocol):
    """Notes when a request began to arrive: the limit counts by that, not by when its turn comes."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"sandbox": {"at": time.monotonic()}}


class Gate:
    """Limits and authorises what passes."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self.app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        path = scope["path"]
        if path.startswith(OPEN) or path == "/auth/token":
            return None
        found = PATH.match(path)
        uid = found["project"] if found else ""
        is_download = found is not None and (path.startswith(REPORTS) or path.endswith(USERS))
        if is_download and not self.state.limit.admits(uid, scope["extensions"]["sandbox"]["at"]):
            return JSONResponse({"message": "Too many requests", "errors": []}, 429)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        project = PROJECTS_BY_UID.get(uid)
        if project is not None and allowed(project, headers, self.state.tokens):
            return None
        return JSONResponse({"message": "Unauthorized", "errors": []}, 401)

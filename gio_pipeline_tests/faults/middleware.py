"""Faults of what the gate has admitted: of its connection, of the answer instead, and of what the answer says."""

import asyncio
import json
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from gio_pipeline.sandbox.projects import PROJECTS_BY_UID
from gio_pipeline_tests.faults.connection import answer_instead, answer_spoiled, collected
from gio_pipeline_tests.faults.csvs import CsvFaults
from gio_pipeline_tests.faults.rows import Unfitting, change_report
from gio_pipeline_tests.faults.state import TARGET, FaultyState
from gio_pipeline_tests.faults.switches import Fault, Switchboard
from gio_pipeline_tests.faults.traffic import Arrival

Change = Callable[[bytes], bytes]


class Faults:
    """Plays on each request the faults that strike it; the console's page passes untouched."""

    def __init__(self, app: ASGIApp, state: FaultyState) -> None:
        self.app = app
        self.state = state
        self.switches = state.switches

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        arrival: Arrival | None = scope.get("arrival")
        if arrival is None:
            await self._answer(scope, receive, send)
            return
        arrival.admitted = True
        TARGET.set(arrival.target)
        if refusal := self._revoked(scope, arrival):
            await refusal(scope, receive, send)
            return
        for fault in self.switches.claim(["delay"], arrival.target):
            await asyncio.sleep(float(fault.params.get("seconds", 1)))
        if struck := self._struck(arrival):
            await answer_instead(struck[0], scope, receive, send)
        elif spoiled := self.switches.claim(["cut", "drip"], arrival.target, first=True):
            await answer_spoiled(self._answer, spoiled[0], scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    def _revoked(self, scope: Scope, arrival: Arrival) -> Response | None:
        """A console token that was deleted is refused; a signed one goes on."""
        project = PROJECTS_BY_UID.get(arrival.project)
        if project is None or dict(scope["headers"]).get(b"authorization") != project.console_token.encode():
            return None
        struck = self.switches.claim(["revoke_console_token"], arrival.target)
        if not any(fault.params.get("project", project.uid) == project.uid for fault in struck):
            return None
        return JSONResponse({"message": "Unauthorized", "errors": []}, 401)

    def _struck(self, arrival: Arrival) -> list[Fault]:
        """The one fault that answers instead of the endpoint, if any."""
        names = ["status", "reset", "html", "bad_json"]
        if arrival.endpoint == "token":
            names.append("refuse_auth")
        # An export takes the time it takes: nothing ends it but its own failure.
        names += ["export_failed", "export_stuck"] if arrival.path.startswith("/v3/") else ["request_timeout"]
        return self.switches.claim(names, arrival.target, first=True)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The sandbox's own answer, with the faults of what it says."""
        if scope["path"].endswith(".csv") or scope["path"].startswith("/_download/"):
            await self.app(scope, receive, CsvFaults.claimed(self.switches, scope["path"]).spoiling(send))
        elif change := self._change(scope):
            await self._changed(change, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _change(self, scope: Scope) -> Change | None:
        """How the JSON of this address may be changed."""
        path = scope["path"]
        if path.endswith("/dashboards.json"):
            return lambda body: touch_dashboards(body, self.switches, path)
        if path.startswith("/v3/") and path.endswith("/users"):
            return lambda body: change_links(body, self.switches)
        if path.startswith(("/v2/", "/v3/")):
            return lambda body: change_report(body, self.switches, scope["arrival"])
        return None

    async def _changed(self, change: Change, scope: Scope, receive: Receive, send: Send) -> None:
        start, body = await collected(self.app, scope, receive)
        if start["status"] == 200:
            try:
                body = await run_in_threadpool(change, body)
            except Unfitting as error:
                await JSONResponse({"message": str(error), "errors": []}, 400)(scope, receive, send)
                return
        start["headers"] = [header for header in start["headers"] if header[0] != b"content-length"]
        start["headers"].append((b"content-length", str(len(body)).encode()))
        await send(start)
        await send({"type": "http.response.body", "body": body})


def touch_dashboards(body: bytes, switches: Switchboard, target: str) -> bytes:
    """The list of dashboards, of which some were updated at another time."""
    boards = json.loads(body)
    for fault in switches.claim(["dashboards_touched"], target):
        for board in boards:
            if fault.params.get("id") in (None, board["id"]):
                board["updatedAt"] = fault.params["updatedAt"]
    return json.dumps(sorted(boards, key=lambda board: str(board["updatedAt"]), reverse=True)).encode()


def change_links(body: bytes, switches: Switchboard) -> bytes:
    """An export of users, whose links have expired or point to another server."""
    export = json.loads(body)
    links = [urlsplit(link) for link in export.get("downloadLinks", ())]
    if switches["links_expired"]:
        links = [link._replace(path="/_download/expired") for link in links]
    if base := switches["download_base"]:
        links = [link._replace(scheme=urlsplit(base).scheme, netloc=urlsplit(base).netloc) for link in links]
    return json.dumps(export | {"downloadLinks": [link.geturl() for link in links]} if links else export).encode()

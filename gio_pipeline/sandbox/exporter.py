"""The asynchronous exporter (V3): the first request starts an export, the same address is asked again until it is done.

From the vendor's newer pages; how long a finished export is kept they do not say: here a report is handed out once.
"""

import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from gio_pipeline.sandbox.catalog import Segment, Tag
from gio_pipeline.sandbox.csvs import CsvFaults, Lines, users_lines
from gio_pipeline.sandbox.exports import Link
from gio_pipeline.sandbox.samples import CONTENT
from gio_pipeline.sandbox.state import State

# In minutes, from the vendor's page.
LONGEST_EXPIRE = 7 * 24 * 60
DEFAULT_EXPIRE = 5


def group_users(request: Request) -> Response:
    """The users of a segment or a tag, as links to files."""
    state: State = request.app.state.sandbox
    uid, group, id = (request.path_params[name] for name in ("uid", "groups", "id"))
    _entry(uid, group, id)
    refused = refused_parameters(request) or unfinished(request, state)
    return refused or JSONResponse(links(request, state, group, id))


def download(request: Request) -> Response:
    """One linked file: no credentials are needed, and whoever sends them is counted."""
    state: State = request.app.state.sandbox
    if {"authorization", "x-client-id"} & set(request.headers):
        state.traffic.count("leaked_credentials")
    link = state.exports.linked(request.path_params["key"], state.server_clock())
    if link is None:
        return JSONResponse({"message": "the link has expired"}, 403)
    found = _entry(link.project, link.group, link.id)
    faults = CsvFaults.claimed(state.switches, request.url.path)
    return StreamingResponse(faults.written(_part(state, found, link)), media_type="text/csv; charset=utf-8")


def _part(state: State, found: Segment | Tag, link: Link) -> Lines:
    """Every file has the header; the users are dealt out in order."""
    size = state.switches["segment_size"]
    size = size.get(found.id) if isinstance(size, dict) else size
    size = found.size if size is None else int(size)
    first, end = size * link.part // link.parts, size * (link.part + 1) // link.parts
    return users_lines(found, end, state.seed, first)


def _entry(uid: str, groups: str, id: str) -> Segment | Tag:
    content = CONTENT[uid]
    entries: tuple[Segment | Tag, ...] = content.tags if groups == "tags" else content.segments
    for entry in entries:
        if entry.id == id:
            return entry
    raise HTTPException(404, f"Not found: {groups}/{id}")


def address_of(request: Request) -> str:
    """What makes two requests ask for the same export: path and parameters, in any order."""
    return f"{request.url.path}?{urlencode(sorted(request.query_params.multi_items()))}"


def unfinished(request: Request, state: State) -> Response | None:
    """The answer to a poll whose export is not done; None where it is, and then it has been handed out."""
    address = address_of(request)
    if failed := state.switches.claim(["export_failed"], address):
        state.exports.forget(address)
        said = failed[0].params.get("errorMsg", "download failed, try again later")
        return JSONResponse({"id": secrets.token_hex(8), "status": "failed", "errorMsg": said})
    export, done = state.exports.poll(address, int(state.switches["export_polls"]))
    if not done or state.switches.claim(["export_stuck"], address):
        return JSONResponse({"id": export.id, "status": "doing"})
    return None


def links(request: Request, state: State, group: str, id: str) -> dict[str, Any]:
    """The finished export of a segment's or a tag's users: signed links that expire; asked again, the same ones."""
    address, now = address_of(request), state.server_clock()
    export, _ = state.exports.poll(address, 0)
    if not export.links or now >= export.expires_at:
        minutes = _expire(request)
        forced = state.switches["link_seconds"]
        export.expires_at = now + (minutes * 60 if forced is None else float(forced))
        parts = int(state.switches["export_files"])
        base = (state.switches["download_base"] or str(request.base_url)).rstrip("/")
        uid = request.path_params["uid"]
        export.links = [
            f"{base}/_download/{state.exports.sign(Link(uid, group, id, part, parts, export.expires_at))}"
            for part in range(parts)
        ]
    return {"id": export.id, "status": "done", "downloadLinks": export.links}


def _expire(request: Request) -> int:
    text = request.query_params.get("expire", str(DEFAULT_EXPIRE))
    return int(text) if text.isdigit() else DEFAULT_EXPIRE


def refused_parameters(request: Request) -> Response | None:
    """The vendor's two refusals of `expire`."""
    text = request.query_params.get("expire", str(DEFAULT_EXPIRE))
    if not text.isdigit():
        said = "illegal parameter: expire"
    elif int(text) > LONGEST_EXPIRE:
        said = "expire must not be longer than 7 days"
    else:
        return None
    return JSONResponse({"id": secrets.token_hex(8), "status": "failed", "errorMsg": said})

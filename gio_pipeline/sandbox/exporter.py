"""The asynchronous exporter (V3): the first request starts an export, the same address is asked again until it is done.

From the vendor's newer pages; how long a finished export is kept they do not say: here a report is handed out once.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gio_pipeline.sandbox.content import Segment, Tag
from gio_pipeline.sandbox.csvs import users_csv
from gio_pipeline.sandbox.exports import Link, new_id
from gio_pipeline.sandbox.listings import csv_response
from gio_pipeline.sandbox.state import entry_of, state_of

# In minutes, from the vendor's page.
LONGEST_EXPIRE = 7 * 24 * 60
DEFAULT_EXPIRE = 5


def group_users(request: Request) -> Response:
    """The users of a segment or a tag, as signed links that expire; asked again, the same ones until then."""
    group: Segment | Tag = entry_of(request, request.path_params["groups"], Segment, Tag)
    waiting = _refused_expire(request) or unfinished(request)
    if waiting is not None:
        return waiting
    state = state_of(request)
    export, _ = state.exports.poll(address_of(request))
    if state.server_clock() >= export.expires_at:
        export.expires_at = state.server_clock() + 60 * int(request.query_params.get("expire", DEFAULT_EXPIRE))
        parts = state.exports.files
        export.links = [state.exports.sign(Link(group, part, parts, export.expires_at)) for part in range(parts)]
    links = [f"{request.base_url}_download/{key}" for key in export.links]
    return JSONResponse({"id": export.id, "status": "done", "downloadLinks": links})


def download(request: Request) -> Response:
    """One linked file, for which no credentials are needed: its header, and its part of the users."""
    link = state_of(request).exports.linked(request.path_params["key"], state_of(request).server_clock())
    if link is None:
        return JSONResponse({"message": "the link has expired"}, 403)
    size = link.group.size
    return csv_response(users_csv(link.group, size * link.part // link.parts, size * (link.part + 1) // link.parts))


def address_of(request: Request) -> str:
    """What makes two requests ask for the same export: path and parameters, in any order."""
    return f"{request.url.path}?{urlencode(sorted(request.query_params.multi_items()))}"


def unfinished(request: Request) -> Response | None:
    """The answer to a poll whose export is not done; None where it is."""
    export, done = state_of(request).exports.poll(address_of(request))
    return None if done else JSONResponse({"id": export.id, "status": "doing"})


def _refused_expire(request: Request) -> Response | None:
    """The vendor's two refusals of `expire`."""
    text = request.query_params.get("expire", str(DEFAULT_EXPIRE))
    if not text.isdigit():
        message = "illegal parameter: expire"
    elif int(text) > LONGEST_EXPIRE:
        message = "expire must not be longer than 7 days"
    else:
        return None
    return JSONResponse({"id": new_id(), "status": "failed", "errorMsg": message})

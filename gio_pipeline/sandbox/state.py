"""Everything one running sandbox knows; it lives on the application's state, never in a global."""

import time
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from gio_pipeline.sandbox.auth import Tokens
from gio_pipeline.sandbox.clock import Settling, sandbox_now
from gio_pipeline.sandbox.exports import Exports
from gio_pipeline.sandbox.projects import PROJECTS_BY_UID
from gio_pipeline.sandbox.rate_limit import RateLimit
from gio_pipeline.sandbox.samples import CONTENT


class State:
    """The content, tokens and exports of one sandbox; `given_now` (ISO) stands in for GIO_NOW."""

    def __init__(self, *, rate_limit: float = 2.0, now: str | None = None) -> None:
        self.content = CONTENT
        self.given_now = now
        self.limit = RateLimit(rate_limit)
        self.tokens = Tokens()
        self.exports = Exports()

    def now(self) -> int:
        """Unix ms by which figures settle."""
        return sandbox_now(self.given_now)

    def server_clock(self) -> float:
        """Unix seconds by which signatures and links are good."""
        return time.time()

    def settling(self, uid: str) -> Settling:
        """What has settled by now in a project's zone."""
        return Settling(self.now(), PROJECTS_BY_UID[uid].zone)


def state_of(request: Request) -> State:
    state: State = request.app.state.sandbox
    return state


def entry_of(request: Request, kind: str, *types: type) -> Any:
    """What the `id` of the address names, of one of these types; raises HTTPException 404."""
    id = request.path_params["id"]
    found = state_of(request).content[request.path_params["uid"]].find(kind, id)
    if not isinstance(found, types):
        raise not_found(request, kind)
    return found


def not_found(request: Request, kind: str) -> HTTPException:
    return HTTPException(404, f"Not found: {kind}/{request.path_params['id']}")

"""Tokens: signed requests for a new one, console tokens, and who may ask for what."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping

from gio_pipeline.sandbox.projects import PROJECTS_BY_UID, Project

TOKEN_SECONDS = 30 * 86_400
TOLERANCE = 300_000  # ms between tm and the server's clock


class Refused(Exception):
    """Why a request for a token is refused; `code` is the HTTP status."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Tokens:
    """The signed tokens in force: at most one per project, a new one ends the old one."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._current: dict[str, tuple[str, float]] = {}

    def issue(self, uid: str) -> str:
        token = secrets.token_hex(32)
        self._current[uid] = (token, self._clock() + TOKEN_SECONDS)
        return token

    def holds(self, uid: str, token: str) -> bool:
        current = self._current.get(uid)
        return current is not None and current[0] == token and self._clock() < current[1]


def check_signature(body: str, client_id: str | None, clocks: list[int]) -> Project:
    """The project that signed `project=..&ai=..&tm=..&auth=..`; raises Refused."""
    fields = dict(part.partition("=")[::2] for part in body.split("&"))
    project = PROJECTS_BY_UID.get(fields.get("project", ""))
    if project is None or client_id != project.client_id or fields.get("ai") != project.ai:
        raise Refused(401, "project, ai and X-Client-Id do not belong together")
    signed = f"POST\n/auth/token\nproject={project.uid}&ai={project.ai}&tm={fields.get('tm', '')}"
    expected = hmac.new(project.secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), fields.get("auth", "").encode()):
        raise Refused(401, "the signature is wrong")
    tm = fields["tm"]
    if not tm.isdigit() or min(abs(int(tm) - clock) for clock in clocks) > TOLERANCE:
        raise Refused(403, "tm is more than five minutes from the server's time")
    return project


def allowed(project: Project, headers: Mapping[str, str], tokens: Tokens) -> bool:
    """Whether the headers open the project; a console token does without X-Client-Id, but not with a wrong one."""
    client_id, token = headers.get("x-client-id"), headers.get("authorization", "")
    if token == project.console_token:
        return client_id in (None, "", project.client_id)
    return client_id == project.client_id and tokens.holds(project.uid, token)

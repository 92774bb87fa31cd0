"""Lets only its own pages and programs drive the UI: any page a browser shows can send requests to this machine."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = ("0.0.0.0", "::", "")
_ADVICE = "start it with --allowed-host NAME, or set GIO_UI_HOSTS, to reach it under another name"


class Guard:
    """An ASGI application in front of Dagster's.

    Answered is what names one of `hosts` as its Host, and comes from a page of the UI itself or from no page at all:
    a name that an attacker points at this machine is foreign, and so is the page of another port.
    """

    def __init__(self, app: App, host: str, hosts: Iterable[str] = ()) -> None:
        self._app = app
        # Written as name or name:port; where a proxy in front changes the Host, pages come from these.
        self._origins = {each.strip().lower() for each in hosts if each.strip()}
        bound = () if host in _EVERYWHERE else (host.lower(),)
        self._names = {*LOCAL, *bound, *(_name(each) for each in self._origins)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reason = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if reason is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Closed before it was accepted it is answered with 403.
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
        else:
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": f"{reason}\n".encode()})

    def _refusal(self, scope: Scope) -> str | None:
        found = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts = [value for name, value in found if name == "host"]
        if len(hosts) != 1 or _name(hosts[0].lower()) not in self._names:
            return f"This name of the server is not known to gio_pipeline: {_ADVICE}."
        headers = dict(found)
        page = headers.get("origin") or (headers.get("referer") if scope.get("method") not in ("GET", "HEAD") else None)
        if page is not None and not self._is_own(page, hosts[0].lower()):
            return f"Refused: the request comes from a page that is not this UI's own; {_ADVICE}."
        if headers.get("sec-fetch-site", "none") in ("cross-site", "same-site") and not _opens_a_page(scope, headers):
            return "Refused: the request comes from a page that is not this UI's own."
        if scope.get("method") == "GET" and _changes_something(scope):
            return "Refused: a mutation must be sent by POST."
        return None

    def _is_own(self, page: str, host: str) -> bool:
        parts = urlsplit(page.lower())
        default = {"http": ":80", "https": ":443"}.get(parts.scheme)
        if default is None or not parts.netloc:
            return False
        place = parts.netloc.removesuffix(default)
        return place == host.removesuffix(default) or place in self._origins


def _name(host: str) -> str:
    """The name without its port: [::1]:3000 is ::1."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _opens_a_page(scope: Scope, headers: MutableMapping[str, str]) -> bool:
    """A link from elsewhere that the user followed."""
    return (
        scope.get("method") == "GET"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


def _changes_something(scope: Scope) -> bool:
    queries = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("query", [])
    try:
        operations = [each for query in queries for each in parse(query).definitions]
    except GraphQLError:
        return False
    return any(
        isinstance(each, OperationDefinitionNode) and each.operation is not OperationType.QUERY for each in operations
    )

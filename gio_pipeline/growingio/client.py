"""The GrowingIO statistics export API: every endpoint of the vendor's pages, V2 and the asynchronous exporter (V3)."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, TypeVar, Unpack
from urllib.parse import quote

from gio_pipeline.core.catalog import Endpoint
from gio_pipeline.core.config.specs import Credentials, Priority
from gio_pipeline.core.errors import ContractError, TransientError
from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.core.text import json_type
from gio_pipeline.growingio.calls import Answer, download, fetch
from gio_pipeline.growingio.exporter import STARTED, export, export_links
from gio_pipeline.growingio.http_errors import Call
from gio_pipeline.growingio.http_session import SessionOptions
from gio_pipeline.growingio.links import LinkSession
from gio_pipeline.growingio.protocols import RateGate, TokenStore
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.growingio.session import AuthorizedSession
from gio_pipeline.growingio.tokens import ConsoleTokenStore

T = TypeVar("T")
UserGroup = Literal["segment", "tag"]
# Minutes that the links to users live: long enough for many files, short enough for personal data.
LINKS_LIVE = 60
_GROUPS: Mapping[UserGroup, str] = {"segment": "segmentations", "tag": "tags"}


class GrowingIOClient:
    """One project's API. Every method raises TransientError only after `retry.seconds` of trying again.

    At once where the source was `away` already: until it answers, nothing is waited for.

    Also raised: TooLarge (a report's window must shrink), AuthenticationError, UnknownReport, ContractError,
    PermanentError, ConfigError (address or proxy); all at once, without another attempt. Charts, funnels, retentions
    and users share the project's rate limit (`gate`), the catalogue does not.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        project: str,
        tokens: TokenStore,
        gate: RateGate,
        priority: Priority = "schedule",
        download_hosts: Sequence[str] = (),
        **options: Unpack[SessionOptions],
    ) -> None:
        store = ConsoleTokenStore(credentials.token, project) if credentials.token else tokens
        self._uid, self._project = quote(credentials.uid, safe=""), project
        self._base_url = credentials.base_url.rstrip("/")
        self._session = AuthorizedSession(credentials, store, gate, project=project, priority=priority, **options)
        self._download_hosts = tuple(download_hosts)
        self._opened_links: LinkSession | None = None

    def close(self) -> None:
        """Closes the kept connections."""
        self._session.close()
        if self._opened_links:
            self._opened_links.close()

    @property
    def requests(self) -> int:
        """HTTP requests the calling thread has sent so far, of calls that failed and token requests too."""
        return self._session.sent + (self._opened_links.sent if self._opened_links else 0)

    @property
    def retry(self) -> RetryPolicy:
        """How long a request is tried again; the reader of a broken stream begins again for as long."""
        return self._session.retry

    def listing(self, endpoint: Endpoint, parent: str = "") -> Answer[Any]:
        """A listing of the catalogue: a list or an object with whatever is in it, or the body itself.

        `parent`: the id it is asked for, where it belongs to a row of another listing. The answer has the instant it
        was asked for, by this machine's clock, and the server's own clock.
        """
        path = endpoint.path.format(uid=self._uid, id=quote(parent, safe=""))
        call = self._call(path, endpoint.what(parent))
        return fetch(self._session, call, lambda body: _listing(body, endpoint, call.what))

    def segment_users(self, id: str) -> AbstractContextManager[Iterator[bytes]]:
        """The users of a segment (5.2) as chunks of tab-separated text, straight from the socket.

        Entering it tries again like every method; a stream that breaks later raises TransientError from the iteration.
        """
        path = f"projects/{self._uid}/segmentations/{quote(id, safe='')}/users.csv"
        return download(self._session, self._call(path, f"users of segment {id}", limited=True))

    def report(
        self,
        kind: Kind,
        id: str,
        start_ms: int,
        end_ms: int,
        params: Mapping[str, int | str],
        *,
        decode: Callable[[bytes], T],
        splittable: bool = True,
        hasty: bool = False,
    ) -> Answer[T]:
        """A report of any kind (sections 2 to 4) from unix ms to unix ms, both inclusive.

        `params` are those of its record in core.kinds. `decode` makes `Answer.decoded` of the body and may raise
        TransientError to have it asked for again.
        `splittable=False`: what takes too long is repeated (TooSlow) instead of raising TooLarge. `hasty`: the first
        sign of too much (a 504, a cut body, no answer in time) is believed.
        """
        path = f"v2/projects/{self._uid}/{KINDS[kind].endpoint}/{quote(id, safe='')}.json"
        params = {"startTime": start_ms, "endTime": end_ms, **params}
        how = {"limited": True, "report": True, "splittable": splittable, "hasty": hasty}
        call = self._call(path, f"{kind} {id}", params=params, **how)
        return fetch(self._session, call, decode)

    def export(
        self,
        kind: Kind,
        id: str,
        start_ms: int,
        end_ms: int,
        params: Mapping[str, int | str],
        *,
        decode: Callable[[bytes], T],
        timeout: float,
        splittable: bool = True,
    ) -> Answer[T]:
        """A report of any kind by the asynchronous exporter (V3), waited for `timeout` seconds. Else as `report`.

        What it was asked for before, by whomever, goes on at the source: the same parameters ask for the same export.
        """
        path = f"{self._exports}/{KINDS[kind].endpoint}/{quote(id, safe='')}"
        params = {"startTime": start_ms, "endTime": end_ms, **params}
        how = {"limited": True, "report": True, "splittable": splittable, "accepted": STARTED}
        call = self._call(path, f"{kind} {id}", params=params, **how)

        def linked(link: str) -> bytes:
            with self._links.file(link, call.what) as chunks:
                return b"".join(chunks)

        return export(self._session, call, decode, timeout, linked)

    def user_links(self, group: UserGroup, id: str, *, timeout: float) -> tuple[str, ...]:
        """Where the users of a segment or a tag can be had, by V3, as files of separated text; they expire."""
        path = f"{self._exports}/{_GROUPS[group]}/{quote(id, safe='')}/users"
        what, params = f"users of {group} {id}", {"expire": LINKS_LIVE}
        call = self._call(path, what, limited=True, accepted=STARTED, params=params)
        return export_links(self._session, call, timeout)

    def linked_users(self, group: UserGroup, id: str, link: str) -> AbstractContextManager[Iterator[bytes]]:
        """One file of them, as `segment_users`; it needs none of our credentials and is sent none."""
        return self._links.file(link, f"users of {group} {id} of project {self._project}")

    @property
    def _links(self) -> LinkSession:
        # Few projects ever need it, and it insists on the CA files of the environment.
        if self._opened_links is None:
            self._opened_links = LinkSession(self._session, self._base_url, self._download_hosts)
        return self._opened_links

    @property
    def _exports(self) -> str:
        return f"v3/exporter/projects/{self._uid}"

    def _call(self, path: str, what: str, **options: Any) -> Call:
        return Call("GET", f"{self._base_url}/{path}", f"{what} of project {self._project}", **options)


def _listing(body: bytes, endpoint: Endpoint, what: str) -> Any:
    """The JSON of a listing, or its text; TransientError where it is no JSON (an HTML page, a cut answer)."""
    if endpoint.answer == "text":
        return body
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TransientError(f"{what}: the answer is no complete JSON ({error}).") from None
    expected, named = (list, "a list") if endpoint.answer == "list" else (dict, "an object")
    if not isinstance(found, expected):
        raise ContractError(f"{what}: the answer is {json_type(found)}, {named} was expected.")
    return found

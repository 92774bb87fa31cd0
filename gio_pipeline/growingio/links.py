"""The files a finished export names: on whatever server, asked for without any credential of ours."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import requests

from gio_pipeline.core.errors import ContractError, RateLimited, SourceError, TransientError
from gio_pipeline.growingio.adapter import PendingRequest, open_session
from gio_pipeline.growingio.bodies import beginning
from gio_pipeline.growingio.calls import download
from gio_pipeline.growingio.http_errors import Call
from gio_pipeline.growingio.http_session import HttpSession, Tally
from gio_pipeline.growingio.redaction import SHORTEST_HIDDEN
from gio_pipeline.growingio.time_limit import TimeLimit

VENDOR = "growingio.com"
# A stream may be waiting in a transaction: who cannot be reached for so long is asked for new links instead.
_LONGEST_RETRY = 20.0


class LinkExpired(SourceError):
    """The file is not handed out: its link has expired, or was used up."""


class LinkSession(HttpSession):
    """The way to the files of one project's exports: no token, no client id, no redirects."""

    def __init__(self, session: HttpSession, base_url: str, hosts: Sequence[str]) -> None:
        retry = replace(session.retry, seconds=min(session.retry.seconds, _LONGEST_RETRY))
        # Any vendor's link is https, whatever base_url is.
        https = open_session("https:")
        super().__init__(https, session.redact, retry=retry, limits=session.limits, sleep=session.sleep)
        self._own, self._hosts = _origin(base_url), tuple(hosts)

    def open(self, call: Call, tally: Tally) -> tuple[requests.Response, PendingRequest]:
        pending = PendingRequest(TimeLimit(self.limits.answer))
        response = self._send(call, pending, tally)
        status = response.status_code
        if 300 <= status < 500 and status not in (408, 429):
            beginning(response)
            if status < 400:
                raise ContractError(f"{call.what}: {call.address} redirects elsewhere, which is not followed.")
            raise LinkExpired(f"{call.what}: {call.address} answered HTTP {status}: the link has expired.")
        if status in call.accepted:
            return response, pending
        beginning(response)
        sentence = f"{call.what}: {call.address} answered HTTP {status}"
        raise RateLimited(f"{sentence}.") if status == 429 else TransientError(f"{sentence}.")

    @contextmanager
    def file(self, link: str, what: str) -> Iterator[Iterator[bytes]]:
        """The chunks of a link's file; TransientError where new links are needed, ContractError where it leads away."""
        self._check(link, what)
        parts = urlsplit(link)
        # All that follows the host may open the file.
        self.redact.hide(link.partition("://")[2].partition("/")[2], SHORTEST_HIDDEN)
        call = Call("GET", link, what, shown=f"{parts.scheme}://{parts.netloc}/…")
        try:
            with download(self, call) as stream:
                yield stream
        except LinkExpired as error:
            raise TransientError(str(error)) from None

    def _check(self, link: str, what: str) -> None:
        try:
            host, own = urlsplit(link).hostname or "", _origin(link) == self._own
            plain = link.isprintable() and not set(link) & set(" \\") and "@" not in urlsplit(link).netloc
        except ValueError:
            host, own, plain = "", False, False
        if not plain or not host:
            raise ContractError(f"{what}: a link of the export is no web address.")
        known = host == VENDOR or host.endswith(f".{VENDOR}") or host in self._hosts
        if own or (known and link.lower().startswith("https://")):
            return
        if known:
            raise ContractError(f"{what}: a link of the export leads to {host} without https: it is not asked for.")
        raise ContractError(
            f"{what}: a link of the export leads to {host}, which is not the vendor's: it is not asked for; "
            "if it is right, name it in download_hosts in reports.yaml."
        )


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme.lower(), parts.hostname, parts.port

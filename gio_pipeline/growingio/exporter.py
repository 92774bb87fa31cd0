"""The asynchronous exporter (V3): the same address is asked again until it answers with what it was asked for.

From the vendor's newer pages; what they leave open (a status 202, a report inside `status: done` or behind a link) is
taken as it comes.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from gio_pipeline.core.complaints import of_size, of_time
from gio_pipeline.core.errors import ContractError, PermanentError, SourceError, TooLarge, TooSlow, TransientError
from gio_pipeline.growingio.calls import Answer, fetch
from gio_pipeline.growingio.http_errors import Call, quoted, too_much
from gio_pipeline.growingio.http_session import HttpSession

T = TypeVar("T")

# That an export runs may be said by HTTP's status alone.
STARTED = (200, 202, 204)
# Seconds between two polls, doubling from the first to the longest.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# An export that failed is begun anew by asking again: so often, and no more.
MOST_FAILURES = 3
# A status is short; a report that is longer is not looked into for one.
_LONGEST_STATUS = 1024**2
_DONE = ("done", "success", "succeeded", "finished", "completed")
_FAILED = ("failed", "failure", "error")
_HOPELESS = re.compile(
    r"illegal|invalid|parameter|permission|denied|forbidden|unauthori[sz]ed|not (?:found|exist)|no such|must not"
    r"|非法|参数|不合法|权限|不存在",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ExportStatus:
    """An answer that is not yet what was asked for: done, failed, or neither; links: its files, if it says."""

    done: bool = False
    failed: bool = False
    message: str | None = None
    links: tuple[str, ...] | None = None
    inside: bytes | None = None


def export(
    session: HttpSession, call: Call, decode: Callable[[bytes], T], timeout: float, linked: Callable[[str], bytes]
) -> Answer[T]:
    """The finished export of a report; `timeout`: seconds that it is waited for, `linked` downloads what a link names.

    `Answer.sent_at` is when it was first asked for. Raises TooLarge where it takes longer and less can be asked for,
    else TooSlow; what a failed export says decides between TransientError, PermanentError and TooLarge.
    """
    answer = _finished(session, call, decode, timeout)
    status = answer.decoded
    if not isinstance(status, ExportStatus):
        return answer
    if status.inside is not None:
        return replace(answer, decoded=decode(status.inside))
    links = status.links or ()
    if len(links) != 1:
        count = len(links) or "no"
        raise ContractError(f"{call.what}: {call.address} says it is done with {count} links and no report.")
    return replace(answer, decoded=decode(linked(links[0])))


def export_links(session: HttpSession, call: Call, timeout: float) -> tuple[str, ...]:
    """Where the files of a finished export are; raises as `export` does."""

    def refuse(body: bytes) -> None:
        raise TransientError(f"{call.what}: {call.address} answered neither with a status nor with links.")

    status = _finished(session, call, refuse, timeout).decoded
    if not isinstance(status, ExportStatus) or status.links is None:
        # Taken for an empty list it would lose users.
        raise ContractError(f"{call.what}: {call.address} says it is done with no list of downloadLinks.")
    return status.links


def _finished(session: HttpSession, call: Call, decode: Callable[[bytes], T], timeout: float) -> Answer[Any]:
    """The last answer, its status decoded where it is no report itself."""
    began, pause, failures, requests = time.monotonic(), FIRST_PAUSE, 0, 0
    sent_at = None
    while True:
        answer: Answer[Any] = fetch(session, call, lambda body: read_status(body) or decode(body))
        requests += answer.requests
        # Its figures may be of any instant since.
        sent_at = sent_at or answer.sent_at
        status = answer.decoded
        if not isinstance(status, ExportStatus) or status.done:
            return replace(answer, requests=requests, sent_at=sent_at)
        if status.failed:
            failures += 1
            error = _failure(session, call, status)
            if not isinstance(error, TransientError) or failures >= MOST_FAILURES:
                raise error
        left = timeout - (time.monotonic() - began)
        if left <= 0:
            raise _overdue(call, timeout - left)
        session.sleep(min(pause, left))
        pause = min(2 * pause, LONGEST_PAUSE)


def read_status(body: bytes) -> ExportStatus | None:
    """What an answer says of its export; None for an answer that is the report itself, or no JSON."""
    if not body.strip():
        return ExportStatus()
    if len(body) > _LONGEST_STATUS or b'"status"' not in body:
        return None
    try:
        status_body = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(status_body, dict) or _is_report(status_body) or not isinstance(status_body.get("status"), str):
        return None
    state, links = status_body["status"].lower(), status_body.get("downloadLinks")
    message = status_body.get("errorMsg") or status_body.get("message")
    return ExportStatus(
        done=state in _DONE,
        failed=state in _FAILED,
        message=message if isinstance(message, str) else None,
        links=tuple(links) if isinstance(links, list) and all(isinstance(each, str) for each in links) else None,
        inside=_inside(body, status_body),
    )


def _is_report(status_body: Any) -> bool:
    return isinstance(status_body, dict) and "meta" in status_body and "data" in status_body


def _inside(body: bytes, status_body: dict[str, Any]) -> bytes | None:
    """The text of a report within a status: its numbers stay as they were written."""
    text = body.decode("utf-8-sig", "replace")
    for name, value in status_body.items():
        found = re.search(re.escape(json.dumps(name)) + r"\s*:\s*(?=\{)", text) if _is_report(value) else None
        if found:
            end = json.JSONDecoder().raw_decode(text, found.end())[1]
            return text[found.end() : end].encode()
    return None


def _failure(session: HttpSession, call: Call, status: ExportStatus) -> SourceError:
    message = status.message or ""
    sentence = f"{call.what}: the export failed{quoted(message, session.redact)}"
    if call.report and of_size(message):
        return TooLarge(f"{sentence}: too much was asked for at once.", passing=False)
    if call.splittable and of_time(message):
        return TooLarge(f"{sentence}: ask for a shorter window.")
    if _HOPELESS.search(message):
        return PermanentError(f"{sentence}: the request itself is rejected, repeating it cannot help.")
    return TransientError(f"{sentence}; trying again later may help.")


def _overdue(call: Call, seconds: float) -> TooLarge | TooSlow:
    sentence = f"{call.what}: {call.address} has not been done in {seconds:.0f} s (export_timeout)"
    wait = f"{sentence}; it goes on at the source, and the next load asks for it again."
    return too_much(call, f"{sentence}: ask for a shorter window.", wait)

"""Carries out one call, and repeats it as long as that can help."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Generic, TypeVar

import requests

from gio_pipeline.core.errors import (
    ContractError,
    GioError,
    RateLimited,
    TooLarge,
    TooSlow,
    TransientError,
    WarehouseError,
)
from gio_pipeline.growingio.bodies import BodyTooLong, by_chunks, whole
from gio_pipeline.growingio.http_errors import CUT_AFTER, Call, http_date, is_html, too_much
from gio_pipeline.growingio.http_session import HttpSession, Tally
from gio_pipeline.growingio.retry import repeat

T = TypeVar("T")
log = logging.getLogger("gio_pipeline.growingio")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A complete answer.

    `decoded` is what the call's `decode` made of its body; `requests` counts the HTTP requests it took, repeated ones
    included; `sent_at` is when the successful one left (aware, the clock of the rate gate, which is the database's);
    `server_date` is the answer's Date header.
    """

    decoded: T = field(repr=False)
    requests: int
    sent_at: datetime
    server_date: datetime | None


def fetch(session: HttpSession, call: Call, decode: Callable[[bytes], T]) -> Answer[T]:
    """The whole answer; `decode` may raise TransientError for a body that is worth asking for again."""

    def once(tally: Tally) -> Answer[T]:
        response, pending = session.open(call, tally)
        with _perhaps_cut(), response, session.translated(call, pending.limit):
            body = _body(call, response, session.limits.answer_bytes if call.report else session.limits.listing_bytes)
        _refuse_html(call, response, body)
        with _perhaps_cut():
            decoded = decode(body)
        return Answer(decoded, tally.requests, pending.sent_at, http_date(response.headers.get("Date", "")))

    return _repeated(session, call, once)


@contextmanager
def download(session: HttpSession, call: Call) -> Iterator[Iterator[bytes]]:
    """A stream of chunks whose beginning has come; from then on the reader handles a break."""

    def once(tally: Tally) -> tuple[requests.Response, Iterator[bytes]]:
        response, pending = session.open(call, tally)
        try:
            stream = by_chunks(call, response, session.limits, session.redact)
            with session.translated(call, pending.limit):
                first = next(stream, b"")
                _refuse_html(call, response, first)
        except BaseException:
            response.close()
            raise
        pending.limit.stop()
        return response, chain([first] if first else [], stream)

    response, stream = _repeated(session, call, once)
    with response:
        yield stream


def _repeated(session: HttpSession, call: Call, once: Callable[[Tally], T]) -> T:
    tally, began = Tally(), time.monotonic()

    def attempt() -> T:
        tally.attempts += 1
        try:
            return once(tally)
        except TransientError as error:
            raise _judged(call, error, tally) from None

    def tell(pause: float, error: BaseException | None) -> None:
        log.warning("%s Attempt %d; the next in %.1f s.", session.redact(str(error)), tally.attempts, pause)

    def hopeless(error: BaseException | None) -> bool:
        return session.away and _is_away(error)

    try:
        answer = repeat(session.retry, session.sleep, tell, hopeless)(attempt)
    except TransientError as error:
        session.away = session.away or _is_away(error)
        times = "1 attempt" if tally.attempts == 1 else f"{tally.attempts} attempts"
        spent = f"{times} in {time.monotonic() - began:.0f} s"
        error.args = (session.redact(f"{error} Gave up after {spent}; trying again later may help."),)
        error.attempts = tally.attempts
        raise
    except GioError as error:
        error.args = (session.redact(str(error)),)
        raise
    session.away = False
    return answer


def _is_away(error: BaseException | None) -> bool:
    """Whether the failure is the source's as a whole: not the warehouse's, nor that of a request for too much."""
    if isinstance(error, RateLimited | TooSlow | WarehouseError):
        return False
    return isinstance(error, TransientError) and error.overload_after is None


def _judged(call: Call, error: TransientError, tally: Tally) -> GioError:
    """The error, or what it means where it has come often enough: too much was asked for at once."""
    if not call.report or error.overload_after is None:
        return error
    tally.overloads += 1
    if tally.overloads < (1 if call.hasty else error.overload_after):
        return error
    times = "" if tally.overloads == 1 else f" It did so {tally.overloads} times:"
    return too_much(call, f"{error}{times} too much was asked for at once.", str(error), error.retry_after)


@contextmanager
def _perhaps_cut() -> Iterator[None]:
    """What breaks in here is an answer that had begun: one that breaks again and again may be too long."""
    try:
        yield
    except TransientError as error:
        error.overload_after = error.overload_after or CUT_AFTER
        raise


def _body(call: Call, response: requests.Response, most: int) -> bytes:
    try:
        return whole(response, most)
    except BodyTooLong:
        sentence = f"{call.what}: {call.address} answered with more than {most:,} bytes"
        if call.report:
            raise TooLarge(f"{sentence}: too much was asked for at once.", passing=False) from None
        raise ContractError(f"{sentence} and was cut off; repeating it cannot help.") from None


def _refuse_html(call: Call, response: requests.Response, start: bytes) -> None:
    if is_html(response, start[:100]):
        raise TransientError(f"{call.what}: {call.address} answered with an HTML page instead of data.")

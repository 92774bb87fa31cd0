"""The users of a segment or a tag: downloaded, and begun again as long as a stream breaks."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache, partial

from gio_pipeline.core.errors import AuthenticationError, PermanentError, SourceError, TransientError
from gio_pipeline.core.windows import ROW_LIMIT
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.retry import repeat
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.catalog import Segment
from gio_pipeline.warehouse.lending import place
from gio_pipeline.warehouse.segment_users import Swapped, replace_users

# A stream begun again is one more try of a request: runs show them together.
log = logging.getLogger("gio_pipeline.growingio")

# Each holds a connection for as long as its stream lasts; others are asked for meanwhile.
MOST_STREAMS = 2
_NOT_WHOLE = "The whole list could not be had by the asynchronous exporter"
Attempt = Callable[[], Swapped | TransientError]


def take_users(runtime: Runtime, client: GrowingIOClient, known: Segment, warnings: list[str]) -> Swapped:
    """Makes the source's list of users the stored one; what is odd about it goes to `warnings`.

    A segment's by V2, or by the asynchronous exporter where V2 would cut it (`exporter: auto`); a tag's always by that.
    """
    exporter = runtime.exports(known.project).exporter
    if known.group == "tag" or exporter == "v3":
        swapped = _by_links(runtime, client, known)
    elif exporter == "auto" and (known.user_num or 0) >= ROW_LIMIT:
        swapped = _many(runtime, client, known, warnings)
    else:
        swapped = _by_download(runtime, client, known)
        if swapped.rows == ROW_LIMIT and exporter == "auto":
            swapped = _whole(runtime, client, known, swapped, warnings)
    warnings += _oddities(known, swapped)
    return swapped


def _many(runtime: Runtime, client: GrowingIOClient, known: Segment, warnings: list[str]) -> Swapped:
    """More than a download holds: V3, or what V2 gives where there is no V3."""
    try:
        return _by_links(runtime, client, known)
    except AuthenticationError:
        raise
    except PermanentError as error:
        warnings.append(f"{_NOT_WHOLE}: {error}")
        return _by_download(runtime, client, known)


def _whole(runtime: Runtime, client: GrowingIOClient, known: Segment, cut: Swapped, warnings: list[str]) -> Swapped:
    """The list that V2 has cut, by V3; the cut one, which is stored, where V3 cannot bring it."""
    try:
        whole = _by_links(runtime, client, known)
    except SourceError as error:
        warnings.append(f"{_NOT_WHOLE}: {error}")
        return cut
    return replace(whole, new=whole.new + cut.new, gone=whole.gone + cut.gone)


def _by_download(runtime: Runtime, client: GrowingIOClient, known: Segment) -> Swapped:
    with ExitStack() as held:
        # Kept once it was won: a server hangs up on a stream that waits too long, the next must not wait as well.
        win_place = cache(partial(held.enter_context, _place(runtime)))

        def attempt() -> Swapped | TransientError:
            with ExitStack() as stack:
                try:
                    download = stack.enter_context(client.segment_users(known.id))
                except TransientError as error:
                    # The client has tried for its time already.
                    return error
                win_place()
                return replace_users(runtime.engine, known, [download], runtime.clock(), limited=True)

        return _begin_again(client, attempt)


def _by_links(runtime: Runtime, client: GrowingIOClient, known: Segment) -> Swapped:
    """All files of one export are one snapshot: where a link has expired or a file breaks, new ones are asked for."""
    timeout = runtime.exports(known.project).timeout.total_seconds()

    def attempt() -> Swapped | TransientError:
        try:
            links = client.user_links(known.group, known.id, timeout=timeout)
        except TransientError as error:
            return error
        with _place(runtime):
            return replace_users(runtime.engine, known, _files(client, known, links), runtime.clock(), limited=False)

    return _begin_again(client, attempt)


def _place(runtime: Runtime) -> threading.BoundedSemaphore:
    return place(runtime.engine, "storing users", MOST_STREAMS)


def _files(client: GrowingIOClient, known: Segment, links: Sequence[str]) -> Iterator[Iterator[bytes]]:
    for link in links:
        with client.linked_users(known.group, known.id, link) as download:
            yield download


def _begin_again(client: GrowingIOClient, attempt: Attempt) -> Swapped:
    """What the attempt brings, begun again for the client's time as long as a stream breaks."""

    def tell(pause: float, error: BaseException | None) -> None:
        log.warning("%s Beginning again in %.1f s.", error, pause)

    outcome = repeat(client.retry, time.sleep, tell)(attempt)
    if isinstance(outcome, TransientError):
        raise outcome
    return outcome


def _oddities(known: Segment, swapped: Swapped) -> Iterator[str]:
    subject, users = f"users of {known.group} {known.id} of project {known.project}", f"{swapped.rows:,} users came"
    if not swapped.headed:
        yield (
            f"{subject}: the first line does not name the column of ids; if it is a user and no header, "
            "that user is missing."
        )
    if swapped.truncated:
        most = f"{users}, the most that a download holds" if swapped.rows == ROW_LIMIT else f"only {users}"
        counted = "" if known.user_num is None else f" of the {known.user_num:,} that the source counts"
        yield f"{subject}: {most}{counted}; the list is incomplete."

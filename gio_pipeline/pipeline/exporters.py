"""Asks for a window by V2, by the asynchronous exporter (V3), or by the second where the first cannot answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from gio_pipeline.core.answer.report import Report
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.config.specs import Exporter
from gio_pipeline.core.errors import AuthenticationError, PermanentError, TooLarge, TooSlow
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.windows import Window
from gio_pipeline.growingio.answers import Answer
from gio_pipeline.growingio.client import GrowingIOClient


@dataclass(frozen=True)
class Outcome:
    """An answer, and what asking for it told of the exporters.

    v3_reason: why V3 was asked where V2 could not answer. v3_gone: V2 answered where V3, asked first, no longer does.
    alone: whether one exporter only was asked.
    """

    answer: Answer[Report]
    v3_reason: str | None = None
    v3_gone: bool = False
    alone: bool = True


def ask(
    client: GrowingIOClient,
    spec: ReportSpec,
    window: Window,
    decode: Callable[[bytes], Report],
    exporter: Exporter,
    *,
    hasty: bool,
) -> Outcome:
    """The window's answer; raises as `fetch` does.

    Where V3 has no such report, or none at all, it is V2's answer or error that counts, unless V2 is never to be asked.
    """
    several = len(window.wanted) > 1
    if exporter == "v3":
        return _v3_first(client, spec, window, decode, hasty=hasty)
    try:
        # V3 is asked next: nothing is gained by waiting till V2 may do it after all.
        splittable = hasty or several or exporter == "auto"
        return Outcome(_v2(client, spec, window, decode, splittable=splittable, hasty=hasty))
    except (TooLarge, TooSlow) as error:
        if several or exporter == "v2":
            raise
        too_long = isinstance(error, TooSlow) or error.passing
    try:
        answer = _v3(client, spec, window, decode)
    except AuthenticationError:
        raise
    except PermanentError as error:
        return _v2_alone(client, spec, window, decode, error, hasty=hasty)
    reason = f"one {spec.grain} alone {'takes too long' if too_long else 'is too large'} for V2"
    return Outcome(answer, reason, alone=False)


def _v3_first(
    client: GrowingIOClient, spec: ReportSpec, window: Window, decode: Callable[[bytes], Report], *, hasty: bool
) -> Outcome:
    """V3, and V2 should V3 be gone that is asked only because V2 could not answer once."""
    try:
        return Outcome(_v3(client, spec, window, decode))
    except AuthenticationError:
        raise
    except PermanentError as error:
        if spec.exporter != "auto" or KINDS[spec.kind].only_v3:
            raise
        return replace(_v2_alone(client, spec, window, decode, error, hasty=hasty), v3_gone=True)


def _v2_alone(
    client: GrowingIOClient,
    spec: ReportSpec,
    window: Window,
    decode: Callable[[bytes], Report],
    refused: PermanentError,
    *,
    hasty: bool,
) -> Outcome:
    splittable = hasty or len(window.wanted) > 1
    try:
        return Outcome(_v2(client, spec, window, decode, splittable=splittable, hasty=hasty), alone=False)
    except (TooLarge, TooSlow) as error:
        error.args = (f"{error} Nor can the asynchronous exporter answer it: {refused}",)
        raise


def _v2(
    client: GrowingIOClient,
    spec: ReportSpec,
    window: Window,
    decode: Callable[[bytes], Report],
    *,
    splittable: bool,
    hasty: bool,
) -> Answer[Report]:
    start, end = window.milliseconds
    parameters, how = KINDS[spec.kind].parameters(spec), {"splittable": splittable, "hasty": hasty}
    return client.report(spec.kind, spec.id, start, end, parameters, decode=decode, **how)


def _v3(client: GrowingIOClient, spec: ReportSpec, window: Window, decode: Callable[[bytes], Report]) -> Answer[Report]:
    start, end = window.milliseconds
    return client.export(
        spec.kind,
        spec.id,
        start,
        end,
        KINDS[spec.kind].parameters(spec),
        decode=decode,
        timeout=spec.export_timeout.total_seconds(),
        splittable=len(window.wanted) > 1,
    )

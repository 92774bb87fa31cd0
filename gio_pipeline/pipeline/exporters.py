"""Asks for a window by V2, by the asynchronous exporter (V3), or by the second where the first cannot answer."""

from collections.abc import Callable

from gio_pipeline.core.answer.report import Report
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.config.specs import Exporter
from gio_pipeline.core.errors import AuthenticationError, PermanentError, TooLarge, TooSlow
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.windows import Window
from gio_pipeline.growingio.answers import Answer
from gio_pipeline.growingio.client import GrowingIOClient


def ask(
    client: GrowingIOClient,
    spec: ReportSpec,
    window: Window,
    decode: Callable[[bytes], Report],
    exporter: Exporter,
    *,
    hasty: bool,
) -> tuple[Answer[Report], str | None]:
    """The window's answer, and why V3 was asked where V2 could not answer; raises as `fetch` does.

    Where V3 has no such report, or none at all, it is V2's answer or error that counts.
    """
    several = len(window.wanted) > 1
    if exporter == "v3":
        return _v3(client, spec, window, decode), None
    try:
        # V3 is asked next: nothing is gained by waiting till V2 may do it after all.
        return _v2(client, spec, window, decode, splittable=hasty or several or exporter == "auto", hasty=hasty), None
    except (TooLarge, TooSlow) as error:
        if several or exporter == "v2":
            raise
        too_long = isinstance(error, TooSlow) or error.passing
    try:
        answer = _v3(client, spec, window, decode)
    except AuthenticationError:
        raise
    except PermanentError as error:
        return _v2_alone(client, spec, window, decode, error, hasty=hasty), None
    return answer, f"one {spec.grain} alone {'takes too long' if too_long else 'is too large'} for V2"


def _v2_alone(
    client: GrowingIOClient,
    spec: ReportSpec,
    window: Window,
    decode: Callable[[bytes], Report],
    refused: PermanentError,
    *,
    hasty: bool,
) -> Answer[Report]:
    try:
        return _v2(client, spec, window, decode, splittable=hasty, hasty=hasty)
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

"""One window's answer: asked for, parsed and checked against what was asked."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gio_pipeline.core.answer.known_time import KnownTime
from gio_pipeline.core.answer.report import Report, parse_report, speaks_per_period
from gio_pipeline.core.answer.request import ReportRequest
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.config.specs import Exporter
from gio_pipeline.core.errors import SourceError, TooLarge, TooSlow
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.core.text import storable
from gio_pipeline.core.windows import Window
from gio_pipeline.growingio.protocols import Priority
from gio_pipeline.pipeline.exporters import ask
from gio_pipeline.pipeline.runtime import Runtime


@dataclass(frozen=True)
class Fetched:
    """A believed answer. per_period: False where its rows speak for a window of several periods.

    asked_at: by the runtime's clock, decides the state; sent_at: by the database's clock, orders answers.
    v3_reason: why V3 was asked after V2; None where it was not. v3_gone: V2 was asked, and answered, after V3.
    """

    report: Report
    asked: ReportRequest
    asked_at: datetime
    sent_at: datetime
    requests: int
    seconds: float
    per_period: bool
    v3_reason: str | None = None
    v3_gone: bool = False


def fetch(
    runtime: Runtime,
    spec: ReportSpec,
    window: Window,
    priority: Priority,
    known: KnownTime,
    *,
    exporter: Exporter,
    hasty: bool = False,
    admit: Callable[[int], None] = lambda _: None,
) -> Fetched:
    """Asks for the window; raises TooLarge where it must be made smaller, other SourceErrors where it cannot be had.

    known: where the time stood in earlier answers. hasty: the first sign of too much is believed, and one period alone
    that takes too long is not waited out but raised at once, as TooSlow. exporter: which of the source's ways is asked.
    admit: called with a body's length before it is parsed. An error's `requests` says how many requests it took.
    """
    began, asked_at, asked = time.monotonic(), runtime.clock(), _asked(spec, window)
    client = runtime.client(spec.project, priority)
    before = client.requests
    try:
        what = f"{spec.kind} {spec.id} of project {spec.project}"

        def decode(body: bytes) -> Report:
            admit(len(body))
            return parse_report(body, what=what, asked=asked, known=known)

        outcome = ask(client, spec, window, decode, exporter, hasty=hasty)
        answer, report = outcome.answer, outcome.answer.decoded
        per_period = speaks_per_period(report, asked)
    except SourceError as error:
        error.requests = client.requests - before
        # It may quote the source, whose words neither Postgres nor a terminal can always hold.
        error.args = (storable(str(error)),)
        if isinstance(error, TooLarge) and len(window.wanted) == 1:
            raise _alone(error) from None
        raise
    seconds = time.monotonic() - began
    if runtime.settings.now is None:
        # The clock may have been put forward since the two were compared.
        asked_at = min(asked_at, answer.sent_at)
    requests = answer.requests if outcome.alone else client.requests - before
    told = outcome.v3_reason, outcome.v3_gone
    return Fetched(report, asked, asked_at, answer.sent_at, requests, seconds, per_period, *told)


def _alone(error: TooLarge) -> TooLarge | TooSlow:
    sentence = f"{error} It is one period already"
    alone: TooLarge | TooSlow = TooLarge(f"{sentence}: ask for fewer dimensions or metrics.", passing=False)
    if error.passing:
        alone = TooSlow(f"{sentence} and was asked for once; trying again later may help.")
    alone.requests = error.requests
    return alone


def _asked(spec: ReportSpec, window: Window) -> ReportRequest:
    record = KINDS[spec.kind]
    return ReportRequest(
        kind=spec.kind,
        id=spec.id,
        grain=spec.grain,
        zone=spec.zone,
        period_starts=tuple(period.start for period in window.requested),
        parameters=record.parameters(spec),
        echoed=record.echoed,
    )


def announced_total(report: Report, periods: int) -> tuple[float, float] | None:
    """What the aggregator of a one-period answer says beside what its only row says; None where it has not both."""
    if periods != 1 or report.rows != 1 or not report.aggregator or report.aggregator[0] is None:
        return None
    metrics = report.values()
    row = float(metrics[0][1].values[0]) if metrics else math.nan
    return None if math.isnan(row) else (report.aggregator[0], row)

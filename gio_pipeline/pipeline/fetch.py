"""One window's answer: asked for by V2 or by the asynchronous exporter (V3), and checked against what was asked."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from gio_pipeline.core.answer.report import Report, parse_report, speaks_per_period
from gio_pipeline.core.answer.request import KnownTime, ReportRequest
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.config.specs import Exporter, Priority
from gio_pipeline.core.errors import AuthenticationError, PermanentError, SourceError, TooLarge, TooSlow
from gio_pipeline.core.kinds import KINDS, Kind, Parameters
from gio_pipeline.core.text import storable
from gio_pipeline.core.windows import ROW_LIMIT, Window
from gio_pipeline.growingio.calls import Answer
from gio_pipeline.growingio.client import GrowingIOClient
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

    @property
    def truncated(self) -> bool:
        """Whether the source has cut it."""
        return self.report.rows >= ROW_LIMIT


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
            return runtime.in_turn(lambda: parse_report(body, what=what, asked=asked, known=known))

        outcome = _Exporters(client, spec, window, decode, hasty).ask(exporter)
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
    exporters = outcome.v3_reason, outcome.v3_gone
    return Fetched(report, asked, asked_at, answer.sent_at, requests, seconds, per_period, *exporters)


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


@dataclass(frozen=True)
class _Outcome:
    """An answer, and what it showed of the exporters; alone: whether one exporter only was asked."""

    answer: Answer[Report]
    v3_reason: str | None = None
    v3_gone: bool = False
    alone: bool = True


@dataclass(frozen=True)
class _Exporters:
    """The two ways to a window's answer, V2 and V3; where one cannot answer, the other may."""

    client: GrowingIOClient
    spec: ReportSpec
    window: Window
    decode: Callable[[bytes], Report]
    hasty: bool

    def ask(self, exporter: Exporter) -> _Outcome:
        """The window's answer; raises as `fetch` does.

        Where V3 has no such report, or none at all, V2's answer or error counts, unless V2 is never to be asked.
        """
        if exporter == "v3":
            return self._v3_first()
        try:
            # V3 is asked next: nothing is gained by waiting till V2 may do it after all.
            return _Outcome(self._v2(splittable=self._splittable or exporter == "auto"))
        except (TooLarge, TooSlow) as error:
            if self._several or exporter == "v2":
                raise
            too_long = isinstance(error, TooSlow) or error.passing
        try:
            answer = self._v3()
        except AuthenticationError:
            raise
        except PermanentError as error:
            return self._v2_after(error)
        reason = f"one {self.spec.grain} alone {'takes too long' if too_long else 'is too large'} for V2"
        return _Outcome(answer, reason, alone=False)

    @property
    def _several(self) -> bool:
        return len(self.window.wanted) > 1

    @property
    def _splittable(self) -> bool:
        return self.hasty or self._several

    def _v3_first(self) -> _Outcome:
        """V3, and V2 should V3 be gone that is asked only because V2 could not answer once."""
        try:
            return _Outcome(self._v3())
        except AuthenticationError:
            raise
        except PermanentError as error:
            if self.spec.exporter != "auto" or KINDS[self.spec.kind].only_v3:
                raise
            return replace(self._v2_after(error), v3_gone=True)

    def _v2_after(self, refused: PermanentError) -> _Outcome:
        try:
            return _Outcome(self._v2(splittable=self._splittable), alone=False)
        except (TooLarge, TooSlow) as error:
            error.args = (f"{error} Nor can the asynchronous exporter answer it: {refused}",)
            raise

    def _v2(self, *, splittable: bool) -> Answer[Report]:
        return self.client.report(*self._named, decode=self.decode, splittable=splittable, hasty=self.hasty)

    def _v3(self) -> Answer[Report]:
        timeout = self.spec.export_timeout.total_seconds()
        return self.client.export(*self._named, decode=self.decode, timeout=timeout, splittable=self._several)

    @property
    def _named(self) -> tuple[Kind, str, int, int, Parameters]:
        """Kind, id, startTime and endTime, and the other parameters."""
        return self.spec.kind, self.spec.id, *self.window.milliseconds, KINDS[self.spec.kind].parameters(self.spec)

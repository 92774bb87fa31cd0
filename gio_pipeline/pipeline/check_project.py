"""Whether a project's API answers: its credentials, clock, reports, segments and dashboards."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from gio_pipeline.core.catalog import DASHBOARD_CHARTS, DASHBOARDS, SEGMENTS
from gio_pipeline.core.config import ProjectConfig, ReportSpec
from gio_pipeline.core.errors import (
    AuthenticationError,
    GioError,
    IdentityChanged,
    PermanentError,
    Unforeseen,
    UnknownReport,
    WarehouseError,
)
from gio_pipeline.core.periods import Period
from gio_pipeline.core.windows import windows
from gio_pipeline.core.wording import count, label
from gio_pipeline.growingio.calls import Answer
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.fetch import Fetched, fetch
from gio_pipeline.pipeline.flights import MOST_IN_FLIGHT
from gio_pipeline.pipeline.listings import Standing, edit_hints, listing, listing_of
from gio_pipeline.pipeline.plans import exporter_of
from gio_pipeline.pipeline.preview import differences
from gio_pipeline.pipeline.runtime import Runtime, report_state
from gio_pipeline.pipeline.side_by_side import side_by_side
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.catalog import report_loads
from gio_pipeline.warehouse.engine import Engine
from gio_pipeline.warehouse.report_state import ReportState

# A person is waiting: a source without an answer for so long is reported instead of tried for minutes.
RETRY = RetryPolicy(seconds=5)
LONGEST_EXPORT = timedelta(minutes=1)
CLOCK_TOLERANCE = timedelta(seconds=60)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: right, wrong (`exit_code` says how), or worth knowing where `ok` is None."""

    ok: bool | None
    subject: str
    sentence: str
    exit_code: int = 0
    error: GioError | None = None

    @classmethod
    def wrong(cls, subject: str, error: GioError) -> "Finding":
        return cls(False, subject, str(error), error.exit_code, error)


def guarded(subject: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings; what they raise is the last one, about the subject."""
    try:
        with contained(subject):
            yield from findings
    except GioError as error:
        yield Finding.wrong(subject, error)


class ProjectCheck:
    """One project's check: nothing more is tried once its API refuses or does not answer."""

    def __init__(self, settings: Settings, engine: Engine, project: ProjectConfig) -> None:
        self.runtime, self.project, self.name = Runtime(settings, engine, retry=RETRY), project, project.name
        self.zone = settings.zone(self.name)
        self.specs = [spec for spec in settings.reports() if spec.project == project.name]

    def findings(self) -> Iterator[Finding]:
        try:
            client = self.runtime.client(self.name, "backfill")
        except GioError as error:
            yield Finding.wrong(f"{self.name} credentials", error)
            yield from self._untried()
            return
        with closing(client):
            yield from self._identities()
            yield from self._ask(client)

    def _identities(self) -> Iterator[Finding]:
        """Reports whose names stand for others: reported first, since a changed uid may refuse the credentials too."""
        for spec in list(self.specs):
            try:
                with contained(spec.key):
                    report_state(self.runtime, spec)
            except IdentityChanged as error:
                self.specs.remove(spec)
                yield Finding.wrong(f"report {spec.key}", error)
            except Unforeseen:
                continue  # Each report's own check reports it.
            except WarehouseError:
                return  # The same.

    def _ask(self, client: GrowingIOClient) -> Iterator[Finding]:
        subject, probe = f"{self.name} credentials", None
        try:
            with contained(subject):
                probe = client.listing(DASHBOARDS)
            yield Finding(True, subject, f"accepted; {count(len(probe.decoded), 'dashboard')} listed.")
            yield from self._clock(probe)
        except UnknownReport as error:
            yield from self._of_unlisted(client, Finding.wrong(f"{self.name} dashboards", error))
            return
        except GioError as error:
            yield Finding.wrong(subject, error)
            if isinstance(error, AuthenticationError) or not isinstance(error, PermanentError):
                yield from self._untried()
                return
        yield from self._reports()
        yield from guarded(f"{self.name} segment_users", self._segments(client))
        if probe is not None:
            yield from guarded(f"{self.name} dashboards", self._edits(client, probe.decoded))

    def _of_unlisted(self, client: GrowingIOClient, listing: Finding) -> Iterator[Finding]:
        """Where nothing at all is known under the project's uid, it is that which is wrong, not every id."""
        found = list(self._reports())
        if all(isinstance(finding.error, UnknownReport) for finding in found):
            uid = self.runtime.settings.credentials(self.name).uid
            sentence = f"GrowingIO knows neither dashboards nor reports of a project {uid}"
            advice = "check uid, which follows /projects/ in the console's addresses, and whose token it is"
            yield Finding(False, f"{self.name} uid", f"{sentence}: {advice}.", 1)
            return
        yield listing
        yield from found
        yield from guarded(f"{self.name} segment_users", self._segments(client))

    def _reports(self) -> Iterator[Finding]:
        """The reports' findings in their order, asked for at the pace of the project's limit."""
        tasks = [lambda spec=spec: list(guarded(f"report {spec.key}", self._report(spec))) for spec in self.specs]
        for found in side_by_side(tasks, MOST_IN_FLIGHT):
            yield from found

    def _untried(self) -> Iterator[Finding]:
        if self.specs:
            yield Finding(None, f"{self.name} reports", f"not tried: {', '.join(spec.name for spec in self.specs)}.")

    def _clock(self, probe: Answer[list[Any]]) -> Iterator[Finding]:
        if probe.server_date is None:
            return
        ahead = probe.server_date - probe.sent_at
        if abs(ahead) > CLOCK_TOLERANCE:
            side = "ahead of" if ahead > timedelta() else "behind"
            sentence = f"GrowingIO's clock is {abs(ahead).total_seconds():,.0f} s {side} this machine's"
            advice = "set this one by NTP: it decides what has settled, and signs requests for tokens."
            yield Finding(None, f"{self.name} clock", f"{sentence}; {advice}")
        else:
            yield Finding(True, f"{self.name} clock", "agrees with GrowingIO's.")

    def _segments(self, client: GrowingIOClient) -> Iterator[Finding]:
        if not self.project.segment_users:
            return
        listed = {row["id"] for row in listing(client, SEGMENTS, self.zone, project=self.name).rows}
        for id in self.project.segment_users:
            sentence = f"segment {id} is {'' if id in listed else 'not '}listed"
            advice = "" if id in listed else "; gio-pipeline discover lists those there are"
            yield Finding(id in listed, f"{self.name} segment_users", f"{sentence}{advice}.", int(id not in listed))

    def _edits(self, client: GrowingIOClient, records: list[Any]) -> Iterator[Finding]:
        subject, troubles = f"{self.name} dashboards", list[str]()

        def standing(id: str) -> set[Standing]:
            charts, trouble = listing_of(client, DASHBOARD_CHARTS, id, self.zone, project=self.name)
            troubles.extend([trouble] if trouble else [])
            return {(row["resource_type"], row["id"]) for row in charts.rows}

        loads = report_loads(self.runtime.engine, self.name)
        boards = DASHBOARDS.read(records, self.zone, what=f"dashboards of project {self.name}")
        hints = edit_hints(self.name, boards.rows, loads, self.zone, standing)
        yield from (Finding(None, subject, sentence) for sentence in [*boards.warnings, *troubles, *hints])
        if loads and not hints:
            yield Finding(True, subject, "none was changed since a report on it was last loaded.")

    def _report(self, spec: ReportSpec) -> Iterator[Finding]:
        """The newest settled period asked for, then the columns."""
        state, now = report_state(self.runtime, spec), self.runtime.clock()
        period = state.timetable.newest_settled(now)
        window = windows(state.timetable, [period], timeless=state.timeless)[0]
        exporter = exporter_of(spec, state.stored, now)
        hurried = replace(spec, export_timeout=min(spec.export_timeout, LONGEST_EXPORT))
        fetched = fetch(self.runtime, hurried, window, "backfill", state.known_time, exporter=exporter)
        yield Finding(True, f"report {spec.key}", _answered(spec, state, period, fetched))
        if changes := differences(spec, state.stored, fetched.report):
            listed = ", ".join(str(change) for change in changes)
            yield Finding(None, f"report {spec.key}", f"its columns are not those that were loaded last: {listed}.")


def _answered(spec: ReportSpec, state: ReportState, period: Period, fetched: Fetched) -> str:
    report, day = fetched.report, label(state.timetable.calendar, period)
    parts = f"{count(len(report.dimensions), 'dimension')}, {count(len(report.metrics), 'metric')}"
    return f"{spec.kind} {spec.id} ({report.name}) answers for {day} with {count(report.rows, 'row')}: {parts}."

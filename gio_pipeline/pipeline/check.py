"""Whether everything works that a load will need: finding by finding, each with what to do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
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
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.windows import windows
from gio_pipeline.core.wording import count
from gio_pipeline.growingio.answers import Answer
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.pipeline.boards import Standing, edit_hints
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.exporter_choice import exporter_of
from gio_pipeline.pipeline.fetch import Fetched, fetch
from gio_pipeline.pipeline.listings import listing, listing_of
from gio_pipeline.pipeline.loads import MOST_IN_FLIGHT
from gio_pipeline.pipeline.plans import ReportState
from gio_pipeline.pipeline.preview import differences
from gio_pipeline.pipeline.report_state import report_state
from gio_pipeline.pipeline.runtime import Runtime, embedded, open_engine
from gio_pipeline.pipeline.side_by_side import side_by_side
from gio_pipeline.pipeline.snapshot import MOST_AT_ONCE
from gio_pipeline.pipeline.trial import trial_warehouse
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.catalog import report_loads
from gio_pipeline.warehouse.engine import Engine, rights
from gio_pipeline.warehouse.migrate import migrations, pending
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline.warehouse.tokens import PostgresTokenStore

SCHEMAS = ("gio", "gio_reports", "gio_state")
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


def check_everything(settings: Settings) -> Iterator[Finding]:
    """The database, then each project's credentials, clock, reports, segments and dashboards.

    Sets nothing up and applies no migration: where there are no tables yet, tokens and rate limits are kept in a server
    that is gone afterwards.
    """
    if settings.database_url is None and embedded(settings).url() is None:
        where = f"the embedded Postgres is not set up yet: the first load does that, in {settings.home}."
        yield Finding(None, "database", where)
        yield from _on_trial(settings)
        return
    try:
        engine = open_engine(settings)
    except GioError as error:
        yield Finding.wrong("database", error)
        yield Finding(None, "projects", "not asked: their tokens and rate limits are kept in the database.")
        return
    try:
        usable = True
        for finding in _check_database(engine):
            usable = usable and finding.ok is not False
            yield finding
        if usable:
            yield from _check_contents(settings, engine)
    except WarehouseError as error:
        yield Finding.wrong("database", error)
    finally:
        engine.dispose()


def _check_contents(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """What needs the rights that were found: the migrations, the clocks, and the projects."""
    waiting = pending(engine)
    yield _check_migrations([migration.name for migration in waiting])
    if settings.now is None:
        yield _check_clocks(Runtime(settings, engine))
    if waiting == migrations():
        yield from _on_trial(settings)
    elif waiting:
        yield Finding(None, "projects", "not asked before that: other loads may be using the tables as they are.")
    else:
        yield from _projects(settings, engine)


def _projects(settings: Settings, engine: Engine) -> Iterator[Finding]:
    tasks = [partial(_project, settings, engine, project) for project in settings.config.projects]
    for found in side_by_side(tasks, MOST_AT_ONCE):
        yield from found


def _project(settings: Settings, engine: Engine, project: ProjectConfig) -> list[Finding]:
    found: list[Finding] = []
    try:
        with contained(project.name):
            found.extend(_ProjectCheck(settings, engine, project).findings())
    except GioError as error:
        found.append(Finding.wrong(project.name, error))
    return found


def _on_trial(settings: Settings) -> Iterator[Finding]:
    try:
        with trial_warehouse(settings) as engine:
            yield from _projects(settings, engine)
    except GioError as error:
        yield Finding(None, "projects", f"not asked before gio-pipeline db upgrade has made the tables: {error}")


def _check_database(engine: Engine) -> Iterator[Finding]:
    try:
        row, reason = rights(engine, SCHEMAS)
        yield Finding(True, "database", f"PostgreSQL {row.version} is reachable.")
        if reason:
            yield Finding(False, "database rights", f"nothing can be written: {reason}.", 1)
            return
        if lacking := _lacking_rights(row):
            advice = "grant it, or name another user in GIO_DATABASE_URL."
            yield Finding(False, "database rights", f"the user may not {' or '.join(lacking)}: {advice}", 1)
            return
        makes = "schemas, tables" if row.may_make_schemas else "tables"
        yield Finding(True, "database rights", f"{makes} and temporary tables may be made.")
    except WarehouseError as error:
        yield Finding.wrong("database", error)


def _check_migrations(waiting: Sequence[str]) -> Finding:
    if not waiting:
        return Finding(True, "migrations", "up to date.")
    sentence = f"a load would apply {', '.join(waiting)}; gio-pipeline db upgrade does it now."
    return Finding(None, "migrations", sentence)


def _check_clocks(runtime: Runtime) -> Finding:
    try:
        disagreement = runtime.clocks_told()
    except WarehouseError as error:
        return Finding.wrong("database clock", error)
    if disagreement is None:
        return Finding(True, "database clock", "agrees with this machine's.")
    apart = runtime.clocks is not None and runtime.clocks.refused
    return Finding(False if apart else None, "database clock", disagreement, int(apart))


def _lacking_rights(row: Any) -> list[str]:
    lacking = []
    if row.missing_schemas and not row.may_make_schemas:
        lacking.append(f"make the schemas {', '.join(row.missing_schemas)}")
    if row.closed_schemas:
        lacking.append(f"use and make tables in {', '.join(row.closed_schemas)}")
    if row.closed_tables and not row.closed_schemas:
        lacking.append(f"read and write {', '.join(row.closed_tables)}")
    return lacking if row.may_make_temporary_tables else [*lacking, "make temporary tables"]


class _ProjectCheck:
    """One project's check: nothing more is tried once its API refuses or does not answer."""

    def __init__(self, settings: Settings, engine: Engine, project: ProjectConfig) -> None:
        self.settings, self.engine, self.project = settings, engine, project
        self.name = project.name
        self.zone = settings.zone(self.name)
        self.specs = [spec for spec in settings.reports() if spec.project == project.name]

    def findings(self) -> Iterator[Finding]:
        try:
            client = self._connect()
        except GioError as error:
            yield Finding.wrong(f"{self.name} credentials", error)
            yield from self._untried()
            return
        with client:
            runtime = Runtime(self.settings, self.engine, {(self.name, "backfill"): client})
            yield from self._identities(runtime)
            yield from self._ask(client, runtime)

    def _connect(self) -> GrowingIOClient:
        credentials = self.settings.credentials(self.name)
        tokens = PostgresTokenStore(self.engine, credentials)
        gate = PostgresRateGate(self.engine, credentials, self.project.rate_limit)
        return GrowingIOClient(
            credentials, project=self.name, tokens=tokens, gate=gate, priority="backfill", retry=RETRY
        )

    def _identities(self, runtime: Runtime) -> Iterator[Finding]:
        """Reports whose names stand for others: reported first, since a changed uid may refuse the credentials too."""
        for spec in list(self.specs):
            try:
                with contained(spec.key):
                    report_state(runtime, spec)
            except IdentityChanged as error:
                self.specs.remove(spec)
                yield Finding.wrong(f"report {spec.key}", error)
            except Unforeseen:
                continue  # Each report's own check reports it.
            except WarehouseError:
                return  # The same.

    def _ask(self, client: GrowingIOClient, runtime: Runtime) -> Iterator[Finding]:
        probe: Answer[list[Any]] | None = None
        try:
            with contained(f"{self.name} credentials"):
                probe = client.listing(DASHBOARDS)
            yield Finding(
                True, f"{self.name} credentials", f"accepted; {count(len(probe.decoded), 'dashboard')} listed."
            )
            yield from self._clock(probe)
        except UnknownReport as error:
            yield from self._of_unlisted(runtime, Finding.wrong(f"{self.name} dashboards", error))
            return
        except GioError as error:
            yield Finding.wrong(f"{self.name} credentials", error)
            if isinstance(error, AuthenticationError) or not isinstance(error, PermanentError):
                yield from self._untried()
                return
        yield from self._reports(runtime)
        yield from self._segments(client)
        if probe is not None:
            yield from self._edits(client, probe.decoded)

    def _of_unlisted(self, runtime: Runtime, listing: Finding) -> Iterator[Finding]:
        """Where nothing at all is known under the project's uid, it is that which is wrong, not every id."""
        found = list(self._reports(runtime))
        if all(isinstance(finding.error, UnknownReport) for finding in found):
            uid = self.settings.credentials(self.name).uid
            sentence = f"GrowingIO knows neither dashboards nor reports of a project {uid}"
            advice = "check uid, which follows /projects/ in the console's addresses, and whose token it is"
            yield Finding(False, f"{self.name} uid", f"{sentence}: {advice}.", 1)
            return
        yield listing
        yield from found
        yield from self._segments(runtime.client(self.name, "backfill"))

    def _reports(self, runtime: Runtime) -> Iterator[Finding]:
        """The reports' findings in their order, asked for at the pace of the project's limit."""
        tasks = [lambda spec=spec: list(_check_report(runtime, spec)) for spec in self.specs]
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
        subject = f"{self.name} segment_users"
        try:
            with contained(subject):
                listed = {row["id"] for row in listing(client, SEGMENTS, self.zone, project=self.name).rows}
        except GioError as error:
            yield Finding.wrong(subject, error)
            return
        for id in self.project.segment_users:
            advice = "" if id in listed else "; gio-pipeline discover lists those there are"
            yield Finding(
                id in listed,
                subject,
                f"segment {id} is {'' if id in listed else 'not '}listed{advice}.",
                int(id not in listed),
            )

    def _edits(self, client: GrowingIOClient, records: list[Any]) -> Iterator[Finding]:
        subject, troubles = f"{self.name} dashboards", list[str]()

        def standing(id: str) -> set[Standing]:
            charts, trouble = listing_of(client, DASHBOARD_CHARTS, id, self.zone, project=self.name)
            troubles.extend([trouble] if trouble else [])
            return {(row["resource_type"], row["id"]) for row in charts.rows}

        try:
            with contained(subject):
                loads = report_loads(self.engine, self.name)
                boards = DASHBOARDS.read(records, self.zone, what=f"dashboards of project {self.name}")
                hints = edit_hints(self.name, boards.rows, loads, self.zone, standing)
        except GioError as error:
            yield Finding.wrong(subject, error)
            return
        yield from (Finding(None, subject, sentence) for sentence in [*boards.warnings, *troubles])
        yield from (Finding(None, subject, hint) for hint in hints)
        if loads and not hints:
            yield Finding(True, subject, "none was changed since a report on it was last loaded.")


def _check_report(runtime: Runtime, spec: ReportSpec) -> Iterator[Finding]:
    """The newest settled period asked for, then the columns."""
    subject = f"report {spec.key}"
    try:
        with contained(subject):
            memory = report_state(runtime, spec)
            period = memory.timetable.newest_settled(runtime.clock())
            window = windows(memory.timetable, [period], timeless=memory.timeless)[0]
            exporter = exporter_of(spec, memory.memory, runtime.clock())
            hurried = replace(spec, export_timeout=min(spec.export_timeout, LONGEST_EXPORT))
            fetched = fetch(runtime, hurried, window, "backfill", memory.known_time, exporter=exporter)
    except GioError as error:
        yield Finding.wrong(subject, error)
        return
    yield Finding(True, subject, _answered(spec, memory, period.start, fetched))
    if changes := differences(spec, memory.memory, fetched.report):
        listed = ", ".join(str(change) for change in changes)
        yield Finding(None, subject, f"its columns are not those that were loaded last: {listed}.")


def _answered(spec: ReportSpec, memory: ReportState, start: datetime, fetched: Fetched) -> str:
    report, local = fetched.report, memory.timetable.calendar.local(start)
    day = f"{local:%Y-%m-%d %H:%M}" if spec.grain is Grain.HOUR else f"{local:%Y-%m-%d}"
    parts = f"{count(len(report.dimensions), 'dimension')}, {count(len(report.metrics), 'metric')}"
    return f"{spec.kind} {spec.id} ({report.name}) answers for {day} with {count(report.rows, 'row')}: {parts}."

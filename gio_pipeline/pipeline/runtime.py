"""What a load needs at hand: settings, the warehouse, a client for each project, the clock."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from gio_pipeline.core.clocks import Clocks
from gio_pipeline.core.config.specs import ExportSettings, Priority, ReportSpec
from gio_pipeline.core.errors import ClocksDisagree, ConfigError
from gio_pipeline.core.trouble import Trouble, is_away
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.settings import Settings
from gio_pipeline.settings.environment import not_set, unset
from gio_pipeline.warehouse.availability import BEGINNING, connected, patiently
from gio_pipeline.warehouse.coverage import database_now
from gio_pipeline.warehouse.embedded import EmbeddedPostgres
from gio_pipeline.warehouse.engine import Engine, connect
from gio_pipeline.warehouse.migrate import upgrade
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline.warehouse.report_state import ReportState, read_states
from gio_pipeline.warehouse.reports import mark_inactive
from gio_pipeline.warehouse.tokens import PostgresTokenStore
from gio_pipeline.warehouse.troubles import find_troubles

T = TypeVar("T")

# No clock drifts far in that time; one that is put forward or back is noticed by the other.
FRESH_SECONDS = 60.0


@dataclass
class Runtime:
    """One process's way to the source and to the warehouse; retry: how long a request is repeated.

    clocks: as they were last read; None where they were not yet, or GIO_NOW stands in for both.
    """

    settings: Settings
    engine: Engine
    _clients: dict[tuple[str, Priority], GrowingIOClient] = field(default_factory=dict)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    clocks: Clocks | None = None
    _noted: tuple[float, datetime] | None = None
    _away: dict[str, bool] = field(default_factory=dict)
    _opening: threading.Lock = field(default_factory=threading.Lock)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def clock(self) -> datetime:
        """The instant that decides what has settled: GIO_NOW, else the earlier of the machine's and database's clocks.

        Raises WarehouseError where the database's was never read and cannot be.
        """
        if self.settings.now is None and self.clocks is None:
            patiently(self.read_clocks, "reading its clock", BEGINNING)
        return self.settings.clock() - (self.clocks.ahead if self.clocks else timedelta(0))

    def read_clocks(self) -> datetime:
        """The database's clock, held against the machine's unless GIO_NOW stands in for both.

        It is asked for once a minute; in between the time that has passed is added.
        """
        before = self.settings.clock()
        if self._noted is not None and (passed := time.monotonic() - self._noted[0]) < FRESH_SECONDS:
            database = self._noted[1] + timedelta(seconds=passed)
            if not (clocks := self._compared(before, database)) or not clocks.worth_a_warning:
                self.clocks = clocks
                return database
        database = database_now(self.engine)
        self.note_clocks(before, database)
        return database

    def note_clocks(self, before: datetime, database: datetime) -> None:
        """Keeps what the database's clock has just shown; before: the machine's, when it was asked."""
        self._noted = (time.monotonic(), database)
        self.clocks = self._compared(before, database)

    def note_troubles(self, project: str, troubles: Mapping[str, Trouble]) -> None:
        """Keeps what is known of a project's source."""
        self._away[project] = is_away(troubles)

    def _compared(self, before: datetime, database: datetime) -> Clocks | None:
        return Clocks.read(before, database, self.settings.clock()) if self.settings.now is None else None

    def clocks_told(self) -> str | None:
        """Why nothing may be called settled, or what to say of clocks that differ; None where they agree."""
        self.clock()
        if self.clocks is None or not self.clocks.worth_a_warning:
            return None
        return self.clocks.refusal if self.clocks.refused else self.clocks.warning

    def check_clocks(self) -> None:
        """Raises ClocksDisagree where the clocks, as last read, differ too much to say what has settled."""
        if self.clocks and self.clocks.refused:
            raise ClocksDisagree(self.clocks.refusal)

    def client(self, project: str, priority: Priority) -> GrowingIOClient:
        """The project's client; raises ConfigError naming every variable it lacks."""
        with self._opening:
            if (project, priority) not in self._clients:
                self._clients[project, priority] = self._connect(project, priority)
            return self._clients[project, priority]

    def _connect(self, project: str, priority: Priority) -> GrowingIOClient:
        credentials = self.settings.credentials(project)
        gate = PostgresRateGate(self.engine, credentials, self.settings.project(project).rate_limit)
        if priority == "schedule" and project not in self._away:
            self.note_troubles(project, find_troubles(self.engine, project))
        # The run before waited for the source and got no answer: this one only looks whether it is back.
        away = priority == "schedule" and self._away[project]
        return GrowingIOClient(
            credentials,
            project=project,
            tokens=PostgresTokenStore(self.engine, credentials),
            gate=gate,
            priority=priority,
            retry=self.retry,
            away=away,
            download_hosts=self.exports(project).download_hosts,
        )

    def exports(self, project: str) -> ExportSettings:
        return self.settings.project(project).exports(self.settings.config)

    def in_turn(self, step: Callable[[], T]) -> T:
        """What the step makes of a whole answer; one at a time, since it takes ten times the answer's bytes."""
        with self._turn:
            return step()

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self.engine.dispose()


def report_state(runtime: Runtime, spec: ReportSpec) -> ReportState:
    """What is loaded of the report, and its project's troubles; raises IdentityChanged."""
    return ReportStates(runtime, [spec]).of(spec)


class ReportStates:
    """The states of some reports, all read at once, and the clocks with them."""

    def __init__(self, runtime: Runtime, specs: Sequence[ReportSpec]) -> None:
        before = runtime.settings.clock()

        def now_at(database: datetime) -> datetime:
            runtime.note_clocks(before, database)
            return runtime.clock()

        self._found = read_states(runtime.engine, specs, now_at)
        for spec in specs:
            runtime.note_troubles(spec.project, self._found[spec.key].troubles or {})

    def of(self, spec: ReportSpec) -> ReportState:
        """One of them; raises IdentityChanged where its name stands for another report."""
        found = self._found[spec.key]
        if found.error:
            raise found.error
        return found


def embedded(settings: Settings) -> EmbeddedPostgres:
    """The embedded server that is used where no GIO_DATABASE_URL is set."""
    # The sample's reports have a database of their own: one's own may bear the same names.
    database = "gio_demo" if settings.sample else "gio"
    return EmbeddedPostgres(settings.home, binaries=_binaries(settings), database=database)


def _binaries(settings: Settings) -> Path | None:
    named = settings.environ.get("GIO_POSTGRES_BIN")
    return Path(named) if named else None


@contextmanager
def trial_warehouse(settings: Settings) -> Iterator[Engine]:
    """An embedded server that is gone afterwards, for tokens and rate limits while nothing may be set up.

    Raises WarehouseError where none can be started.
    """
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gio-trial-", ignore_cleanup_errors=True)))
        home.chmod(0o711)  # root's server runs as another user, who must get in
        server = EmbeddedPostgres(home, binaries=_binaries(settings))
        stack.callback(server.stop)
        engine = connect(server.start())
        stack.callback(engine.dispose)
        upgrade(engine)
        yield engine


def database_url(settings: Settings) -> str:
    """The warehouse's URL; starts the embedded server where none is configured, ConfigError where a part is not set."""
    if missing := unset([settings.database_url or ""], settings.environ):
        raise ConfigError(f"database_url: {not_set(missing)}.")
    return settings.database_url or embedded(settings).start()


def open_engine(settings: Settings, *, writing: bool = False) -> Engine:
    """Connects once; an embedded server that has ended is started by whoever needs it, now and later.

    writing: refuses a server that only reads.
    """
    revive = None if settings.database_url else embedded(settings).start
    return connect(database_url(settings), writing=writing, revive=revive)


def open_runtime(settings: Settings) -> Runtime:
    """Connects, applies migrations, and marks the reports that left the file; raises WarehouseError."""
    engine = open_upgraded(settings)
    listed = [project.name for project in settings.config.projects], settings.reports()
    patiently(lambda: mark_inactive(engine, *listed), "beginning", BEGINNING)
    return Runtime(settings, engine)


def open_upgraded(settings: Settings) -> Engine:
    """Connects and applies migrations; waits a little for a warehouse that is away."""
    engine = connected(lambda: open_engine(settings, writing=True))
    try:
        patiently(lambda: upgrade(engine), "beginning", BEGINNING)
    except BaseException:
        engine.dispose()
        raise
    return engine

"""What a load needs at hand: settings, the warehouse, a client for each project, the clock."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.protocols import Priority
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.growingio.tokens import ConsoleTokenStore
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.availability import BEGINNING, patiently
from gio_pipeline.warehouse.embedded import EmbeddedPostgres
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.migrate import upgrade
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline.warehouse.reports import mark_inactive
from gio_pipeline.warehouse.tokens import PostgresTokenStore


@dataclass
class Runtime:
    """One process's way to the source and to the warehouse; retry: how long a request is repeated."""

    settings: Settings
    engine: Engine
    _clients: dict[tuple[str, Priority], GrowingIOClient] = field(default_factory=dict)
    retry: RetryPolicy = field(default_factory=RetryPolicy)

    def clock(self) -> datetime:
        """The instant that decides what has settled: GIO_NOW where it is set."""
        return self.settings.clock()

    def client(self, project: str, priority: Priority) -> GrowingIOClient:
        """The project's client; raises ConfigError naming every variable it lacks."""
        if (project, priority) not in self._clients:
            self._clients[project, priority] = self._connect(project, priority)
        return self._clients[project, priority]

    def _connect(self, project: str, priority: Priority) -> GrowingIOClient:
        credentials = self.settings.credentials(project)
        gate = PostgresRateGate(self.engine, credentials, self.settings.project(project).rate_limit)
        tokens = (
            ConsoleTokenStore(credentials.token, project)
            if credentials.token
            else PostgresTokenStore(self.engine, credentials)
        )
        return GrowingIOClient(
            credentials, project=project, tokens=tokens, gate=gate, priority=priority, retry=self.retry
        )

    def reports(self) -> tuple[ReportSpec, ...]:
        return self.settings.reports()

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self.engine.dispose()


def embedded(settings: Settings) -> EmbeddedPostgres:
    """The embedded server that is used where no GIO_DATABASE_URL is set."""
    binaries = settings.environ.get("GIO_POSTGRES_BIN")
    # The sample's reports have a database of their own: one's own may bear the same names.
    database = "gio_demo" if settings.sample else "gio"
    return EmbeddedPostgres(settings.home, binaries=Path(binaries) if binaries else None, database=database)


def database_url(settings: Settings) -> str:
    """The warehouse's URL; starts the embedded server where none is configured."""
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

    def begin() -> Engine:
        engine = open_engine(settings, writing=True)
        try:
            upgrade(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine

    return patiently(begin, "connecting", BEGINNING)

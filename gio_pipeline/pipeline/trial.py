"""A warehouse for one question: where tokens and rate limits are kept while nothing may be set up."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.embedded import EmbeddedPostgres
from gio_pipeline.warehouse.engine import Engine, connect
from gio_pipeline.warehouse.migrate import upgrade


@contextmanager
def trial_warehouse(settings: Settings) -> Iterator[Engine]:
    """An embedded server that is gone afterwards; raises WarehouseError where none can be started."""
    home = Path(tempfile.mkdtemp(prefix="gio-trial-"))
    home.chmod(0o711)  # root's server runs as another user, who must get in
    binaries = settings.environ.get("GIO_POSTGRES_BIN")
    server = EmbeddedPostgres(home, binaries=Path(binaries) if binaries else None)
    try:
        engine = connect(server.start())
        try:
            upgrade(engine)
            yield engine
        finally:
            engine.dispose()
    finally:
        server.stop()
        rmtree(home, ignore_errors=True)

"""DAGSTER_HOME, made ready before anything of Dagster's is started on it."""

import fcntl
from pathlib import Path

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings import Settings
from gio_pipeline.settings.files import complete_file

TEMPLATE = Path(__file__).parent / "dagster.yaml"
_NO_LOGS = {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}


def prepare_home(settings: Settings) -> Path:
    """The directory with a dagster.yaml and its storage in it; ConfigError where it cannot be written or read.

    Webserver and daemon that meet a fresh directory at once would both create the tables, and one would fail.
    """
    home = settings.dagster_home
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (home / ".preparing").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not (home / "dagster.yaml").exists():
                with complete_file(home / "dagster.yaml") as unfinished:
                    unfinished.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
            with open_instance(home) as instance:
                instance.get_runs(limit=1)
    except dg.DagsterInvalidConfigError as error:
        raise ConfigError(f"{home / 'dagster.yaml'}: {' '.join(str(error).split())}") from None
    except OSError as error:
        raise ConfigError(f"Dagster's home {home} cannot be written: {error.strerror}; set DAGSTER_HOME.") from None
    return home


def open_instance(home: Path, *, captures: bool = True) -> dg.DagsterInstance:
    """The instance that keeps its runs in `home`, to be closed as a context manager.

    captures: what a run in this process prints goes to its compute log. That takes processes of Dagster's beside it,
    which answer Ctrl-C on a terminal with tracebacks.
    """
    overrides = {} if captures else {"compute_logs": _NO_LOGS}
    return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home), overrides=overrides))

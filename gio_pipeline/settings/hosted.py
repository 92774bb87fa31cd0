"""Settings of a Dagster project that is somebody's own: written in its files, and nothing else of it is touched."""

import os
from collections.abc import Mapping
from pathlib import Path

from gio_pipeline.core.config import Config
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings.environment import database_url, filled_in, postgres_url, read_env_file, unset
from gio_pipeline.settings.load import checked, instant_of, label, path_of, read_config
from gio_pipeline.settings.settings import Settings
from gio_pipeline.settings.yaml_file import Written


def host_environ(root: Path) -> Mapping[str, str]:
    """The environment over the project's `.env`, which Dagster reads too."""
    path = root / ".env"
    return {**(read_env_file(path, ".env") if path.is_file() else {}), **os.environ}


def hosted_settings(
    written: Written | Path,
    root: Path,
    *,
    path: Path,
    database: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings that are written inline, or in another file; ConfigError lists every mistake, one a line.

    root: the project's directory, where `.gio/` is made should the embedded Postgres be needed. path: the file that
    holds them. database: the warehouse's URL; None: GIO_DATABASE_URL's, or the embedded Postgres.
    """
    known = dict(host_environ(root) if environ is None else environ)
    home = path_of(known, "GIO_HOME", root) or root / ".gio"
    return Settings(
        config=_config(written, known, root),
        config_path=path,
        home=home,
        dagster_home=path_of(known, "DAGSTER_HOME", root) or home / "dagster",
        database_url=_url(database, known) if database else database_url(known),
        sample=False,
        environ=known,
        now=instant_of(known),
    )


def _config(written: Written | Path, environ: Mapping[str, str], root: Path) -> Config:
    if isinstance(written, Path):
        return read_config(written, environ, label(written, root))
    if not written.data:
        raise ConfigError(f"{written.label}: names neither projects nor config, the path of a reports.yaml.")
    return checked(written, environ)


def _url(written: str, environ: Mapping[str, str]) -> str:
    """As written where a variable of it is not set: it is needed only where something is loaded."""
    return written if unset([written], environ) else postgres_url(filled_in(written, environ), "database_url")

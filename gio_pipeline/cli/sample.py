"""The sample reports and the sandbox's credentials: what `demo`, and `up` with nothing configured, run on."""

import os
from dataclasses import replace
from pathlib import Path

import click

from gio_pipeline.cli.screen import warn
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings import Settings, load_settings
from gio_pipeline.settings.load import SAMPLE

# The vendor's 2 would have the demo wait.
RATE_LIMIT = 20
RAISED = f"the sandbox allows {RATE_LIMIT} requests a second instead of the vendor's 2"


def sandbox_variables(url: str) -> dict[str, str]:
    """The variables that the sample's reports.yaml names; the credentials are made up and open nothing else."""
    from gio_pipeline.sandbox import PROJECTS

    shop, app = PROJECTS[:2]
    return {
        "GIO_SANDBOX_URL": url,
        "GIO_SANDBOX_TOKEN": shop.console_token,
        "GIO_SANDBOX_CLIENT_ID": shop.client_id,
        "GIO_SANDBOX_APP_AI": app.ai,
        "GIO_SANDBOX_APP_SECRET": app.secret,
        "GIO_SANDBOX_APP_CLIENT_ID": app.client_id,
    }


def sample_settings() -> Settings:
    """The sample reports in the home of this directory, whatever its reports.yaml says.

    The warehouse and the Dagster home that `.env` names for one's own reports are left alone, unless the environment
    names them too.
    """
    own = os.environ.get("GIO_CONFIG", "").strip()
    config = Path.cwd() / Path(own or "reports.yaml").expanduser()
    settings = load_settings({**os.environ, "GIO_CONFIG": str(SAMPLE)})
    if not settings.environ.get("GIO_HOME", "").strip():
        home = config.parent / ".gio"
        settings = load_settings({**os.environ, "GIO_CONFIG": str(SAMPLE), "GIO_HOME": str(home)})
    if not config.exists():
        return settings
    if not os.environ.get("GIO_DATABASE_URL", "").strip():
        settings = replace(settings, database_url=None)
    if not os.environ.get("DAGSTER_HOME", "").strip():
        settings = replace(settings, dagster_home=settings.home / "demo" / "dagster")
    return settings


def own_settings(*, asks: bool = False) -> Settings:
    """The settings of one's own reports; where there are none, those of the sample, if a demo has loaded it here.

    asks: the command asks the source; for the sample that is the sandbox, which is served until the command ends.
    Raises ConfigError where there is neither.
    """
    settings = load_settings()
    if not settings.sample or settings.environ.get("GIO_CONFIG", "").strip():
        return settings
    if settings.database_url is None and not settings.home.exists():
        raise ConfigError(
            f"There is no reports.yaml in {Path.cwd()}: go where yours is, name it in GIO_CONFIG, or write "
            "one: the README shows its first lines. For the sample reports run gio-pipeline demo first."
        )
    warn(f"There is no reports.yaml in {Path.cwd()}: these are the sample reports, from the imitation API.")
    if not asks:
        return settings
    if all(settings.environ.get(name) for name in sandbox_variables("")):
        return settings
    from gio_pipeline.sandbox import serve_in_thread

    now = settings.now.isoformat() if settings.now else None
    url = click.get_current_context().with_resource(serve_in_thread(rate_limit=RATE_LIMIT, now=now))
    return pointed_at(settings, url)


def pointed_at(settings: Settings, url: str) -> Settings:
    """The settings with the sandbox at `url` as their source."""
    return replace(settings, environ={**settings.environ, **sandbox_variables(url)})

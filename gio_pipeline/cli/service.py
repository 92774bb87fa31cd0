"""`gio-pipeline service`: `up` as a unit of systemd."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from gio_pipeline.cli.address import UiAddress, ui_options
from gio_pipeline.cli.command import Command
from gio_pipeline.cli.screen import verbatim, warn
from gio_pipeline.settings import load_settings
from gio_pipeline.settings.environment import read_env_file

_UNIT = """[Unit]
Description=GrowingIO reports into Postgres (gio_pipeline up)
Wants=network-online.target
After=network-online.target postgresql.service

[Service]
WorkingDirectory={directory}
{environment}ExecStart={command}
# up ends what it started; the embedded Postgres, where it is used, is stopped after it.
KillMode=process
TimeoutStopSec=120
{after}Restart=on-failure
RestartSec=30
# A mistake in reports.yaml is not mended by starting again.
RestartPreventExitStatus=2

[Install]
WantedBy=default.target
"""
_PATHS = ("GIO_CONFIG", "GIO_HOME", "DAGSTER_HOME", "GIO_POSTGRES_BIN")


@click.command(cls=Command)
@ui_options
def service(**address: Any) -> int:
    """Prints a systemd unit that runs up on this configuration.

    gio-pipeline service > ~/.config/systemd/user/gio-pipeline.service, then systemctl --user enable --now
    gio-pipeline; loginctl enable-linger keeps it running while you are logged out.
    """
    settings = load_settings()
    directory = Path.cwd() if settings.sample else settings.config_path.parent
    words = [sys.executable, "-m", "gio_pipeline"]
    variables = {
        name: str((Path.cwd() / os.environ[name]).absolute()) for name in _PATHS if os.environ.get(name, "").strip()
    }
    verbatim(
        _UNIT.format(
            directory=_escaped(str(directory)),
            environment="".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in variables.items()),
            command=_line([*words, "up", *UiAddress(**address).options]),
            after="" if settings.database_url else f"ExecStopPost={_line([*words, 'db', 'stop'])}\n",
        ).rstrip()
    )
    _warn_of_variables(settings.config_path.read_text(encoding="utf-8"), directory / ".env")
    return 0


def _warn_of_variables(config: str, env_file: Path) -> None:
    """A service sees nothing of this shell; names only, since values may be secrets."""
    named = {"GIO_DATABASE_URL", "GIO_NOW", *re.findall(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", config)}
    kept = read_env_file(env_file, ".env") if env_file.is_file() else {}
    if missing := sorted(name for name in named if os.environ.get(name, "").strip() and name not in kept):
        warn(
            f"Set in this shell alone, which the service does not see: {', '.join(missing)}. Write them to {env_file}."
        )


def _line(words: list[str]) -> str:
    return " ".join(_quoted(word).replace("$", "$$") for word in words)


def _quoted(word: str) -> str:
    """As systemd reads it: quoted where need be, % doubled."""
    escaped = _escaped(word).replace("\\", "\\\\").replace('"', '\\"')
    return escaped if re.fullmatch(r"[\w./:=@%+,-]+", word, re.ASCII) else f'"{escaped}"'


def _escaped(text: str) -> str:
    return text.replace("%", "%%")

"""Finding and reading the files and the environment."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gio_pipeline.core.config import Config, ProjectConfig
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings.environment import (
    database_url,
    filled_in,
    misspelt,
    not_set,
    read_env_file,
    unset,
)
from gio_pipeline.settings.files import read_text
from gio_pipeline.settings.messages import mistakes_of
from gio_pipeline.settings.settings import Settings
from gio_pipeline.settings.yaml_file import Mistake, Place, Written, read_yaml

SAMPLE = Path(__file__).parent.parent / "sample" / "reports.yaml"


def load_settings(environ: Mapping[str, str] | None = None, cwd: Path | None = None) -> Settings:
    """What `reports.yaml`, `.env` and the environment say; ConfigError lists every mistake, one a line.

    environ: instead of the process's own. cwd: where relative paths begin, the working directory by default.
    """
    own = dict(os.environ if environ is None else environ)
    cwd = Path.cwd() if cwd is None else cwd.absolute()
    path = _find_config(_over_env_file(own, _find_env_file(cwd), cwd), cwd)
    env_path = _find_env_file(path.parent if path else cwd, cwd)
    merged = _over_env_file(own, env_path, cwd)
    home = path_of(merged, "GIO_HOME", cwd) or (path.parent if path else cwd) / ".gio"
    sample = path in (None, SAMPLE)
    return Settings(
        config=read_config(path or SAMPLE, merged, label(path or SAMPLE, cwd)),
        config_path=path or SAMPLE,
        home=home,
        # The sample's reports may bear the names of one's own: neither shows the other's runs and marks.
        dagster_home=path_of(merged, "DAGSTER_HOME", cwd) or home / ("demo/dagster" if sample else "dagster"),
        database_url=database_url(merged),
        sample=sample,
        environ=merged,
        env_path=env_path,
        now=instant_of(merged),
    )


def read_config(path: Path, environ: Mapping[str, str], label: str) -> Config:
    """The file checked whole: YAML, variables, settings, the rules between them."""
    return config_of(read_text(path, label), environ, label)


def config_of(text: str, environ: Mapping[str, str], label: str) -> Config:
    """The same of a file's text."""
    file = read_yaml(text, label)
    if file.data is None and not file.mistakes:
        raise ConfigError(f"{label} is empty: begin with projects:, as reports.example.yaml does.")
    if file.data is not None and not isinstance(file.data, dict):
        raise ConfigError(f"{label}:{file.line(())}: must begin with settings (projects: …), not a list or a word")
    return checked(file, environ)


def checked(file: Written, environ: Mapping[str, str]) -> Config:
    """The configuration that was written; ConfigError lists every mistake, one a line."""
    wrong: list[Mistake] = []
    data = _filled_in(file.data, (), file, environ, wrong)
    mistakes, known = file.mistakes + wrong, file.broken | {each.place for each in wrong}
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        mistakes += mistakes_of(error, file, known)
    if mistakes:
        listed = sorted(mistakes, key=lambda each: each.line)
        raise ConfigError("\n".join(f"{file.label}:{each.line}: {each}" for each in listed))
    return config


def _filled_in(value: Any, place: Place, file: Written, environ: Mapping[str, str], wrong: list[Mistake]) -> Any:
    """The value with its variables replaced, except those that are needed only to reach GrowingIO or a chat."""
    if isinstance(value, dict):
        return {name: _filled_in(each, (*place, name), file, environ, wrong) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled_in(each, (*place, at), file, environ, wrong) for at, each in enumerate(value)]
    if not isinstance(value, str):
        return value
    late, mistake = _needed_late(place), misspelt(value)
    if missing := [] if mistake or late else unset([value], environ):
        mistake = not_set(missing)
    if mistake:
        wrong.append(file.mistake(place, mistake))
    return value if mistake or late else filled_in(value, environ)


def _needed_late(place: Place) -> bool:
    if place[0] == "notify":
        return True
    return len(place) == 3 and place[0] == "projects" and place[2] in ProjectConfig.credential_fields


def _find_config(environ: Mapping[str, str], cwd: Path) -> Path | None:
    """The file of one's own; None where there is none and the sample stands in."""
    named = path_of(environ, "GIO_CONFIG", cwd)
    if named:
        if not os.path.lexists(named):
            raise ConfigError(f"GIO_CONFIG names {label(named, cwd)}, which does not exist.")
        return named
    if os.path.lexists(cwd / "reports.yaml"):
        return cwd / "reports.yaml"
    # Else a slip of the pen would silently load the sample's figures.
    if (cwd / "reports.yml").exists():
        raise ConfigError("reports.yml is not read: rename it to reports.yaml, or name it in GIO_CONFIG.")
    return None


def _find_env_file(*folders: Path) -> Path | None:
    return next((folder / ".env" for folder in folders if (folder / ".env").is_file()), None)


def _over_env_file(environ: Mapping[str, str], path: Path | None, cwd: Path) -> dict[str, str]:
    return {**(read_env_file(path, label(path, cwd)) if path else {}), **environ}


def path_of(environ: Mapping[str, str], name: str, cwd: Path) -> Path | None:
    text = environ.get(name, "").strip()
    try:
        return cwd / Path(text).expanduser() if text else None
    except RuntimeError:
        raise ConfigError(f"{name} begins with ~, but there is no such home directory: write the path out.") from None


def instant_of(environ: Mapping[str, str]) -> datetime | None:
    text = environ.get("GIO_NOW", "").strip()
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            raise ValueError
        return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ConfigError(
            f"GIO_NOW must be an instant with its zone such as 2026-01-31T05:00:00+08:00, not {text!r}."
        ) from None


def label(path: Path, cwd: Path) -> str:
    """The path as messages show it: short where it lies in the working directory."""
    return str(path.relative_to(cwd)) if path.is_relative_to(cwd) else str(path)

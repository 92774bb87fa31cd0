"""The reports.yaml that a running `up` goes by: the last one without a mistake."""

import os
import shutil
from pathlib import Path

import requests

from gio_pipeline.cli.screen import complain, say
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings import Settings, load_settings
from gio_pipeline.settings.files import complete_file

_RELOAD = """mutation {
  reloadRepositoryLocation(repositoryLocationName: "gio_pipeline.definitions") {
    ... on WorkspaceLocationEntry { locationOrLoadError { ... on PythonError { message } } }
    ... on PythonError { message }
  }
}"""
_SECONDS = 180


class Applied:
    """A copy of the file, which runs and definitions read, beside a link to .env.

    A file with a mistake in it never gets there: what was applied before stays until it is mended.
    """

    def __init__(self, settings: Settings, directory: Path) -> None:
        self.path = directory / "applied" / "reports.yaml"
        self._file = settings.config_path
        self._env_file = settings.env_path or settings.config_path.parent / ".env"
        self._seen = self._tried = self._state()
        self._take()

    def look(self, address: str) -> None:
        """Applies what has changed, once it has stood still from one look to the next."""
        before, self._seen = self._seen, self._state()
        if self._seen != before or self._seen == self._tried:
            return
        self._tried = self._seen
        try:
            load_settings({**os.environ, "GIO_CONFIG": str(self._file)})
        except ConfigError as error:
            complain(f"{error}\nNot applied: what was read before stays in force until this is mended.")
            return
        self._take()
        self._reload(address)

    def _state(self) -> list[tuple[int, int, int] | None]:
        return [_stamp(path) for path in (self._file, self._env_file)]

    def _take(self) -> None:
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        with complete_file(self.path) as unfinished:
            # It may hold a token that was written into it.
            unfinished.touch(0o600)
            shutil.copyfile(self._file, unfinished)
        link = self.path.with_name(".env")
        link.unlink(missing_ok=True)
        if self._env_file.exists():
            link.symlink_to(self._env_file.absolute())

    def _reload(self, address: str) -> None:
        try:
            answer = requests.post(f"{address}/graphql", json={"query": _RELOAD}, timeout=_SECONDS).json()["data"]
            entry = answer["reloadRepositoryLocation"]
            reason = entry.get("message") or (entry.get("locationOrLoadError") or {}).get("message")
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            reason = f"the UI did not answer ({type(error).__name__})"
        if reason:
            complain(f"{self._file.name} has changed, but could not be applied: {str(reason).strip()}")
        else:
            say(f"{self._file.name} or .env has changed: applied.")


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino

"""All settings of a process, put together once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from gio_pipeline.core.config import Config, Credentials, ProjectConfig, ReportSpec, fields, find_report
from gio_pipeline.core.errors import ConfigError, UsageError
from gio_pipeline.settings.environment import filled_in, listed, not_set, unset

_READERS: Mapping[str, Callable[[object], str]] = {
    "uid": fields.identifier,
    "base_url": fields.web_address,
    "token": fields.credential,
    "ai": fields.credential,
    "secret": fields.text,
    "client_id": fields.credential,
}

_OF_THE_SAMPLE = (
    "is of the sample, since there is no reports.yaml: demo and up load it. For your own reports "
    "write one: the README shows its first lines; to try this on the sample, set what gio-pipeline sandbox prints."
)


def _machine_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Settings:
    """The configuration, where things are, and the environment that fills in the credentials.

    database_url: with its driver, or with the ${NAME} of a variable that is not set; None means the embedded Postgres
    in `home`. sample: no reports.yaml of one's own was found. environ: the process's environment over `.env`. now:
    stands in for every clock. machine: reads this machine's. name: tells several configurations of one Dagster location
    apart. asset_keys: of the reports (project/name) that Dagster knows under another key than their view's.
    """

    config: Config
    config_path: Path
    home: Path
    dagster_home: Path
    database_url: str | None = field(repr=False)
    sample: bool
    environ: Mapping[str, str] = field(repr=False)
    env_path: Path | None = None
    now: datetime | None = None
    machine: Callable[[], datetime] = field(default=_machine_clock, repr=False)
    name: str | None = None
    asset_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def clock(self) -> datetime:
        """GIO_NOW where it is set, else this machine's clock, in UTC."""
        return self.now or self.machine()

    def reports(self) -> tuple[ReportSpec, ...]:
        """Every report, in the file's order; a uid whose variable is not set stays as written."""
        return tuple(
            replace(each, uid=self._uid(each.uid), asset=self.asset_keys.get(each.key))
            for each in self.config.reports()
        )

    def find(self, text: str) -> ReportSpec:
        """The report called `project/name`, or `name` where that is unique; else UsageError."""
        return find_report(self.reports(), text)

    def project(self, name: str) -> ProjectConfig:
        """The project of that name; else UsageError."""
        for project in self.config.projects:
            if project.name == name:
                return project
        names = [project.name for project in self.config.projects]
        near = get_close_matches(name, names, n=1)
        known = f"did you mean {near[0]}?" if near else f"there are {listed(names)}."
        raise UsageError(f"No project {name!r} is configured; {known}")

    def zone(self, project: str) -> ZoneInfo:
        """The project's time zone."""
        return ZoneInfo(self.project(project).timezone or self.config.timezone)

    def credentials(self, project: str) -> Credentials:
        """What opens a project; ConfigError names every variable that is missing for it."""
        written = _written(self.project(project))
        chosen = self._chosen(written)
        missing = unset(chosen.values(), self.environ)
        if missing and self.sample:
            raise ConfigError(f"Project {project} {_OF_THE_SAMPLE}")
        if missing:
            raise ConfigError(f"Project {project}: {not_set(missing)}{self._other_way(written, chosen)}.")
        return Credentials(**{name: self._read(project, name, text) for name, text in chosen.items()})

    def notify(self) -> tuple[str, ...]:
        """The addresses to tell of failed runs; ConfigError names every variable that is missing."""
        texts = [address.get_secret_value() for address in self.config.notify]
        missing = unset(texts, self.environ)
        if missing:
            raise ConfigError(f"notify: {not_set(missing)}.")
        return tuple(filled_in(text, self.environ) for text in texts)

    def _uid(self, written: str) -> str:
        return written if unset([written], self.environ) else filled_in(written, self.environ)

    def _chosen(self, written: Mapping[str, str]) -> dict[str, str]:
        """The settings of the way that is taken: the token, unless the signing pair alone has its values."""
        by_token = {name: text for name, text in written.items() if name not in ("ai", "secret")}
        by_signing = {name: text for name, text in written.items() if name != "token"}
        if "token" not in written:
            return by_signing
        signs = {"ai", "secret", "client_id"} <= by_signing.keys() and not unset(by_signing.values(), self.environ)
        return by_signing if signs and unset([written["token"]], self.environ) else by_token

    def _other_way(self, written: Mapping[str, str], chosen: Mapping[str, str]) -> str:
        if "token" not in chosen or not unset([chosen["token"]], self.environ):
            return ""
        pair = unset((written[name] for name in ("ai", "secret") if name in written), self.environ)
        return f" (instead of the token {listed(pair)} would do)" if pair else ""

    def _read(self, project: str, name: str, text: str) -> str:
        try:
            return _READERS[name](filled_in(text, self.environ))
        except ValueError as error:
            source = text if fields.holds_variable(text) else "in reports.yaml"
            raise ConfigError(f"Project {project}: {name} ({source}) {error}.") from None


def _written(project: ProjectConfig) -> dict[str, str]:
    values = {name: getattr(project, name) for name in _READERS}
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in values.items()
        if value is not None
    }

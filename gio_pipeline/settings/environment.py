"""The environment, `.env`, and the ${NAME} that stand for their values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from dotenv.parser import Binding, parse_stream

from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings.files import read_text

VARIABLES = {
    "GIO_CONFIG": "Path of the configuration; unset means `reports.yaml` in the working directory.",
    "GIO_DATABASE_URL": "The warehouse's URL, SQLAlchemy's or libpq's, with one host or more; unset: the embedded one.",
    "GIO_HOME": "Where the embedded server's data are and, by default, Dagster's; unset means `.gio/`.",
    "DAGSTER_HOME": "Where Dagster keeps its runs; unset: `dagster/` in `GIO_HOME`, for the sample `demo/dagster/`.",
    "GIO_NOW": "An ISO instant with its zone that stands in for the clock: for tests and demonstrations.",
    "GIO_LOG": "`json`: the commands write their whole log to stderr, a JSON object per line; not read from `.env`.",
    "GIO_UI_HOSTS": "Names, separated by commas, under which the UI of `up` may be reached besides this machine's own.",
    "GIO_POSTGRES_BIN": "Directory of other Postgres programs for the embedded server.",
}

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", re.ASCII)
_BARE = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_PSYCOPG2 = "postgresql+psycopg2"
_DRIVERS = {"postgres": _PSYCOPG2, "postgresql": _PSYCOPG2, _PSYCOPG2: _PSYCOPG2}
_SAMPLE_URL = "postgresql://user:password@host:5432/database"


def read_env_file(path: Path, label: str) -> dict[str, str]:
    """The NAME=value lines of a `.env` file, values as they are; ConfigError names every line that is not one."""
    # Binding by binding, since dotenv itself only logs what it cannot read and goes on.
    bindings = list(parse_stream(StringIO(read_text(path, label))))
    wrong = [each for each in bindings if each.error or (each.key is not None and each.value is None)]
    if wrong:
        lines = [f"{label}:{_line(each)}: must be NAME=value, a comment or blank" for each in wrong]
        raise ConfigError("\n".join(lines))
    return {each.key: each.value or "" for each in bindings if each.key is not None}


def _line(binding: Binding) -> int:
    blank = len(binding.original.string) - len(binding.original.string.lstrip())
    return binding.original.line + binding.original.string.count("\n", 0, blank)


def misspelt(text: str) -> str | None:
    """What is wrong with the way variables are written in a text; None where nothing is."""
    if _BARE.fullmatch(text.strip()):
        return "write a variable as ${NAME}, with braces"
    if "${" in _VARIABLE.sub("", text):
        return "write a variable as ${NAME}: letters, digits and _ between the braces, no default"
    return None


def unset(texts: Iterable[str], environ: Mapping[str, str]) -> list[str]:
    """The variables in the texts that have no value, each once, in order."""
    names = [name for text in texts for name in _VARIABLE.findall(text)]
    return [name for name in dict.fromkeys(names) if not environ.get(name, "").strip()]


def filled_in(text: str, environ: Mapping[str, str]) -> str:
    """The text with the value of each variable, blanks around it left out."""
    return _VARIABLE.sub(lambda found: environ[found[1]].strip(), text)


def not_set(names: Sequence[str]) -> str:
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} not set in the environment or .env"


def listed(names: Sequence[str]) -> str:
    """A, B and C"""
    return " and ".join([", ".join(names[:-1]), *names[-1:]] if len(names) > 1 else names)


def database_url(environ: Mapping[str, str]) -> str | None:
    """GIO_DATABASE_URL with its driver named; None where it is unset."""
    url = environ.get("GIO_DATABASE_URL", "").strip()
    return postgres_url(url, "GIO_DATABASE_URL") if url else None


def postgres_url(url: str, setting: str) -> str:
    """The URL with its driver named; ConfigError names the setting, and no message repeats any of the URL."""
    scheme, found, rest = url.partition("://")
    if not found or scheme.lower() not in _DRIVERS:
        raise ConfigError(f"{setting} must be a Postgres address such as {_SAMPLE_URL}.")
    hosts = re.split(r"[/?#]", rest, maxsplit=1)[0]
    user, _, listed_hosts = hosts.rpartition("@")
    if "[" in user or not all(map(_is_host, listed_hosts.split(","))):
        # A character that ends the host can only stand before an @ where it is part of the password.
        if "[" in user or "@" in rest[len(hosts) :]:
            raise ConfigError(
                f"{setting} cannot be read: characters such as @ : / ? # in its password "
                "must be written as %40 %3A %2F %3F %23."
            )
        raise ConfigError(f"{setting} cannot be read: after a host's name stands its port, a number.")
    return f"{_DRIVERS[scheme.lower()]}://{rest}"


def _is_host(text: str) -> bool:
    try:
        urlsplit(f"postgresql://{text}").port  # noqa: B018
    except ValueError:
        return False
    return True


def ui_hosts(environ: Mapping[str, str]) -> list[str]:
    """The names of GIO_UI_HOSTS, as name or name:port."""
    return [name.strip() for name in environ.get("GIO_UI_HOSTS", "").split(",") if name.strip()]

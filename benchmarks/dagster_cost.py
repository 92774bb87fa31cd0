"""Dagster's own cost: loading the definitions of many reports, and a scheduled day as one run or as many processes."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.measure import WrongRows, run_child
from benchmarks.server import BenchServer, query
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline_tests.faults import Sandbox, serve_in_thread

NOW = "2026-06-10T10:00:00+08:00"
CHART = "cityPv01"
UNKNOWN = "noSuch01"
PROJECT = """
projects:
  - name: shop
    uid: {uid}
    token: ${{TOKEN}}
    client_id: ${{CLIENT_ID}}
    base_url: {url}
    start: 2026-01-01
    rate_limit: {rate:g}
    catalog: false
    reports:
"""
Say = Callable[[str], None]


@dataclass(frozen=True)
class DefinitionsCost:
    """Seconds of a new process, imports included; `bare` only imports Dagster."""

    reports: int
    seconds: float
    bare: float


@dataclass(frozen=True)
class DayCost:
    """Seconds for a scheduled day; `apart`: a process for each report, of which only `tried` were run.

    storage: bytes of the events and checks that Dagster keeps of each report; files: by how much its SQLite files grow.
    """

    reports: int
    runs: int
    loaded: int
    together: float
    apart: float
    tried: int
    storage: float
    files: float


@dataclass(frozen=True)
class StartCost:
    """Seconds from the start of a run's process to its first request; `bare`: to the body of a run's only asset."""

    reports: int
    seconds: float
    bare: float


def definitions_cost(directory: Path, reports: int, repeat: int) -> DefinitionsCost:
    """Loads the definitions of that many reports, as every process of Dagster does when it starts."""
    directory.mkdir(parents=True, exist_ok=True)
    write_reports(directory, "http://127.0.0.1:9", [CHART] * reports)
    environ = {"GIO_CONFIG": str(directory / "reports.yaml"), "GIO_HOME": str(directory)}
    loaded, bare = [], []
    for _ in range(repeat):
        loaded.append(_seconds("definitions", environ))
        bare.append(_seconds("nothing", environ))
    return DefinitionsCost(reports, median(loaded), median(bare))


def day_cost(server: BenchServer, directory: Path, reports: int, tried: int, say: Say) -> DayCost:
    """One tick and the runs it asks for, against a process per report; one of the reports is unknown to the source."""
    with serve_in_thread(now=NOW, rate_limit=0) as sandbox:
        say(f"a scheduled day of {reports} reports in one run")
        with _home(server, directory / "together", sandbox, reports) as (environ, url):
            run_child("benchmarks.dagster_child", "instance", **environ)
            before = _files(environ)
            began = time.perf_counter()
            runs = int(run_child("benchmarks.dagster_child", "tick", **environ).split()[-1])
            together = time.perf_counter() - began
            storage, files = _storage(environ) / reports, (_files(environ) - before) / reports
            loaded = query(url, "select count(distinct report) from gio.coverage where rows > 0")[0][0]
        say(f"{tried} of them in a process each")
        with _home(server, directory / "apart", sandbox, reports) as (environ, _):
            each = [_seconds("one", environ, f"report_{number}") for number in range(tried)]
    if loaded != reports - 1:
        raise WrongRows(f"{loaded} of {reports} reports were loaded, and one alone is unknown to the source")
    return DayCost(reports, runs, int(loaded), together, sum(each) / tried * reports, tried, storage, files)


def start_cost(server: BenchServer, directory: Path, reports: int, repeat: int, say: Say) -> StartCost:
    """A run of one of the reports, and in turns with it one of an asset that does nothing, each with its instance."""
    started, bare = [], []
    with serve_in_thread(now=NOW, rate_limit=0) as sandbox, _home(server, directory, sandbox, reports) as (environ, _):
        run_child("benchmarks.dagster_child", "instance", **environ)
        for turn in range(repeat):
            say(f"{turn + 1} of {repeat}: the start of a run")
            sandbox.reset()
            began = time.monotonic()
            run_child("benchmarks.dagster_child", "one", "report_0", **environ)
            [first] = (each["at"] for each in sandbox.stats()["log"] if each["endpoint"] == "charts")
            started.append(first - began)
            began = time.monotonic()
            bare.append(float(run_child("benchmarks.dagster_child", "bare", **environ).split()[-1]) - began)
    return StartCost(reports, median(started), median(bare))


def _storage(environ: Mapping[str, str]) -> float:
    """Bytes of the events of all runs, and of the checks, which have a table of their own."""
    runs, stored = Path(environ["DAGSTER_HOME"]) / "history" / "runs", 0.0
    for path in runs.glob("*.db"):
        column, table = ("event", "event_logs")
        if path.stem == "index":
            column, table = ("evaluation_event", "asset_check_executions")
        with closing(sqlite3.connect(path)) as connection:
            stored += connection.execute(f"select total(length(cast({column} as blob))) from {table}").fetchone()[0]
    return stored


def _files(environ: Mapping[str, str]) -> int:
    return sum(path.stat().st_size for path in Path(environ["DAGSTER_HOME"]).rglob("*") if path.is_file())


@contextmanager
def _home(server: BenchServer, home: Path, sandbox: Sandbox, reports: int) -> Iterator[tuple[dict[str, str], str]]:
    home.mkdir(parents=True)
    write_reports(home, sandbox.url, [CHART] * (reports - 1) + [UNKNOWN])
    name = f"dagster_{home.name}"
    url = server.database(name)
    yield environment(home, url), url
    server.drop(name)


def environment(home: Path, url: str) -> dict[str, str]:
    """What a process of ours is told, on the sandbox's first project."""
    return {
        "GIO_CONFIG": str(home / "reports.yaml"),
        "GIO_HOME": str(home),
        "DAGSTER_HOME": str(home),
        "GIO_DATABASE_URL": url,
        "GIO_NOW": NOW,
        "TOKEN": PROJECTS[0].console_token,
        "CLIENT_ID": PROJECTS[0].client_id,
    }


def write_reports(directory: Path, url: str, ids: list[str], rate: float = 100) -> None:
    """reports.yaml with a daily chart for each of the ids, of the source at `url`."""
    lines = [f"      - {{name: report_{number}, kind: chart, id: {id}}}" for number, id in enumerate(ids)]
    text = PROJECT.format(uid=PROJECTS[0].uid, url=url, rate=rate) + "\n".join(lines) + "\n"
    (directory / "reports.yaml").write_text(text, encoding="utf-8")
    (directory / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")


def _seconds(what: str, environ: dict[str, str], *arguments: str) -> float:
    began = time.perf_counter()
    run_child("benchmarks.dagster_child", what, *arguments, **environ)
    return time.perf_counter() - began

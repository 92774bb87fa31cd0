"""How near the vendor's limit a backfill and a morning run, while every answer takes its time."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.dagster_cost import NOW, environment, write_reports
from benchmarks.measure import WrongRows, run_child
from benchmarks.server import BenchServer, query
from gio_pipeline.sandbox import PROJECTS, Sandbox, serve_in_thread

# Downloads a second and project, as the vendor's page says.
RATE = 2
LAST_DAY = date(2026, 6, 9)
DAYS, REPORTS = "single days of one report", "reports of one run"
# A table's rows carry no time: each day is a request. The other chart's day has 40 rows, its own time among them.
CHARTS = {DAYS: "tblBrw01", REPORTS: "cityPv01"}
OURS, DLT, SCRIPT, LOOP = "ours", "dlt", "threads", "loop"
CONTENDERS: Mapping[str, tuple[str, str]] = {
    OURS: ("gio_pipeline", "days: load_reports, as gio-pipeline load calls it; reports: one Dagster run of a tick"),
    DLT: (
        "dlt, REST source",
        "rest_api_source, parallelized resources, as many extract workers as requests can be in flight (12), a session "
        "that keeps the limit, retries of dlt's own client; merge (delete-insert by report and day) into Postgres",
    ),
    SCRIPT: (
        "requests + pandas, threads",
        "ThreadPoolExecutor of 12, as its documentation's own example; urllib3's Retry; to_sql in the main thread",
    ),
    LOOP: ("requests + pandas, a loop", "the same, one request after the other"),
}
Say = Callable[[str], None]


@dataclass(frozen=True)
class Paced:
    """One contender's run: seconds from its first plan to the last commit, and what the source saw of it."""

    seconds: float
    requests: int
    refused: int


@dataclass(frozen=True)
class Job:
    """What a contender is told, as its process reads it."""

    contender: str
    workload: str
    source: str
    uid: str
    token: str
    client_id: str
    url: str
    chart: str
    reports: tuple[str, ...]
    days: tuple[str, ...]
    rate: float


class Pace:
    """`results` by workload, seconds an answer takes, and contender."""

    def __init__(self, server: BenchServer, directory: Path, say: Say, counts: Mapping[str, int]) -> None:
        self.server, self.directory, self.say, self.counts = server, directory, say, counts
        self.results: dict[tuple[str, float, str], list[Paced]] = defaultdict(list)
        self._rows: dict[str, int] = {}
        self._homes = 0

    def run(self, delays: Sequence[float], repeat: int, rate: float = RATE) -> None:
        """Every contender once at each delay, then all of them again."""
        with serve_in_thread(now=NOW, rate_limit=rate) as sandbox:
            for turn in range(repeat):
                for workload in self.counts:
                    for delay in delays:
                        for name in installed():
                            self.say(f"{turn + 1} of {repeat}: {self.counts[workload]} {workload}, {delay:g} s, {name}")
                            self.results[workload, delay, name].append(self._once(sandbox, workload, delay, name, rate))

    def least(self, workload: str, delay: float, rate: float = RATE) -> float:
        """The limit's own time: the last of the requests leaves, and is answered."""
        return (self.counts[workload] - 1) / rate + delay

    def _once(self, sandbox: Sandbox, workload: str, delay: float, name: str, rate: float) -> Paced:
        self._homes += 1
        home = self.directory / f"pace-{self._homes}"
        home.mkdir(parents=True)
        job = self._job(sandbox, workload, name, rate)
        write_reports(home, sandbox.url, [job.chart] * len(job.reports), rate)
        url = self.server.database("pace")
        sandbox.reset()
        sandbox.set(rate_limit=rate, faults=[{"fault": "delay", "match": "/charts/", "seconds": delay}])
        said = run_child("benchmarks.pace_child", json.dumps(asdict(job) | {"url": url}), **environment(home, url))
        seen = sandbox.stats(log=False)
        self._check(workload, name, url)
        self.server.drop("pace")
        found = json.loads(said.splitlines()[-1])
        return Paced(found["seconds"], seen["endpoints"].get("charts", 0), seen["rate_violations"])

    def _job(self, sandbox: Sandbox, workload: str, name: str, rate: float) -> Job:
        days, reports = (self.counts[DAYS], 1) if workload == DAYS else (1, self.counts[REPORTS])
        project = PROJECTS[0]
        return Job(
            contender=name,
            workload=workload,
            source=sandbox.url,
            uid=project.uid,
            token=project.console_token,
            client_id=project.client_id,
            url="",
            chart=CHARTS[workload],
            reports=tuple(f"report_{number}" for number in range(reports)),
            days=tuple(str(LAST_DAY - timedelta(days=back)) for back in reversed(range(days))),
            rate=rate,
        )

    def _check(self, workload: str, name: str, url: str) -> None:
        """Every contender holds as many rows of the answers."""
        table = "gio_bench.pace" if name == DLT else "pace"
        counted = f"select count(*) from {table}"
        if name == OURS:
            counted = (
                "select count(*) from (select distinct report, period_start, dimensions from gio.report_values "
                f"where period_date > date '{LAST_DAY}' - {self.counts[DAYS] if workload == DAYS else 1}) as rows"
            )
        rows = int(query(url, counted)[0][0])
        if rows == 0 or self._rows.setdefault(workload, rows) != rows:
            raise WrongRows(f"{name} holds {rows} rows of {workload}, not {self._rows[workload]}")


def typical_pace(series: Sequence[Paced]) -> float:
    """The median of the seconds."""
    return median(each.seconds for each in series)


def installed() -> list[str]:
    """The contenders whose packages are there."""
    return [name for name in CONTENDERS if name != DLT or find_spec("dlt")]

"""How near the vendor's limit a backfill and a morning run, while every answer takes its time."""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.dagster_cost import NOW, environment, write_reports
from benchmarks.measure import WrongRows, run_child
from benchmarks.server import BenchServer, query
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline_tests.faults import Sandbox, serve_in_thread

# Downloads a second and project, as the vendor's page says.
RATE = 2
LAST_DAY = date(2026, 6, 9)
DAYS, REPORTS = "single days of one report", "reports of one run"
# A table's rows carry no time: each day is a request. The other chart's day has 40 rows, its own time among them.
CHARTS = {DAYS: "tblBrw01", REPORTS: "cityPv01"}
OURS, DLT, SCRIPT, LOOP = "ours", "dlt", "threads", "loop"
CONTENDERS: Mapping[str, tuple[str, str]] = {
    OURS: ("gio_pipeline", "days: the command gio-pipeline load; reports: a tick and its Dagster run, in one process"),
    DLT: (
        "dlt, REST source",
        "rest_api_source, parallelized resources, as many extract workers as requests can be in flight (12), a session "
        "that keeps the limit, retries of dlt's own client; merge (delete-insert by report and day) into Postgres",
    ),
    SCRIPT: (
        "requests + pandas, threads",
        "ThreadPoolExecutor of 12, as its documentation's own example; urllib3's Retry; to_sql in the main thread",
    ),
    LOOP: ("requests + pandas, a loop", "the same, one request after the other; measured on a part, which it repeats"),
}
# Rivals sleep most of the time, and every time as long: a round of them is enough.
RIVALS_ROUNDS = 1
# One request after the other takes as long every time: so many of them are measured, and scaled.
LOOPED = 10
Say = Callable[[str], None]


@dataclass(frozen=True)
class Paced:
    """One run of a contender, in seconds.

    source: as the source sees it, from the first request to the last answer; whole: from the start of the process to
    its exit, when everything is committed.
    """

    source: float
    whole: float
    requests: int
    refused: int

    def repeated(self, times: float) -> "Paced":
        """As if what was asked for had been asked for so many times, one after the other."""
        return replace(self, source=self.source * times, whole=self.whole + self.source * (times - 1))


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
        self._rows: dict[str, float] = {}
        self._homes = 0

    def run(self, delays: Sequence[float], repeat: int, rate: float = RATE) -> None:
        """Every contender at each delay, then ours again; a rival as often as its times differ."""
        with serve_in_thread(now=NOW, rate_limit=rate) as sandbox:
            for turn in range(repeat):
                for workload, count in self.counts.items():
                    for delay in delays:
                        for name in installed():
                            if name == OURS or turn < RIVALS_ROUNDS:
                                self.say(f"{turn + 1} of {repeat}: {count} {workload}, {delay:g} s, {name}")
                                paced = self._once(sandbox, workload, delay, name, rate)
                                self.results[workload, delay, name].append(paced)

    def least(self, workload: str, delay: float, rate: float = RATE) -> float:
        """The limit's own time: the last of the requests leaves, and is answered."""
        return (self.counts[workload] - 1) / rate + delay

    def _once(self, sandbox: Sandbox, workload: str, delay: float, name: str, rate: float) -> Paced:
        self._homes += 1
        home = self.directory / f"pace-{self._homes}"
        home.mkdir(parents=True)
        asked = min(self.counts[workload], LOOPED) if name == LOOP else self.counts[workload]
        url = self.server.database("pace")
        job = replace(self._job(sandbox, workload, name, rate, asked), url=url)
        write_reports(home, sandbox.url, [job.chart] * len(job.reports), rate)
        environ = environment(home, url)
        if name == OURS and workload == DAYS:
            # An answer shows that a table carries no time; what is asked for at once follows from that.
            before = str(date.fromisoformat(job.days[0]) - timedelta(days=1))
            run_child("benchmarks.pace_child", json.dumps(asdict(replace(job, days=(before,)))), **environ)
        sandbox.reset()
        sandbox.set(rate_limit=rate, faults=[{"fault": "delay", "match": "/charts/", "seconds": delay}])
        began = time.perf_counter()
        run_child("benchmarks.pace_child", json.dumps(asdict(job)), **environ)
        whole = time.perf_counter() - began
        self._check(workload, job, asked)
        self.server.drop("pace")
        return _seen(sandbox.stats(), whole).repeated(self.counts[workload] / asked)

    def _job(self, sandbox: Sandbox, workload: str, name: str, rate: float, asked: int) -> Job:
        days, reports = (asked, 1) if workload == DAYS else (1, asked)
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

    def _check(self, workload: str, job: Job, asked: int) -> None:
        """Every contender holds as many rows of an answer."""
        table = "gio_bench.pace" if job.contender == DLT else "pace"
        counted = f"select count(*) from {table}"
        if job.contender == OURS:
            counted = (
                "select count(*) from (select distinct report, period_start, dimensions from gio.report_values "
                f"where period_date >= date '{job.days[0]}') as rows"
            )
        rows = int(query(job.url, counted)[0][0]) / asked
        if rows == 0 or self._rows.setdefault(workload, rows) != rows:
            raise WrongRows(f"{job.contender} holds {rows:g} rows of each answer, not {self._rows[workload]:g}")


def _seen(stats: Mapping[str, Any], whole: float) -> Paced:
    """What the source's log says of a run that took `whole` seconds."""
    asked = [each for each in stats["log"] if each["endpoint"] == "charts"]
    source = max(each["at"] + each["seconds"] for each in asked) - min(each["at"] for each in asked)
    return Paced(source, whole, len(asked), stats["rate_violations"])


def typical_pace(series: Sequence[Paced]) -> Paced:
    """The median of each time; what was refused in all."""
    times = {name: median(getattr(each, name) for each in series) for name in ("source", "whole")}
    return Paced(**times, requests=series[0].requests, refused=sum(each.refused for each in series))


def installed() -> list[str]:
    """The contenders whose packages are there."""
    return [name for name in CONTENDERS if name != DLT or find_spec("dlt")]

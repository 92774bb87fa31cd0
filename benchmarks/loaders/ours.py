"""Ours: `load_report` as the schedules and the command line call it, on a client that hands out ready answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from benchmarks import answers
from benchmarks.answers import CHART, milliseconds
from benchmarks.loaders.base import Loader, Payload, counted
from gio_pipeline.core.config.specs import Priority
from gio_pipeline.core.windows import windows
from gio_pipeline.growingio.calls import Answer
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_range
from gio_pipeline.pipeline.runtime import Runtime, open_runtime, report_state
from gio_pipeline.settings import load_settings

T = TypeVar("T")
CONFIGURATION = f"""
projects:
  - name: bench
    uid: bench
    token: unused
    start: 2000-01-01
    reports:
      - {{name: answers, kind: chart, id: {CHART}, grain: day}}
"""


class Ours(Loader):
    title = "gio_pipeline"
    configuration = (
        "load_report of gio_pipeline.pipeline: plan, parse, check, unpivot, dictionary, merge, coverage, gio.loads; "
        "only HTTP is replaced, by a client that hands out the bytes; many small answers are one load, as a backfill "
        "of single days is: one plan, then a request a day, each answer in a transaction of its own"
    )
    tables = ("gio.points", "gio.dimension_sets", "gio.metrics", "gio.coverage", "gio.restatements")
    checked = counted("gio.report_values where report = 'answers'")
    backfills = True

    def __init__(self, url: str, home: Path) -> None:
        super().__init__(url, home)
        (home / "reports.yaml").write_text(CONFIGURATION, encoding="utf-8")
        environ = {"GIO_DATABASE_URL": url, "GIO_HOME": str(home)}
        opened = open_runtime(load_settings(environ, home))
        self.runtime = WithoutHttp(opened.settings, opened.engine)
        self.spec = self.runtime.settings.find("answers")

    def load(self, answer: Payload) -> None:
        self.load_all([answer])

    def load_all(self, answers: Sequence[Payload]) -> None:
        bodies = {milliseconds(answer.first): answer.body for answer in answers}
        self.runtime.body, self.runtime.last = bodies.__getitem__, answers[-1].last
        load_days(self.runtime, answers[0].first, answers[0].days)

    def close(self) -> None:
        self.runtime.close()


class OursByRun(Ours):
    title = "gio_pipeline, run by run"
    configuration = "the same with a load of its own, and so a plan, for each small answer, as a schedule has it"
    backfills = False


class WithoutHttp(Runtime):
    """A runtime whose source answers every request at once with the `body` of its first ms, at noon after `last`."""

    body: Callable[[int], bytes]
    last: date

    def clock(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(12), answers.ZONE)

    def client(self, project: str, priority: Priority) -> GrowingIOClient:
        return Source(self.body)  # type: ignore[return-value]


def load_days(runtime: WithoutHttp, first: date, most: int) -> None:
    """Loads the days from `first` to the runtime's last, `most` a request."""
    spec = runtime.settings.find("answers")
    known, now = report_state(runtime, spec), runtime.clock()
    # A tick asks what is due before a run loads it.
    known.due(now)
    plan = plan_range(known, periods_in(spec, first, runtime.last), now)
    # As where the source has been found to answer no more at once.
    plan = replace(plan, windows=windows(known.timetable, plan.periods, timeless=False, most=most))
    result = load_report(runtime, plan, LoadOrigin())
    if not result.ok:
        raise RuntimeError(f"the load failed: {result.failures or result.kept or result.refused}")


class Source:
    """The part of the client that a chart's load uses."""

    requests = 0

    def __init__(self, body: Callable[[int], bytes]) -> None:
        self.body = body

    def report(
        self, kind: str, id: str, start: int, *request: Any, decode: Callable[[bytes], T], **how: bool
    ) -> Answer[T]:
        self.requests += 1
        return Answer(decode(self.body(start)), 1, datetime.now(UTC), None)

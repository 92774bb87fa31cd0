"""Ours: `load_report` as the schedules and the command line call it, on a client that hands out ready answers."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from benchmarks import answers
from benchmarks.answers import CHART
from benchmarks.loaders.base import Loader, Payload, counted
from gio_pipeline.core.config.specs import Priority
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
        "load_report of gio_pipeline.pipeline, one call an answer: plan, parse, check, unpivot, dictionary, merge, "
        "coverage, gio.loads; only HTTP is replaced, by a client that hands out the bytes"
    )
    tables = ("gio.points", "gio.dimension_sets", "gio.metrics", "gio.coverage", "gio.restatements")
    checked = counted("gio.report_values where report = 'answers'")

    def __init__(self, url: str, home: Path) -> None:
        super().__init__(url, home)
        (home / "reports.yaml").write_text(CONFIGURATION, encoding="utf-8")
        environ = {"GIO_DATABASE_URL": url, "GIO_HOME": str(home)}
        opened = open_runtime(load_settings(environ, home))
        self.runtime = WithoutHttp(opened.settings, opened.engine)
        self.spec = self.runtime.settings.find("answers")

    def load(self, answer: Payload) -> None:
        self.runtime.answer = answer
        before, now = report_state(self.runtime, self.spec), self.runtime.clock()
        # A tick asks what is due before a run loads it.
        before.due(now)
        plan = plan_range(before, periods_in(self.spec, answer.first, answer.last), now)
        result = load_report(self.runtime, plan, LoadOrigin())
        if not result.ok:
            raise RuntimeError(f"the load failed: {result.failures or result.kept or result.refused}")

    def close(self) -> None:
        self.runtime.close()


class WithoutHttp(Runtime):
    """A runtime whose source answers every request with `answer`, at noon of the day after."""

    answer: Payload

    def clock(self) -> datetime:
        return datetime.combine(self.answer.last + timedelta(days=1), time(12), answers.ZONE)

    def client(self, project: str, priority: Priority) -> GrowingIOClient:
        return Source(self)  # type: ignore[return-value]


class Source:
    """The part of the client that a chart's load uses."""

    requests = 0

    def __init__(self, runtime: WithoutHttp) -> None:
        self.runtime = runtime

    def report(self, *request: Any, decode: Callable[[bytes], T], **how: bool) -> Answer[T]:
        self.requests += 1
        body = self.runtime.answer.body
        return Answer(decode(body), 1, datetime.now(UTC), None)

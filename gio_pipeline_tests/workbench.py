"""A place to load reports in a test: its own reports.yaml, database and sandbox, and a clock that can be set."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.periods import Period, calendar
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import LoadPlan, periods_in, plan_due, plan_range
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime, open_runtime, report_state
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.faults import Sandbox

NOW = "2026-06-10T10:00:00+08:00"
QUICK = RetryPolicy(first=0.01, longest=0.1)

REPORTS = """
projects:
  - name: shop
    uid: {uid}
    token: ${{TOKEN}}
    client_id: ${{CLIENT_ID}}
    base_url: {url}
    start: 2026-01-01
    rate_limit: 100
    reports:
{reports}
"""


class Workbench:
    """Writes reports.yaml, opens runtimes on it and loads; dates are ISO texts, instants carry their zone."""

    def __init__(self, directory: Path, database_url: str, sandbox: Sandbox) -> None:
        self.directory, self.database_url, self.sandbox = directory, database_url, sandbox
        self.now = NOW
        self.signed = False
        self._runtimes: list[Runtime] = []
        self.report("{name: page_views_by_city, kind: chart, id: cityPv01}")

    def report(self, *lines: str) -> None:
        """reports.yaml holds these reports of project shop, each a YAML flow mapping."""
        written = "\n".join(f"      - {line}" for line in lines)
        text = REPORTS.format(uid=PROJECTS[0].uid, url=self.sandbox.url, reports=written)
        if self.signed:
            text = text.replace("token: ${TOKEN}", f"ai: {PROJECTS[0].ai}\n    secret: ${{SECRET}}")
        (self.directory / "reports.yaml").write_text(text, encoding="utf-8")

    @property
    def environ(self) -> dict[str, str]:
        return {
            "GIO_DATABASE_URL": self.database_url,
            "GIO_HOME": str(self.directory / "home"),
            "GIO_NOW": self.now,
            "TOKEN": PROJECTS[0].console_token,
            "SECRET": PROJECTS[0].secret,
            "CLIENT_ID": PROJECTS[0].client_id,
        }

    def at(self, now: str) -> None:
        """Sets the clock of the pipeline and of the sandbox."""
        self.now = now
        self.sandbox.set(now=now)

    def faults(self, *faults: Mapping[str, Any]) -> None:
        """The sandbox plays these faults and no others."""
        self.sandbox.reset()
        self.sandbox.set(now=self.now, faults=list(faults))

    def runtime(self) -> Runtime:
        """It waits as long as any other for the source, and asks again sooner."""
        runtime = open_runtime(load_settings(self.environ, self.directory))
        runtime.retry = QUICK
        self._runtimes.append(runtime)
        return runtime

    def spec(self, key: str) -> ReportSpec:
        return load_settings(self.environ, self.directory).find(key)

    def plan(self, key: str, first: str, last: str, *, skip_final: bool = False, **how: Any) -> LoadPlan:
        runtime = self.runtime()
        spec = runtime.settings.find(key)
        before = report_state(runtime, spec)
        periods = periods_in(spec, date.fromisoformat(first), date.fromisoformat(last))
        skip = before.final(periods) if skip_final else frozenset()
        return plan_range(before, periods, runtime.clock(), skip=skip, **how)

    def load(self, key: str, first: str, last: str, *, skip_final: bool = False, **how: Any) -> LoadResult:
        plan = self.plan(key, first, last, skip_final=skip_final, **how)
        return load_report(self._runtimes[-1], plan, LoadOrigin())

    def tick(self, key: str, most: int = 400) -> LoadResult:
        """What a scheduled run of the report would load now."""
        runtime = self.runtime()
        plan = plan_due(report_state(runtime, runtime.settings.find(key)), runtime.clock(), most=most)
        return load_report(runtime, plan, LoadOrigin("schedule"))

    def query(self, statement: str, **values: Any) -> Sequence[tuple[Any, ...]]:
        runtime = self._runtimes[-1] if self._runtimes else self.runtime()
        with runtime.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def period(self, key: str, day: str) -> Period:
        spec = self.spec(key)
        return calendar(spec.grain, spec.timezone).starting_on(date.fromisoformat(day))

    def downloads(self) -> int:
        """Requests for report answers the sandbox has seen."""
        return sum("/v2/" in each["path"] for each in self.sandbox.stats()["log"])

    def close(self) -> None:
        for runtime in self._runtimes:
            runtime.close()

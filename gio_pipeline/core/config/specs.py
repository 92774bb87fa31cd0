"""What the pipeline is given: a report with its defaults filled in, and the credentials of its project."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Literal
from zoneinfo import ZoneInfo

from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.kinds import Grain, Kind
from gio_pipeline.core.periods import Calendar, Settle, Timetable, calendar
from gio_pipeline.core.text import some

OnEmpty = Literal["doubt", "accept"]
Backfill = Literal["auto", "manual"]
Exporter = Literal["auto", "v2", "v3"]
# Of requests that queue for the project's rate limit: schedules go first.
Priority = Literal["schedule", "backfill"]
MOST_LISTED = 10


@dataclass(frozen=True)
class ReportSpec:
    """One configured report, the defaults of its project and of the file filled in.

    conversion_window: days, a funnel's only; None leaves the report's own.
    start: first period there is, a local date. refresh_periods: trailing final periods checked again. asset: the key
    under which an orchestrator knows it; None: its view's name. split, statistic: a frequency's only, as the request
    writes them. export_timeout: how long V3 is waited for, a window.
    """

    project: str
    uid: str
    name: str
    kind: Kind
    id: str
    grain: Grain
    timezone: str
    start: date
    conversion_window: int | None = None
    split: str | None = None
    statistic: str | None = None
    settle: Settle = field(default_factory=Settle)
    refresh_periods: int = 0
    on_empty: OnEmpty = "doubt"
    backfill: Backfill = "manual"
    title: str | None = None
    description: str | None = None
    owner: str | None = None
    dashboard: str | None = None
    asset: tuple[str, ...] | None = None
    exporter: Exporter = "auto"
    export_timeout: timedelta = timedelta(minutes=10)

    @property
    def key(self) -> str:
        return f"{self.project}/{self.name}"

    @property
    def identity(self) -> tuple[str, Kind, str, Grain, int | None, str | None, str | None, str]:
        """What makes two reports the same report, whatever they are called."""
        own = (self.conversion_window, self.split, self.statistic)
        return self.uid, self.kind, self.id, self.grain, *own, self.timezone

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def calendar(self) -> Calendar:
        return calendar(self.grain, self.timezone)

    @property
    def timetable(self) -> Timetable:
        """As far as the configuration tells it; what answers have shown is the warehouse's to add."""
        return Timetable(self.kind, self.calendar, self.settle, self.conversion_window)


@dataclass(frozen=True)
class ExportSettings:
    """How a project is exported: which API, how long V3 is waited for, which servers its links may lead to."""

    exporter: Exporter = "auto"
    timeout: timedelta = timedelta(minutes=10)
    download_hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Credentials:
    """What opens one project: a console `token`, or `ai` and `secret` that sign a request for one."""

    uid: str
    base_url: str
    token: str | None = field(default=None, repr=False)
    ai: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)
    client_id: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Token:
    """What a request carries, and its place in the sequence of the project's tokens."""

    value: str = field(repr=False)
    generation: int = 1


def find_report(reports: Sequence[ReportSpec], text: str) -> ReportSpec:
    """The report called `project/name`, or `name` where that is unique; UsageError lists near matches."""
    found = [report for report in reports if text in (report.key, report.name)]
    if len(found) == 1:
        return found[0]
    if found:
        keys = " or ".join(report.key for report in found)
        raise UsageError(f"{text} is a report of several projects: write {keys}.")
    near = _near(reports, text)
    known = f"did you mean {' or '.join(near)}?" if near else _all_of(reports)
    raise UsageError(f"No report {text!r} is configured; {known}")


def _near(reports: Sequence[ReportSpec], text: str) -> list[str]:
    by_word = {report.name.lower(): report.key for report in reports} | {r.key.lower(): r.key for r in reports}
    words = get_close_matches(text.lower(), by_word, n=3, cutoff=0.6)
    return list(dict.fromkeys(by_word[word] for word in words))


def _all_of(reports: Sequence[ReportSpec]) -> str:
    keys = ", ".join(some([report.key for report in reports], MOST_LISTED, "…"))
    return f"there are {keys}." if keys else "reports.yaml lists none."

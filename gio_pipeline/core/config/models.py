"""What `reports.yaml` may say: every setting, its default and the rules between settings.

Checked whole: a file with five mistakes is answered with five, each with its place.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from gio_pipeline.core.catalog import CATALOG, titles
from gio_pipeline.core.config import specs
from gio_pipeline.core.config.fields import (
    Address,
    ClockTime,
    Day,
    Duration,
    Hidden,
    Host,
    Id,
    Name,
    Number,
    Split,
    Statistic,
    Switch,
    Text,
    Timeout,
    Uid,
    Whole,
    Zone,
)
from gio_pipeline.core.config.section import Problem, Section, entries, one_of, setting_of
from gio_pipeline.core.config.specs import ExportSettings, ReportSpec
from gio_pipeline.core.kinds import KINDS, Grain, Kind
from gio_pipeline.core.periods import Settle

# Postgres cuts longer names of views.
LONGEST_NAME = 63


class SettleConfig(Section):
    after_hour: Duration = Field(
        default=timedelta(minutes=30),
        description="How long after an hour ends its figures are complete.",
        examples=["30m"],
    )
    day_at: ClockTime = Field(
        default=time(4),
        description="Local time at which the figures of the day before are complete.",
        examples=["04:00"],
    )


class ReportConfig(Section):
    name: Name = Field(description="Your name for the report, unique in its project; names its view in Postgres.")
    kind: Kind = Field(description="What it is in the console.")
    id: Id = Field(description="The report's id: the last part of its address in the console.", examples=["YoX28w7R"])
    grain: Grain = Field(
        default=Grain.DAY,
        description="Length of one period; funnels have days only, retentions and frequencies no hours.",
    )
    conversion_window: Annotated[Whole, Field(ge=1, le=90)] | None = Field(
        default=None,
        description="Funnels only: days in which a user may complete the steps; unset leaves the report's own.",
    )
    split: Split | None = Field(
        default=None,
        description="Charts of a distribution only: how many layers, 1 to 25, or where each begins.",
        examples=["[1, 5, 20]"],
    )
    statistic: Statistic | None = Field(
        default=None,
        description="Trends of a frequency only: max, min, avg, median, 0.25 or 0.75; unset leaves the report's own.",
        examples=["median"],
    )
    start: Day | None = Field(default=None, description="First period there is; unset takes the project's.")
    title: Text | None = Field(default=None, description="Any words, shown instead of the name.")
    description: Text | None = Field(default=None, description="Shown on the asset's page.")
    owner: Text | None = Field(default=None, description="Who to ask about it: an e-mail address or a team.")
    dashboard: Id | None = Field(
        default=None, description="Id of the dashboard it stands on, for the link to the console."
    )
    refresh_periods: Annotated[Whole, Field(ge=0, le=366)] | None = Field(
        default=None,
        description="Trailing final periods checked again when a period newly settles; "
        "unset means 1 for a chart by day, week or month, else 0.",
    )
    on_empty: specs.OnEmpty = Field(
        default="doubt",
        description="doubt keeps the old rows of a period that comes back empty or shrunk; accept believes it.",
    )
    backfill: specs.Backfill = Field(
        default="manual",
        description="auto: schedules load everything since start; manual: from the first period ever loaded.",
    )
    exporter: specs.Exporter | None = Field(default=None, description="As the project's; unset takes that.")

    @classmethod
    def problems(cls, raw: Any) -> Iterator[Problem]:
        kind, grain = setting_of(raw, "kind"), setting_of(raw, "grain")
        if kind not in tuple(Kind):
            return
        record = KINDS[Kind(kind)]
        if grain in tuple(Grain) and grain not in record.grains:
            yield ("grain",), f"must be {one_of(record.grains)} for a {kind}"
        if not record.has_conversion_window and setting_of(raw, "conversion_window") is not None:
            yield ("conversion_window",), f"is a funnel's setting and this is a {kind}: take it out"
        layers = [setting for setting in ("split", "statistic") if setting_of(raw, setting) is not None]
        if layers and not record.has_layers:
            yield from (((each,), f"is a frequency's setting and this is a {kind}: take it out") for each in layers)
        elif len(layers) > 1:
            yield ("statistic",), "is a trend's setting and split is a distribution's: take one of them out"
        if record.only_v3 and setting_of(raw, "exporter") == "v2":
            yield ("exporter",), f"must be auto or v3 for a {kind}: V2 has none"


class ProjectConfig(Section):
    credential_fields: ClassVar[frozenset[str]] = frozenset({"uid", "token", "ai", "secret", "client_id", "base_url"})

    name: Name = Field(description="Your name for the project.")
    uid: Uid = Field(description="The project's uid: what follows /projects/ in the console's addresses.")
    token: Hidden | None = Field(
        default=None, description="A permanent token made in the console; wins over ai and secret."
    )
    ai: Hidden | None = Field(
        default=None, description="The project's id, which with the secret signs a request for a token."
    )
    secret: Hidden | None = Field(default=None, description="The project's private key.")
    client_id: Text | None = Field(default=None, repr=False, description="The project's public key.")
    base_url: Address = Field(default="https://www.growingio.com", description="Where the API is.")
    timezone: Zone | None = Field(default=None, description="The project's time zone; unset takes the file's.")
    settle: SettleConfig | None = Field(
        default=None, description="When figures are complete; what is unset is the file's."
    )
    start: Day | None = Field(default=None, description="First period there is; required here or on each report.")
    rate_limit: Annotated[Number, Field(gt=0, le=100)] = Field(
        default=2.0, description="Chart, funnel, retention and user downloads per second, of the whole project."
    )
    catalog: Switch = Field(default=True, description=f"Whether {titles(CATALOG)} are taken daily.")
    segment_users: tuple[Id, ...] = Field(
        default=(), description="Ids of the segments whose users are taken: personal data."
    )
    tag_users: tuple[Id, ...] = Field(
        default=(), description="Ids of the tags whose users are taken, by V3: personal data."
    )
    exporter: specs.Exporter | None = Field(default=None, description="As the file's; unset takes that.")
    export_timeout: Timeout | None = Field(default=None, description="As the file's; unset takes that.")
    download_hosts: tuple[Host, ...] | None = Field(default=None, description="As the file's; unset takes them.")
    reports: tuple[ReportConfig, ...] = Field(default=(), description="The reports to load.")

    @classmethod
    def problems(cls, raw: Any) -> Iterator[Problem]:
        given = [field for field in ("ai", "secret", "client_id") if setting_of(raw, field) is not None]
        if setting_of(raw, "token") is None:
            yield from _missing_credentials(given)
        reports = entries(raw, "reports")
        if setting_of(raw, "start") is None:
            yield from _missing_starts(reports)
        yield from _taken_twice([setting_of(report, "name") for report in reports], "reports")

    def spec(self, report: ReportConfig, config: "Config") -> ReportSpec:
        """The report with the defaults of project and file filled in."""
        start = report.start or self.start
        assert start is not None
        trailing = KINDS[report.kind].refreshed.get(report.grain, 0)
        exports = self.exports(config)
        own = report.model_dump(exclude={"start", "refresh_periods", "exporter"})
        return ReportSpec(
            **own,
            exporter=report.exporter or exports.exporter,
            export_timeout=exports.timeout,
            project=self.name,
            uid=self.uid,
            timezone=self.timezone or config.timezone,
            settle=self._settle(config.settle),
            start=start,
            refresh_periods=trailing if report.refresh_periods is None else report.refresh_periods,
        )

    def exports(self, config: "Config") -> ExportSettings:
        """What the project says of exports, the file's where it says nothing."""
        hosts = config.download_hosts if self.download_hosts is None else self.download_hosts
        return ExportSettings(self.exporter or config.exporter, self.export_timeout or config.export_timeout, hosts)

    def _settle(self, default: SettleConfig) -> Settle:
        own = self.settle.model_dump(exclude_unset=True) if self.settle else {}
        return Settle(**(default.model_dump() | own))


class Config(Section):
    timezone: Zone = Field(
        default="Asia/Shanghai", description="The time zone of every project that has none of its own."
    )
    settle: SettleConfig = Field(default=SettleConfig(), description="When figures are complete.")
    projects: tuple[ProjectConfig, ...] = Field(description="The GrowingIO projects.")
    max_periods_per_run: Annotated[Whole, Field(ge=1, le=100_000)] = Field(
        default=400, description="The most periods of one report that a scheduled run catches up."
    )
    days_off: tuple[Day, ...] = Field(
        default=(), description="Dates left out where a day is compared with earlier ones: 国庆, 春节, 调休."
    )
    exporter: specs.Exporter = Field(
        default="auto",
        description="Which API is asked. auto: V2, and the asynchronous V3 for what V2 cannot answer; v2; v3.",
    )
    export_timeout: Timeout = Field(
        default=timedelta(minutes=10), description="How long V3 is waited for, a request.", examples=["10m"]
    )
    download_hosts: tuple[Host, ...] = Field(
        default=(),
        description="Servers beside growingio.com and its own that V3's links may lead to.",
        examples=["[files.example.com]"],
    )
    notify: tuple[Hidden, ...] = Field(
        default=(), description="Apprise addresses told of troubles: when one begins, once a day, when it is over."
    )

    @classmethod
    def problems(cls, raw: Any) -> Iterator[Problem]:
        projects = entries(raw, "projects")
        if setting_of(raw, "projects") in ([], ()):
            yield ("projects",), "is empty: at least one project is needed"
        yield from _taken_twice([setting_of(project, "name") for project in projects], "projects")
        yield from _view_names(projects)

    def reports(self) -> tuple[ReportSpec, ...]:
        """Every report, in the file's order."""
        return tuple(project.spec(report, self) for project in self.projects for report in project.reports)


def _missing_credentials(given: Sequence[str]) -> Iterator[Problem]:
    if not given:
        yield ("token",), "is missing: add token, or ai, secret and client_id"
    for field in ("ai", "secret", "client_id") if given else ():
        if field not in given:
            yield (field,), "is missing: without a token, ai, secret and client_id are needed together"


def _missing_starts(reports: Sequence[Any]) -> Iterator[Problem]:
    # A value that is not a section is reported elsewhere.
    sections = [at for at, report in enumerate(reports) if isinstance(report, Mapping | BaseModel)]
    missing = [at for at in sections if setting_of(reports[at], "start") is None]
    if missing and missing == sections:
        yield ("start",), "is missing: the first date there is, here or on each report"
        return
    for at in missing:
        yield ("reports", at, "start"), "is missing: the first date there is, here or on the project"


def _taken_twice(names: Sequence[Any], setting: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for at, name in enumerate(names):
        if isinstance(name, str) and first.setdefault(name.strip(), at) != at:
            yield (setting, at, "name"), f"is the name of {setting}[{first[name.strip()]}] too: {name.strip()}"


def _view_names(projects: Sequence[Any]) -> Iterator[Problem]:
    """The rules of `gio_reports.<project>__<report>`: one view each, and a name Postgres can hold."""
    owner: dict[str, tuple[Any, Any]] = {}
    for at, project in enumerate(projects):
        for number, report in enumerate(entries(project, "reports")):
            pair = setting_of(project, "name"), setting_of(report, "name")
            if not all(isinstance(name, str) for name in pair):
                continue
            view, place = "__".join(name.strip() for name in pair), ("projects", at, "reports", number, "name")
            if len(view) > LONGEST_NAME:
                yield place, f"is too long: {view} has {len(view)} characters, {LONGEST_NAME} at most are possible"
            if owner.setdefault(view, pair) != pair:
                yield place, f"makes the view {view}, which {'/'.join(owner[view])} makes too: choose another name"

"""Reports that can share a run: those of one project, grain and first period."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dagster import AssetKey

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.windows import Calendar, Period, calendar
from gio_pipeline.defs.partitions import first_period

_ADVERBS = {Grain.HOUR: "hourly", Grain.DAY: "daily", Grain.WEEK: "weekly", Grain.MONTH: "monthly"}


def asset_key(spec: ReportSpec) -> AssetKey:
    return AssetKey([spec.project, spec.name])


def source_key(project: str) -> AssetKey:
    """What a project's reports are made from; of three parts, so that no report's key can be the same."""
    return AssetKey(["growingio", "projects", project])


def view_key(spec: ReportSpec) -> AssetKey:
    """The view that shows a report as the console does."""
    return AssetKey(["postgres", "gio_reports", f"{spec.project}__{spec.name}"])


@dataclass(frozen=True)
class ReportGroup:
    """One job's reports: Dagster wants ONE partitions definition for all assets of a job."""

    name: str
    reports: tuple[ReportSpec, ...]

    @property
    def first(self) -> Period:
        return first_period(self.reports[0])

    @property
    def project(self) -> str:
        return self.reports[0].project

    @property
    def grain(self) -> Grain:
        return self.reports[0].grain

    @property
    def timezone(self) -> str:
        return self.reports[0].timezone

    @property
    def calendar(self) -> Calendar:
        return calendar(self.grain, self.timezone)


def report_groups(reports: Iterable[ReportSpec]) -> tuple[ReportGroup, ...]:
    """The groups, in the order of their first reports: shop_daily, or shop_daily_from_2026_03_01 beside others."""
    found: dict[tuple[str, Grain], dict[Period, list[ReportSpec]]] = defaultdict(lambda: defaultdict(list))
    for spec in reports:
        found[spec.project, spec.grain][first_period(spec)].append(spec)
    return tuple(
        ReportGroup(_name(members[0], alone=len(by_first) == 1), tuple(members))
        for by_first in found.values()
        for members in by_first.values()
    )


def _name(spec: ReportSpec, *, alone: bool) -> str:
    name = f"{spec.project}_{_ADVERBS[spec.grain]}"
    if alone:
        return name
    first = calendar(spec.grain, spec.timezone).local(first_period(spec).start)
    return f"{name}_from_{first:%Y_%m_%d}"

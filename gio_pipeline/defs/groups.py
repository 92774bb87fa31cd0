"""Reports that can share a run: those of one project, grain and first period."""

from collections import defaultdict
from dataclasses import dataclass, replace

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.periods import Calendar, Period, calendar
from gio_pipeline.defs.partitions import first_period
from gio_pipeline.settings import Settings

_ADVERBS = {Grain.HOUR: "hourly", Grain.DAY: "daily", Grain.WEEK: "weekly", Grain.MONTH: "monthly"}


def asset_key(spec: ReportSpec) -> dg.AssetKey:
    """The report's asset is its view: dbt gives source('gio_reports', '<project>__<report>') this very key.

    Unless a component's translation gave it another.
    """
    return dg.AssetKey(spec.asset) if spec.asset else key_of_names(spec.project, spec.name)


def key_of_names(project: str, report: str) -> dg.AssetKey:
    return dg.AssetKey(["gio_reports", f"{project}__{report}"])


def source_key(project: str) -> dg.AssetKey:
    """What a project's reports are made from; of three parts, so that no report's key can be the same."""
    return dg.AssetKey(["growingio", "projects", project])


@dataclass(frozen=True)
class ReportGroup:
    """One job's reports: Dagster wants ONE partitions definition for all assets of a job."""

    name: str
    reports: tuple[ReportSpec, ...]

    @property
    def spec(self) -> ReportSpec:
        """Any of them: all have the same project, grain, time zone and first period."""
        return self.reports[0]

    @property
    def calendar(self) -> Calendar:
        return calendar(self.spec.grain, self.spec.timezone)


def report_groups(settings: Settings) -> tuple[ReportGroup, ...]:
    """The groups, in the order of their first reports: shop_daily for those that begin with their project.

    Any other is shop_daily_from_2026_03_01. A name depends on no other report: a schedule that somebody stopped would
    start itself again under a new one.
    """
    found: dict[tuple[str, Grain, Period], list[ReportSpec]] = defaultdict(list)
    for spec in settings.reports():
        found[spec.project, spec.grain, first_period(spec)].append(spec)
    return tuple(ReportGroup(_name(members[0], settings), tuple(members)) for members in found.values())


def _name(spec: ReportSpec, settings: Settings) -> str:
    name, start = f"{spec.project}_{_ADVERBS[spec.grain]}", settings.project(spec.project).start
    first = first_period(spec)
    if start is not None and first == first_period(replace(spec, start=start)):
        return name
    return f"{name}_from_{spec.calendar.local(first.start):%Y_%m_%d}"

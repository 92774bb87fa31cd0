"""What Dagster knows a report by: its asset's key, its partitions, and the job of the reports that share them.

Partition keys and the pipeline's periods are one and the same spans, counted in UTC.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC
from functools import lru_cache

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.periods import Period, calendar
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


def first_period(spec: ReportSpec) -> Period:
    """The first period that begins on the report's start or later."""
    return spec.calendar.starting_on(spec.start)


def partitions_definition(spec: ReportSpec) -> dg.TimeWindowPartitionsDefinition:
    """The report's partitions; reports of one grain, zone and first period share the definition."""
    return _partitions(spec.grain, spec.timezone, first_period(spec))


@lru_cache(maxsize=1024)
def _partitions(grain: Grain, timezone: str, first: Period) -> dg.TimeWindowPartitionsDefinition:
    start = first.start.astimezone(calendar(grain, timezone).zone)
    match grain:
        case Grain.HOUR:
            return dg.HourlyPartitionsDefinition(start, timezone=timezone)
        case Grain.DAY:
            return dg.DailyPartitionsDefinition(start, timezone=timezone)
        case Grain.WEEK:
            return dg.WeeklyPartitionsDefinition(start, timezone=timezone, day_offset=1)
        case Grain.MONTH:
            return dg.MonthlyPartitionsDefinition(start, timezone=timezone)


def period_of(spec: ReportSpec, key: str) -> Period:
    """The period a partition key names, before the report's start and in the future too; UsageError where none."""
    try:
        window = partitions_definition(spec).time_window_for_partition_key(key)
        # Subtracting local times would make the hour in which the clock goes back 0 or 2 hours long.
        period = spec.calendar.containing(window.start.astimezone(UTC))
        known = key_of(spec, period)
    except (ValueError, OverflowError):
        known = None
    if known != key:
        raise UsageError(f"{spec.key}: {key!r} is no partition: it has one for every {spec.grain} ({spec.timezone}).")
    return period


def key_of(spec: ReportSpec, period: Period) -> str:
    """The partition key of a period, such as 2026-01-31, or 2025-11-02-01:00-0500 for an hour that comes twice."""
    if spec.grain is not Grain.HOUR:
        # Dagster's own way goes through its cron iterator: fifty times as long, for ten years of days.
        return spec.calendar.first_day(period).isoformat()
    return partitions_definition(spec).get_partition_key_for_timestamp(period.start.timestamp())


@dataclass(frozen=True)
class ReportGroup:
    """One job's reports: Dagster wants ONE partitions definition for all assets of a job."""

    name: str
    reports: tuple[ReportSpec, ...]

    @property
    def spec(self) -> ReportSpec:
        """Any of them: all have the same project, grain, time zone and first period."""
        return self.reports[0]


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

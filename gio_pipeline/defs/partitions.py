"""Dagster's partition keys and the pipeline's periods: one and the same spans, counted in UTC."""

from datetime import UTC
from functools import lru_cache

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.periods import Period, calendar


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

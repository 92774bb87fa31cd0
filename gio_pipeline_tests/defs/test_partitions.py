"""Partition keys and periods are the same spans in every zone, also where the clock is changed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.kinds import Grain, Kind
from gio_pipeline.core.periods import calendar
from gio_pipeline.defs.partitions import key_of, partitions_definition, period_of


def report(grain: Grain, timezone: str) -> ReportSpec:
    return ReportSpec("shop", "nxog09md", "views", Kind.CHART, "a1", grain, timezone, date(2025, 1, 2))


# Each zone with a day shortly before its clock is changed.
ZONES = {
    "Asia/Shanghai": date(2025, 10, 1),
    "America/New_York": date(2025, 11, 1),
    "Africa/Cairo": date(2025, 10, 30),
    "America/Santiago": date(2025, 9, 6),
}
COUNTS = {Grain.HOUR: 72, Grain.DAY: 300, Grain.WEEK: 50, Grain.MONTH: 15}


@pytest.mark.parametrize("timezone", ZONES)
@pytest.mark.parametrize("grain", COUNTS)
def test_every_period_has_a_key_of_its_own_that_leads_back_to_it(grain: Grain, timezone: str) -> None:
    spec, dates = report(grain, timezone), calendar(grain, timezone)
    first = dates.starting_on(ZONES[timezone] if grain is Grain.HOUR else date(2025, 2, 1))
    periods = list(dates.between(first, dates.shift(first, COUNTS[grain])))
    keys = [key_of(spec, period) for period in periods]
    assert len(set(keys)) == len(periods)
    assert [period_of(spec, key) for key in keys] == periods
    known = partitions_definition(spec).get_partition_keys(current_time=periods[-1].end + timedelta(seconds=1))
    assert known[-len(keys) :] == keys


def test_the_hour_that_comes_twice_is_two_partitions() -> None:
    spec = report(Grain.HOUR, "America/New_York")
    hours = calendar(spec.grain, spec.timezone)
    keys = [key_of(spec, hours.containing(datetime(2025, 11, 2, hour, tzinfo=UTC))) for hour in (4, 5, 6, 7)]
    assert keys == ["2025-11-02-00:00", "2025-11-02-01:00", "2025-11-02-01:00-0500", "2025-11-02-02:00"]


@pytest.mark.parametrize(
    ("grain", "key"),
    [
        (Grain.HOUR, "2026-03-08-02:00"),  # skipped when the clock went forward
        (Grain.HOUR, "2026-03-08-01:30"),
        (Grain.DAY, "2026-02-30"),
        (Grain.DAY, "yesterday"),
        (Grain.WEEK, "2026-01-21"),  # a Wednesday
        (Grain.MONTH, "2026-01-15"),
    ],
)
def test_a_key_that_names_no_partition_is_refused(grain: Grain, key: str) -> None:
    with pytest.raises(UsageError, match=f"'{key}' is no partition: it has one for every {grain}"):
        period_of(report(grain, "America/New_York"), key)


def test_reports_that_begin_together_share_their_partitions() -> None:
    weekly = report(Grain.WEEK, "Asia/Shanghai")
    other = ReportSpec("app", "k2app77x", "other", Kind.RETENTION, "b", Grain.WEEK, "Asia/Shanghai", date(2025, 1, 6))
    assert partitions_definition(weekly) is partitions_definition(other)

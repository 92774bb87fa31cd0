"""What a kind of report is: one record each, and nowhere else anything that differs by kind.

A new kind is a member of `Kind` and a record here. From the vendor's page, sections 2 to 4; of
frequencies the newer pages show the request only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, assert_never

from gio_pipeline.core.labels import Series, cohort_number, funnel_series, no_series, retention_series


class Grain(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Kind(StrEnum):
    CHART = "chart"
    FUNNEL = "funnel"
    RETENTION = "retention"
    FREQUENCY = "frequency"


# A month is calendar-long whatever the vendor's number says.
INTERVAL_MS = {Grain.HOUR: 3_600_000, Grain.DAY: 86_400_000, Grain.WEEK: 604_800_000, Grain.MONTH: 2_592_000_000}
LONGEST_CONVERSION_WINDOW = 90
FEWEST_COHORT_COLUMNS = {Grain.DAY: 29, Grain.WEEK: 7, Grain.MONTH: 5}
TOTAL, STEPS, RATES = "total_equals_its_row", "steps_never_grow", "rates_are_within_0_and_1"

Parameters = Mapping[str, int | str]


class RequestOptions(Protocol):
    """What a report's settings say of its requests (a ReportSpec does); days are the conversion window's unit."""

    @property
    def grain(self) -> Grain: ...
    @property
    def conversion_window(self) -> int | None: ...
    @property
    def split(self) -> str | None: ...
    @property
    def statistic(self) -> str | None: ...


@dataclass(frozen=True)
class SeriesView:
    """The view that reads a kind's metrics as series: its name, the columns worth showing, and their order."""

    name: str
    columns: str
    order: str


@dataclass(frozen=True)
class KindRecord:
    """One kind of report.

    endpoint: its part of the address.
    parameters: what a request has beside id and times; an unset conversion window is the report's own.
    echoed: those of the parameters that every answer repeats.
    fills_for: of grain, conversion window and the largest column ever shown, how many periods after its own start a
    period is final: N periods after its end are N + 1; None where it is once it has settled.
    request_days: by grain, the fewest and the most days that one request may ask for.
    refreshed: by grain, how many final periods are checked again unless the file says otherwise.
    series: what a metric counts, and series_view, where that can be read.
    column_number: of a metric that comes as time passes, after how many periods; None for one that is always there.
    sums_tell: whether a first metric far lower than usual tells of an unfinished night.
    checks: those beside every report's.
    only_v3: whether the asynchronous exporter alone has it.
    has_layers: whether its requests may name a split or a statistic.
    """

    endpoint: str
    grains: tuple[Grain, ...]
    parameters: Callable[[RequestOptions], Parameters]
    checks: tuple[str, ...]
    echoed: tuple[str, ...] = ()
    fills_for: Callable[[Grain, int | None, int], int] | None = None
    request_days: Mapping[Grain, tuple[int, int]] | None = None
    refreshed: Mapping[Grain, int] = field(default_factory=dict)
    series: Callable[[str], Series] = no_series
    series_view: SeriesView | None = None
    column_number: Callable[[str], int | None] = lambda metric: None
    has_conversion_window: bool = False
    sums_tell: bool = False
    only_v3: bool = False
    has_layers: bool = False


def _interval(options: RequestOptions) -> Parameters:
    return {"interval": INTERVAL_MS[options.grain]}


def _window(options: RequestOptions) -> Parameters:
    return {} if options.conversion_window is None else {"conversionWindow": options.conversion_window}


def _range(options: RequestOptions) -> Parameters:
    return {"range": str(options.grain)}


def _layers(options: RequestOptions) -> Parameters:
    # Charts of a distribution take a split, those of a trend an interval; only the configuration tells which it is.
    if options.split is not None:
        return {"split": options.split}
    statistic = {} if options.statistic is None else {"statistic": options.statistic}
    return {"interval": str(options.grain), **statistic}


def _conversion_fills(grain: Grain, conversion_window: int | None, largest_column: int) -> int:
    return (conversion_window or LONGEST_CONVERSION_WINDOW) + 1


def _cohort_fills(grain: Grain, conversion_window: int | None, largest_column: int) -> int:
    return max(largest_column, FEWEST_COHORT_COLUMNS[grain]) + 1


_CHART = KindRecord(
    endpoint="charts",
    grains=(Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH),
    parameters=_interval,
    echoed=("interval",),
    refreshed={Grain.DAY: 1, Grain.WEEK: 1, Grain.MONTH: 1},
    checks=(TOTAL,),
    sums_tell=True,
)
_FUNNEL = KindRecord(
    endpoint="funnels",
    grains=(Grain.DAY,),
    parameters=_window,
    echoed=("conversionWindow",),
    fills_for=_conversion_fills,
    series=funnel_series,
    series_view=SeriesView(
        "gio.funnel_steps",
        "period_date, dimensions, step_number, step_name, users, step_rate, overall_rate, state",
        "period_start desc, step_number",
    ),
    checks=(STEPS,),
    has_conversion_window=True,
)
_RETENTION = KindRecord(
    endpoint="retentions",
    grains=(Grain.DAY, Grain.WEEK, Grain.MONTH),
    parameters=_range,
    echoed=("range",),
    fills_for=_cohort_fills,
    # The console accepts these numbers of days of cohorts; expected of the API too.
    request_days={Grain.DAY: (1, 120), Grain.WEEK: (14, 180), Grain.MONTH: (30, 365)},
    series=retention_series,
    series_view=SeriesView(
        "gio.retention_cohorts",
        "cohort_date, dimensions, period_number, users, rate, cohort_size, state",
        "cohort_start desc, period_number",
    ),
    column_number=cohort_number,
    checks=(RATES,),
)
# The vendor shows no answer of it: it is read like a chart's.
_FREQUENCY = KindRecord(
    endpoint="frequencies",
    grains=(Grain.DAY, Grain.WEEK, Grain.MONTH),
    parameters=_layers,
    refreshed={Grain.DAY: 1, Grain.WEEK: 1, Grain.MONTH: 1},
    checks=(),
    only_v3=True,
    has_layers=True,
)


def _record(kind: Kind) -> KindRecord:
    match kind:
        case Kind.CHART:
            return _CHART
        case Kind.FUNNEL:
            return _FUNNEL
        case Kind.RETENTION:
            return _RETENTION
        case Kind.FREQUENCY:
            return _FREQUENCY
        case _:
            assert_never(kind)


KINDS: Mapping[Kind, KindRecord] = {kind: _record(kind) for kind in Kind}

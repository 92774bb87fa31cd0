"""What a report, a dashboard and a segment are defined by; `samples` holds those that are served."""

from dataclasses import dataclass
from typing import Literal

Measure = Literal["count", "unique", "rate"]
Form = Literal["int", "float", "percent", "thousands", "ratio"]
TimeColumn = Literal["unlisted", "listed", "none"]


@dataclass(frozen=True)
class Metric:
    """One column of figures: `base` is the day's total over all dimensions (of a rate: its mean).

    Counts add up over days, unique users do not, rates are averaged. `form` is how a cell is
    written: 55186, 55186.0, "12.3%", "1,234" or 0.123.
    """

    name: str
    base: float
    measure: Measure = "count"
    form: Form = "int"


@dataclass(frozen=True)
class Dimension:
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """An event analysis; `repeat` is how often each row is sent, `holes` the share of cells that are not known."""

    id: str
    name: str
    metrics: tuple[Metric, ...]
    dimensions: tuple[Dimension, ...] = ()
    time: TimeColumn = "unlisted"
    audiences: tuple[str, ...] = ("全部访问用户",)
    aggregator: bool = False
    empty: bool = False
    repeat: int = 1
    holes: float = 0.0
    slow: bool = False  # takes longer than V2 waits, whatever the window


@dataclass(frozen=True)
class Funnel:
    """`rates[k]` is the share that reaches step k + 1 from step k when the conversion window is long."""

    id: str
    name: str
    base: float
    rates: tuple[float, ...]
    steps: tuple[str, ...]
    window: int = 1
    dimensions: tuple[Dimension, ...] = ()
    audiences: tuple[str, ...] = ("全部访问用户",)
    percent: bool = False


@dataclass(frozen=True)
class Retention:
    """`rates` are the shares that come back the next day, week and month; later ones fall off from there."""

    id: str
    name: str
    base: float
    rates: tuple[float, float, float] = (0.38, 0.30, 0.22)
    contrasts: tuple[str, ...] = ("全部",)
    behaviour: str = "任意行为"
    audiences: tuple[str, ...] = ("新访问用户",)
    percent: bool = False


@dataclass(frozen=True)
class Frequency:
    """A distribution analysis: layers of how often (`split` as in a request), or a trend by day, week or month."""

    id: str
    name: str
    base: float
    split: str = "10"
    trend: bool = False


Report = Chart | Funnel | Retention | Frequency


@dataclass(frozen=True)
class Dashboard:
    id: str
    name: str
    created_at: str
    updated_at: str
    reports: tuple[str, ...]
    type: Literal["normal", "realtimeV2"] = "normal"
    scope: Literal["global", "project", "user"] = "project"
    creator: str = "王小明"
    updater: str = "李雷"


@dataclass(frozen=True)
class Segment:
    """A user segment; `user_type` heads the id column, `properties` the others."""

    id: str
    name: str
    user_type: str
    size: int
    updated_at: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tag:
    """A user tag; only the asynchronous exporter has its users."""

    id: str
    name: str
    size: int
    properties: tuple[str, ...] = ()
    user_type = "u"


@dataclass(frozen=True)
class Rule:
    id: str
    event_name: str
    event_type: str


@dataclass(frozen=True)
class Content:
    """Everything one project serves."""

    charts: tuple[Chart, ...]
    funnels: tuple[Funnel, ...] = ()
    retentions: tuple[Retention, ...] = ()
    dashboards: tuple[Dashboard, ...] = ()
    segments: tuple[Segment, ...] = ()
    rules: tuple[Rule, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    tags: tuple[Tag, ...] = ()

    def find(self, kind: str, id: str) -> "Entry | None":
        """What stands in addresses under the word of a kind ("charts", "segmentations", …) and an id."""
        kinds: dict[str, tuple[Entry, ...]] = {
            "charts": self.charts,
            "funnels": self.funnels,
            "retentions": self.retentions,
            "frequencies": self.frequencies,
            "dashboards": self.dashboards,
            "segmentations": self.segments,
            "tags": self.tags,
        }
        return next((entry for entry in kinds.get(kind, ()) if entry.id == id), None)

    def report(self, id: str) -> Report:
        """The report of that id, of whichever kind."""
        reports: tuple[Report, ...] = (*self.charts, *self.funnels, *self.retentions, *self.frequencies)
        return next(report for report in reports if report.id == id)


Entry = Report | Dashboard | Segment | Tag

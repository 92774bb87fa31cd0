"""What is served: reports, each kind of them in a module of its own, dashboards, segments, tags and rules.

`samples` holds those that there are. An `endpoint` is the word by which addresses name a kind of thing: "charts".
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from gio_pipeline.sandbox.table import Table

if TYPE_CHECKING:
    from gio_pipeline.sandbox.parameters import ReportQuery

Measure = Literal["count", "unique", "rate"]
Form = Literal["int", "float", "percent", "thousands", "ratio"]


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
class Report(ABC):
    """A report; `word` is what dashboards call its kind."""

    word: ClassVar[str]
    endpoint: ClassVar[str]
    only_v3: ClassVar[bool] = False  # V2 does not know it

    id: str
    name: str

    @abstractmethod
    def answer(self, query: "ReportQuery") -> Table:
        """What it shows to a request; raises BadRequest for a parameter that it does not take."""


@dataclass(frozen=True)
class Dashboard:
    endpoint = "dashboards"

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

    endpoint = "segmentations"

    id: str
    name: str
    user_type: str
    size: int
    updated_at: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tag:
    """A user tag; only the asynchronous exporter has its users."""

    endpoint = "tags"

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

    reports: tuple[Report, ...]
    dashboards: tuple[Dashboard, ...] = ()
    segments: tuple[Segment, ...] = ()
    rules: tuple[Rule, ...] = ()
    tags: tuple[Tag, ...] = ()

    def find(self, endpoint: str, id: str) -> "Entry | None":
        """What stands in addresses under a word ("charts", "segmentations", …) and an id."""
        entries: tuple[Entry, ...] = (*self.reports, *self.dashboards, *self.segments, *self.tags)
        return next((entry for entry in entries if (entry.endpoint, entry.id) == (endpoint, id)), None)

    def report(self, id: str) -> Report:
        """The report of that id, of whichever kind."""
        return next(report for report in self.reports if report.id == id)


Entry = Report | Dashboard | Segment | Tag

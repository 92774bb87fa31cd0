"""What loading one report came to, period by period."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from gio_pipeline.core.changes import ColumnSet
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.outcome import Outcome
from gio_pipeline.core.periods import Period
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.core.windows import Window


@dataclass(frozen=True)
class Refused:
    """A period that has not settled: nothing was asked for."""

    period: Period
    settles_at: datetime


@dataclass(frozen=True)
class Failure:
    """A window of which nothing was stored, and why."""

    window: Window
    error: GioError


@dataclass(frozen=True)
class Answered:
    """The answer a period came with: requests and seconds it took, and how many periods it brought."""

    requests: int
    seconds: float
    periods: int


@dataclass
class LoadResult:
    """One report's load; `outcomes` holds every period of a committed answer, kept and superseded ones too."""

    spec: ReportSpec
    outcomes: dict[Period, Outcome] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    skipped: int = 0
    resumed: int = 0
    left_for_later: int = 0
    made_due: int = 0
    requests: int = 0
    attempts: int = 0  # of requests that were given up
    rows: int = 0
    exporter: str | None = None  # why V3 was asked
    seconds: float = 0.0
    # What failed is kept and reported as this; the source was away before this load.
    trouble: Trouble | None = None
    outage_known: bool = False
    answered: dict[Period, Answered] = field(default_factory=dict)
    # Of periods asked for alone: what the answer's aggregator says, and its row.
    totals: dict[Period, tuple[float, float]] = field(default_factory=dict)
    # Which periods came with which columns (name, role); a cohort's, which come day by day, are left out.
    column_sets: dict[ColumnSet, list[Period]] = field(default_factory=dict)

    def copied(self) -> "LoadResult":
        """As it is now, for another thread: what it holds by period grows no further."""
        return replace(self, outcomes=dict(self.outcomes), answered=dict(self.answered))

    @property
    def committed(self) -> dict[Period, Outcome]:
        return {p: o for p, o in self.outcomes.items() if not o.kept}

    @property
    def kept(self) -> dict[Period, Outcome]:
        return {p: o for p, o in self.outcomes.items() if o.kept}

    @property
    def ok(self) -> bool:
        return not (self.refused or self.failures or self.kept)

    def count(self, name: str) -> int:
        """Sum over the periods of `values`, `inserted`, `changed`, `unchanged` or `deleted`."""
        return sum(getattr(outcome, name) for outcome in self.committed.values())


@dataclass(frozen=True)
class Flow:
    """Requests on their way, answers that wait to be stored, windows dealt with."""

    in_flight: int
    waiting: int
    stored: int

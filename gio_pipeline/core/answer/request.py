"""What was asked of the API, and what is known of where an answer has its time; without numpy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class ReportRequest:
    """One report and every period of the request's window (`period_starts`: aware, UTC, ascending).

    parameters: what the request carried beside id and times. echoed: those of them that the answer must repeat.
    """

    kind: str
    id: str
    grain: str
    zone: ZoneInfo
    period_starts: tuple[datetime, ...]
    parameters: Mapping[str, int | str] = field(default_factory=dict)
    echoed: tuple[str, ...] = ()

    @property
    def echoes(self) -> dict[str, int | str]:
        """What the answer must say of itself."""
        return {name: self.parameters[name] for name in self.echoed if name in self.parameters}


@dataclass(frozen=True)
class KnownTime:
    """What a report's earlier answers showed: where their time stood, and which dimensions were no time.

    column: a listed dimension that is not named 时间. cell: the place in a row, from 0, of a time that `meta` does not
    list.
    """

    column: str | None = None
    cell: int | None = None
    dimensions: frozenset[str] = field(default_factory=frozenset)


NOTHING_KNOWN = KnownTime()

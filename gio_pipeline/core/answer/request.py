"""What was asked of the API."""

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

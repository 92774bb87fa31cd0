"""What was asked of the API."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Asked:
    """One report and every period of the request's window (`period_starts`: aware, UTC, ascending).

    `interval` in milliseconds (charts), `range` day, week or month (retentions), `conversion_window` in days where
    one was asked for (funnels).
    """

    kind: str
    id: str
    grain: str
    zone: ZoneInfo
    period_starts: tuple[datetime, ...]
    interval: int | None
    range: str | None
    conversion_window: int | None

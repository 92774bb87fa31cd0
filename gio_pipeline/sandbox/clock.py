"""The sandbox's clock, and which figures have settled by it."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from gio_pipeline.sandbox.periods import DAY, HOUR, Array, Periods, instant, local_day

HALF_HOUR = 1_800_000
NIGHT = "04:00"
REVISED_SHARE = 0.985  # what an hour shows between its half hour and the night's job


def sandbox_now(given: str | None) -> int:
    """Unix ms: the ISO instant given, else GIO_NOW, else the real time; without an offset it is UTC."""
    text = given or os.environ.get("GIO_NOW")
    if not text:
        return round(time.time() * 1000)
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


@dataclass(frozen=True)
class Settling:
    """Answers "how much of a period's final figure is shown at `now`" in one project's zone."""

    now: int
    zone: ZoneInfo

    def night_of(self, day: date) -> int:
        """When the job over `day` is done (unix ms)."""
        return instant(day + timedelta(1), self.zone, NIGHT)

    def processed_through(self) -> date:
        """The last day whose night job has ended."""
        yesterday = local_day(self.now, self.zone) - timedelta(1)
        return yesterday if self.now >= self.night_of(yesterday) else yesterday - timedelta(1)

    def shown(self, periods: Periods) -> tuple[Periods, Array]:
        """The periods that have begun, with the share of their final figure that is shown: 1 = settled."""
        shares = np.ones(len(periods))
        # Only the newest periods can be open; the others end days before now.
        for i in np.flatnonzero(periods.ends > self.now - 3 * DAY):
            day = date.fromordinal(int(periods.last_days[i]))
            shares[i] = self.share(int(periods.starts[i]), int(periods.ends[i]), day, periods.interval == HOUR)
        return periods.keep(shares > 0), shares[shares > 0]

    def share(self, start: int, end: int, day: date, by_hour: bool) -> float:
        """What is shown of a period whose last day is `day`: 0 = not begun, 1 = settled."""
        if self.now < start:
            return 0.0
        ready = night = self.night_of(day)
        # The last hour of a day waits for the night.
        if by_hour and end + HALF_HOUR < instant(day + timedelta(1), self.zone):
            ready = end + HALF_HOUR
        if self.now < ready:
            return 0.35 + 0.6 * (self.now - start) / (ready - start)
        return REVISED_SHARE if self.now < night else 1.0

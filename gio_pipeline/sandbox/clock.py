"""The sandbox's clock, and which figures have settled by it."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from gio_pipeline.sandbox.periods import HOUR, Array, Periods, instant

HALF_HOUR = 1_800_000
NIGHT = "04:00"
REVISED_SHARE = 0.985  # what an hour shows between its half hour and the night's job


def parse_instant(text: str) -> int:
    """Unix ms of an ISO instant; one without an offset is read as UTC."""
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def sandbox_now(given: str | None) -> int:
    """Unix ms: what was given, else GIO_NOW, else the real time."""
    text = given or os.environ.get("GIO_NOW")
    return parse_instant(text) if text else round(time.time() * 1000)


@dataclass(frozen=True)
class LateNight:
    """A night whose job ends at `done` instead of 04:00; until then a past day shows `share` of itself."""

    done: str
    day: date | None = None
    share: float = 0.4

    @classmethod
    def from_switch(cls, params: dict[str, Any]) -> "LateNight":
        day = params.get("date")
        return cls(params["time"], date.fromisoformat(day) if day else None, float(params.get("share", 0.4)))


@dataclass(frozen=True)
class Settling:
    """Answers "how much of a period's final figure is shown at `now`" in one project's zone."""

    now: int
    zone: ZoneInfo
    late: tuple[LateNight, ...] = ()

    def night_of(self, day: date) -> tuple[int, float | None]:
        """When the job over `day` is done (unix ms), and the share shown while it is late."""
        for late in self.late:
            if late.day in (None, day):
                return instant(day + timedelta(1), late.done, self.zone), late.share
        return instant(day + timedelta(1), NIGHT, self.zone), None

    def processed_through(self) -> date:
        """The last day whose night job has ended."""
        today = datetime.fromtimestamp(self.now / 1000, self.zone).date()
        yesterday = today - timedelta(1)
        return yesterday if self.now >= self.night_of(yesterday)[0] else yesterday - timedelta(1)

    def shares(self, periods: Periods) -> Array:
        """Per period the share of the final figure that is shown: 0 = not begun, 1 = settled."""
        return self._hourly(periods) if periods.interval == HOUR else self._nightly(periods)

    def _nightly(self, periods: Periods) -> Array:
        shares = np.ones(len(periods))
        # Only the newest periods can be open; the others end days before now.
        for i in np.flatnonzero(periods.ends > self.now - 3 * 86_400_000):
            start, end = int(periods.starts[i]), int(periods.ends[i])
            done, late_share = self.night_of(date.fromordinal(int(periods.last_days[i])))
            if self.now >= done:
                continue
            if late_share is not None and self.now >= end:
                shares[i] = late_share
            else:
                shares[i] = _open_share(self.now, start, done)
        return shares

    def _hourly(self, periods: Periods) -> Array:
        shares = np.ones(len(periods))
        for i in np.flatnonzero(periods.ends > self.now - 3 * 86_400_000):
            start, end = int(periods.starts[i]), int(periods.ends[i])
            day = date.fromordinal(int(periods.last_days[i]))
            ready, night = end + HALF_HOUR, self.night_of(day)[0]
            if ready >= instant(day + timedelta(1), "00:00", self.zone):
                ready = max(ready, night)
            if self.now < ready:
                shares[i] = _open_share(self.now, start, ready)
            elif self.now < night:
                shares[i] = REVISED_SHARE
        return shares


def _open_share(now: int, start: int, settled: int) -> float:
    return 0.0 if now < start else 0.35 + 0.6 * (now - start) / (settled - start)

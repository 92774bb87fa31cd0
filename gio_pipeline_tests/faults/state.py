"""What the switches change of the sandbox's own state: its content, clocks, tokens and exports."""

import contextvars
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from gio_pipeline.sandbox.auth import Tokens
from gio_pipeline.sandbox.charts import Chart
from gio_pipeline.sandbox.clock import Settling
from gio_pipeline.sandbox.content import Content, Dimension, Report, Segment, Tag
from gio_pipeline.sandbox.exports import Exports
from gio_pipeline.sandbox.periods import instant
from gio_pipeline.sandbox.rate_limit import RateLimit
from gio_pipeline.sandbox.samples import CONTENT
from gio_pipeline.sandbox.state import State
from gio_pipeline_tests.faults.switches import Switchboard
from gio_pipeline_tests.faults.traffic import Traffic

# Path and query of the request that is being answered.
TARGET: contextvars.ContextVar[str] = contextvars.ContextVar("target", default="")
Group = TypeVar("Group", Segment, Tag)


class FaultyState(State):
    """Switches, counters, and a state that follows the switches."""

    def __init__(self, *, rate_limit: float, now: str | None) -> None:
        super().__init__(rate_limit=rate_limit, now=now)
        self.switches = Switchboard(rate_limit=rate_limit, now=now)
        self.traffic = Traffic()
        self.reset()

    def set(self, switches: dict[str, Any]) -> None:
        """Merges switches; `kill_token` (true, or a project uid) acts at once instead of being kept."""
        kept = dict(switches)
        killed = kept.pop("kill_token", None)
        self.switches.set(kept)
        if killed is True:
            self.tokens = Tokens()
        elif killed:
            self.tokens.issue(killed)  # a new token ends the old one
        if "segment_size" in kept:
            self.exports = Exports()  # files of the old size
        self._follow()

    def reset(self) -> None:
        self.switches.reset()
        self.traffic.reset()
        self.tokens, self.exports, self.limit = Tokens(), Exports(), RateLimit(0)
        self._follow()

    def _follow(self) -> None:
        self.limit.rate = self.switches["rate_limit"]
        self.given_now = self.switches["now"]
        self.exports.polls, self.exports.files = self.switches["export_polls"], self.switches["export_files"]
        self.content = {uid: self._content(content) for uid, content in CONTENT.items()}

    def _content(self, content: Content) -> Content:
        return replace(
            content,
            reports=tuple(map(self._report, content.reports)),
            segments=tuple(map(self._sized, content.segments)),
            tags=tuple(map(self._sized, content.tags)),
        )

    def _report(self, report: Report) -> Report:
        rows = self.switches["rows_per_day"]
        if not isinstance(report, Chart) or report.id != "big00001" or rows is None:
            return report
        factor = rows / len(report.dimensions[0].values)
        items = Dimension("商品", tuple(f"商品 {i:06d}" for i in range(rows)))
        metrics = tuple(replace(metric, base=metric.base * factor) for metric in report.metrics)
        return replace(report, metrics=metrics, dimensions=(items,))

    def _sized(self, group: Group) -> Group:
        size = self.switches["segment_size"]
        size = size.get(group.id) if isinstance(size, dict) else size
        return group if size is None else replace(group, size=int(size))

    def server_clock(self) -> float:
        return super().server_clock() + float(self.switches["clock_skew"])

    def settling(self, uid: str) -> Settling:
        usual = super().settling(uid)
        nights = self.switches.claim(["night_done_at"], TARGET.get())
        return LateSettling(usual.now, usual.zone, tuple(LateNight.from_switch(fault.params) for fault in nights))


@dataclass(frozen=True)
class LateNight:
    """A night whose job ends at `done` instead of 04:00; until then a past day shows `shown` of itself."""

    done: str
    day: date | None = None
    shown: float = 0.4

    @classmethod
    def from_switch(cls, params: dict[str, Any]) -> "LateNight":
        day = params.get("date")
        return cls(params["time"], date.fromisoformat(day) if day else None, float(params.get("share", 0.4)))


@dataclass(frozen=True)
class LateSettling(Settling):
    """Settling of nights of which some are late."""

    late: tuple[LateNight, ...] = ()

    def night_of(self, day: date) -> int:
        late = self._late(day)
        return instant(day + timedelta(1), self.zone, late.done) if late else super().night_of(day)

    def share(self, start: int, end: int, day: date, by_hour: bool) -> float:
        late = self._late(day)
        if late and not by_hour and end <= self.now < self.night_of(day):
            return late.shown
        return super().share(start, end, day, by_hour)

    def _late(self, day: date) -> LateNight | None:
        return next((late for late in self.late if late.day in (None, day)), None)

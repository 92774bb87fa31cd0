"""What is loaded of a report: open and recent periods one by one, what is long final in stretches.

A report by the hour has tens of thousands of periods after some years, of which a few decide what is due.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from gio_pipeline.core.periods import Period, State


@dataclass(frozen=True, slots=True)
class PeriodCoverage:
    """What `gio.coverage` says of one period."""

    period: Period
    state: State
    checked_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """The final periods from `first` to `last`, `count` without a gap.

    asked_at: when the first of them was asked for. oldest: the one that was checked longest ago, at `checked_at`.
    """

    first: Period
    last: Period
    count: int
    asked_at: datetime
    oldest: Period
    checked_at: datetime


@dataclass(frozen=True)
class LoadedPeriods:
    """The loaded periods of one report; `singles` and `stretches` are oldest first and have none in common."""

    singles: tuple[PeriodCoverage, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    @classmethod
    def of(cls, covered: Iterable[PeriodCoverage]) -> "LoadedPeriods":
        return cls(tuple(sorted(covered, key=lambda each: each.period)))

    def __len__(self) -> int:
        """How many periods are loaded."""
        return len(self.singles) + sum(each.count for each in self.stretches)

    @property
    def spans(self) -> list[tuple[Period, Period, datetime]]:
        """First and last period of every unbroken part, oldest first, and when the first of it was asked for."""
        singles = ((each.period, each.period, each.asked_at) for each in self.singles)
        return sorted([*singles, *((each.first, each.last, each.asked_at) for each in self.stretches)])

    @property
    def first(self) -> Period | None:
        return min((first for first, *_ in self.spans), default=None)

    @property
    def newest(self) -> Period | None:
        return max((last for _, last, _ in self.spans), default=None)

    @property
    def newest_final(self) -> Period | None:
        finals = (each.period for each in self.singles if each.state is State.FINAL)
        return max([*finals, *(each.last for each in self.stretches)], default=None)

    def count(self, state: State) -> int:
        finals = sum(each.count for each in self.stretches) if state is State.FINAL else 0
        return finals + sum(each.state is state for each in self.singles)

    def state_of(self, period: Period) -> State | None:
        """None where the period is not loaded."""
        if period in self._states:
            return self._states[period]
        return State.FINAL if self.stretch_of(period) else None

    def doubted(self, period: Period, final_at: datetime) -> bool:
        """Whether the period was asked for when it should have been final, and looked unfinished."""
        return any(
            each.state is State.PROVISIONAL or (each.state is State.FILLING and each.asked_at >= final_at)
            for each in self.singles
            if each.period == period
        )

    def stretch_of(self, period: Period) -> Stretch | None:
        at = bisect_right(self._firsts, period) - 1
        return self.stretches[at] if at >= 0 and period <= self.stretches[at].last else None

    def beginning_with(self, first: Period) -> "LoadedPeriods":
        """Without what was loaded before `first`, which may lie in no stretch but at its beginning."""
        return LoadedPeriods(
            tuple(each for each in self.singles if each.period >= first),
            tuple(each for each in self.stretches if each.first >= first),
        )

    @cached_property
    def _states(self) -> dict[Period, State]:
        return {each.period: each.state for each in self.singles}

    @cached_property
    def _firsts(self) -> list[Period]:
        return [each.first for each in self.stretches]


NOTHING = LoadedPeriods()

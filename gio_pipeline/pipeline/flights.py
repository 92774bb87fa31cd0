"""Requests in flight: each in a thread of its own, in the lane of its project."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import mean
from typing import Protocol

from gio_pipeline.core.errors import GioError
from gio_pipeline.core.log_context import about
from gio_pipeline.core.windows import Window
from gio_pipeline.growingio.adapter import watched
from gio_pipeline.pipeline.answers_waiting import AnswersWaiting
from gio_pipeline.pipeline.report_load import Arrival, ReportLoad
from gio_pipeline.pipeline.results import LoadResult

# Of one project. They leave at its limit's pace, so that this is reached where an answer takes twelve slots and more.
MOST_IN_FLIGHT = 12

Done = Callable[[LoadResult | GioError], None]
Progress = Callable[[LoadResult], None]


class Stopped(BaseException):
    """The request is not to be sent any more."""


class Control(Protocol):
    """What lets requests leave, and is told from their threads how they fare."""

    stopped: bool
    answers: AnswersWaiting

    def left(self, flight: "Flight") -> None:
        """Its request has left."""

    def landed(self, flight: "Flight", arrival: Arrival | None) -> None:
        """It has come to its end; None: it never left, and may be asked for later."""


@dataclass
class Member:
    """A report's load and who wants to know of it."""

    load: ReportLoad
    progress: Progress
    done: Done
    flights: list["Flight"] = field(default_factory=list)  # in flight, or come and not yet stored


@dataclass
class Lane:
    """One project's requests: those in flight, and the one that is about to leave."""

    members: list[Member] = field(default_factory=list)
    in_flight: list["Flight"] = field(default_factory=list)
    leaving: "Flight | None" = None
    ended: GioError | None = None
    finished: int = 0
    requests: int = 0
    began_at: float = 0.0
    landed_at: float = 0.0
    answers: list[float] = field(default_factory=list)  # how many seconds each took

    def pace(self, limit: float) -> str | None:
        """How near its limit it came; None where it was not asked more than once.

        The limit's own time: the last request leaves, and an answer's time passes.
        """
        if self.requests < 2:
            return None
        seconds = self.landed_at - self.began_at
        least = (self.requests - 1) / limit + (mean(self.answers) if self.answers else 0.0)
        return f"{self.requests:,} requests in {seconds:.0f} s: {seconds / least:.2f} × the limit's own time"


class Flight:
    """One window on its way, in a thread of its own."""

    def __init__(self, control: Control, lane: Lane, member: Member, window: Window) -> None:
        self.control, self.lane, self.member, self.window = control, lane, member, window
        self.size = 0  # bytes of the body that came
        self.number = 0
        self.left_at = 0.0
        self.gone = self.landed = self.late = False

    def run(self) -> None:
        load, arrival = self.member.load, None
        try:
            with about(report=load.spec.key, window=load.interval(self.window)), watched(self):
                arrival = load.ask(self.window, self._admit)
        except Stopped:
            pass  # It is asked for later, or not at all.
        finally:
            self.control.landed(self, arrival)

    def waiting(self) -> None:
        """Its request is about to leave: not where one that came meanwhile decides otherwise."""
        load = self.member.load
        # One that has left before is repeated, or polls: it may come to its end.
        if self.control.stopped or (not self.gone and (load.ended or load.troubled)):
            raise Stopped

    def left(self) -> None:
        """Its request has left: the next one may queue."""
        self.gone, self.left_at = True, time.monotonic()
        self.control.left(self)

    def _admit(self, size: int) -> None:
        self.lane.answers.append(time.monotonic() - self.left_at)
        # An answer that was asked for again takes the place of the one before.
        self.control.answers.leave(self.size)
        self.size = 0
        if not self.control.answers.enter(size, lambda: self.control.stopped):
            raise Stopped
        self.size = size

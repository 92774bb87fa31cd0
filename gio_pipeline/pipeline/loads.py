"""Loads of many reports at once: requests leave at each project's pace while earlier answers come and are stored."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from statistics import mean

from gio_pipeline.core.errors import AuthenticationError, GioError
from gio_pipeline.core.log_context import about
from gio_pipeline.core.windows import Window
from gio_pipeline.growingio.adapter import watched
from gio_pipeline.pipeline.answers_waiting import MOST_COMING, AnswersWaiting
from gio_pipeline.pipeline.contained import contained, decorating
from gio_pipeline.pipeline.plans import LoadOrigin, LoadPlan
from gio_pipeline.pipeline.report_load import Arrival, ReportLoad
from gio_pipeline.pipeline.results import Flow, LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.trouble import note_load
from gio_pipeline.warehouse.availability import Patience, WarehouseAway

# Of one project. They leave at its limit's pace, so that this is reached where an answer takes twelve slots and more.
MOST_IN_FLIGHT = 12
# So long an answer waits for one that left before it, once: those that came together are stored newest first.
_ONE_MOMENT = 0.2

Done = Callable[[LoadResult | GioError], None]
Progress = Callable[[LoadResult], None]


class _Stopped(BaseException):
    """The request is not to be sent any more."""


@dataclass
class _Member:
    """A report's load and who wants to know of it."""

    load: ReportLoad
    progress: Progress
    done: Done
    flights: list["_Flight"] = field(default_factory=list)  # in flight, or come and not yet stored


@dataclass
class _Lane:
    """One project's requests: those in flight, and the one that is about to leave."""

    members: list[_Member] = field(default_factory=list)
    in_flight: list["_Flight"] = field(default_factory=list)
    leaving: "_Flight | None" = None
    ended: GioError | None = None
    finished: int = 0
    requests: int = 0
    began_at: float = 0.0
    landed_at: float = 0.0
    answers: list[float] = field(default_factory=list)  # how many seconds each took


class Loads:
    """`add` plans, then `run`: one thread stores, the others ask. `stop` may be called by any thread."""

    def __init__(
        self,
        runtime: Runtime,
        origin: LoadOrigin,
        patience: Patience,
        flowing: Callable[[Flow], None] | None = None,
    ) -> None:
        self._runtime, self._origin, self._patience = runtime, origin, patience
        self._flowing = flowing
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._lanes: dict[str, _Lane] = {}
        # What the storing thread has to do next: begin a report, take an arrival, or look whether it is to end.
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._answers = AnswersWaiting()
        self._freed = 0  # bytes of answers that were stored, whose room nobody has yet
        self._unfinished = self._waiting = self._stored = self._flown = 0
        self._closed = self._stopped = False

    def add(self, plan: LoadPlan, progress: Progress, done: Done) -> None:
        """One more report, also while others are under way; its place decides when its windows leave."""
        with self._lock:
            self._unfinished += 1
        self._work.put(lambda: self._begin(plan, progress, done))

    def close(self) -> None:
        """No more reports will be added."""
        self._closed = True
        self._work.put(_look)

    def run(self) -> None:
        """Carries everything out; returns when all that was added before `close` is done, or when stopped."""
        try:
            while not self._stopped and (self._unfinished or not self._closed):
                if self._work.empty():
                    self._make_room()
                self._work.get()()
        finally:
            self.stop()

    def stop(self) -> None:
        """Sends nothing any more, and stores nothing but what is being stored."""
        with self._lock:
            self._stopped = True
            self._changed.notify_all()
        self._answers.wake()
        self._work.put(_look)

    def pace(self) -> str | None:
        """How near its limit each project came that was asked more than once; None where none was.

        The limit's own time: the last request leaves, and an answer's time passes.
        """
        paces = []
        for project, lane in self._lanes.items():
            if lane.requests > 1:
                seconds, limit = lane.landed_at - lane.began_at, self._runtime.settings.project(project).rate_limit
                least = (lane.requests - 1) / limit + (mean(lane.answers) if lane.answers else 0.0)
                times = f"{seconds / least:.2f} × the limit's own time"
                paces.append(f"{project}: {lane.requests:,} requests in {seconds:.0f} s: {times}")
        return "; ".join(paces) or None

    def _begin(self, plan: LoadPlan, progress: Progress, done: Done) -> None:
        key = plan.state.spec.key
        try:
            with contained(key), about(report=key):
                load = ReportLoad(self._runtime, plan, self._origin, self._patience)
        except GioError as error:
            with self._lock:
                self._unfinished -= 1
            done(error)
            return
        with self._lock:
            lane = self._lanes.setdefault(load.spec.project, _Lane())
            member = _Member(load, progress, done)
            lane.members.append(member)
            if lane.ended:
                load.give_up(lane.ended)
        if load.done:
            self._finish(member)
        else:
            self._advance(lane)

    def _advance(self, lane: _Lane) -> None:
        """Lets the lane's next window leave, where one may."""
        with self._lock:
            if self._stopped or lane.leaving or len(lane.in_flight) >= MOST_IN_FLIGHT:
                return
            member = next((each for each in lane.members if each.load.ready), None)
            if member is None or not self._room_for(member.load):
                return
            flight = _Flight(self, lane, member, member.load.next())
            lane.leaving = flight
            lane.in_flight.append(flight)
            flight.number = self._flown = self._flown + 1
            member.flights.append(flight)
        threading.Thread(target=flight.run, name=f"ask {member.load.spec.key}", daemon=True).start()
        self._tell()

    def _room_for(self, load: ReportLoad) -> bool:
        """Whether the answers that have come, are on their way and would come are not too much together."""
        flying = [flight for lane in self._lanes.values() for flight in lane.in_flight]
        coming = sum(flight.member.load.largest for flight in flying if not flight.size)
        here = self._answers.bytes - self._freed
        return here + coming + load.largest <= MOST_COMING or not (flying or here)

    def _left(self, flight: "_Flight") -> None:
        lane = flight.lane
        with self._lock:
            lane.requests += 1
            lane.began_at = lane.began_at or time.monotonic()
        self._give_way(flight)

    def _give_way(self, flight: "_Flight") -> None:
        with self._lock:
            if flight.lane.leaving is flight:
                flight.lane.leaving = None
        self._advance(flight.lane)

    def _landed(self, flight: "_Flight", arrival: Arrival | None) -> None:
        lane, load = flight.lane, flight.member.load
        with self._lock:
            lane.landed_at = time.monotonic()
            lane.in_flight.remove(flight)
            flight.landed = True
            self._changed.notify_all()
            load.largest = max(load.largest, flight.size)
            if arrival is None:
                load.call_back(flight.window)
                flight.member.flights.remove(flight)
                self._work.put(self._go_on)
            else:
                load.troubled += arrival.troubled
                self._waiting += 1
                self._work.put(partial(self._take, flight, arrival))
        self._give_way(flight)
        self._tell()

    def _take(self, flight: "_Flight", arrival: Arrival) -> None:
        if self._is_ahead(flight):
            self._work.put(partial(self._take, flight, arrival))
            return
        member, load = flight.member, flight.member.load
        with about(report=load.spec.key, window=load.interval(arrival.window)):
            more, ends = load.take(arrival, self._make_room)
        size, flight.size = flight.size, 0
        with self._lock:
            self._waiting -= 1
            self._stored += 1
            load.pending -= 1
            load.troubled -= arrival.troubled
            load.put_back(more)
            if ends:
                self._end(flight.lane, load, ends)
        self._freed += size
        with decorating(load.result.warnings.append, f"{load.spec.key}: what landed was not shown"):
            member.progress(load.result)
        self._go_on()

    def _make_room(self) -> None:
        """Lets the next answers be parsed: once the server has enough to do, or there is nothing to store.

        Parsing holds the interpreter: begun earlier, it would keep the next answer from the server for as long.
        """
        freed, self._freed = self._freed, 0
        self._answers.leave(freed)

    def _is_ahead(self, flight: "_Flight") -> bool:
        """Whether one of its report that left before, and was only a moment slower, is to be stored before it."""
        before = [each for each in flight.member.flights if each.number < flight.number and not each.late]
        if before:
            self._make_room()
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or all(each.landed for each in before), _ONE_MOMENT)
            for each in before:
                each.late = not each.landed
            ahead = any(each.landed for each in before)
            if not ahead:
                flight.member.flights.remove(flight)
            return ahead

    def _go_on(self) -> None:
        """Ends the loads that are done, and lets leave what may."""
        for lane in list(self._lanes.values()):
            for each in [each for each in lane.members if each.load.done]:
                self._finish(each)
            self._advance(lane)
        self._tell()

    def _end(self, lane: _Lane, load: ReportLoad, error: GioError) -> None:
        """What stopped a window stops its report; a refused token the project, a warehouse that is away everything."""
        load.give_up(error)
        lanes = list(self._lanes.values()) if isinstance(error, WarehouseAway) else [lane]
        if isinstance(error, WarehouseAway | AuthenticationError):
            for each in lanes:
                each.ended = each.ended or error
                for member in each.members:
                    member.load.give_up(error)

    def _finish(self, member: _Member) -> None:
        load, key = member.load, member.load.spec.key
        lane = self._lanes[load.spec.project]
        # What an earlier report of this run met is in the warehouse, and not yet in the plan.
        troubles = None if lane.finished else load.plan.state.troubles
        with self._lock:
            lane.members.remove(member)
            lane.finished += 1
            self._unfinished -= 1
        result: LoadResult | GioError = load.result
        try:
            with contained(key), about(report=key):
                load.result.failures.sort(key=lambda failure: max(failure.window.wanted), reverse=True)
                load.storing.finish()
                note_load(self._runtime, load.result, troubles, scheduled=self._origin.scheduled)
        except GioError as error:
            result = error
        member.done(result)

    def _tell(self) -> None:
        if self._flowing:
            with self._lock:
                flying = sum(len(lane.in_flight) for lane in self._lanes.values())
                flow = Flow(flying, self._waiting, self._stored)
            self._flowing(flow)


def _look() -> None:
    """Wakes the storing thread."""


class _Flight:
    """One window on its way, in a thread of its own."""

    def __init__(self, loads: Loads, lane: _Lane, member: _Member, window: Window) -> None:
        self.loads, self.lane, self.member, self.window = loads, lane, member, window
        self.size = 0  # bytes of the body that came
        self.number = 0
        self.left_at = 0.0
        self.gone = self.landed = self.late = False

    def run(self) -> None:
        load, arrival = self.member.load, None
        try:
            with about(report=load.spec.key, window=load.interval(self.window)), watched(self):
                arrival = load.ask(self.window, self._admit)
        except _Stopped:
            pass  # It is asked for later, or not at all.
        finally:
            self.loads._landed(self, arrival)

    def waiting(self) -> None:
        """Its request is about to leave: not where one that came meanwhile decides otherwise."""
        load = self.member.load
        # One that has left before is repeated, or polls: it may come to its end.
        if self.loads._stopped or (not self.gone and (load.ended or load.troubled)):
            raise _Stopped

    def left(self) -> None:
        """Its request has left: the next one may queue."""
        self.gone, self.left_at = True, time.monotonic()
        self.loads._left(self)

    def _admit(self, size: int) -> None:
        self.lane.answers.append(time.monotonic() - self.left_at)
        # An answer that was asked for again takes the place of the one before.
        self.loads._answers.leave(self.size)
        self.size = 0
        if not self.loads._answers.enter(size, lambda: self.loads._stopped):
            raise _Stopped
        self.size = size

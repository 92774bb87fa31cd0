"""Loads of many reports at once: requests leave at each project's pace while earlier answers come and are stored."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from queue import SimpleQueue

from gio_pipeline.core.errors import AuthenticationError, GioError
from gio_pipeline.core.log_context import about
from gio_pipeline.pipeline.answers_waiting import MOST_COMING, AnswersWaiting
from gio_pipeline.pipeline.contained import contained, decorating
from gio_pipeline.pipeline.flights import MOST_IN_FLIGHT, Done, Flight, Lane, Member, Progress
from gio_pipeline.pipeline.plans import LoadOrigin, LoadPlan
from gio_pipeline.pipeline.report_load import Arrival, ReportLoad
from gio_pipeline.pipeline.results import Flow, LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.storing import StoredAnswer
from gio_pipeline.pipeline.trouble import note_load
from gio_pipeline.pipeline.workers import Workers
from gio_pipeline.warehouse.availability import Patience, WarehouseAway

# In bytes of its body: one process of Postgres has so much to do with it that a second one pays.
LARGE = 1 << 20
MOST_STORING = 2
# How long the end of a run waits for the answers that are being stored. What is not committed by then never will be.
ENDING_SECONDS = 10.0
# So long an answer waits for one that left before it, once: those that came together are stored newest first.
_ONE_MOMENT = 0.2


class Loads:
    """`add` plans, then `run`: its thread stores, large answers beside it; others ask. Any thread may call `stop`."""

    def __init__(
        self,
        runtime: Runtime,
        origin: LoadOrigin,
        patience: Patience,
        flowing: Callable[[Flow], None] | None = None,
    ) -> None:
        self._runtime, self._origin = runtime, origin
        self._patience = replace(patience, over=lambda: self.stopped or self._away)
        self._flowing = flowing
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._lanes: dict[str, Lane] = {}
        # What `run` has to do next: begin a report, take an arrival, note what was stored, or look whether to end.
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.answers = AnswersWaiting()
        self._workers = Workers(MOST_STORING, self._work.put)
        self._unfinished = self._waiting = self._stored = self._flown = 0
        self._closed = self.stopped = self._away = False

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
            while not self.stopped and (self._unfinished or not self._closed):
                self._work.get()()
        finally:
            self.stop()
            self._workers.wait(ENDING_SECONDS)

    def stop(self) -> None:
        """Sends nothing any more, and stores nothing but what is being stored."""
        with self._lock:
            self.stopped = True
            self._changed.notify_all()
        self.answers.wake()
        self._work.put(_look)

    def pace(self) -> str | None:
        """How near its limit each project came that was asked more than once; None where none was."""
        limits = self._runtime.settings.project
        paces = [(project, lane.pace(limits(project).rate_limit)) for project, lane in self._lanes.items()]
        return "; ".join(f"{project}: {pace}" for project, pace in paces if pace) or None

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
            lane = self._lanes.setdefault(load.spec.project, Lane())
            member = Member(load, progress, done)
            lane.members.append(member)
            if lane.ended:
                load.give_up(lane.ended)
        if load.done:
            self._finish(member)
        else:
            self._advance(lane)

    def _advance(self, lane: Lane) -> None:
        """Lets the lane's next window leave, where one may."""
        with self._lock:
            if self.stopped or lane.leaving or len(lane.in_flight) >= MOST_IN_FLIGHT:
                return
            member = next((each for each in lane.members if each.load.ready), None)
            if member is None or not self._room_for(member.load):
                return
            flight = Flight(self, lane, member, member.load.next())
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
        here = self.answers.bytes
        return here + coming + load.largest <= MOST_COMING or not (flying or here)

    def left(self, flight: Flight) -> None:
        lane = flight.lane
        with self._lock:
            lane.requests += 1
            lane.began_at = lane.began_at or time.monotonic()
        self._give_way(flight)

    def _give_way(self, flight: Flight) -> None:
        with self._lock:
            if flight.lane.leaving is flight:
                flight.lane.leaving = None
        self._advance(flight.lane)

    def landed(self, flight: Flight, arrival: Arrival | None) -> None:
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

    def _take(self, flight: Flight, arrival: Arrival) -> None:
        if self._is_ahead(flight):
            self._work.put(partial(self._take, flight, arrival))
            return
        # Small ones are stored one by one, so that they are committed newest first; with large ones they take turns.
        if arrival.unpivoted is not None and (flight.size >= LARGE or self._workers.busy):
            self._workers.submit(partial(self._store, flight, arrival), partial(self._note, flight, arrival))
        else:
            self._note(flight, arrival, partial(flight.member.load.store, arrival))

    def _store(self, flight: Flight, arrival: Arrival) -> StoredAnswer:
        load = flight.member.load
        with about(report=load.spec.key, window=load.interval(arrival.window)):
            return load.store(arrival)

    def _note(self, flight: Flight, arrival: Arrival, store: Callable[[], StoredAnswer]) -> None:
        member, load = flight.member, flight.member.load
        with about(report=load.spec.key, window=load.interval(arrival.window)):
            more, ends = load.take(arrival, store)
        size, flight.size = flight.size, 0
        with self._lock:
            self._waiting -= 1
            self._stored += 1
            load.pending -= 1
            load.troubled -= arrival.troubled
            load.put_back(more)
            if ends:
                self._end(flight.lane, load, ends)
        self.answers.leave(size)
        with decorating(load.result.warnings.append, f"{load.spec.key}: what landed was not shown"):
            member.progress(load.result)
        self._go_on()

    def _is_ahead(self, flight: Flight) -> bool:
        """Whether one of its report that left before, and was only a moment slower, is to be stored before it."""
        before = [each for each in flight.member.flights if each.number < flight.number and not each.late]
        with self._changed:
            self._changed.wait_for(lambda: self.stopped or all(each.landed for each in before), _ONE_MOMENT)
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

    def _end(self, lane: Lane, load: ReportLoad, error: GioError) -> None:
        """What stopped a window stops its report; a refused token the project, a warehouse that is away everything."""
        load.give_up(error)
        # It was waited for: what has come by now is tried once, should it be back.
        self._away = self._away or isinstance(error, WarehouseAway)
        lanes = list(self._lanes.values()) if isinstance(error, WarehouseAway) else [lane]
        if isinstance(error, WarehouseAway | AuthenticationError):
            for each in lanes:
                each.ended = each.ended or error
                for member in each.members:
                    member.load.give_up(error)

    def _finish(self, member: Member) -> None:
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
    """Wakes `run`."""

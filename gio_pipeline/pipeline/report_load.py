"""One report's load: which of its windows may leave, and what is made of their answers."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gio_pipeline.core.answer.unpivot import Unpivoted, unpivot
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ContractError, GioError, SourceError, TooLarge, TooSlow, Unforeseen
from gio_pipeline.core.sizes import Sizes
from gio_pipeline.core.trouble import Ailment
from gio_pipeline.core.windows import BRIDGE, Window, halves, windows
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.fetch import Fetched, fetch
from gio_pipeline.pipeline.plans import LoadOrigin, LoadPlan, exporter_of
from gio_pipeline.pipeline.results import Failure
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.storing import StoredAnswer, Storing
from gio_pipeline.warehouse.availability import Patience

log = logging.getLogger("gio_pipeline.load")

# One heavy day does not stop the other days; this many unanswered requests in a row do.
MOST_IN_VAIN = 7


@dataclass(frozen=True)
class Arrival:
    """What came of a window: an answer to store (unpivoted), one that says to ask otherwise, or an error.

    started_at: when it was begun, by the database's clock; None where that could not be read.
    """

    window: Window
    started_at: datetime | None
    requests: int = 0
    fetched: Fetched | None = None
    unpivoted: Unpivoted | None = None
    error: GioError | None = None

    @property
    def troubled(self) -> bool:
        return self.unpivoted is None


class ReportLoad:
    """The windows still to do, and what came of the others.

    `next`, `take` and `give_up` are called by whoever holds the loads' lock or is alone; `ask` by any thread.
    """

    def __init__(self, runtime: Runtime, plan: LoadPlan, origin: LoadOrigin, patience: Patience) -> None:
        self.runtime, self.plan, self.origin = runtime, plan, origin
        self.spec: ReportSpec = plan.state.spec
        self.result = plan.result()
        self.storing = Storing(runtime, plan, origin, patience, self.result)
        self.waiting = list(plan.windows)
        self.pending = 0  # windows in flight, or come and not yet taken
        self.largest = 0  # bytes of an answer
        self.troubled = 0  # arrivals that decide how, and whether, the windows after them are asked for
        self.ended: GioError | None = None
        # A period brought no answer, now or an hour ago: the others of this load are asked for only once.
        before = (plan.state.troubles or {}).get(self.spec.name) if origin.scheduled else None
        self._hasty = before is not None and before.ailment is Ailment.SLOW
        self._in_vain = 0  # requests for one period since the last that brought something
        self._sizes = Sizes()
        # Before an answer has shown how it can be asked for, a second request may be wasted.
        stored = self.storing.stored
        self._exporter = exporter_of(self.spec, stored, plan.now)
        self._rejoin = False  # the waiting windows
        self._known = bool(stored.timeless or stored.columns) and not self._hasty
        self._began = time.monotonic()
        self._warned = False  # that the clocks differ was logged

    @property
    def ready(self) -> bool:
        """Whether a window may leave now: one at a time while it is not known how much can be asked for."""
        alone = not self._known or self._in_vain or self._sizes.in_question
        return bool(self.waiting) and not self.troubled and not (alone and self.pending)

    @property
    def done(self) -> bool:
        return not self.waiting and not self.pending

    def next(self) -> Window:
        """The newest window, as large as is known to be answered; it counts as in flight from here on."""
        if self._rejoin:
            # V2 made them small.
            periods = [period for each in self.waiting for period in each.wanted]
            timetable, timeless = self.storing.timetable, self.storing.stored.timeless
            self.waiting, self._rejoin = windows(timetable, periods, timeless=timeless, bridge=BRIDGE), False
        window = self.waiting.pop(0)
        while not self._sizes.fits(window):
            window, *others = halves(self.storing.timetable, window)
            self.put_back(others)
        if not self.pending and not self.result.requests:
            self._began = time.monotonic()
        self.pending += 1
        return window

    def call_back(self, window: Window) -> None:
        """It has not left: it waits again."""
        self.pending -= 1
        self.put_back([window])

    def put_back(self, windows: Sequence[Window]) -> None:
        """They are asked for in their turn, the newest first; or given up, as the others were."""
        self.waiting = sorted([*windows, *self.waiting], key=lambda window: max(window.wanted), reverse=True)
        if self.ended:
            self.give_up(self.ended)

    def interval(self, window: Window) -> str:
        """From its first instant to its end, as ISO 8601."""
        ends = (min(window.wanted).start, max(window.wanted).end)
        return "/".join(end.astimezone(self.spec.zone).isoformat(timespec="minutes") for end in ends)

    def ask(self, window: Window, admit: Callable[[int], None]) -> Arrival:
        """Asks for the window and unpivots the answer; what fails is in the arrival."""
        started_at, requests = None, 0
        try:
            with contained(self.spec.key):
                started_at = self.storing.patiently(self.runtime.read_clocks)
                if not self.plan.allow_unsettled:
                    self.runtime.check_clocks()
                known = self.storing.stored.known_time
                fetched = fetch(
                    self.runtime,
                    self.spec,
                    window,
                    self.origin.priority,
                    known,
                    exporter=self._exporter,
                    hasty=self._hasty,
                    admit=admit,
                )
                requests = fetched.requests
                if not fetched.per_period or (fetched.truncated and len(window.wanted) > 1):
                    return Arrival(window, started_at, requests, fetched)
                unpivoted = self.runtime.in_turn(lambda: unpivot(fetched.report, fetched.asked))
                return Arrival(window, started_at, requests, fetched, unpivoted)
        except GioError as error:
            requests = error.requests if isinstance(error, SourceError) else requests
            return Arrival(window, started_at, requests, error=error)

    def store(self, arrival: Arrival) -> StoredAnswer:
        """Commits the answer's periods; raises what keeps them from being stored. Two threads may do so at once."""
        fetched, unpivoted, started_at = arrival.fetched, arrival.unpivoted, arrival.started_at
        assert fetched is not None and unpivoted is not None and started_at is not None
        return self.storing.store(arrival.window, fetched, unpivoted, started_at)

    def take(self, arrival: Arrival, store: Callable[[], StoredAnswer]) -> tuple[list[Window], GioError | None]:
        """Notes what came. Returns the windows to ask for instead, and the error that ends those still waiting.

        store: stores its answer, or says what came of that.
        """
        self._tell_clocks()
        self.result.requests += arrival.requests
        try:
            with contained(self.spec.key):
                more, ends = self._take(arrival, store), None
        except GioError as error:
            if isinstance(error, SourceError):
                self.result.attempts += error.attempts
            self.storing.fail(arrival.window, arrival.started_at, arrival.requests, error)
            more, ends = [], error if self._stops(error) else None
        self.result.seconds = time.monotonic() - self._began
        return more, ends

    def give_up(self, error: GioError) -> None:
        """What stopped one window would stop the others too: they are listed, not tried for minutes each."""
        self.ended = error
        self.result.failures += [Failure(each, error) for each in self.waiting]
        self.waiting.clear()

    def _take(self, arrival: Arrival, store: Callable[[], StoredAnswer]) -> list[Window]:
        window = arrival.window
        if isinstance(arrival.error, TooLarge) and len(window.wanted) > 1:
            self.result.attempts += arrival.error.attempts
            return self._halved(window)
        if arrival.error:
            raise arrival.error
        fetched = arrival.fetched
        assert fetched is not None
        self._choose_exporter(fetched)
        if not fetched.per_period:
            self.storing.remember_timeless(fetched.report)
            self._known = True
            return window.singles()
        if arrival.unpivoted is None:
            return self._halved(window)
        self.storing.note(store(), fetched)
        self._in_vain, self._known = 0, True
        self._remember_size(window)
        return []

    def _choose_exporter(self, fetched: Fetched) -> None:
        """Goes on with V3 where only that could answer, and with V2 where it does so again; the next loads too."""
        if fetched.v3_reason is not None:
            self._exporter = "v3"
            # What was learnt of sizes is V2's.
            self._sizes, self._rejoin = Sizes(), True
        elif self.storing.stored.v3_reason is None or (self._exporter == "v3" and not fetched.v3_gone):
            return
        else:
            self._exporter = self.spec.exporter
        self.storing.remember_exporter(fetched.v3_reason)

    def _halved(self, window: Window) -> list[Window]:
        self._sizes.too_large(window)
        return halves(self.storing.timetable, window)

    def _remember_size(self, window: Window) -> None:
        most, before = self._sizes.answered(window), self.storing.stored.most_periods
        if most is None and (before is None or len(window.requested) <= before or self._sizes.too_many is not None):
            return
        self.storing.remember_most_periods(most)

    def _tell_clocks(self) -> None:
        clocks = self.runtime.clocks
        if clocks and clocks.worth_a_warning and not self._warned:
            self._warned = True
            self.result.warnings.append(clocks.warning)
            log.warning("%s: %s", self.spec.key, clocks.warning)

    def _stops(self, error: GioError) -> bool:
        """Whether the windows that are still to do would fail like this one."""
        if isinstance(error, TooSlow | TooLarge | Unforeseen):
            self._hasty = self._hasty or isinstance(error, TooSlow)
            self._sizes.alone()
            self._in_vain += 1
            return self._in_vain >= MOST_IN_VAIN
        return not isinstance(error, ContractError)

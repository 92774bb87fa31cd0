"""What came in: the request log, and the limit of downloads per second."""

import threading
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from typing import Any

LOG_LENGTH = 20_000


@dataclass
class Arrival:
    """One request; `at` is time.monotonic() when its first line was read, `status` 0 if it was never answered."""

    method: str
    path: str
    query: str
    project: str
    endpoint: str
    report: str
    at: float
    status: int = 0
    seconds: float = 0.0

    @property
    def target(self) -> str:
        """What a fault's `match` is sought in."""
        return f"{self.path}?{self.query}"


class Traffic:
    """Counters and log of one sandbox."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self.log: deque[Arrival] = deque(maxlen=LOG_LENGTH)
            self.arrivals: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=LOG_LENGTH))
            self.accepted: dict[str, deque[float]] = defaultdict(deque)
            self.endpoints: Counter[str] = Counter()
            self.reports: Counter[str] = Counter()
            self.counts: Counter[str] = Counter()

    def enter(self, arrival: Arrival) -> None:
        with self._lock:
            self.log.append(arrival)
            self.endpoints[arrival.endpoint] += 1
            if arrival.report:
                self.reports[arrival.report] += 1

    def admits(self, arrival: Arrival, rate: float | None) -> bool:
        """Whether a download keeps the limit: in any 1,000 ms no more than `rate` accepted ones per project.

        A rate below 1 stretches the span instead: 0.5 is one in two seconds.
        """
        with self._lock:
            self.arrivals[arrival.project].append(arrival.at)
            if not rate:
                return True
            most, span = (int(rate), 1.0) if rate >= 1 else (1, 1 / rate)
            accepted = self.accepted[arrival.project]
            while accepted and accepted[0] <= arrival.at - span:
                accepted.popleft()
            if len(accepted) >= most:
                self.counts["rate_violations"] += 1
                return False
            accepted.append(arrival.at)
            return True

    def count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def stats(self, log: bool = True) -> dict[str, Any]:
        with self._lock:
            found: dict[str, Any] = {
                "requests": sum(self.endpoints.values()),
                "endpoints": dict(self.endpoints),
                "reports": dict(self.reports),
                **{
                    name: self.counts[name]
                    for name in ("rate_violations", "tokens_issued", "unauthorized", "leaked_credentials")
                },
            }
            if log:
                found["log"] = [dict(vars(arrival)) for arrival in self.log]
                found["arrivals"] = {project: list(times) for project, times in self.arrivals.items()}
            return found

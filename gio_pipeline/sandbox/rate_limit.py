"""The limit of downloads per second."""

import threading
from collections import defaultdict, deque


class RateLimit:
    """In any 1,000 ms no more than `rate` accepted downloads per project; 0 is no limit, 0.5 one in two seconds."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._lock = threading.Lock()
        self._accepted: dict[str, deque[float]] = defaultdict(deque)

    def admits(self, project: str, at: float) -> bool:
        """Whether a download that arrived then (monotonic seconds) keeps the limit."""
        if not self.rate:
            return True
        most, span = (int(self.rate), 1.0) if self.rate >= 1 else (1, 1 / self.rate)
        with self._lock:
            accepted = self._accepted[project]
            while accepted and accepted[0] <= at - span:
                accepted.popleft()
            if len(accepted) >= most:
                return False
            accepted.append(at)
            return True

"""How long and how often a request is repeated: for a time, not a number of attempts."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import tenacity

from gio_pipeline.core.errors import TooSlow, TransientError

# What takes the source too long is tried seldom: pauses begin with the fourth's length.
_SLOW = 3


@dataclass(frozen=True)
class RetryPolicy:
    """Back-off doubling from `first` to `longest` seconds, plus up to `jitter` of it, for `seconds` after a failure.

    What takes the source too long (TooSlow) is tried `slow_attempts` times at most.
    """

    seconds: float = 240.0
    first: float = 0.5
    longest: float = 10.0
    jitter: float = 0.25
    slow_attempts: int = 4

    def pause(self, attempt: int) -> float:
        """Seconds to wait after the given attempt, the first being 1."""
        doubled = self.first * 2 ** min(attempt - 1, 30)
        pause: float = min(doubled, self.longest) * random.uniform(1, 1 + self.jitter)
        return pause


@dataclass(frozen=True)
class TimeLimits:
    """Seconds: to connect, for a single read, for a whole answer; a stream must bring `stream_bytes` in each window.

    answer_bytes, users_bytes, listing_bytes: the longest body of a report, a list of users and anything else, unpacked.
    """

    connect: float = 10.0
    read: float = 30.0
    answer: float = 300.0
    stream_window: float = 60.0
    stream_bytes: int = 64 * 1024
    # 200,000 rows of 100 metrics and 20 characters each are 400 MB; the rest is for dimensions.
    answer_bytes: int = 512 * 1024**2
    listing_bytes: int = 64 * 1024**2
    # Nothing of it is kept in memory, but the warehouse's disk has an end: that is some 80 million users.
    users_bytes: int = 8 * 1024**3


def repeat(
    policy: RetryPolicy,
    sleep: Callable[[float], None],
    tell: Callable[[float, BaseException | None], None],
    hopeless: Callable[[BaseException | None], bool] = lambda _: False,
) -> tenacity.Retrying:
    """Attempts that end with the first success, a permanent error, or the last failure within the policy's time.

    `tell` hears of every pause before it is made: its seconds and the failure. `hopeless` ends them early.
    """
    failed_at: list[float] = []

    def pause(state: tenacity.RetryCallState) -> float:
        error = _error(state)
        attempt = state.attempt_number + (_SLOW if isinstance(error, TooSlow) else 0)
        return max(policy.pause(attempt), getattr(error, "retry_after", None) or 0.0)

    def spent(state: tenacity.RetryCallState) -> bool:
        # Counted from the first failure: an answer that was cut off after minutes still gets its second try.
        failed_at.append(time.monotonic())
        if isinstance(_error(state), TooSlow) and state.attempt_number >= policy.slow_attempts:
            return True
        return hopeless(_error(state)) or failed_at[-1] - failed_at[0] + state.upcoming_sleep > policy.seconds

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TransientError),
        wait=pause,
        stop=spent,
        sleep=sleep,
        before_sleep=lambda state: tell(state.upcoming_sleep, _error(state)),
        reraise=True,
    )


def _error(state: tenacity.RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None

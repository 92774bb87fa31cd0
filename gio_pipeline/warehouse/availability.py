"""Which failures of the warehouse pass by themselves, and waiting until they have."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import tenacity
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gio_pipeline.core.errors import TransientError, WarehouseError
from gio_pipeline.warehouse.engine import STATEMENT_POOLING, translate_errors

log = logging.getLogger("gio_pipeline.warehouse")
T = TypeVar("T")

# 08: connection; 40: deadlock; 53300: connections used up; 55P03: lock time-out;
# 57P: shut down, crashed, starting; 25P03: idle in transaction
_PASSING = ("08", "40", "53300", "55P03", "57P", "25P03")
# Refused while connecting, where the driver hands on no SQLSTATE. Other languages' words count as passing.
_FOR_GOOD = re.compile(
    r"authentication failed|no password supplied|no pg_hba\.conf entry|(database|role) \".*\" does not exist"
    rf"|permission denied for database|invalid .*URI|{STATEMENT_POOLING}"
)
# Nobody is there. Every other failure, a reset or "starting up", comes from a server that is.
_NOBODY = re.compile(
    r"Connection refused|could not translate host name|timeout expired|timed out|No such file|No route|unreachable"
)


class WarehouseAway(WarehouseError, TransientError):
    """Postgres cannot be reached now: the same step may succeed when it is back."""


@dataclass(frozen=True)
class Patience:
    """How many seconds of failures a step is repeated for.

    logged: whether the log says that it waits. over: whether nobody wants the step any more.
    """

    seconds: float
    logged: bool = True
    over: Callable[[], bool] = lambda: False


# A restart or a failover is over by then.
PATIENCE = Patience(60.0)
# A person is waiting for a command.
BEGINNING = Patience(15.0)
# Where nobody has answered yet the address may be a wrong one: that is one sentence, and soon.
CONNECTING = Patience(4.0, logged=False)


@contextmanager
def reachable(doing: str, *, locks: bool = True) -> Iterator[None]:
    """Raises WarehouseAway for what passes by itself (`locks`: a lock time-out too), WarehouseError for the rest."""
    try:
        with translate_errors():
            yield
    except WarehouseAway:
        raise
    except WarehouseError as error:
        if _passes(error.__cause__) and (locks or not lock_timed_out(error)):
            reason = str(error).rstrip(".")
            raise WarehouseAway(f"{reason}, while {doing}: trying again helps once the database is back.") from error
        raise


def patiently(step: Callable[[], T], doing: str, patience: Patience = PATIENCE, *, locks: bool = True) -> T:
    """What the step returns, once the warehouse answers; raises WarehouseAway after the patience.

    locks: whether a lock time-out is waited out too. The step is done again from its start: what it had committed, it
    must find done.
    """
    failed_at: list[float] = []

    def spent(state: tenacity.RetryCallState) -> bool:
        # Counted from the first failure, and to the next: an attempt may itself have waited for long.
        failed_at.append(time.monotonic())
        return patience.over() or failed_at[-1] - failed_at[0] + state.upcoming_sleep > patience.seconds

    def tell(state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        log.warning("%s The next attempt in %.1f s.", error, state.upcoming_sleep)

    attempts = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(WarehouseAway),
        wait=tenacity.wait_exponential(0.25, max=5.0),
        stop=spent,
        before_sleep=tell if patience.logged else None,
        reraise=True,
    )

    def attempt() -> T:
        with reachable(doing, locks=locks):
            return step()

    return attempts(attempt)


def connected(step: Callable[[], T]) -> T:
    """What the step returns, which connects for the first time: waits as at a beginning where a server is there."""
    try:
        return patiently(step, "connecting", CONNECTING)
    except WarehouseAway as error:
        if _NOBODY.search(str(error)):
            raise
    return patiently(step, "connecting", BEGINNING)


def _passes(cause: BaseException | None) -> bool:
    # What SQLAlchemy says of a connection that died in its hands and was to be closed, rolled back or read.
    # All connections of this process's own being in use passes too.
    if isinstance(cause, InvalidRequestError | PoolTimeout):
        return True
    if not isinstance(cause, DBAPIError) or _FOR_GOOD.search(str(cause.orig)):
        return False
    state = _state(cause)
    # A connection that could not be made, or broke, has no SQLSTATE.
    return state is None or cause.connection_invalidated or state.startswith(_PASSING)


def lock_timed_out(error: WarehouseError) -> bool:
    """Whether another session held a lock for too long."""
    return isinstance(error.__cause__, DBAPIError) and _state(error.__cause__) == "55P03"


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "pgcode", None)

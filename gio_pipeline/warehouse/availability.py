"""Which failures of the warehouse pass by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from gio_pipeline.core.errors import TransientError, WarehouseError
from gio_pipeline.warehouse.engine import explained

# 08: connection; 40: deadlock; 53300: connections used up; 55P03: lock time-out;
# 57P: shut down, crashed, starting; 25P03: idle in transaction
_PASSING = ("08", "40", "53300", "55P03", "57P", "25P03")


class WarehouseAway(WarehouseError, TransientError):
    """Postgres cannot be reached now: the same step may succeed when it is back."""


@contextmanager
def reachable(doing: str) -> Iterator[None]:
    """Raises WarehouseAway for what passes by itself, WarehouseError for the rest."""
    try:
        with explained():
            yield
    except WarehouseError as error:
        if _passes(error.__cause__):
            reason = str(error).rstrip(".")
            raise WarehouseAway(f"{reason}, while {doing}: trying again helps once the database is back.") from error
        raise


def _passes(cause: BaseException | None) -> bool:
    if not isinstance(cause, DBAPIError):
        return False
    state = getattr(cause.orig, "pgcode", None)
    # A connection that could not be made, or broke, has no SQLSTATE.
    return state is None or cause.connection_invalidated or state.startswith(_PASSING)

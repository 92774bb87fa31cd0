"""The rate limit a project's processes and hosts share, kept by the clock of the database."""

import hashlib
import logging
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from gio_pipeline.core.config.specs import Credentials, Priority
from gio_pipeline.core.errors import RateLimited, WarehouseError
from gio_pipeline.warehouse.availability import reachable
from gio_pipeline.warehouse.lending import give_up, lent
from gio_pipeline.warehouse.sender_queue import SenderQueue, door
from gio_pipeline.warehouse.statements import execute

log = logging.getLogger("gio_pipeline.warehouse")


# A little further apart than the limit asks for: on its way to a busy server one request is held up, the next is not.
# Where the source answered 429 all the same, this process keeps a wider distance from then on.
_HEADROOM, _HEADROOM_AFTER_429 = 1.03, 1.1
# The queue is joined, and a connection taken, this long before a departure is due. Whoever sent last joins it last, and
# a schedule before a backfill: so they take turns where both wait, and a second schedule goes before the backfill.
_LEAD_SECONDS = {"schedule": 0.08, "backfill": 0.05}
_LEAD_OF_THE_LAST = 0.03
# The last stretch is slept in the database: one answer, and the request leaves.
_LAST_SECONDS = 0.03
# Longer sleeps would let idle_in_transaction_session_timeout end the slot, and a new block pass unseen.
_LONGEST_SLEEP = 2.0
# So much sooner than it must, a sender that has joined the queue stays in it.
_SOON_SECONDS = 0.03
# A request that left so much later than was written is written again: the next one keeps its distance from it.
_LATE_SECONDS = 0.005
_LOCK_NOT_AVAILABLE = "55P03"


class RateSlot:
    """The right to send one request: held by a lock that dies with this process's connection."""

    def __init__(self, connection: Connection, project_key: str, spacing: float, patience: float) -> None:
        self.connection = connection
        self._project_key, self._spacing = project_key, spacing
        self._patience = patience
        row = self._look("rate_limits/select_due", spacing=spacing)
        self._due: datetime = row.due
        self.last_sent_at: datetime | None = row.last_sent_at
        self.left_at: datetime | None = None
        self._written_at = 0.0

    def wait(self) -> datetime:
        """Sleeps until the request may leave, writes that it does and returns that instant of the database's clock.

        Send it at once. Raises WarehouseAway when the lock is no longer held, WarehouseError where the departure cannot
        be written: then nothing may be sent.
        """
        with reachable("holding a rate slot"):
            self._draw_near(_LAST_SECONDS)
            while self._look("rate_limits/await_departure", due=self._until).now < self._until:
                self._draw_near(_LAST_SECONDS)
            left_at = self._write()
        return left_at.astimezone(UTC)

    def settle(self) -> None:
        """Writes once more when the request left, where this process was held up between writing and sending."""
        if time.monotonic() - self._written_at > _LATE_SECONDS:
            self._write()

    def _write(self) -> datetime:
        values = {"project_key": self._project_key, "spacing": self._spacing}
        left_at: datetime = execute(self.connection, "rate_limits/record_departure", **values).scalar_one()
        self.left_at, self._written_at = left_at, time.monotonic()
        return left_at

    @property
    def _until(self) -> datetime:
        return max(self._due, self._blocked_until or self._due)

    def _draw_near(self, margin: float) -> None:
        while (left := self.seconds_left()) > margin:
            time.sleep(min(left - margin, _LONGEST_SLEEP))
            if left > _LONGEST_SLEEP:
                self._look("rate_limits/select_blocked_until")

    def seconds_left(self) -> float:
        """Until the request may leave; raises RateLimited if a pause outlasts `patience`."""
        now = self._now + timedelta(seconds=time.monotonic() - self._looked_at)
        left = (self._until - now).total_seconds()
        if left > self._patience and self._blocked_until is not None and self._until == self._blocked_until:
            raise RateLimited(
                f"GrowingIO asked for a pause that lasts another {left:.0f} s (HTTP 429): try again after it.",
                retry_after=left,
            )
        return left

    def _look(self, statement: str, **values: object) -> Row[Any]:
        row = execute(self.connection, statement, project_key=self._project_key, **values).one()
        self._now: datetime = row.now
        self._looked_at = time.monotonic()
        self._blocked_until: datetime | None = row.blocked_until
        return row


class PostgresRateGate:
    """Lets `rate_limit` requests per second of a project leave, in any second, from all who share the warehouse.

    Advisory locks of the transaction queue the senders; a crashed one's lock goes with its connection. They queue only
    when a departure is near: until then, and behind others of this process, nobody holds a connection.
    `patience` is the longest announced pause, in seconds, that is waited for instead of being raised as RateLimited;
    `lock_timeout` is how long a wait in the queue cannot be interrupted; after it the place in the queue is a new one.
    """

    def __init__(
        self,
        engine: Engine,
        credentials: Credentials,
        rate_limit: float,
        *,
        patience: float = 240.0,
        lock_timeout: float = 10.0,
    ) -> None:
        self._engine = engine
        self._project_key, self._rate_limit = project_key(credentials), rate_limit
        self._headroom = _HEADROOM
        self._patience = patience
        self._lock_timeout = lock_timeout
        self._queue_here, self._door = SenderQueue(), door(engine)
        self._due_at = 0.0  # monotonic, as far as this process knows
        self._last: datetime | None = None  # departure of this process

    @property
    def _spacing(self) -> float:
        return self._headroom / self._rate_limit

    @property
    def _values(self) -> dict[str, object]:
        return {"project_key": self._project_key, "spacing": self._spacing}

    @contextmanager
    def slot(self, priority: Priority = "schedule") -> Iterator[RateSlot]:
        """Queues for the next departure; of all backfills one at a time queues beside the scheduled loads."""
        with self._queue_here.turn(scheduled=priority == "schedule"), ExitStack() as stack:
            slot = self._near(priority, stack)
            try:
                yield slot
            finally:
                if slot.left_at:
                    self._keep_record(slot)

    def _near(self, priority: Priority, stack: ExitStack) -> RateSlot:
        """The slot once it is near, with the connection that holds it on the stack."""
        lead = _LEAD_OF_THE_LAST if self._last else _LEAD_SECONDS[priority]
        while True:
            self._doze(lead)
            with ExitStack() as held:
                held.enter_context(self._door)
                with reachable("waiting for a rate slot"):
                    connection = self._engine.connect()
                    held.callback(give_up, connection)
                    slot = self._win(connection, priority)
                lead = _LEAD_OF_THE_LAST if slot.last_sent_at == self._last else _LEAD_SECONDS[priority]
                left = slot.seconds_left()
                self._due_at = time.monotonic() + left
                if left <= lead + _SOON_SECONDS:
                    held.enter_context(lent(self._engine, connection))
                    stack.push(held.pop_all())
                    return slot

    def _doze(self, lead: float) -> None:
        while (left := self._due_at - lead - time.monotonic()) > 0:
            time.sleep(min(left, _LONGEST_SLEEP))

    def block(self, seconds: float) -> None:
        """Lets nobody send for `seconds` from now: the source answered 429."""
        self._headroom = _HEADROOM_AFTER_429
        with reachable("noting that GrowingIO asked for a pause"), self._engine.begin() as connection:
            execute(connection, "rate_limits/block_departures", **self._values, seconds=seconds)

    def _win(self, connection: Connection, priority: Priority) -> RateSlot:
        while True:
            # Inside the driver not even Ctrl-C is heard. Uneven, or the same ones would lose their place every time.
            values = self._values | {"lock_timeout": f"{self._lock_timeout * random.uniform(0.8, 1.2):.3f}s"}
            try:
                if priority == "backfill":
                    execute(connection, "rate_limits/lock_backfill_turn", **values)
                execute(connection, "rate_limits/lock_rate_slot", **values)
                return RateSlot(connection, self._project_key, self._spacing, self._patience)
            except DBAPIError as error:
                if getattr(error.orig, "pgcode", None) != _LOCK_NOT_AVAILABLE:
                    raise
                connection.rollback()

    def _keep_record(self, slot: RateSlot) -> None:
        self._last, self._due_at = slot.left_at, time.monotonic() + self._spacing
        try:
            try:
                slot.settle()
                self._last = slot.left_at
                slot.connection.commit()
            except SQLAlchemyError:
                give_up(slot.connection)
                with reachable("recording a departure"), self._engine.begin() as another:
                    execute(another, "rate_limits/record_departure", **self._values)
        except WarehouseError as error:
            # Nobody sends while the database is away.
            log.warning("a request left and could not be recorded: %s", error)


def project_key(credentials: Credentials) -> str:
    """Hex SHA-256 of address and uid: the limit is the project's, whoever asks."""
    return hashlib.sha256(f"{credentials.base_url.rstrip('/')}|{credentials.uid}".encode()).hexdigest()

"""What is in trouble: since when, whether it may pass by itself, and when a schedule tries it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from gio_pipeline.core.errors import (
    AuthenticationError,
    ConfigError,
    ContractError,
    GioError,
    IdentityChanged,
    SourceError,
    TooSlow,
    TransientError,
    Unforeseen,
    WarehouseError,
)
from gio_pipeline.core.periods import Period
from gio_pipeline.core.wording import moment

# Somewhat less than a day: the tick of the same hour tries again, and not the one after it.
TRY_EVERY = timedelta(hours=23, minutes=30)

T = TypeVar("T")


class Ailment(StrEnum):
    """What is wrong; the first two may pass within the hour."""

    OUTAGE = "outage"
    SLOW = "slow"
    ANSWER = "answer"
    ROWS = "rows"
    REJECTED = "rejected"
    CREDENTIALS = "credentials"
    IDENTITY = "identity"
    CHECK = "check"


# Of these two the source says something about some periods; the others concern the report as a whole.
_OF_PERIODS = (Ailment.ANSWER, Ailment.ROWS)
_PASSING = (Ailment.OUTAGE, Ailment.SLOW)
# Troubles of one cause, however many reports have them.
SHARED = (Ailment.OUTAGE, Ailment.CREDENTIALS)


@dataclass(frozen=True)
class Trouble:
    """One report's trouble, a snapshot's or a check's.

    periods: first instants of those that failed and were not loaded since; whole: everything waits for `try_again_at`.
    """

    project: str
    subject: str
    ailment: Ailment
    error: str
    since: datetime
    last_at: datetime
    whole: bool = True
    periods: frozenset[datetime] = frozenset()
    try_again_at: datetime | None = None
    fingerprint: str = ""
    told_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def key(self) -> str:
        return f"{self.project}/{self.subject}"

    def waits(self, fingerprint: str, now: datetime) -> bool:
        """Whether a schedule leaves it alone for now: not once the configuration has changed."""
        return self.try_again_at is not None and now < self.try_again_at and fingerprint == self.fingerprint

    def without(self, due: Mapping[Period, T]) -> dict[Period, T]:
        """What of the due periods a schedule may ask for while this waits."""
        return {} if self.whole else {p: each for p, each in due.items() if p.start not in self.periods}


def in_words(trouble: Trouble, zone: ZoneInfo) -> str:
    """One sentence for people: since when, what is done about it, and the reason."""
    since, again = moment(trouble.since, zone), when_again(trouble, zone)
    return f"{trouble.key} is in trouble since {since} ({zone.key}); {again}: {trouble.error}"


def when_again(trouble: Trouble, zone: ZoneInfo) -> str:
    """When it is tried again, and what one can do meanwhile."""
    if trouble.ailment is Ailment.IDENTITY:
        return "it is left out until reports.yaml is changed"
    if trouble.ailment is Ailment.CHECK:
        return "it is looked at again with the next load"
    if trouble.try_again_at is None:
        return "every tick tries it once"
    what = "it is" if trouble.whole else f"{len(trouble.periods)} of its periods are"
    at = moment(trouble.try_again_at, zone)
    return f"{what} tried again {at}, when the configuration changes, or by a load or run that somebody starts"


def ailment_of(error: GioError) -> Ailment | None:
    """What an error says about the source or the configuration; None where it says nothing about either."""
    if isinstance(error, Unforeseen):
        # As a rule one answer of an unknown form.
        return Ailment.ANSWER
    if isinstance(error, WarehouseError) or not isinstance(error, SourceError | ConfigError):
        return None
    if isinstance(error, IdentityChanged):
        return Ailment.IDENTITY
    if isinstance(error, ConfigError | AuthenticationError):
        return Ailment.CREDENTIALS
    if isinstance(error, TooSlow):
        return Ailment.SLOW
    if isinstance(error, TransientError):
        return Ailment.OUTAGE
    return Ailment.ANSWER if isinstance(error, ContractError) else Ailment.REJECTED


def is_away(troubles: Mapping[str, Trouble]) -> bool:
    """Whether the source as a whole did not answer when it was last asked."""
    return any(each.ailment is Ailment.OUTAGE for each in troubles.values())


def worst(errors: Iterable[GioError]) -> tuple[Ailment, str] | None:
    """What hardly passes by itself before what may, with its words."""
    found = [(ailment, str(error)) for error in errors if (ailment := ailment_of(error))]
    return max(found, key=lambda each: list(Ailment).index(each[0]), default=None)


def after(before: Trouble | None, met: Trouble | None, committed: Iterable[datetime] = ()) -> Trouble | None:
    """The trouble after another attempt: `met` is what went wrong in it, None nothing; returns None where it is over.

    committed: first instants of the periods it loaded. A period whose answer is broken waits alone; where another's is
    broken too, and none was loaded in between, the report waits as a whole.
    """
    committed = frozenset(committed)
    old = before.periods if before and before.ailment in _OF_PERIODS else frozenset()
    if met is None:
        rest = old - committed
        return replace(before, periods=rest, whole=False) if before and rest else None
    whole = met.ailment not in _OF_PERIODS or (not committed and bool(old) and not met.periods <= old)
    return replace(
        met,
        since=before.since if before else met.since,
        whole=whole,
        periods=(old | met.periods) - committed,
        try_again_at=None if met.ailment in _PASSING else met.last_at + TRY_EVERY,
    )

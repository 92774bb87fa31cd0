"""Two clocks that should show the same: what has settled is judged by the earlier one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

TOLD_FROM = timedelta(minutes=2)
REFUSED_FROM = timedelta(minutes=10)


@dataclass(frozen=True)
class Clocks:
    """This machine's clock and the database's, read at one moment."""

    machine: datetime
    database: datetime

    @classmethod
    def read(cls, before: datetime, database: datetime, after: datetime) -> "Clocks":
        """before, after: the machine's clock around the reading of the database's, which may have taken long."""
        return cls(min(max(database, before), after), database)

    @property
    def ahead(self) -> timedelta:
        """By how much the machine's clock is ahead of the earlier one; never below zero."""
        return max(self.machine - self.database, timedelta(0))

    @property
    def worth_a_warning(self) -> bool:
        """Whether they differ by more than two minutes."""
        return abs(self.machine - self.database) > TOLD_FROM

    @property
    def refused(self) -> bool:
        """Whether they differ by more than ten minutes: too much to say what has settled."""
        return abs(self.machine - self.database) > REFUSED_FROM

    @property
    def warning(self) -> str:
        judged = "what is stored is provisional" if self.refused else "what has settled is judged by the earlier one"
        return f"{self}: {judged}; set both by NTP."

    @property
    def refusal(self) -> str:
        return (
            f"{self}, so nothing can be called settled: set both by NTP and load again; "
            "load --allow-unsettled stores what is there as provisional."
        )

    def __str__(self) -> str:
        side = "ahead of" if self.machine > self.database else "behind"
        minutes = round(abs(self.machine - self.database) / timedelta(minutes=1))
        return (
            f"This machine's clock ({_shown(self.machine)}) is {minutes:,} minutes {side} the database's "
            f"({_shown(self.database)})"
        )


def _shown(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"

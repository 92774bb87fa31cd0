"""What every contender can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.answers import CHART

REPORT = CHART
# What the contenders without a schema of their own write to: the same long rows, keyed the same way.
LONG_TABLE = """
create table {table} (
    report text not null,
    period_start timestamptz not null,
    dimensions text not null,
    metric text not null,
    value double precision
)
"""
LONG_COLUMNS = ("report", "period_start", "dimensions", "metric", "value")
LONG_KEY = ("report", "period_start", "dimensions", "metric")


@dataclass(frozen=True)
class Payload:
    """An answer as it came, and the days that were asked for."""

    body: bytes
    first: date
    days: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)


class Loader:
    """One contender in a database of its own; `home` is a directory it may keep files in.

    `read` makes an answer's bytes its own input, `load` commits that: both are timed. Everything else is not.
    """

    title: ClassVar[str]
    configuration: ClassVar[str]
    tables: ClassVar[tuple[str, ...]]
    # Counts and sums what analysts would see, one row: values, nulls included, and their sum.
    checked: ClassVar[str]
    deletes: ClassVar[bool] = True
    # Of many small answers only so many, where each takes seconds; the time is scaled up.
    most_daily: ClassVar[int | None] = None
    # Many small answers are one load of it, `load_all`, not a load each.
    backfills: ClassVar[bool] = False
    # Minutes a load: what follows the first one is measured in one round only.
    slow: ClassVar[bool] = False

    def __init__(self, url: str, home: Path) -> None:
        self.url, self.home = url, home

    @staticmethod
    def set_up(url: str) -> None:
        """Makes the tables of a new database."""

    def read(self, answer: Payload) -> Any:
        return answer

    def load(self, answer: Any) -> None:
        raise NotImplementedError

    def load_all(self, answers: Sequence[Any]) -> None:
        """Commits what `read` made of several answers, oldest first."""
        for answer in answers:
            self.load(answer)

    def close(self) -> None:
        """Ends what `__init__` opened."""


def counted(table: str) -> str:
    """The statement that counts and sums the values of `table`."""
    return f"select count(*), sum(value) from {table}"

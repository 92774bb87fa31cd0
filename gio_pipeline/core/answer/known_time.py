"""What a report's earlier answers showed of its time; numpy is not needed to remember it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class KnownTime:
    """What a report's earlier answers showed: where their time stood, and which dimensions were no time.

    column: a listed dimension that is not named 时间. cell: the place in a row, from 0, of a time that `meta` does not
    list.
    """

    column: str | None = None
    cell: int | None = None
    dimensions: frozenset[str] = field(default_factory=frozenset)


NOTHING_KNOWN = KnownTime()

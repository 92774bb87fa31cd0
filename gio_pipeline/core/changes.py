"""How a report's columns differ from those of its last answer, or within a load; columns are known by their names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from gio_pipeline.core.kinds import KINDS, Kind
from gio_pipeline.core.periods import Period, Timetable
from gio_pipeline.core.text import shortened
from gio_pipeline.core.wording import MOST_LISTED, label, spans

# (name, role) in the order of `meta`
Columns = Sequence[tuple[str, str]]
ColumnSet = tuple[tuple[str, str], ...]
_NUMBERED = re.compile(r"(?P<name>.*) \(\d+\)", re.DOTALL)


@dataclass(frozen=True)
class ColumnChange:
    """One column that appeared, disappeared, moved, changed its role or was renumbered; positions count from 0.

    Renumbered: columns of its name came or went, so that it may be another one of them.
    """

    column_name: str
    change: str
    old_role: str | None
    new_role: str | None
    old_position: int | None
    new_position: int | None

    def __str__(self) -> str:
        if self.change == "role":
            return f"{self.column_name} was a {self.old_role} and is a {self.new_role}"
        if self.change == "renumbered":
            return (
                f"{self.column_name} may show another column's figures: the columns of that name are not those before"
            )
        return f"{self.column_name} {self.change}"


def column_changes(old: Columns, new: Columns) -> list[ColumnChange]:
    """What changed; a column counts as moved when its rank among the columns both have is another."""
    before, after = _placed(old), _placed(new)
    shifted = _renumbered(before, after)
    common = before.keys() & after.keys()
    ranks = {name: rank for rank, name in enumerate(n for n, _ in old if n in common)}
    moved = {name for rank, name in enumerate(n for n, _ in new if n in common) if ranks[name] != rank}
    found = []
    for name in [*before, *(n for n in after if n not in before)]:
        (old_role, old_position), (new_role, new_position) = before.get(name, _ABSENT), after.get(name, _ABSENT)
        if change := _change(old_role, new_role, moved=name in moved, renumbered=name in shifted):
            found.append(ColumnChange(name, change, old_role, new_role, old_position, new_position))
    return found


def report_changes(kind: Kind, old: Columns, new: Columns) -> list[ColumnChange]:
    """What changed of a report's columns; nothing where none were known, nor as a cohort's columns come day by day."""
    if not old:
        return []
    return column_changes(lasting(kind, old), lasting(kind, new))


def lasting(kind: Kind, columns: Columns) -> ColumnSet:
    """The columns without those that come as time passes: a cohort's."""
    number = KINDS[kind].column_number
    return tuple((name, role) for name, role in columns if role == "dimension" or number(name) is None)


_ABSENT: tuple[str | None, int | None] = (None, None)


def _placed(columns: Columns) -> dict[str, tuple[str | None, int | None]]:
    return {name: (role, position) for position, (name, role) in enumerate(columns)}


def _renumbered(
    before: Mapping[str, tuple[str | None, int | None]], after: Mapping[str, tuple[str | None, int | None]]
) -> set[str]:
    """The columns both have that share their name, but for a number, with others, where such came, went or moved."""
    old, new = _families(before), _families(after)
    swapped = bool(before.keys() - after.keys()) and bool(after.keys() - before.keys())
    found: set[str] = set()
    for name in old.keys() | new.keys():
        ours, theirs = old.get(name, []), new.get(name, [])
        if max(len(ours), len(theirs)) < 2:
            continue
        if len(ours) != len(theirs) or (swapped and [before[n] for n in ours] != [after[n] for n in theirs]):
            found |= {*ours} & {*theirs}
    return found


def _families(placed: Mapping[str, object]) -> dict[str, list[str]]:
    """The columns by the name they share: 次数, 次数 (2) and 次数 (3) are three of 次数."""
    families: dict[str, list[str]] = {}
    for name in placed:
        shared = name
        while (match := _NUMBERED.fullmatch(shared)) and match["name"] in placed:
            shared = match["name"]
        families.setdefault(shared, []).append(name)
    return families


def _change(old_role: str | None, new_role: str | None, *, moved: bool, renumbered: bool) -> str | None:
    if old_role is None:
        return "appeared"
    if new_role is None:
        return "disappeared"
    if old_role != new_role:
        return "role"
    if renumbered:
        return "renumbered"
    return "moved" if moved else None


def several_sets(timetable: Timetable, sets: Mapping[ColumnSet, Sequence[Period]]) -> str | None:
    """Which periods of a load came with which columns, where not all came with the same; else None."""
    came = {columns: periods for columns, periods in sets.items() if periods}
    if len(came) < 2:
        return None
    common = set.intersection(*(set(columns) for columns in came))
    texts = []
    for columns, periods in came.items():
        own = [name for name, role in columns if (name, role) not in common] or [name for name, _ in columns]
        more = f" and {len(own) - MOST_LISTED} more" if len(own) > MOST_LISTED else ""
        listed = ", ".join(shortened(name) for name in own[:MOST_LISTED])
        texts.append(f"{spans(timetable, periods, partial(label, timetable.calendar))} with {listed}{more}")
    return (
        f"its periods came with {len(texts)} sets of columns, so the report was changed meanwhile: {'; '.join(texts)}"
    )

"""How a report's columns differ from those of its last answer; columns are known by their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from gio_pipeline.core.kinds import KINDS, Kind

# (name, role) in the order of `meta`
Columns = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ColumnChange:
    """One column that appeared, disappeared, moved or changed its role; positions count from 0."""

    column_name: str
    change: str
    old_role: str | None
    new_role: str | None
    old_position: int | None
    new_position: int | None

    def __str__(self) -> str:
        if self.change == "role":
            return f"{self.column_name} was a {self.old_role} and is a {self.new_role}"
        return f"{self.column_name} {self.change}"


def column_changes(old: Columns, new: Columns) -> list[ColumnChange]:
    """What changed; a column counts as moved when its rank among the columns both have is another."""
    before, after = _placed(old), _placed(new)
    common = before.keys() & after.keys()
    ranks = {name: rank for rank, name in enumerate(n for n, _ in old if n in common)}
    moved = {name for rank, name in enumerate(n for n, _ in new if n in common) if ranks[name] != rank}
    found = []
    for name in [*before, *(n for n in after if n not in before)]:
        (old_role, old_position), (new_role, new_position) = before.get(name, _ABSENT), after.get(name, _ABSENT)
        if change := _change(old_role, new_role, name in moved):
            found.append(ColumnChange(name, change, old_role, new_role, old_position, new_position))
    return found


def report_changes(kind: Kind, old: Columns, new: Columns) -> list[ColumnChange]:
    """What changed of a report's columns; nothing where none were known, nor as a cohort's columns come day by day."""
    if not old:
        return []
    return column_changes(_lasting(kind, old), _lasting(kind, new))


def _lasting(kind: Kind, columns: Columns) -> list[tuple[str, str]]:
    number = KINDS[kind].column_number
    return [(name, role) for name, role in columns if role == "dimension" or number(name) is None]


_ABSENT: tuple[str | None, int | None] = (None, None)


def _placed(columns: Columns) -> dict[str, tuple[str | None, int | None]]:
    return {name: (role, position) for position, (name, role) in enumerate(columns)}


def _change(old_role: str | None, new_role: str | None, moved: bool) -> str | None:
    if old_role is None:
        return "appeared"
    if new_role is None:
        return "disappeared"
    if old_role != new_role:
        return "role"
    return "moved" if moved else None

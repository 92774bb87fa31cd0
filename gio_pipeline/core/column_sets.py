"""Which periods of one load came with which columns, where a report was changed in the midst of it."""

from collections.abc import Mapping, Sequence

from gio_pipeline.core.changes import ColumnSet
from gio_pipeline.core.due import unbroken
from gio_pipeline.core.periods import Period, Timetable
from gio_pipeline.core.quality import MOST_LISTED, label
from gio_pipeline.core.text import shortened


def several_sets(timetable: Timetable, sets: Mapping[ColumnSet, Sequence[Period]]) -> str | None:
    """Which periods came with which columns, where not all came with the same; else None."""
    came = {columns: periods for columns, periods in sets.items() if periods}
    if len(came) < 2:
        return None
    common = set.intersection(*(set(columns) for columns in came))
    texts = []
    for columns, periods in came.items():
        own = [name for name, role in columns if (name, role) not in common] or [name for name, _ in columns]
        named = ", ".join(shortened(name) for name in own[:MOST_LISTED])
        more = f" and {len(own) - MOST_LISTED} more" if len(own) > MOST_LISTED else ""
        texts.append(f"{_spans(timetable, periods)} with {named}{more}")
    return (
        f"its periods came with {len(texts)} sets of columns, so the report was changed meanwhile: {'; '.join(texts)}"
    )


def _spans(timetable: Timetable, periods: Sequence[Period]) -> str:
    calendar, spans = timetable.calendar, unbroken(timetable, periods)
    texts = [
        label(calendar, first) if first == last else f"{label(calendar, first)} to {label(calendar, last)}"
        for first, last in spans[:MOST_LISTED]
    ]
    more = [f"and {len(spans) - MOST_LISTED} more ranges"] if len(spans) > MOST_LISTED else []
    return ", ".join([*texts, *more])

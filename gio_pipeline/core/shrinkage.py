"""When an answer without rows, or with far fewer, is doubted: promise 7, decided period by period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from gio_pipeline.core.due import DOUBTED_FOR
from gio_pipeline.core.kinds import Grain
from gio_pipeline.core.periods import Period, State, Timetable

SHRINKAGE_FROM = 20
SHRUNK_TO = 0.1


class Suspicion(StrEnum):
    EMPTIED = "came back empty"
    SHRUNK = "lost over 90 % of its rows"


def suspicion(rows_before: int, rows_now: int) -> Suspicion | None:
    """Whether a stored period must keep its rows, and why."""
    if rows_before and not rows_now:
        return Suspicion.EMPTIED
    if rows_before >= SHRINKAGE_FROM and rows_now < rows_before * SHRUNK_TO:
        return Suspicion.SHRUNK
    return None


@dataclass(frozen=True)
class Like:
    """An earlier like period: its rows and the sum of the first metric (None where it has no number)."""

    rows: int
    total: float | None


def doubt(rows: int, total: float | None, like: Sequence[Like]) -> str | None:
    """Why a period just settled looks unfinished, against its last four like periods.

    total: the sum of a chart's first metric; None for other kinds.
    """
    if not rows:
        return "is empty though like periods before it had rows" if any(each.rows for each in like) else None
    totals = [each.total for each in like if each.total is not None and each.rows]
    usual = median(totals) if len(totals) >= 2 else 0
    # A usual sum below zero has no half to fall under.
    if total is not None and usual > 0 and total < usual / 2:
        return f"adds up to {total:g}, under half of the usual {usual:g}"
    return None


def together(likes: Sequence[Like]) -> Like:
    """Several periods as one."""
    totals = [each.total for each in likes if each.total is not None]
    return Like(sum(each.rows for each in likes), sum(totals) if totals else None)


def in_doubt(timetable: Timetable, period: Period, asked_at: datetime, before: State | None) -> bool:
    """Whether `doubt` is to be asked at all: first pulled within 12 hours of settling."""
    settles_at = timetable.settles_at(period)
    fresh = before in (None, State.PROVISIONAL)
    return fresh and settles_at <= asked_at < settles_at + DOUBTED_FOR


def closes(timetable: Timetable, period: Period, asked_at: datetime) -> bool:
    """Whether an answer is the one that would end an hour's, a funnel day's or a cohort's growth, on a fresh night."""
    grows = timetable.fills_for is not None or timetable.calendar.grain is Grain.HOUR
    final_at = timetable.final_at(period)
    return grows and final_at <= asked_at < final_at + DOUBTED_FOR

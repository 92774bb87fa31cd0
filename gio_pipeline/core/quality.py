"""What the checks of a report decide, from what is loaded of it; the reading is the pipeline's."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import accumulate, pairwise
from statistics import median

from gio_pipeline.core.coverage import LoadedPeriods
from gio_pipeline.core.due import DOUBTED_FOR, by_weekday
from gio_pipeline.core.kinds import KINDS, RATES, STEPS, TOTAL, Grain, Kind
from gio_pipeline.core.periods import Calendar, Period, Timetable
from gio_pipeline.core.shrinkage import Like
from gio_pipeline.core.text import some
from gio_pipeline.core.wording import MOST_LISTED, label, span

# Outside of these shares of the usual figure a period is worth a look.
LEAST, MOST = 0.5, 2.0
LIKE_PERIODS = 4
# Days off are passed over; further back than this nothing is like today.
FURTHEST_BACK = 12
# Schedules tick every hour: what has been due for a shorter time they may not have loaded yet.
CHANCE = timedelta(hours=2)

COVERAGE, FRESHNESS, USUAL = "coverage_has_no_hole", "is_fresh", "is_like_the_weeks_before"
COLUMNS = "columns_are_unchanged"
OF_EVERY_REPORT = (COVERAGE, FRESHNESS, USUAL, COLUMNS)
CHECKS: Mapping[str, str] = {
    COVERAGE: "No period is missing between the first and the newest loaded one. A warning while the schedule has not "
    "had two hours to load it.",
    FRESHNESS: "Every period that should be final by now is loaded and final. A warning while the schedule has not had "
    "two hours to load it: after a backfill of old days alone, say.",
    USUAL: f"Rows and main metric lie within {LEAST:g} and {MOST:g} times the median of the four same weekdays "
    "(weeks and months: the four) before, days_off left out. Only ever a warning.",
    COLUMNS: "No column came, went, moved, changed its role or was renumbered in this load, and all its periods came "
    "with the same ones.",
    TOTAL: "A big number's aggregator equals its row, where one period was asked for.",
    STEPS: "No step of the funnel has more users than the one before it.",
    RATES: "Every retention rate lies between 0 and 1.",
}


@dataclass(frozen=True)
class CheckResult:
    """What one check found, in a sentence and in numbers; `warning`: it never means more than a warning."""

    check: str
    passed: bool
    sentence: str
    numbers: Mapping[str, float | str] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True)
class Oddity:
    """One row that breaks a rule: its period and what it shows."""

    period: Period
    sentence: str


def checks_of(kind: Kind) -> tuple[str, ...]:
    """The names of the checks of a kind's reports."""
    return OF_EVERY_REPORT + KINDS[kind].checks


def unbroken_coverage(timetable: Timetable, loaded: LoadedPeriods, now: datetime) -> CheckResult:
    """Whether every period from the first loaded one to the newest is there; what is due only lately is a warning."""
    calendar, count = timetable.calendar, len(loaded)
    holes = [(calendar.shift(before[1], 1), calendar.shift(after[0], -1)) for before, after in pairwise(_parts(loaded))]
    missing = sum(1 for first, last in holes for _ in calendar.between(first, last))
    numbers = {"periods": count, "missing": missing}
    if not holes:
        return CheckResult(COVERAGE, True, f"{count:,} periods without a hole.", numbers)
    named = ", ".join(span(partial(label, calendar), *hole) for hole in holes[:MOST_LISTED])
    more = f" and {len(holes) - MOST_LISTED} more ranges" if len(holes) > MOST_LISTED else ""
    sentence = f"Missing: {named}{more}; the schedule loads them, or a backfill now."
    return CheckResult(COVERAGE, False, sentence, numbers, warning=now - _due_since(timetable, loaded, holes) < CHANCE)


def _parts(loaded: LoadedPeriods) -> list[tuple[Period, Period]]:
    """First and last period of what is loaded without a hole, oldest first."""
    parts: list[tuple[Period, Period]] = []
    for first, last, _ in loaded.spans:
        if parts and first.start <= parts[-1][1].end:
            parts[-1] = (parts[-1][0], last)
        else:
            parts.append((first, last))
    return parts


def _due_since(timetable: Timetable, loaded: LoadedPeriods, holes: Sequence[tuple[Period, Period]]) -> datetime:
    """Since when a hole has been due: it had settled, and something older than it was loaded."""
    spans = loaded.spans
    begins, first_asked = [first for first, *_ in spans], list(accumulate((asked_at for *_, asked_at in spans), min))
    return min(max(timetable.settles_at(last), first_asked[bisect_left(begins, first) - 1]) for first, last in holes)


def freshness(timetable: Timetable, loaded: LoadedPeriods, now: datetime) -> CheckResult:
    """Whether the newest final period is as new as it should be; what is due only lately is a warning."""
    calendar, final = timetable.calendar, loaded.newest_final
    shown = label(calendar, final) if final else "none"
    expected = _newest_final(timetable, now)
    if loaded.first is None or expected < loaded.first:
        return CheckResult(FRESHNESS, True, "Nothing that is loaded should be final yet.", {"newest final": shown})
    numbers = {"newest final": shown, "should be final": label(calendar, expected)}
    if final is not None and final >= expected:
        return CheckResult(FRESHNESS, True, f"{shown} is final: as new as it should be.", numbers)
    state = loaded.state_of(expected) or "not loaded"
    sentence = (
        f"{label(calendar, expected)} should be final and is {state}; the newest final {calendar.grain}: {shown}."
    )
    since = max(timetable.final_at(expected), min(asked_at for *_, asked_at in loaded.spans))
    chance = CHANCE + (DOUBTED_FOR if loaded.doubted(expected, timetable.final_at(expected)) else timedelta(0))
    if now - since >= chance:
        return CheckResult(FRESHNESS, False, sentence, numbers)
    sentence += f" It is due since {calendar.local(since):%Y-%m-%d %H:%M}: the schedule loads it, or a backfill now."
    return CheckResult(FRESHNESS, False, sentence, numbers, warning=True)


def _newest_final(timetable: Timetable, now: datetime) -> Period:
    period = timetable.newest_settled(now)
    while timetable.final_at(period) > now:
        period = timetable.calendar.shift(period, -1)
    return period


def periods_like(timetable: Timetable, period: Period, days_off: Collection[date]) -> list[Period]:
    """The four periods it is compared with, newest first; a day off is passed over for an earlier week's day."""
    back = by_weekday(timetable, period, FURTHEST_BACK if _has_days(timetable) else LIKE_PERIODS)
    return [each for each in back if not _is_off(timetable, each, days_off)][:LIKE_PERIODS]


def _has_days(timetable: Timetable) -> bool:
    return timetable.calendar.grain in (Grain.HOUR, Grain.DAY)


def _is_off(timetable: Timetable, period: Period, days_off: Collection[date]) -> bool:
    return _has_days(timetable) and timetable.calendar.first_day(period) in days_off


def like_before(
    timetable: Timetable,
    period: Period,
    found: Mapping[Period, Like],
    metric: str | None,
    days_off: Collection[date] = (),
) -> CheckResult:
    """Rows and the sum of the main metric against the periods like it; found: what is loaded of all of them."""
    calendar, own = timetable.calendar, found.get(period)
    what = label(calendar, period)
    if _is_off(timetable, period, days_off):
        return CheckResult(USUAL, True, f"{what} is a day off (days_off): not compared.", warning=True)
    likes = {each: found[each] for each in periods_like(timetable, period, days_off) if each in found}
    if own is None or len(likes) < 2:
        sentence = f"{what}: fewer than two periods like it are loaded to compare it with."
        return CheckResult(USUAL, True, sentence, {"compared with": len(likes)}, warning=True)
    figures: list[tuple[str, float | None, list[float]]] = [("rows", own.rows, [each.rows for each in likes.values()])]
    if metric:
        totals = [each.total for each in likes.values() if each.total is not None]
        figures.append((metric, own.total, totals))
    return _compared(what, figures, {label(calendar, each): like for each, like in likes.items()})


def _compared(
    what: str, figures: Sequence[tuple[str, float | None, list[float]]], likes: Mapping[str, Like]
) -> CheckResult:
    numbers: dict[str, float | str] = {}
    odd = []
    for name, now, before in figures:
        usual = median(before) if before else None
        numbers |= {name: "none" if now is None else now, f"usual {name}": "none" if usual is None else usual}
        if usual is not None and usual > 0 and not LEAST * usual <= (now or 0) <= MOST * usual:
            odd.append(f"{name} {now or 0:,.10g}, usually {usual:,.10g}")
    numbers |= {
        day: f"{like.rows:,} rows, {'no number' if like.total is None else f'{like.total:,.10g}'}"
        for day, like in likes.items()
    }
    sentence = f"{what}: {'; '.join(odd)}." if odd else f"{what} is like {', '.join(likes)}."
    return CheckResult(USUAL, not odd, sentence, numbers, warning=True)


def same_columns(changes: Sequence[str], several: str | None = None) -> CheckResult:
    """changes: a sentence for each column that changed. several: which periods came with which columns, if not one."""
    if not changes and not several:
        return CheckResult(COLUMNS, True, "The columns are those of the load before.", {"changes": 0})
    sentence = [f"Since the load before: {_listed(changes)}."] if changes else []
    sentence += [f"In this load {several}."] if several else []
    return CheckResult(COLUMNS, False, " ".join(sentence), {"changes": len(changes)})


def total_agrees(calendar: Calendar, totals: Mapping[Period, tuple[float, float]]) -> CheckResult:
    """totals: by period asked for alone, what the aggregator says and what the answer's only row says."""
    if not totals:
        return CheckResult(
            TOTAL, True, "No answer had an aggregator beside one row: nothing to compare.", {"compared": 0}
        )
    wrong = [
        f"{label(calendar, period)} {total:,.15g}, its row {row:,.15g}"
        for period, (total, row) in sorted(totals.items())
        if total != row
    ]
    numbers = {"compared": len(totals), "different": len(wrong)}
    if wrong:
        return CheckResult(TOTAL, False, f"The aggregator says {_listed(wrong)}.", numbers)
    return CheckResult(TOTAL, True, f"{len(totals):,} aggregators equal their rows.", numbers)


def none_odd(check: str, calendar: Calendar, checked: int, odd: Sequence[Oddity]) -> CheckResult:
    """checked: how many values were looked at."""
    numbers = {"checked": checked, "odd": len(odd)}
    if not odd:
        return CheckResult(check, True, f"{checked:,} values checked.", numbers)
    return CheckResult(check, False, f"{_listed([f'{label(calendar, o.period)} {o.sentence}' for o in odd])}.", numbers)


def _listed(sentences: Sequence[str]) -> str:
    return "; ".join(some(sentences, MOST_LISTED))

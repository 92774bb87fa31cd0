"""What a load came to: a table on stdout; what did not load, and why, on stderr."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from gio_pipeline.cli.requested import Request, RequestedPeriods
from gio_pipeline.cli.screen import Cell, complain, say, table, warn
from gio_pipeline.cli.wording import by_line, count, moment, named, ranges
from gio_pipeline.core.periods import Period, Timetable, calendar
from gio_pipeline.pipeline.results import LoadResult, Refused

_COUNTS = ("values", "inserted", "changed", "unchanged", "deleted")
_COLUMNS = ("report", "periods", *_COUNTS, "skipped as final", "requests", "seconds")


def print_summary(results: Sequence[LoadResult], request: Request) -> int:
    """Prints what became of every report; returns the exit code."""
    table(_COLUMNS, [_row(result) for result in results], _COLUMNS[1:])
    _print_remarks(results)
    for warning in dict.fromkeys(warning for result in results for warning in result.warnings):
        warn(f"Warning: {warning}")
    lines = by_line((result.spec.key, line) for result in results for line in shortcomings(result))
    lines += by_line((each.spec.key, line) for each in request.reports for line in later_periods(each, request.last))
    for line in lines:
        complain(line)
    return 1 if lines else 0


def _row(result: LoadResult) -> list[Cell]:
    numbers = [len(result.committed), *(result.count(name) for name in _COUNTS), result.skipped, result.requests]
    return [result.spec.key, *numbers, f"{result.seconds:.1f}"]


def _print_remarks(results: Sequence[LoadResult]) -> None:
    committed = sum(len(result.committed) for result in results)
    skipped = sum(result.skipped for result in results)
    if committed and not any(outcome.touched for result in results for outcome in result.committed.values()):
        say("Nothing has changed.")
    if skipped and not committed:
        say(f"{count(skipped, 'period is', 'periods are')} final already; --full-refresh pulls them again.")
    made_due = sum(result.made_due for result in results)
    if made_due:
        say(f"This makes {count(made_due, 'period')} due for the schedules.")


def shortcomings(result: LoadResult) -> Iterator[str]:
    """What failed, what kept its old rows and what was refused, a sentence each."""
    yield from _failures(result)
    yield from _kept(result)
    yield from refusals(_timetable(result), result.refused)


def _failures(result: LoadResult) -> Iterator[str]:
    timetable = _timetable(result)
    by_reason: dict[str, list[Period]] = {}
    for failure in result.failures:
        by_reason.setdefault(str(failure.error), []).extend(failure.window.wanted)
    for reason, periods in by_reason.items():
        yield f"{ranges(timetable, periods)} failed: {reason}"


def _kept(result: LoadResult) -> Iterator[str]:
    by_reason: dict[str, list[Period]] = {}
    for period, outcome in result.kept.items():
        by_reason.setdefault(str(outcome.kept), []).append(period)
    for reason, periods in by_reason.items():
        yield (
            f"{ranges(_timetable(result), periods)} {reason}, so the old rows were kept; "
            "if the answer is right, set on_empty: accept and load with --full-refresh."
        )


def refusals(timetable: Timetable, refused: Iterable[Refused]) -> Iterator[str]:
    """Which periods have not settled, and when they do."""
    settling = {each.period: each.settles_at for each in refused}
    if settling:
        verb = "has" if len(settling) == 1 else "have"
        yield f"{ranges(timetable, settling)} {verb} not settled yet: {_settling(timetable, settling)}."


def _settling(timetable: Timetable, periods: dict[Period, datetime]) -> str:
    first, last = min(periods.values()), max(periods.values())
    zone = timetable.calendar.zone
    if first == last:
        return f"settles at {moment(first, zone)} ({zone})"
    return f"the first settles at {moment(first, zone)}, the last at {moment(last, zone)} ({zone})"


def later_periods(asked: RequestedPeriods, last: date) -> Iterator[str]:
    """That the dates reach beyond today."""
    if asked.later is None:
        return
    timetable = Timetable(asked.spec.kind, calendar(asked.spec.grain, asked.spec.timezone), asked.spec.settle)
    settles_at = moment(timetable.settles_at(asked.later), asked.spec.zone)
    yield (
        f"what begins from {named(timetable, asked.later)} to {last} has not begun yet: "
        f"the first of it settles at {settles_at} ({asked.spec.timezone})."
    )


def _timetable(result: LoadResult) -> Timetable:
    return Timetable(result.spec.kind, calendar(result.spec.grain, result.spec.timezone), result.spec.settle)

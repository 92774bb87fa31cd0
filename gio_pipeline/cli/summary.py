"""What a load came to: a table on stdout; what did not load, and why, on stderr."""

from collections.abc import Sequence

from gio_pipeline.cli.screen import Cell, complain, say, table, warn
from gio_pipeline.core.wording import by_line, count
from gio_pipeline.pipeline.requested import Request
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.wording import later_periods, shortcomings

_COUNTS = ("values", "inserted", "changed", "unchanged", "deleted")
_COLUMNS = ("report", "periods", *_COUNTS, "skipped as final", "requests", "seconds")


def print_summary(results: Sequence[LoadResult], request: Request) -> int:
    """Prints what became of every report; returns the exit code."""
    table(_COLUMNS, [_row(result) for result in results], _COLUMNS[1:], keys=1)
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

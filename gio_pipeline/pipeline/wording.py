"""What a load came to, in sentences: those that commands print and those of a run in Dagster."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from gio_pipeline.core.errors import GioError, TransientError
from gio_pipeline.core.periods import Period, Timetable
from gio_pipeline.core.wording import count, moment, named, ranges, spans
from gio_pipeline.pipeline.requested import RequestedPeriods
from gio_pipeline.pipeline.results import LoadResult, Refused


def shortcomings(result: LoadResult) -> Iterator[str]:
    """What failed, what kept its old rows and what was refused, a sentence each, as commands print it."""
    timetable = result.spec.timetable
    for reason, periods in _failed(result).items():
        yield f"{ranges(timetable, periods)} failed: {reason}"
    for reason, periods in _kept(result).items():
        yield (
            f"{ranges(timetable, periods)} {reason}, so the old rows were kept; "
            "if the answer is right, set on_empty: accept and load with --full-refresh."
        )
    yield from refusals(timetable, result.refused)


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
    timetable = asked.spec.timetable
    settles_at = moment(timetable.settles_at(asked.later), asked.spec.zone)
    yield (
        f"what begins from {named(timetable, asked.later)} to {last} has not begun yet: "
        f"the first of it settles at {settles_at} ({asked.spec.timezone})."
    )


def run_summary(result: LoadResult) -> str:
    """One line about a load: what was done, and what was left out and why."""
    parts = []
    if result.committed:
        parts.append(f"{count(len(result.committed), 'period')} with {result.count('values'):,} values")
        parts += [f"{result.count(name):,} {name}" for name in ("inserted", "changed", "deleted")]
    if result.skipped:
        parts.append(f"{count(result.skipped, 'period')} skipped: loaded already")
    if result.resumed:
        parts.append(f"{count(result.resumed, 'period')} skipped: loaded by an earlier attempt")
    if result.left_for_later:
        parts.append(f"{count(result.left_for_later, 'older period')} left to the next tick")
    if result.attempts and not result.requests:
        parts.append(f"{count(result.attempts, 'attempt')} in {result.seconds:.1f} s that reached nobody")
    elif result.requests or not parts:
        parts.append(f"{count(result.requests, 'request')} in {result.seconds:.1f} s")
    return f"{result.spec.key}: {', '.join(parts)}"


def run_shortcomings(result: LoadResult, timetable: Timetable, key: Callable[[Period], str]) -> Iterator[str]:
    """What a run did not load, why, and what to do, a sentence each; `key` is a period's partition."""
    spec = result.spec
    if result.refused:
        unsettled = spans(timetable, (each.period for each in result.refused), key)
        instants = sorted({each.settles_at for each in result.refused})
        first, last = moment(instants[0], spec.zone), moment(instants[-1], spec.zone)
        when = f"settles {first}" if first == last else f"settle from {first} to {last}"
        yield f"not settled and not asked for: {unsettled}; {when} ({spec.timezone}): run it again then."
    for reason, periods in _kept(result).items():
        days = f"--from {timetable.calendar.first_day(min(periods))} --to {timetable.calendar.first_day(max(periods))}"
        yield (
            f"{reason}, so the old rows stay: {spans(timetable, periods, key)}. If this is right, "
            f"set on_empty: accept and run gio-pipeline load {spec.key} {days} --full-refresh."
        )
    for reason, periods in _failed(result).items():
        yield f"not loaded: {spans(timetable, periods, key)}. {reason}"
    if any(may_pass(each.error) for each in result.failures):
        yield "what did not load may do so later; the run goes on where it stopped when it is re-executed."


def may_pass(error: GioError) -> bool:
    """Whether the same order may succeed a little later."""
    return isinstance(error, TransientError)


def _failed(result: LoadResult) -> dict[str, set[Period]]:
    by_reason: dict[str, set[Period]] = {}
    for failure in result.failures:
        by_reason.setdefault(str(failure.error), set()).update(failure.window.wanted)
    return by_reason


def _kept(result: LoadResult) -> dict[str, set[Period]]:
    by_reason: dict[str, set[Period]] = {}
    for period, outcome in result.kept.items():
        by_reason.setdefault(str(outcome.kept), set()).add(period)
    return by_reason

"""What came of a report's load, in words: one line of the run's log, and one failure."""

from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from dagster import AssetExecutionContext, AssetKey, AssetObservation, Failure, MetadataValue

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.due import unbroken
from gio_pipeline.core.errors import GioError, TransientError, WarehouseError
from gio_pipeline.core.periods import Period, Timetable
from gio_pipeline.core.shrinkage import Suspicion
from gio_pipeline.core.trouble import Trouble, when_again
from gio_pipeline.defs.partitions import key_of
from gio_pipeline.pipeline.results import LoadResult

MOST_LISTED = 5
# Names in a failure's metadata: it belongs to a trouble that is told by itself, or to a warehouse that is away.
TROUBLE = "trouble"
AWAY = "warehouse"


def summary(result: LoadResult) -> str:
    """One line about a load: what was done, and what was left out and why."""
    parts = []
    if result.committed:
        parts.append(f"{_count(len(result.committed), 'period')} with {result.count('values'):,} values")
        parts += [f"{result.count(name):,} {name}" for name in ("inserted", "changed", "deleted")]
    if result.skipped:
        parts.append(f"{_count(result.skipped, 'period')} skipped: loaded already")
    if result.resumed:
        parts.append(f"{_count(result.resumed, 'period')} skipped: loaded by an earlier attempt")
    if result.left_for_later:
        parts.append(f"{_count(result.left_for_later, 'older period')} left to the next tick")
    if result.attempts and not result.requests:
        parts.append(f"{_count(result.attempts, 'attempt')} in {result.seconds:.1f} s that reached nobody")
    elif result.requests or not parts:
        parts.append(f"{_count(result.requests, 'request')} in {result.seconds:.1f} s")
    return f"{result.spec.key}: {', '.join(parts)}"


def failure_of(result: LoadResult, timetable: Timetable) -> Failure | None:
    """What did not load, why, and what to do; None where everything did."""
    if result.ok:
        return None
    lines = [*_refused(result, timetable), *_kept(result, timetable), *_failed(result, timetable)]
    passing = bool(result.failures) and all(worth_another_try(each.error) for each in result.failures)
    return Failure(
        "\n".join(f"{result.spec.key}: {line}" for line in lines),
        metadata=told_with(result.trouble)
        | away_with(each.error for each in result.failures)
        | {"periods loaded": len(result.committed), "requests": result.requests},
        # A source that was away before this run has had its minutes: the next tick looks again.
        allow_retries=passing and not result.kept and not result.outage_known,
    )


def told_with(trouble: Trouble | None) -> dict[str, str | int]:
    """What a failure says about itself where it belongs to a trouble, of which people are told once."""
    return {TROUBLE: f"{trouble.key} since {trouble.since.isoformat(timespec='minutes')}"} if trouble else {}


def away_with(errors: Iterable[GioError]) -> dict[str, str | int]:
    """What a failure says about itself where nothing but the warehouse failed."""
    listed = list(errors)
    return {AWAY: str(listed[0])} if listed and all(isinstance(each, WarehouseError) for each in listed) else {}


def observe(context: AssetExecutionContext, key: AssetKey, trouble: Trouble | None, zone: ZoneInfo) -> None:
    """Shows on the asset's page what is in trouble, since when, why, and when it is tried again."""
    if trouble:
        said = {
            "in trouble since": f"{trouble.since.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})",
            "reason": trouble.error,
            "tried again": when_again(trouble, zone),
        }
        shown = {name: MetadataValue.text(text) for name, text in said.items()}
        context.log_event(AssetObservation(key, metadata=shown))


def failure_from(spec: ReportSpec, error: GioError, trouble: Trouble | None = None) -> Failure:
    """The failure of a report of which nothing was tried."""
    text = str(error)
    said = text if spec.key in text else f"{spec.key}: {text}"
    told = away_with([error]) | told_with(trouble)
    return Failure(said, metadata=told, allow_retries=worth_another_try(error))


def worth_another_try(error: GioError) -> bool:
    """Whether the step may be tried again within its run: not where requests were repeated for minutes already.

    What is red after five minutes is known of; the next tick, or a re-execution, goes on.
    """
    return may_pass(error) and not getattr(error, "attempts", 0)


def may_pass(error: GioError) -> bool:
    """Whether the same order may succeed a little later."""
    return isinstance(error, TransientError)


def _refused(result: LoadResult, timetable: Timetable) -> Iterable[str]:
    if not result.refused:
        return
    spans = _spans(result.spec, timetable, (each.period for each in result.refused))
    instants = sorted({each.settles_at for each in result.refused})
    first, last = (f"{at.astimezone(result.spec.zone):%Y-%m-%d %H:%M}" for at in (instants[0], instants[-1]))
    when = f"settles {first}" if first == last else f"settle from {first} to {last}"
    yield f"not settled and not asked for: {spans}; {when} ({result.spec.timezone}): run it again then."


def _kept(result: LoadResult, timetable: Timetable) -> Iterable[str]:
    periods: dict[Suspicion | None, list[Period]] = defaultdict(list)
    for period, outcome in result.kept.items():
        periods[outcome.kept].append(period)
    for reason, found in periods.items():
        days = f"--from {timetable.calendar.first_day(min(found))} --to {timetable.calendar.first_day(max(found))}"
        yield (
            f"{reason}, so the old rows stay: {_spans(result.spec, timetable, found)}. If this is right, "
            f"set on_empty: accept and run gio-pipeline load {result.spec.key} {days} --full-refresh."
        )


def _failed(result: LoadResult, timetable: Timetable) -> Iterable[str]:
    periods: dict[str, set[Period]] = defaultdict(set)
    for each in result.failures:
        periods[str(each.error)] |= each.window.wanted
    for reason, found in periods.items():
        yield f"not loaded: {_spans(result.spec, timetable, found)}. {reason}"
    if any(may_pass(each.error) for each in result.failures):
        yield "what did not load may do so later; the run goes on where it stopped when it is re-executed."


def _spans(spec: ReportSpec, timetable: Timetable, periods: Iterable[Period]) -> str:
    spans = unbroken(timetable, periods)
    texts = [
        key_of(spec, first) if first == last else f"{key_of(spec, first)} to {key_of(spec, last)}"
        for first, last in spans[:MOST_LISTED]
    ]
    more = [f"and {len(spans) - MOST_LISTED} more ranges"] if len(spans) > MOST_LISTED else []
    return ", ".join([*texts, *more])


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

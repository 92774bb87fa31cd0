"""What came of a report's load as Dagster shows it: a failure, or what is in trouble."""

from collections.abc import Iterable
from functools import partial
from typing import NoReturn
from zoneinfo import ZoneInfo

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import GioError, WarehouseError
from gio_pipeline.core.periods import Timetable
from gio_pipeline.core.trouble import Trouble, when_again
from gio_pipeline.defs.partitions import key_of
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.wording import may_pass, run_shortcomings

# Names in a failure's metadata: it belongs to a trouble that is reported by itself, or to a warehouse that is away.
TROUBLE = "trouble"
AWAY = "warehouse"


def failure_of(result: LoadResult, timetable: Timetable) -> dg.Failure | None:
    """What did not load, why, and what to do; None where everything did."""
    if result.ok:
        return None
    lines = run_shortcomings(result, timetable, partial(key_of, result.spec))
    passing = bool(result.failures) and all(worth_another_try(each.error) for each in result.failures)
    return dg.Failure(
        "\n".join(f"{result.spec.key}: {line}" for line in lines),
        metadata=told_with(result.trouble)
        | away_with(each.error for each in result.failures)
        | {"periods loaded": len(result.committed), "requests": result.requests},
        # A source that was away before this run has had its minutes: the next tick looks again.
        allow_retries=passing and not result.kept and not result.outage_known,
    )


def told_with(trouble: Trouble | None) -> dict[str, str | int]:
    """What a failure says about itself where it belongs to a trouble, of which people are notified once."""
    return {TROUBLE: f"{trouble.key} since {trouble.since.isoformat(timespec='minutes')}"} if trouble else {}


def away_with(errors: Iterable[GioError]) -> dict[str, str | int]:
    """What a failure says about itself where nothing but the warehouse failed."""
    listed = list(errors)
    return {AWAY: str(listed[0])} if listed and all(isinstance(each, WarehouseError) for each in listed) else {}


def observe(context: dg.AssetExecutionContext, key: dg.AssetKey, trouble: Trouble | None, zone: ZoneInfo) -> None:
    """Shows on the asset's page what is in trouble, since when, why, and when it is tried again."""
    if trouble:
        shown = {
            "in trouble since": f"{trouble.since.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})",
            "reason": trouble.error,
            "tried again": when_again(trouble, zone),
        }
        context.log_event(dg.AssetObservation(key, metadata=shown))


def failure_from(spec: ReportSpec, error: GioError, trouble: Trouble | None = None) -> dg.Failure:
    """The failure of a report of which nothing was tried."""
    text = str(error)
    sentence = text if spec.key in text else f"{spec.key}: {text}"
    metadata = away_with([error]) | told_with(trouble)
    return dg.Failure(sentence, metadata=metadata, allow_retries=worth_another_try(error))


def raise_failure(context: dg.AssetExecutionContext, failure: dg.Failure, retries: dg.RetryPolicy | None) -> NoReturn:
    """Ends the step, which is tried again within its run where the failure allows it.

    The op has no policy of its own: by that Dagster would also try a step again that was told to end, and the run of a
    cancelled or replaced process would go on after a pause.
    """
    if retries is None or not failure.allow_retries:
        raise failure
    attempt = context.op_execution_context.retry_number + 1
    raise dg.RetryRequested(retries.max_retries, retries.calculate_delay(attempt)) from failure


def worth_another_try(error: GioError) -> bool:
    """Whether the step may be tried again within its run: not where requests were repeated for minutes already.

    What is red after five minutes is known of; the next tick, or a re-execution, goes on.
    """
    return may_pass(error) and not getattr(error, "attempts", 0)

"""load_report and load_reports: plans carried out, requests leaving at the pace of each project's limit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gio_pipeline.core.errors import GioError
from gio_pipeline.pipeline.loads import Loads
from gio_pipeline.pipeline.plans import LoadOrigin, LoadPlan
from gio_pipeline.pipeline.results import Flow, LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.availability import PATIENCE, Patience

__all__ = ["LoadOrder", "LoadOrigin", "Progress", "load_report", "load_reports"]

Progress = Callable[[LoadResult], None]


@dataclass(frozen=True)
class LoadOrder:
    """A plan to carry out; progress: called whenever a window of it is dealt with."""

    plan: LoadPlan
    progress: Progress = lambda _: None


def load_report(
    runtime: Runtime,
    plan: LoadPlan,
    origin: LoadOrigin,
    progress: Progress = lambda _: None,
    *,
    patience: Patience = PATIENCE,
) -> LoadResult:
    """Carries out a plan, newest window first; what fails is in the result, everything else is tried.

    patience: how long every step waits for a warehouse that is away. Raises IdentityChanged when the name stands for
    another report.
    """
    [result] = load_reports(runtime, [LoadOrder(plan, progress)], origin, patience=patience)
    if isinstance(result, GioError):
        raise result
    return result


def load_reports(
    runtime: Runtime,
    orders: Iterable[LoadOrder],
    origin: LoadOrigin,
    *,
    patience: Patience = PATIENCE,
    ended: Callable[[LoadPlan, LoadResult | GioError], None] | None = None,
    flowing: Callable[[Flow], None] | None = None,
) -> list[LoadResult | GioError]:
    """Carries out plans together: what each came to, or the error that kept it from beginning.

    Windows leave in the plans' order, newest first; their answers are stored as they come. ended: called for
    each report as it is done. flowing: called, by any thread, with how many requests are in flight.
    """
    loads = Loads(runtime, origin, patience, flowing)
    found: dict[int, LoadResult | GioError] = {}
    listed = list(orders)
    for number, each in enumerate(listed):

        def done(result: LoadResult | GioError, number: int = number, plan: LoadPlan = each.plan) -> None:
            found[number] = result
            if ended:
                ended(plan, result)

        loads.add(each.plan, each.progress, done)
    loads.close()
    loads.run()
    return [found[number] for number in range(len(listed))]

"""The loads of one run: begun together by the run's first step, each awaited by its own.

Steps of a run come one after another; their requests need not.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from dagster import AssetExecutionContext

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import GioError, Unforeseen, WarehouseError
from gio_pipeline.defs.partitions import asset_key, partitions_definition
from gio_pipeline.pipeline.contained import contained, decorating
from gio_pipeline.pipeline.loads import ENDING_SECONDS, Loads
from gio_pipeline.pipeline.plans import LoadOrigin, LoadPlan
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.availability import PATIENCE

# How often a step looks whether there is still somebody who loads.
_LOOKING_SECONDS = 5.0

MakePlan = Callable[[ReportSpec], LoadPlan]


@dataclass(frozen=True)
class _Ended:
    result: LoadResult


@dataclass
class _Begun:
    """A report whose load is under way; `news`: its results as they grow, and at last how it ended."""

    plan: LoadPlan
    loads: Loads
    news: SimpleQueue[LoadResult | GioError | _Ended] = field(default_factory=SimpleQueue)

    def done(self, result: LoadResult | GioError) -> None:
        self.news.put(result if isinstance(result, GioError) else _Ended(result))


class RunLoads:
    """What the steps of one process share; `stop` ends what nobody awaits any more."""

    def __init__(self) -> None:
        self._begun: dict[str, _Begun] = {}
        self._threads: list[tuple[Loads, threading.Thread]] = []

    def plan(
        self, context: AssetExecutionContext, runtime: Runtime, spec: ReportSpec, origin: LoadOrigin, make: MakePlan
    ) -> LoadPlan:
        """The plan of the step's report, whose load is under way from here on; what `make` raises goes through.

        The run's first step begins the others' too, in the order of their steps.
        """
        if spec.key not in self._begun:
            others = [] if self._threads else _others(context, runtime, spec)
            self._begin(runtime, origin, [spec, *others], make)
        return self._begun[spec.key].plan

    def result(self, spec: ReportSpec, progress: Callable[[LoadResult], None]) -> LoadResult:
        """What the report's load came to. progress: called in this thread whenever a window of it is dealt with."""
        begun, warnings = self._begun.pop(spec.key), list[str]()
        while True:
            news = self._next(begun)
            if isinstance(news, GioError):
                raise news
            result = news.result if isinstance(news, _Ended) else news
            with decorating(warnings.append, f"{spec.key}: what landed was not shown"):
                progress(result)
            if isinstance(news, _Ended):
                result.warnings += dict.fromkeys(warnings)
                return result

    def _next(self, begun: _Begun) -> LoadResult | GioError | _Ended:
        while True:
            with suppress(Empty):
                return begun.news.get(timeout=_LOOKING_SECONDS)
            if begun.news.empty() and not any(loads is begun.loads and at.is_alive() for loads, at in self._threads):
                return Unforeseen(f"{begun.plan.state.spec.key}: its load was stopped; load it again.")

    def pace(self) -> str | None:
        """How near the limits the loads came, once all of them are done."""
        if self._begun or len(self._threads) != 1:
            return None
        return self._threads[0][0].pace()

    def stop(self) -> None:
        """Sends nothing more; what is being stored is stored."""
        for loads, _ in self._threads:
            loads.stop()
        for _, thread in self._threads:
            thread.join(ENDING_SECONDS)

    def _begin(self, runtime: Runtime, origin: LoadOrigin, specs: Sequence[ReportSpec], make: MakePlan) -> None:
        loads = Loads(runtime, origin, PATIENCE)
        first = self._begun[specs[0].key] = _Begun(make(specs[0]), loads)
        thread = threading.Thread(target=_run, args=(loads,), name="loads of the run", daemon=True)
        self._threads.append((loads, thread))
        try:
            self._add(loads, first)
            thread.start()
            for spec in specs[1:]:
                # One that cannot be planned says so in its own step.
                with suppress(GioError), contained(spec.key):
                    try:
                        begun = self._begun[spec.key] = _Begun(make(spec), loads)
                    except WarehouseError:
                        return
                    self._add(loads, begun)
        finally:
            loads.close()

    def _add(self, loads: Loads, begun: _Begun) -> None:
        loads.add(begun.plan, lambda result: begun.news.put(result.copied()), begun.done)


def _run(loads: Loads) -> None:
    # The log keeps what nobody foresaw; the steps that wait for it are told that nothing more comes.
    with suppress(GioError), contained("the loads of the run"):
        loads.run()


def _others(context: AssetExecutionContext, runtime: Runtime, spec: ReportSpec) -> list[ReportSpec]:
    """The other reports whose steps this process runs, of the same partitions."""
    plan = context.get_step_execution_context().execution_plan
    by_step = {asset_key(each).to_python_identifier(): each for each in runtime.settings.reports()}
    listed = [by_step[key] for key in plan.step_keys_to_execute if key in by_step]
    same = partitions_definition(spec)
    return [each for each in listed if each.key != spec.key and partitions_definition(each) == same]

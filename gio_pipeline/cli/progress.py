"""How far a load has come: a bar on a terminal, plain lines otherwise."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from gio_pipeline.cli.screen import say
from gio_pipeline.core.wording import count, duration
from gio_pipeline.pipeline.plans import LoadPlan
from gio_pipeline.pipeline.results import Flow, LoadResult

# A plain line at most so often, so that a long load does not fill a log.
QUIET_SECONDS = 10.0


class Progress(Protocol):
    """Called for every report that begins and ends, every window in between, and the requests on their way."""

    def begin(self, plan: LoadPlan) -> None: ...
    def update(self, result: LoadResult) -> None: ...
    def end(self, result: LoadResult) -> None: ...
    def flow(self, flow: Flow) -> None: ...


@contextmanager
def progress(plans: Sequence[LoadPlan]) -> Iterator[Progress]:
    """The way of showing progress that fits stdout."""
    if not (sys.stdout.isatty() and any(plan.windows for plan in plans)):
        yield Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("periods"))
    flow = TextColumn("{task.fields[flow]}")
    with RichProgress(*columns, TimeElapsedColumn(), flow, console=Console(), transient=True) as bar:
        yield Bar(bar, sum(len(plan.periods) for plan in plans))


@contextmanager
def by_report(reports: int) -> Iterator[Callable[[LoadResult], None]]:
    """The same for runs that report only when a report is done."""
    if not sys.stdout.isatty():
        yield lambda result: say(f"{result.spec.key}: {count(len(result.committed), 'period')}")
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("reports"))
    with RichProgress(*columns, TimeElapsedColumn(), console=Console(), transient=True) as bar:
        task = bar.add_task("", total=reports)
        yield lambda result: bar.update(task, advance=1, description=result.spec.key)


class Bar:
    """One bar over the periods of all reports."""

    def __init__(self, bar: RichProgress, periods: int) -> None:
        self._bar, self._done, self._periods = bar, dict[str, int](), dict[str, int]()
        self._task = bar.add_task("", total=periods, flow="")

    def begin(self, plan: LoadPlan) -> None:
        self._periods[plan.state.spec.key] = len(plan.periods)

    def update(self, result: LoadResult) -> None:
        self._show(result, done(result))

    def end(self, result: LoadResult) -> None:
        self._show(result, self._periods[result.spec.key])

    def flow(self, flow: Flow) -> None:
        self._bar.update(self._task, flow=flowing(flow))

    def _show(self, result: LoadResult, periods: int) -> None:
        self._done[result.spec.key] = periods
        self._bar.update(self._task, completed=sum(self._done.values()), description=result.spec.key)


class Lines:
    """A line when a report begins, and now and then while it lasts."""

    def __init__(self) -> None:
        self._periods, self._said_at, self._flow = dict[str, int](), time.monotonic(), Flow(0, 0, 0)

    def begin(self, plan: LoadPlan) -> None:
        key, periods = plan.state.spec.key, len(plan.periods)
        self._periods[key] = periods
        say(f"{key}: {count(periods, 'period')} in {count(len(plan.windows), 'request')}")

    def update(self, result: LoadResult) -> None:
        if time.monotonic() - self._said_at < QUIET_SECONDS:
            return
        self._said_at = time.monotonic()
        periods = self._periods[result.spec.key]
        far = f"{done(result):,} of {periods:,} periods after {duration(result.seconds)}"
        say(f"{result.spec.key}: {far}; {flowing(self._flow)}")

    def end(self, result: LoadResult) -> None:
        """The summary shows the rest."""

    def flow(self, flow: Flow) -> None:
        self._flow = flow


def flowing(flow: Flow) -> str:
    """3 requests in flight, 1 answer waiting, 12 stored"""
    waiting = count(flow.waiting, "answer")
    return f"{count(flow.in_flight, 'request')} in flight, {waiting} waiting, {flow.stored:,} stored"


def done(result: LoadResult) -> int:
    """Periods that were dealt with, failed ones too."""
    return len(result.outcomes) + sum(len(failure.window.wanted) for failure in result.failures)

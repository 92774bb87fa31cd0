"""How far a load has come: a bar on a terminal, plain lines otherwise."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

from gio_pipeline.cli.screen import say
from gio_pipeline.core.wording import count, duration
from gio_pipeline.pipeline.plans import LoadPlan
from gio_pipeline.pipeline.results import Flow, LoadResult

# A plain line at most so often, so that a long load does not fill a log.
QUIET_SECONDS = 10.0


class Lines:
    """Told of every report that begins and ends, every window in between, and the requests on their way.

    Prints a line when a report begins, and now and then while it lasts; the summary shows the rest.
    """

    def __init__(self, plans: Sequence[LoadPlan]) -> None:
        self._periods = {plan.state.spec.key: len(plan.periods) for plan in plans}
        self._said_at, self._flow = time.monotonic(), Flow(0, 0, 0)

    def begin(self, plan: LoadPlan) -> None:
        requests = count(len(plan.windows), "request")
        say(f"{plan.state.spec.key}: {count(len(plan.periods), 'period')} in {requests}")

    def update(self, result: LoadResult) -> None:
        if time.monotonic() - self._said_at < QUIET_SECONDS:
            return
        self._said_at = time.monotonic()
        far = f"{done(result):,} of {self._periods[result.spec.key]:,} periods after {duration(result.seconds)}"
        say(f"{result.spec.key}: {far}; {flowing(self._flow)}")

    def end(self, result: LoadResult) -> None:
        pass

    def flow(self, flow: Flow) -> None:
        self._flow = flow


class Bar(Lines):
    """One bar over the periods of all reports."""

    def __init__(self, plans: Sequence[LoadPlan], bar: Progress) -> None:
        super().__init__(plans)
        self._bar, self._done = bar, dict[str, int]()
        self._task = bar.add_task("", total=sum(self._periods.values()), flow="")

    def begin(self, plan: LoadPlan) -> None:
        pass

    def update(self, result: LoadResult) -> None:
        self._show(result, done(result))

    def end(self, result: LoadResult) -> None:
        self._show(result, self._periods[result.spec.key])

    def flow(self, flow: Flow) -> None:
        self._bar.update(self._task, flow=flowing(flow))

    def _show(self, result: LoadResult, periods: int) -> None:
        self._done[result.spec.key] = periods
        self._bar.update(self._task, completed=sum(self._done.values()), description=result.spec.key)


@contextmanager
def progress(plans: Sequence[LoadPlan]) -> Iterator[Lines]:
    """The way of showing progress that fits stdout."""
    if not (sys.stdout.isatty() and any(plan.windows for plan in plans)):
        yield Lines(plans)
        return
    with _bar("periods", TextColumn("{task.fields[flow]}")) as bar:
        yield Bar(plans, bar)


@contextmanager
def by_report(reports: int) -> Iterator[Callable[[LoadResult], None]]:
    """The same for runs that report only when a report is done."""
    if not sys.stdout.isatty():
        yield lambda result: say(f"{result.spec.key}: {count(len(result.committed), 'period')}")
        return
    with _bar("reports") as bar:
        task = bar.add_task("", total=reports)
        yield lambda result: bar.update(task, advance=1, description=result.spec.key)


@contextmanager
def _bar(unit: str, *more: ProgressColumn) -> Iterator[Progress]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn()
    console = Console()
    try:
        with Progress(*columns, *more, console=console, transient=True) as bar:
            yield bar
    finally:
        # Ctrl-C while the bar begins or ends would leave the terminal without its cursor.
        console.show_cursor()


def flowing(flow: Flow) -> str:
    """3 requests in flight, 1 answer waiting, 12 stored"""
    waiting = count(flow.waiting, "answer")
    return f"{count(flow.in_flight, 'request')} in flight, {waiting} waiting, {flow.stored:,} stored"


def done(result: LoadResult) -> int:
    """Periods that were dealt with, failed ones too."""
    return len(result.outcomes) + sum(len(failure.window.wanted) for failure in result.failures)

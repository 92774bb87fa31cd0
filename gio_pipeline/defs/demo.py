"""The demonstration's loads: real runs of the real jobs, in this process, kept in DAGSTER_HOME."""

import os
import signal
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

import dagster as dg

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.periods import Period
from gio_pipeline.defs.build import build_definitions
from gio_pipeline.defs.catalog import catalog_jobs
from gio_pipeline.defs.home import open_instance, prepare_home
from gio_pipeline.defs.partitions import ReportGroup, asset_key, first_period, report_groups
from gio_pipeline.defs.resources import OnResult
from gio_pipeline.defs.run_plan import DEMO, TRIGGER_TAG, range_tags
from gio_pipeline.pipeline.plans import LoadPlan, plan_range
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import ReportStates, Runtime, open_runtime
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.troubles import snapshots_taken

# What Dagster has to say is in its event log; the console is for the demo's own lines.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
# A Ctrl-C that Dagster forgot is given again after this time.
_INSIST_SECONDS = 2.0


def load_newest(settings: Settings, count: int = 30, on_result: OnResult | None = None) -> list[LoadResult]:
    """Loads the `count` newest settled periods of every report, one run per job; returns a result per report.

    A job of which everything is loaded already gets no run. on_result: called for each report as it is done.
    """
    results: dict[str, LoadResult] = {}

    def collect(result: LoadResult) -> None:
        results[result.spec.key] = result
        if on_result:
            on_result(result)

    definitions = build_definitions(settings, on_result=collect, retries=None)
    with open_instance(prepare_home(settings), captures=False) as instance, closing(open_runtime(settings)) as runtime:
        for group in report_groups(settings):
            periods, plans = _plans(runtime, group, count)
            wanted = [plan.state.spec for plan in plans if plan.windows]
            for plan in plans:
                if not plan.windows:
                    collect(plan.result())
            if wanted:
                keys, tags = [asset_key(spec) for spec in wanted], range_tags(wanted[0], periods[0], periods[-1])
                _check(_run(definitions, instance, group.name, keys, tags), wanted, results)
    return [results[spec.key] for spec in settings.reports()]


@dataclass(frozen=True)
class Taken:
    """One table of a project's catalogue: `dashboards`, or `segment_users sgHigh01`; its rows and requests."""

    project: str
    table: str
    rows: int
    requests: int


def take_catalogues(settings: Settings) -> list[Taken]:
    """Today's snapshots of every project that lacks them, one run each; raises GioError where one fails."""
    definitions = build_definitions(settings, retries=None)
    taken: list[Taken] = []
    with open_instance(prepare_home(settings), captures=False) as instance, closing(open_runtime(settings)) as runtime:
        for job in catalog_jobs(settings):
            project = job.name.removesuffix("_catalog")
            if not _taken_today(runtime, project):
                run = _run(definitions, instance, job.name)
                if not run.success:
                    raise GioError(f"The catalogue of {project} was not taken; run {run.run_id} shows why.")
                taken += [_taken(event) for event in run.get_asset_materialization_events()]
    return taken


def _taken_today(runtime: Runtime, project: str) -> bool:
    # The last of its catalogue.
    last, zone = snapshots_taken(runtime.engine, project).get("catalog/rules"), runtime.settings.zone(project)
    return last is not None and last.astimezone(zone).date() == runtime.clock().astimezone(zone).date()


def _taken(event: dg.DagsterEvent) -> Taken:
    key, numbers = event.asset_key, event.materialization.metadata
    assert key is not None
    project, _, *table = key.path
    return Taken(project, " ".join(table), int(numbers["rows"].value), int(numbers["requests"].value))  # type: ignore[arg-type]


def _plans(runtime: Runtime, group: ReportGroup, count: int) -> tuple[list[Period], list[LoadPlan]]:
    """The newest settled periods, oldest first, fewer where the reports began later; what each report lacks of them."""
    states, now = ReportStates(runtime, group.reports), runtime.clock()
    memories = [states.of(spec) for spec in group.reports]
    newest = memories[0].timetable.newest_settled(now)
    oldest = max(group.spec.calendar.shift(newest, 1 - count), first_period(group.spec))
    periods = list(group.spec.calendar.between(oldest, newest))
    return periods, [plan_range(each, periods, now, skip=each.settled_with(periods, now)) for each in memories]


def _run(
    definitions: dg.Definitions,
    instance: dg.DagsterInstance,
    job: str,
    selection: Sequence[dg.AssetKey] | None = None,
    tags: Mapping[str, str] | None = None,
) -> dg.ExecuteInProcessResult:
    with _interruptible():
        return definitions.resolve_job_def(job).execute_in_process(
            run_config=_QUIET,
            instance=instance,
            raise_on_error=False,
            asset_selection=selection,
            tags={**(tags or {}), TRIGGER_TAG: DEMO},
        )


@contextmanager
def _interruptible() -> Iterator[None]:
    """Has Ctrl-C end a run soon, and raises KeyboardInterrupt then.

    Dagster handles the signal itself: it takes the run for a failed one, or, between two steps, forgets it.
    """
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    over, pressed = threading.Event(), threading.Event()

    def insist() -> None:
        while received := reading.recv(64):
            if signal.SIGINT in received:
                pressed.set()
                while not over.wait(_INSIST_SECONDS):
                    os.kill(os.getpid(), signal.SIGINT)

    before = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    watching = threading.Thread(target=insist, name="ctrl-c", daemon=True)
    watching.start()
    try:
        yield
    finally:
        over.set()
        signal.set_wakeup_fd(before)
        writing.close()
        watching.join()
        reading.close()
        if pressed.is_set():
            raise KeyboardInterrupt


def _check(run: dg.ExecuteInProcessResult, specs: Iterable[ReportSpec], results: Mapping[str, LoadResult]) -> None:
    """Raises for a report that ended before its load could say why."""
    failed = {event.step_key: event.step_failure_data.user_failure_data for event in run.get_step_failure_events()}
    for spec in specs:
        if spec.key not in results:
            known = failed.get(asset_key(spec).to_python_identifier())
            shown = f"{spec.key} did not load; run {run.run_id} in the Dagster UI shows why."
            raise GioError((known and known.description) or shown)

"""Marks made to say what gio.coverage holds, no matter what loaded or forgot it (a command, another host).

Dagster's storage cannot unmark one partition: where a mark stands over nothing, all marks of the report go and those of
what is loaded are set again.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.core.periods import Period
from gio_pipeline.defs.home import open_instance
from gio_pipeline.defs.marks import Metadata, landed, mark_of, shown_state, version
from gio_pipeline.defs.partitions import asset_key, first_period, key_of, key_of_names
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.coverage import LoadedPeriod, loaded_periods, loads_by_report
from gio_pipeline.warehouse.figures import read_page
from gio_pipeline.warehouse.reports import find_report

# What a tick may spend on it: a mark takes 5 to 40 ms, and what is left over is marked by the next ticks.
TICK_SECONDS = 15.0
TICK_MARKS = 1_000
TICK_OTHERS = 50
# What a command may.
COMMAND_SECONDS = 60.0
COMMAND_MARKS = 5_000


@dataclass
class Budget:
    """How many marks may still be set, and until when (time.monotonic)."""

    marks: int = TICK_MARKS
    until: float = float("inf")

    @classmethod
    def of_a_tick(cls) -> "Budget":
        return cls(until=time.monotonic() + TICK_SECONDS)

    @property
    def spent(self) -> bool:
        return self.marks <= 0 or time.monotonic() > self.until


def mark_loaded(runtime: Runtime, loaded: Mapping[ReportSpec, Sequence[Period]]) -> None:
    """Marks what a command loaded, in the Dagster instance of this home, each report's newest period first."""
    budget = Budget(COMMAND_MARKS, time.monotonic() + COMMAND_SECONDS)
    with open_instance(runtime.settings.dagster_home) as instance:
        for spec, periods in loaded.items():
            tell(instance, runtime, spec, sorted(periods, reverse=True), budget)


def mark_all(runtime: Runtime) -> None:
    """Makes the marks say what is loaded: a command may have loaded before this home had an instance."""
    with open_instance(runtime.settings.dagster_home) as instance:
        reconcile_all(instance, runtime, runtime.settings.reports(), Budget.of_a_tick())


def unmark(settings: Settings, project: str, report: str) -> None:
    """Takes every mark from a report, which may have left the configuration."""
    with open_instance(settings.dagster_home) as instance:
        instance.wipe_assets([key_of_names(project, report)])


def reconcile_all(instance: dg.DagsterInstance, runtime: Runtime, specs: Sequence[ReportSpec], budget: Budget) -> None:
    """Reconciles the reports until the budget is spent, those first that were loaded since they were last looked at."""
    loads, now = loads_by_report(runtime.engine), dict[ReportSpec, str]()
    for spec in specs:
        # A report whose identity changed keeps its marks as it keeps its rows.
        with suppress(ConfigError):
            stored = find_report(runtime.engine, spec)
            now[spec] = f"{stored and stored.report_id} {stored and loads.get(stored.report_id)}"
    looks = _last_looks(instance, now)
    loaded = [spec for spec in now if looks[spec][1] != now[spec]]
    # Somebody may have deleted runs with their marks: a few of the others are looked at too, each in its turn.
    others = sorted((spec for spec in now if looks[spec][1] == now[spec]), key=lambda spec: looks[spec][0])
    for spec in [*loaded, *others[:TICK_OTHERS]]:
        if budget.spent:
            return
        if reconcile(instance, runtime, spec, budget):
            instance.daemon_cursor_storage.set_cursor_values({_cursor(spec): f"{time.time():.3f}|{now[spec]}"})


def _last_looks(instance: dg.DagsterInstance, specs: Collection[ReportSpec]) -> dict[ReportSpec, tuple[float, str]]:
    """When each report's marks were last compared with its loads, and what these were then.

    Kept beside Dagster's own cursors, in the storage whose marks were compared.
    """
    found = instance.daemon_cursor_storage.get_cursor_values({_cursor(spec) for spec in specs}) if specs else {}
    written = {spec: found.get(_cursor(spec), "0|").partition("|") for spec in specs}
    return {spec: (float(at), summary) for spec, (at, _, summary) in written.items()}


def _cursor(spec: ReportSpec) -> str:
    return f"gio_marks/{spec.key}"


def reconcile(instance: dg.DagsterInstance, runtime: Runtime, spec: ReportSpec, budget: Budget) -> bool:
    """Marks what is loaded and not marked so, newest first, unmarks what is not; whether nothing is left to do."""
    key, loaded = asset_key(spec), _loaded(runtime, spec)
    by_partition = {key_of(spec, period): period for period in loaded}
    marked = instance.get_materialized_partitions(key)
    versions = instance.event_log_storage.get_latest_tags_by_partition(
        key, dg.DagsterEventType.ASSET_MATERIALIZATION, [DATA_VERSION_TAG]
    )
    if marked - by_partition.keys():
        instance.wipe_assets([key])
        marked, versions = set(), {}
    start = first_period(spec)
    stale = [
        period
        for partition, period in by_partition.items()
        if period >= start
        and (partition not in marked or versions.get(partition, {}).get(DATA_VERSION_TAG) != _version(loaded[period]))
    ]
    chosen = sorted(stale, reverse=True)[: max(0, budget.marks)]
    return tell(instance, runtime, spec, chosen, budget, loaded) and len(chosen) == len(stale)


def tell(
    instance: dg.DagsterInstance,
    runtime: Runtime,
    spec: ReportSpec,
    periods: Sequence[Period],
    budget: Budget,
    loaded: Mapping[Period, LoadedPeriod] | None = None,
) -> bool:
    """Marks the loaded ones of these periods, and leaves the report's page with the newest; whether all were marked.

    periods: in the order in which they are to be marked, for the budget may end before they do.
    """
    known = _loaded(runtime, spec) if loaded is None else loaded
    newest = max(known, default=None)
    if newest is None:
        return True
    for period in periods:
        if budget.spent:
            break
        if period in known and period != newest:
            instance.report_runless_asset_event(_mark(spec, period, known[period], {}))
            budget.marks -= 1
    done = not budget.spent
    if newest >= first_period(spec) and (newest in periods or _page_is_of_another(instance, spec, newest)):
        show_newest(instance, runtime, spec, newest, known[newest])
        budget.marks -= 1
    return done


def _page_is_of_another(instance: dg.DagsterInstance, spec: ReportSpec, newest: Period) -> bool:
    last = instance.get_latest_materialization_event(asset_key(spec))
    mark = last.asset_materialization if last else None
    return mark is None or mark.partition != key_of(spec, newest)


def show_newest(
    instance: dg.DagsterInstance, runtime: Runtime, spec: ReportSpec, newest: Period, loaded: LoadedPeriod
) -> None:
    """Marks the newest loaded period last, with what the report's page shows of it."""
    page = read_page(runtime.engine, spec, newest)
    mark = _mark(spec, newest, loaded, landed(page) if page else {})
    before = _last_mark(instance, spec, newest)
    if before and (before.tags or {}).get(DATA_VERSION_TAG) == _version(loaded):
        # Set again only to be the last: what its load did stays beside it.
        mark = mark.with_metadata({**before.metadata, **mark.metadata})
    instance.report_runless_asset_event(mark)


def _last_mark(instance: dg.DagsterInstance, spec: ReportSpec, period: Period) -> dg.AssetMaterialization | None:
    wanted = dg.AssetRecordsFilter(asset_key(spec), asset_partitions=[key_of(spec, period)])
    records = instance.fetch_materializations(wanted, limit=1).records
    return records[0].asset_materialization if records else None


def _loaded(runtime: Runtime, spec: ReportSpec) -> dict[Period, LoadedPeriod]:
    stored = find_report(runtime.engine, spec)
    own = spec.calendar
    return loaded_periods(runtime.engine, stored.report_id, own) if stored else {}


def _version(loaded: LoadedPeriod) -> str:
    return version(loaded.state, loaded.digest)


def _mark(spec: ReportSpec, period: Period, loaded: LoadedPeriod, shown: Metadata) -> dg.AssetMaterialization:
    metadata = {**shown, "rows": loaded.rows, **shown_state(loaded.state)}
    if loaded.run_id:
        metadata["loaded by"] = dg.MetadataValue.dagster_run(loaded.run_id)
    return mark_of(spec, period, _version(loaded), metadata)

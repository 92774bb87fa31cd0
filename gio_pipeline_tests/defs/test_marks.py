"""Dagster shows what the warehouse holds: marks by whoever loaded or forgot, and a page of the newest period."""

from collections import Counter
from datetime import date

import pytest
from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    BackfillPolicy,
    Definitions,
    asset,
    define_asset_job,
    in_process_executor,
    multiprocess_executor,
)

from gio_pipeline.defs.build import build_definitions
from gio_pipeline.defs.reconcile import Budget, reconcile_all
from gio_pipeline.warehouse.reset import loaded_reports, reset_report
from gio_pipeline_tests.defs.dagster_bench import QUIET, DagsterBench

CITIES = "page_views_by_city"
KEY = AssetKey(["gio_reports", "shop__page_views_by_city"])


def days(month: int, first: int, last: int) -> list[str]:
    return [date(2026, month, day).isoformat() for day in range(first, last + 1)]


def page(bench: DagsterBench) -> tuple[str | None, str]:
    """The partition and the preview of the event that the report's page shows."""
    event = bench.instance.get_latest_materialization_event(KEY)
    assert event is not None and event.asset_materialization is not None
    return event.asset_materialization.partition, str(event.asset_materialization.metadata["preview"].value)


def forget(bench: DagsterBench) -> None:
    engine = bench.workbench.runtime().engine
    [loaded] = loaded_reports(engine, "shop/page_views_by_city")
    reset_report(engine, loaded)


def test_every_period_is_marked_once_a_load_with_its_own_numbers_and_data_version(bench: DagsterBench) -> None:
    bench.run("2026-06-07", "2026-06-09")
    again = bench.run("2026-06-07", "2026-06-09")
    marks = [event.materialization for event in again.get_asset_materialization_events()]
    assert Counter(mark.partition for mark in marks) == dict.fromkeys(days(6, 7, 9), 1)
    assert [mark.metadata["unchanged"].value for mark in marks] == [120, 120, 120]
    versions = bench.versions(CITIES)
    assert sorted(versions) == days(6, 7, 9)
    assert len(set(versions.values())) == 3
    bench.workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 3, "dates": ["2026-06-08"]})
    bench.run("2026-06-07", "2026-06-09")
    changed = bench.versions(CITIES)
    assert {day for day in versions if versions[day] != changed[day]} == {"2026-06-08"}


def test_an_old_backfill_leaves_the_page_with_the_newest_period(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    newest, preview = page(bench)
    assert newest == "2026-06-09"
    old = bench.run("2026-05-01", "2026-05-07")
    assert Counter(event.partition for event in old.get_asset_materialization_events()) == dict.fromkeys(
        days(5, 1, 7), 1
    )
    assert page(bench) == (newest, preview)
    assert bench.metadata(CITIES, "2026-06-09")["inserted"] == 120
    assert bench.metadata(CITIES, "2026-05-07")["inserted"] == 120


def test_what_a_command_loaded_is_marked_by_the_next_tick(bench: DagsterBench) -> None:
    bench.workbench.load(CITIES, "2026-05-01", "2026-05-20")
    bench.workbench.load(CITIES, "2026-06-10", "2026-06-10", allow_unsettled=True)
    assert bench.marks(CITIES) == []
    bench.tick()
    assert bench.marks(CITIES) == [*days(5, 1, 20), "2026-06-10"]
    assert bench.metadata(CITIES, "2026-06-10")["state"] == "provisional"
    assert page(bench)[0] == "2026-06-10"


def test_a_figure_that_another_host_restated_gets_a_new_mark_and_others_do_not(bench: DagsterBench) -> None:
    bench.run("2026-06-07", "2026-06-09")
    bench.tick()
    before = bench.versions(CITIES)
    bench.workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 3, "dates": ["2026-06-08"]})
    bench.workbench.load(CITIES, "2026-06-07", "2026-06-09")
    assert bench.versions(CITIES) == before
    marked = bench.counts(CITIES)
    bench.tick()
    assert bench.versions(CITIES)["2026-06-08"] != before["2026-06-08"]
    assert bench.counts(CITIES)["2026-06-07"] == marked["2026-06-07"]


def test_a_report_that_was_reset_has_no_mark_after_the_next_tick(bench: DagsterBench) -> None:
    bench.run("2026-06-01", "2026-06-09")
    forget(bench)
    bench.workbench.load(CITIES, "2026-06-08", "2026-06-08")
    bench.tick()
    assert bench.marks(CITIES) == ["2026-06-08"]
    forget(bench)
    bench.tick()
    assert bench.marks(CITIES) == []


def test_marks_that_went_with_old_runs_come_back_by_the_next_tick(bench: DagsterBench) -> None:
    bench.run("2026-06-07", "2026-06-09")
    for run in bench.instance.get_runs():
        bench.instance.delete_run(run.run_id)
    assert bench.marks(CITIES) == []
    bench.tick()
    assert bench.marks(CITIES) == days(6, 7, 9)


def test_a_tick_marks_no_more_than_its_budget_newest_first_and_the_next_goes_on(bench: DagsterBench) -> None:
    bench.workbench.load(CITIES, "2026-05-01", "2026-05-20")
    runtime = bench.workbench.runtime()
    reconcile_all(bench.instance, runtime, runtime.settings.reports(), Budget(marks=5))
    assert bench.marks(CITIES) == days(5, 16, 20)
    assert page(bench)[0] == "2026-05-20"
    reconcile_all(bench.instance, runtime, runtime.settings.reports(), Budget(marks=10))
    assert bench.marks(CITIES) == days(5, 6, 20)
    assert page(bench)[0] == "2026-05-20"
    reconcile_all(bench.instance, runtime, runtime.settings.reports(), Budget())
    assert bench.marks(CITIES) == days(5, 1, 20)


SEEN = "select max(period_date)::text, count(*) from gio_reports.shop__page_views_by_city"


def downstream(bench: DagsterBench, *, partitioned: bool) -> tuple[AssetsDefinition, list[tuple[str, int]]]:
    """An asset of another team that reads the report's view, and what it read."""
    read: list[tuple[str, int]] = []
    definitions = bench.definitions.get_repository_def().assets_defs_by_key[KEY]

    @asset(
        deps=[KEY],
        partitions_def=definitions.partitions_def if partitioned else None,
        backfill_policy=BackfillPolicy.single_run() if partitioned else None,
    )
    def cities(context: AssetExecutionContext) -> None:
        [(newest, rows)] = bench.workbench.query(SEEN)
        read.append((newest, rows))

    return cities, read


@pytest.mark.parametrize("partitioned", [True, False])
@pytest.mark.parametrize(
    ("first", "last", "rows"), [("2026-06-09", "2026-06-09", 40), ("2026-06-05", "2026-06-09", 200)]
)
def test_what_depends_on_a_report_runs_after_it_in_the_same_run(
    bench: DagsterBench, partitioned: bool, first: str, last: str, rows: int
) -> None:
    cities, read = downstream(bench, partitioned=partitioned)
    job = define_asset_job("both", selection=[KEY, cities.key])
    merged = Definitions.merge(Definitions(assets=[cities], jobs=[job]), bench.definitions)
    tags = {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}
    run = merged.resolve_job_def("both").execute_in_process(run_config=QUIET, instance=bench.instance, tags=tags)
    assert run.success
    assert read == [(last, rows)]
    assert len(bench.marks(CITIES)) == rows // 40
    assert bench.instance.get_latest_materialization_event(cities.key) is not None


def test_what_depends_on_a_report_that_failed_does_not_run(bench: DagsterBench) -> None:
    cities, read = downstream(bench, partitioned=False)
    job = define_asset_job("both", selection=[KEY, cities.key])
    merged = Definitions.merge(Definitions(assets=[cities], jobs=[job]), bench.definitions)
    tags = {"dagster/asset_partition_range_start": "2026-06-09", "dagster/asset_partition_range_end": "2026-06-10"}
    run = merged.resolve_job_def("both").execute_in_process(
        run_config=QUIET, instance=bench.instance, tags=tags, raise_on_error=False
    )
    assert not run.success and read == []
    assert bench.marks(CITIES) == ["2026-06-09"]
    assert not [event for event in run.all_events if event.step_key == "cities"]


def test_a_team_that_merges_ours_keeps_its_executor_and_ours_have_their_own(bench: DagsterBench) -> None:
    theirs = Definitions(
        executor=multiprocess_executor, jobs=[define_asset_job("theirs", selection=["mine"])], assets=[mine]
    )
    merged = Definitions.merge(theirs, build_definitions(bench.settings))
    assert merged.resolve_job_def("theirs").executor_def is multiprocess_executor
    names = ["shop_daily", "shop_catalog", "delete_old_runs"]
    assert [merged.resolve_job_def(name).executor_def for name in names] == [in_process_executor] * 3


@asset
def mine() -> None:
    """Another team's."""

"""What a run writes to Dagster's storage: a check of a scheduled run is one event, as its page shows it."""

from collections import Counter

from dagster import AssetCheckKey, AssetKey

from gio_pipeline_tests.defs.dagster_bench import JOB, QUIET, DagsterBench

CITIES = AssetKey(["gio_reports", "shop__page_views_by_city"])
CHECKS = {
    "coverage_has_no_hole",
    "is_fresh",
    "is_like_the_weeks_before",
    "columns_are_unchanged",
    "total_equals_its_row",
}


def events(bench: DagsterBench, run_id: str) -> Counter[str]:
    logs = bench.instance.all_logs(run_id)
    return Counter(each.dagster_event_type.value for each in logs if each.dagster_event_type)


def test_checks_of_a_scheduled_run_are_neither_planned_nor_outputs_and_shown_all_the_same(bench: DagsterBench) -> None:
    [run] = bench.tick_and_run()
    assert run.success
    found = events(bench, run.run_id)
    assert found["ASSET_CHECK_EVALUATION_PLANNED"] == 0
    assert (found["ASSET_CHECK_EVALUATION"], found["STEP_OUTPUT"]) == (5 * found["STEP_START"], found["STEP_START"])
    shown = {each.check_name: each for each in run.get_asset_check_evaluations() if each.asset_key == CITIES}
    assert shown.keys() == CHECKS
    [mark] = bench.instance.fetch_materializations(CITIES, limit=1).records
    target = shown["is_fresh"].target_materialization_data
    assert target is not None
    assert target.storage_id == mark.storage_id


def test_a_check_can_be_looked_at_alone_and_nothing_is_asked_for(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    bench.workbench.sandbox.reset()
    whole = bench.definitions.resolve_job_def(JOB)
    alone = whole.get_subset(asset_selection=set(), asset_check_selection={AssetCheckKey(CITIES, "is_fresh")})
    run = alone.execute_in_process(run_config=QUIET, instance=bench.instance, tags={"dagster/partition": "2026-06-09"})
    assert [(each.check_name, each.passed) for each in run.get_asset_check_evaluations()] == [("is_fresh", True)]
    assert bench.workbench.sandbox.stats(log=False)["requests"] == 0

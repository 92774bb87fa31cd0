"""Deleting old runs: what Dagster forgets, and what nobody forgets."""

from dagster import AssetKey, ScheduleDefinition

from gio_pipeline_tests.defs.dagster_bench import DagsterBench


def delete(bench: DagsterBench, **settings: int) -> None:
    config = {"ops": {"delete_finished_runs": {"config": settings}}}
    job = bench.definitions.resolve_job_def("delete_old_runs")
    assert job.execute_in_process(instance=bench.instance, run_config=config).success


def test_runs_within_the_time_stay(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    delete(bench, days=1)
    assert bench.marks("page_views_by_city") == ["2026-06-08", "2026-06-09"]


def test_an_old_run_takes_its_marks_with_it_but_nothing_is_loaded_again(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    delete(bench, days=0)
    assert bench.marks("page_views_by_city") == []
    assert bench.workbench.query("select count(*) from gio.report_values") == [(240,)]
    assert not bench.tick().run_requests
    assert bench.workbench.downloads() == 1


def test_the_oldest_go_first_and_no_more_than_asked_for(bench: DagsterBench) -> None:
    for day in ("2026-06-07", "2026-06-08", "2026-06-09"):
        bench.run(day, day)
    delete(bench, days=0, at_most=2)
    assert bench.marks("page_views_by_city") == ["2026-06-09"]
    assert (
        bench.instance.get_latest_materialization_event(AssetKey(["gio_reports", "shop__page_views_by_city"]))
        is not None
    )


def test_nothing_is_deleted_until_somebody_turns_the_schedule_on(bench: DagsterBench) -> None:
    schedule = bench.definitions.resolve_schedule_def("delete_old_runs")
    assert isinstance(schedule, ScheduleDefinition) and schedule.default_status.value == "STOPPED"

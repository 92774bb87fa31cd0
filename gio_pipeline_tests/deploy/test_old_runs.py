"""Deleting old runs: what Dagster forgets, and what nobody forgets."""

from dagster import AssetKey, DagsterInstance

from gio_pipeline.defs.old_runs import old_runs_job, old_runs_schedule
from gio_pipeline_tests.defs.dagster_bench import DagsterBench


def delete(instance: DagsterInstance, **settings: int) -> None:
    config = {"ops": {"delete_finished_runs": {"config": settings}}}
    assert old_runs_job().execute_in_process(instance=instance, run_config=config).success


def test_runs_within_the_time_stay(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    delete(bench.instance, days=1)
    assert bench.marks("page_views_by_city") == ["2026-06-08", "2026-06-09"]


def test_an_old_run_takes_its_marks_with_it_but_nothing_is_loaded_again(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    delete(bench.instance, days=0)
    assert bench.marks("page_views_by_city") == []
    assert bench.workbench.query("select count(*) from gio.report_values") == [(240,)]
    assert not bench.tick().run_requests
    assert bench.workbench.downloads() == 1


def test_the_oldest_go_first_and_no_more_than_asked_for(bench: DagsterBench) -> None:
    for day in ("2026-06-07", "2026-06-08", "2026-06-09"):
        bench.run(day, day)
    delete(bench.instance, days=0, at_most=2)
    assert bench.marks("page_views_by_city") == ["2026-06-09"]
    assert bench.instance.get_latest_materialization_event(AssetKey(["shop", "page_views_by_city"])) is not None


def test_nothing_is_deleted_until_somebody_turns_the_schedule_on() -> None:
    assert old_runs_schedule().default_status.value == "STOPPED"

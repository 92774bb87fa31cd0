"""A run that loads everything succeeds, whatever goes wrong with what its pages show."""

from dagster import DagsterEventType

from gio_pipeline_tests.defs.dagster_bench import DagsterBench

CITY = "page_views_by_city"


def test_a_page_without_columns_a_view_in_the_way_and_checks_that_fail_cost_only_a_warning(bench: DagsterBench) -> None:
    bench.workbench.runtime()
    engine = bench.workbench._runtimes[-1].engine
    with engine.begin() as connection:
        # A table where the view should be; a page and checks whose statements fail.
        connection.exec_driver_sql(f"create table gio_reports.shop__{CITY} (period_start int)")
        connection.exec_driver_sql("alter table gio.schema_changes rename column seen_at to seen")
    run = bench.run("2026-06-08", "2026-06-08", CITY)
    assert run.success
    assert bench.marks(CITY) == ["2026-06-08"]
    assert len(run.get_asset_check_evaluations()) == 5
    warned = [e.user_message for e in bench.instance.all_logs(run.run_id) if e.level == 30]
    assert [each for each in warned if "its view was not renewed: " in each]
    assert [each for each in warned if "its page does not show what landed: " in each]
    assert [each for each in warned if "it was not checked: " in each]
    retried = [e for e in run.all_events if e.event_type is DagsterEventType.STEP_UP_FOR_RETRY]
    assert retried == []

"""Ticks as the daemon evaluates them, and the runs they request."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dagster import DagsterRunStatus
from sqlalchemy import text

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.settings import Settings
from gio_pipeline_tests.defs.dagster_bench import JOB, DagsterBench, failures, name_of

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
CITIES = "{name: page_views_by_city, kind: chart, id: cityPv01}"
COVERED = "select period_start::date::text from gio.coverage order by 1"


def spans(bench: DagsterBench) -> list[tuple[str, str, list[str]]]:
    """The requested runs: first partition, last partition, reports."""
    return [
        (
            each.tags["dagster/asset_partition_range_start"],
            each.tags["dagster/asset_partition_range_end"],
            [name_of(key) for key in each.asset_selection or []],
        )
        for each in bench.tick().run_requests or []
    ]


def test_a_tick_requests_one_run_for_the_reports_that_lack_the_same_days(bench: DagsterBench) -> None:
    bench.workbench.report(CITIES, VIEWS)
    (request,) = bench.tick().run_requests or []
    assert [name_of(key) for key in request.asset_selection or []] == ["page_views_by_city", "views"]
    assert (request.run_key, dict(request.tags)) == (
        None,
        {
            "dagster/asset_partition_range_start": "2026-06-09",
            "dagster/asset_partition_range_end": "2026-06-09",
            "dagster/priority": "10",
            "dagster/schedule_name": "shop_daily",
        },
    )


def test_a_report_that_cannot_be_read_is_left_out_and_the_others_are_requested(bench: DagsterBench) -> None:
    bench.workbench.report(CITIES, VIEWS)
    for name in ("page_views_by_city", "views"):
        bench.workbench.load(name, "2026-06-08", "2026-06-08")
    with bench.workbench.runtime().engine.begin() as connection:
        # Somebody has written there by hand what a load never writes.
        connection.execute(text("""update gio.reports set columns = '[1]' where report = 'views'"""))
    assert spans(bench) == [("2026-06-09", "2026-06-09", ["page_views_by_city"])]


def test_five_days_without_a_tick_leave_no_hole_after_the_next(bench: DagsterBench) -> None:
    bench.tick_and_run()
    bench.workbench.at("2026-06-15T04:05:00+08:00")
    assert spans(bench) == [("2026-06-10", "2026-06-14", ["page_views_by_city"])]
    (run,) = bench.tick_and_run()
    assert run.success
    assert bench.marks("page_views_by_city") == [f"2026-06-{day:02}" for day in range(9, 15)]
    assert bench.workbench.query("select trigger, count(*) from gio.loads group by 1") == [("schedule", 2)]
    assert bench.workbench.downloads() == 2


def test_a_day_that_failed_is_closed_by_the_next_tick(bench: DagsterBench) -> None:
    bench.tick_and_run()
    bench.workbench.at("2026-06-11T04:05:00+08:00")
    bench.workbench.faults({"fault": "wrong_id", "match": "cityPv01"})
    (failed,) = bench.tick_and_run()
    assert "not loaded: 2026-06-09 to 2026-06-10. " in failures(failed)["page_views_by_city"]
    bench.workbench.faults()
    bench.workbench.at("2026-06-12T04:05:00+08:00")
    assert spans(bench) == [("2026-06-10", "2026-06-11", ["page_views_by_city"])]
    bench.tick_and_run()
    assert bench.marks("page_views_by_city") == ["2026-06-09", "2026-06-10", "2026-06-11"]


def test_a_hole_before_newer_days_is_loaded_in_the_same_run_and_marked(bench: DagsterBench) -> None:
    bench.workbench.load("page_views_by_city", "2026-06-05", "2026-06-06")
    bench.workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    bench.workbench.at("2026-06-11T04:05:00+08:00")
    assert spans(bench) == [("2026-06-10", "2026-06-10", ["page_views_by_city"])]
    bench.tick_and_run()
    # What the command had loaded was marked by the tick; the hole is in no range.
    assert bench.marks("page_views_by_city") == [f"2026-06-{day:02}" for day in range(5, 11)]


def test_a_tick_is_skipped_with_the_next_settling_time_when_nothing_is_due(bench: DagsterBench) -> None:
    bench.tick_and_run()
    skipped = bench.tick()
    assert skipped.run_requests == []
    assert skipped.skip_message == "Nothing is due: the next day settles 2026-06-11 04:00 (Asia/Shanghai)."


def test_each_distinct_range_is_a_run_of_its_own_newest_first(bench: DagsterBench) -> None:
    bench.workbench.report(CITIES, VIEWS)
    bench.workbench.load("page_views_by_city", "2026-06-05", "2026-06-07")
    assert spans(bench) == [
        ("2026-06-09", "2026-06-09", ["views"]),
        ("2026-06-08", "2026-06-09", ["page_views_by_city"]),
    ]
    keys = [each.run_key for each in bench.tick().run_requests or []]
    assert len(set(keys)) == 2 and None not in keys


@pytest.mark.parametrize("status", [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED])
def test_a_report_that_a_run_of_the_schedule_is_loading_is_left_out(
    bench: DagsterBench, status: DagsterRunStatus
) -> None:
    bench.workbench.report(CITIES, VIEWS)
    (request,) = bench.tick().run_requests or []
    bench.instance.create_run_for_job(
        bench.definitions.resolve_job_def(JOB),
        status=status,
        tags=dict(request.tags),
        asset_selection=frozenset((request.asset_selection or [])[:1]),
    )
    assert spans(bench) == [("2026-06-09", "2026-06-09", ["views"])]
    bench.carry_out((bench.tick().run_requests or [])[0])
    assert bench.tick().skip_message == "What is due is being loaded already by a run of this schedule."


def test_a_report_that_became_another_does_not_stop_the_others(bench: DagsterBench) -> None:
    bench.workbench.report(CITIES, VIEWS)
    bench.tick_and_run()
    bench.workbench.at("2026-06-11T04:05:00+08:00")
    bench.workbench.report("{name: page_views_by_city, kind: chart, id: bigNum01}", VIEWS)
    assert spans(bench) == [("2026-06-10", "2026-06-10", ["views"])]
    bench.tick_and_run()
    said = bench.tick().skip_message or ""
    nothing = "Nothing is due: the next day settles 2026-06-12 04:00 (Asia/Shanghai)."
    assert said.startswith(f"{nothing} Left out: shop/page_views_by_city: id 'cityPv01' became 'bigNum01'")


@pytest.mark.usefixtures("impatient")
def test_an_unreachable_warehouse_is_one_sentence_without_its_password(bench: DagsterBench) -> None:
    bench.workbench.database_url = "postgresql://me:hunter2@127.0.0.1:1/nowhere"
    with pytest.raises(WarehouseError, match="Nothing could be asked for, the next tick tries again: ") as raised:
        bench.tick()
    assert "hunter2" not in str(raised.value)
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)


def test_hours_have_a_schedule_of_their_own(bench: DagsterBench) -> None:
    bench.workbench.report("{name: hours, kind: chart, id: YoX28w7R, grain: hour}")
    (run,) = bench.tick_and_run("shop_hourly")
    assert run.success
    assert bench.marks("hours") == ["2026-06-10-08:00"]


def test_a_scheduled_run_that_somebody_re_executes_pulls_its_range(bench: DagsterBench) -> None:
    (done,) = bench.tick_and_run()
    again = {"parent_run_id": done.run_id, "root_run_id": done.run_id, "schedule_name": JOB}
    bench.run("2026-06-09", "2026-06-09", **again)
    assert bench.workbench.downloads() == 2
    bench.run("2026-06-09", "2026-06-09", **again, retry_number="1")
    assert bench.workbench.downloads() == 2
    assert bench.workbench.query("select trigger from gio.loads order by load_id") == [("schedule",), ("run",)]


class Skewed(DagsterBench):
    """On a machine whose clock is an hour ahead of the database's."""

    @property
    def settings(self) -> Settings:
        return replace(super().settings, now=None, machine=lambda: datetime.now(UTC) + timedelta(hours=1))


def test_a_tick_on_a_machine_whose_clock_is_wrong_requests_nothing_and_says_why(bench: DagsterBench) -> None:
    skewed = Skewed(bench.workbench, bench.home)
    with pytest.raises(WarehouseError, match=r"This machine's clock .* is 60 minutes ahead of the database's"):
        skewed.tick()

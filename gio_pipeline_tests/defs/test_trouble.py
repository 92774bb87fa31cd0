"""Trouble is told once, once a day while it lasts and when it is over; what cannot pass is not tried every hour."""

import json
from datetime import datetime, timedelta

import pytest
from dagster import AssetKey, DagsterEventType, SensorResult, SkipReason, build_sensor_context

from gio_pipeline.core.catalog import CATALOG
from gio_pipeline_tests.defs.dagster_bench import DagsterBench
from gio_pipeline_tests.defs.test_notices import Messages, notify, receiver, tell

__all__ = ["receiver"]

GONE = "{name: gone, kind: chart, id: nosuch01}"
VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
HOURS = "{name: hours, kind: chart, id: YoX28w7R, grain: hour}"
SINCE = "shop/gone is in trouble since 2026-06-10 10:00 (Asia/Shanghai); it is tried again 2026-06-11 09:30, when the "


def hours(bench: DagsterBench, count: int, schedule: str = "shop_daily") -> list[list[str]]:
    """The reports of each run that the next hourly ticks request; each run is carried out."""
    found = []
    for _ in range(count):
        for request in bench.tick(schedule).run_requests or []:
            found.append([key.path[-1].removeprefix("shop__") for key in request.asset_selection or []])
            bench.carry_out(request, schedule)
        bench.workbench.at((datetime.fromisoformat(bench.workbench.now) + timedelta(hours=1)).isoformat())
    return found


def look(bench: DagsterBench) -> None:
    """One evaluation of the sensor that the daemon evaluates every minute."""
    sensor = bench.definitions.get_repository_def().get_sensor_def("tell_of_troubles")
    with build_sensor_context(bench.instance) as context:
        answer = sensor(context)
        assert isinstance(answer, SkipReason | SensorResult)


@pytest.mark.slow
def test_a_chart_that_is_gone_is_tried_once_a_day_and_the_others_every_time(bench: DagsterBench) -> None:
    bench.workbench.report(GONE, VIEWS)
    assert hours(bench, 24) == [["gone", "views"], ["views"]]
    assert hours(bench, 1) == [["gone"]]
    bench.workbench.at("2026-06-11T12:00:00+08:00")
    skipped = bench.tick().skip_message or ""
    assert "Left out: shop/gone is in trouble since 2026-06-10 10:00 (Asia/Shanghai); it is tried again " in skipped


def test_a_changed_configuration_is_tried_at_once(bench: DagsterBench) -> None:
    bench.workbench.report(GONE)
    assert hours(bench, 2) == [["gone"]]
    bench.workbench.report("{name: gone, kind: chart, id: YoX28w7R}")
    assert hours(bench, 2) == [["gone"]]
    assert bench.workbench.query("select * from gio_state.troubles") == []


def test_a_person_s_load_ends_the_trouble(bench: DagsterBench) -> None:
    bench.workbench.report(VIEWS)
    bench.workbench.faults({"fault": "wrong_id", "match": "YoX28w7R"})
    assert hours(bench, 3) == [["views"]]
    bench.workbench.faults()
    bench.workbench.load("views", "2026-06-09", "2026-06-09")
    assert bench.workbench.query("select * from gio_state.troubles") == []


def test_a_broken_hour_waits_alone_and_the_next_hours_are_loaded(bench: DagsterBench) -> None:
    bench.workbench.report(HOURS)
    hours(bench, 1, "shop_hourly")
    bench.workbench.faults({"fault": "wrong_id", "match": "YoX28w7R"})
    assert hours(bench, 1, "shop_hourly") == [["hours"]]
    bench.workbench.faults()
    assert hours(bench, 2, "shop_hourly") == [["hours"], ["hours"]]
    assert bench.marks("hours") == ["2026-06-10-08:00", "2026-06-10-10:00", "2026-06-10-11:00"]
    (trouble,) = bench.workbench.query("select whole, cardinality(periods) from gio_state.troubles")
    assert trouble == (False, 1)


@pytest.mark.slow
def test_answers_that_are_always_broken_are_not_asked_for_every_hour(bench: DagsterBench) -> None:
    bench.workbench.report(HOURS)
    bench.workbench.faults({"fault": "wrong_id", "match": "YoX28w7R"})
    assert len(hours(bench, 23, "shop_hourly")) == 2


def test_the_page_of_the_asset_shows_the_trouble(bench: DagsterBench) -> None:
    bench.workbench.report(GONE)
    hours(bench, 1)
    (record,) = bench.instance.fetch_observations(AssetKey(["gio_reports", "shop__gone"]), limit=5).records
    assert record.asset_observation is not None
    said = {name: value.value for name, value in record.asset_observation.metadata.items()}
    assert said["in trouble since"] == "2026-06-10 10:00 (Asia/Shanghai)"
    assert "no such id" in str(said["reason"])
    assert str(said["tried again"]).startswith("it is tried again 2026-06-11 09:30, when the configuration changes")


@pytest.mark.slow
def test_a_trouble_is_told_when_it_begins_once_a_day_and_when_it_is_over(
    bench: DagsterBench, receiver: tuple[int, Messages]
) -> None:
    port, taken = receiver
    bench.workbench.report(GONE)
    notify(bench, f"json://127.0.0.1:{port}")
    for _ in range(26):
        hours(bench, 1)
        look(bench)
    assert [message["title"] for message in taken] == [
        "gio_pipeline: shop/gone is in trouble",
        "gio_pipeline: shop/gone is still in trouble",
    ]
    assert SINCE in taken[0]["message"]
    bench.workbench.report("{name: gone, kind: chart, id: YoX28w7R}")
    notify(bench, f"json://127.0.0.1:{port}")
    hours(bench, 1)
    look(bench)
    look(bench)
    assert [message["title"] for message in taken[2:]] == ["gio_pipeline: shop/gone is well again"]


def test_a_check_that_turns_red_is_told_once_and_when_it_is_green_again(
    bench: DagsterBench, receiver: tuple[int, Messages]
) -> None:
    port, taken = receiver
    notify(bench, f"json://127.0.0.1:{port}")
    bench.run("2026-06-01", "2026-06-02")
    assert bench.run("2026-06-05", "2026-06-09").success
    look(bench)
    assert taken == []
    bench.workbench.at("2026-06-10T13:00:00+08:00")
    assert bench.run("2026-06-09", "2026-06-09").success
    look(bench)
    bench.run("2026-06-09", "2026-06-09")
    look(bench)
    assert [message["title"] for message in taken] == [
        "gio_pipeline: shop/page_views_by_city coverage_has_no_hole is in trouble"
    ]
    assert (
        "is in trouble since 2026-06-10 13:00 (Asia/Shanghai); it is looked at again with the next load: Missing: "
        in (taken[0]["message"])
    )
    assert "2026-06-03 to 2026-06-04" in taken[0]["message"]
    bench.run("2026-06-03", "2026-06-04")
    look(bench)
    look(bench)
    assert [message["title"] for message in taken[1:]] == [
        "gio_pipeline: shop/page_views_by_city coverage_has_no_hole is well again"
    ]


def test_refused_credentials_of_many_reports_are_one_message(
    bench: DagsterBench, receiver: tuple[int, Messages]
) -> None:
    port, taken = receiver
    bench.workbench.report(VIEWS, "{name: cities, kind: chart, id: cityPv01}")
    path = bench.workbench.directory / "reports.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("${TOKEN}", "wrong-token-wrong-token"), encoding="utf-8")
    notify(bench, f"json://127.0.0.1:{port}")
    (request,) = bench.tick().run_requests or []
    run = bench.carry_out(request)
    tell(bench, run)
    look(bench)
    assert [message["title"] for message in taken] == ["gio_pipeline: 2 of shop are in trouble"]
    assert hours(bench, 3) == []
    kept = json.dumps([list(map(str, row)) for row in bench.workbench.query("select * from gio_state.troubles")])
    assert "wrong-token" not in kept


def test_a_warehouse_that_is_away_is_told_once_and_when_it_is_back(
    bench: DagsterBench, receiver: tuple[int, Messages]
) -> None:
    port, taken = receiver
    notify(bench, f"json://127.0.0.1:{port}")
    there = bench.workbench.database_url
    bench.workbench.database_url = "postgresql://me:hunter2@127.0.0.1:1/nowhere"
    for _ in range(4):
        look(bench)
    bench.workbench.database_url = there
    look(bench)
    look(bench)
    assert [message["title"] for message in taken] == [
        "gio_pipeline: the warehouse cannot be used",
        "gio_pipeline: the warehouse is back",
    ]
    assert "hunter2" not in json.dumps(taken)


def test_a_failure_of_the_run_itself_is_told_by_itself(bench: DagsterBench, receiver: tuple[int, Messages]) -> None:
    port, taken = receiver
    notify(bench, f"json://127.0.0.1:{port}")
    run = bench.run("2026-06-09", "2026-06-12")
    assert run.get_run_failure_event().event_type is DagsterEventType.PIPELINE_FAILURE
    tell(bench, run)
    assert [message["title"] for message in taken] == ["gio_pipeline: shop_daily failed"]


def test_troubles_are_told_with_a_failed_run_though_one_address_takes_nothing(
    bench: DagsterBench, receiver: tuple[int, Messages]
) -> None:
    port, taken = receiver
    bench.workbench.report(GONE)
    hours(bench, 1)
    bench.workbench.report(GONE, "{name: absent, kind: chart, id: nosuch02}")
    notify(bench, f"nothing://there', 'json://127.0.0.1:{port}")
    answer = tell(bench, bench.run("2026-06-09", "2026-06-09"))
    assert [message["title"] for message in taken] == [
        "gio_pipeline: shop_daily failed",
        "gio_pipeline: shop/gone is in trouble",
    ]
    assert answer is not None
    assert answer.skip_message == "notify: entry 1 is no Apprise address."


def test_a_snapshot_that_failed_is_due_at_the_next_tick(bench: DagsterBench) -> None:
    bench.workbench.faults({"fault": "status", "match": "segmentations", "code": 404})
    assert [len(each) for each in hours(bench, 2, "shop_catalog")] == [len(CATALOG)]
    bench.workbench.faults()
    bench.workbench.at("2026-06-11T09:30:00+08:00")
    assert hours(bench, 1, "shop_catalog") == [[each.table for each in CATALOG]]


def test_what_was_taken_today_is_not_taken_again(bench: DagsterBench) -> None:
    for request in bench.tick("shop_catalog").run_requests or []:
        bench.carry_out(request, "shop_catalog")
    assert bench.tick("shop_catalog").skip_message == (
        "Nothing is due: the next snapshots are taken from 2026-06-11 04:10 on (Asia/Shanghai)."
    )
    bench.workbench.at("2026-06-11T04:10:00+08:00")
    assert len(bench.tick("shop_catalog").run_requests or []) == 1

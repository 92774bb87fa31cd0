"""Runs from the UI: one partition, a range, ranges that make no sense, retries."""

import threading
from functools import partial

import pytest
from dagster import DagsterEventType

from gio_pipeline.defs import assets
from gio_pipeline.warehouse.availability import Patience, patiently
from gio_pipeline_tests.defs.dagster_bench import DagsterBench, failures
from gio_pipeline_tests.reliability.holding import eventually
from gio_pipeline_tests.reliability.outages import link_to

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
BROWSERS = "{name: browsers, kind: chart, id: tblBrw01}"


def test_materializing_one_partition_loads_that_day(bench: DagsterBench) -> None:
    assert bench.materialize("page_views_by_city", "2026-06-08").success
    assert bench.marks("page_views_by_city") == ["2026-06-08"]
    assert bench.workbench.query("select distinct period_date::text from gio.report_values") == [("2026-06-08",)]
    said = bench.metadata("page_views_by_city", "2026-06-08")
    for shown in ("dagster/column_schema", "preview", "chart"):
        assert said.pop(shown)
    assert said.pop("seconds") > 0  # type: ignore[operator]
    assert said == {
        "values": 120,
        "rows": 40,
        "inserted": 120,
        "changed": 0,
        "unchanged": 0,
        "deleted": 0,
        "requests": 1,
        "periods together": 1,
        "state": "final",
        "provisional": False,
    }


def test_a_range_is_one_run_and_one_request_with_a_mark_on_every_day(bench: DagsterBench) -> None:
    assert bench.run("2026-05-11", "2026-06-09").success
    assert bench.workbench.downloads() == 1
    assert (len(bench.marks("page_views_by_city")), bench.marks("page_views_by_city")[0]) == (30, "2026-05-11")
    said = bench.metadata("page_views_by_city", "2026-05-20")
    assert (said["values"], said["requests"], said["periods together"]) == (120, 1, 30)


def test_the_run_s_log_says_which_report_window_and_load_each_line_is_about(bench: DagsterBench) -> None:
    result = bench.run("2026-06-08", "2026-06-09")
    lines = [entry.user_message for entry in bench.instance.all_logs(result.run_id)]
    subject = "report=shop/page_views_by_city window=2026-06-08T00:00+08:00/2026-06-10T00:00+08:00"
    [loaded] = (line for line in lines if "[report=" in line)
    [(load_id,)] = bench.workbench.query("select load_id from gio.loads")
    assert loaded == f"load done: periods 2; values 240 inserted, 0 changed, 0 deleted [{subject} load_id={load_id}]"


def test_the_load_remembers_its_run(bench: DagsterBench) -> None:
    result = bench.run("2026-06-08", "2026-06-09", backfill="abcdefgh")
    assert bench.workbench.query("select trigger, run_id, root_run_id, backfill_id from gio.loads") == [
        ("run", result.run_id, result.run_id, "abcdefgh")
    ]


def test_what_has_not_settled_is_refused_with_its_time_and_the_rest_is_loaded(bench: DagsterBench) -> None:
    result = bench.run("2026-06-08", "2026-06-11")
    assert failures(result) == {
        "page_views_by_city": "shop/page_views_by_city: not settled and not asked for: 2026-06-10 to 2026-06-11; "
        "settle from 2026-06-11 04:00 to 2026-06-12 04:00 (Asia/Shanghai): run it again then."
    }
    assert bench.marks("page_views_by_city") == ["2026-06-08", "2026-06-09"]
    assert bench.workbench.downloads() == 1


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-06-09", "2026-06-08", "the range is reversed: 2026-06-09 is after 2026-06-08."),
        ("2025-12-01", "2025-12-31", "has no 2025-12-31: its first partition is 2026-01-01."),
        ("2027-01-01", "2027-01-02", "not settled and not asked for: 2027-01-01 to 2027-01-02; settle from"),
    ],
)
def test_a_range_without_sense_fails_in_words_and_asks_nobody(
    bench: DagsterBench, first: str, last: str, said: str
) -> None:
    result = bench.run(first, last)
    assert said in failures(result)["page_views_by_city"]
    assert bench.workbench.downloads() == 0
    assert bench.marks("page_views_by_city") == []


def test_a_range_that_begins_too_early_is_cut_at_the_start(bench: DagsterBench) -> None:
    assert bench.run("2025-12-30", "2026-01-02").success
    assert bench.marks("page_views_by_city") == ["2026-01-01", "2026-01-02"]


def test_a_run_asked_for_pulls_what_is_final_too(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    assert bench.run("2026-06-08", "2026-06-09").success
    assert bench.workbench.downloads() == 2
    assert bench.metadata("page_views_by_city", "2026-06-09")["unchanged"] == 120


def test_one_report_failing_does_not_stop_the_others(bench: DagsterBench) -> None:
    bench.workbench.report("{name: absent, kind: chart, id: nosuch01}", VIEWS)
    result = bench.run("2026-06-08", "2026-06-09")
    assert list(failures(result)) == ["absent"]
    assert "not loaded: 2026-06-08 to 2026-06-09. " in failures(result)["absent"]
    assert (bench.marks("absent"), bench.marks("views")) == ([], ["2026-06-08", "2026-06-09"])


def test_what_cannot_succeed_is_not_tried_again(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    bench.workbench.faults({"fault": "empty_days", "match": "cityPv01", "dates": ["2026-06-08"]})
    result = bench.run("2026-06-08", "2026-06-09")
    assert bench.workbench.downloads() == 1
    assert failures(result) == {
        "page_views_by_city": "shop/page_views_by_city: came back empty, so the old rows stay: 2026-06-08. "
        "If this is right, set on_empty: accept and run gio-pipeline load shop/page_views_by_city "
        "--from 2026-06-08 --to 2026-06-08 --full-refresh."
    }


def test_a_retry_goes_on_where_the_run_was_cut_off(bench: DagsterBench) -> None:
    bench.workbench.report(BROWSERS)
    bench.run("2026-06-06", "2026-06-09")
    bench.workbench.faults({"fault": "status", "code": 404, "match": "tblBrw01", "after": 2})
    cut = bench.run("2026-06-06", "2026-06-09")
    assert "not loaded: 2026-06-06 to 2026-06-07. " in failures(cut)["browsers"]
    bench.workbench.faults()
    retry = bench.run("2026-06-06", "2026-06-09", root_run_id=cut.run_id, parent_run_id=cut.run_id)
    assert retry.success
    assert bench.workbench.downloads() == 2
    loaded = "select count(*) from gio.loads where root_run_id = :root and status = 'done'"
    assert bench.workbench.query(loaded, root=cut.run_id) == [(4,)]


def test_a_retry_does_not_mark_a_day_that_kept_its_rows(bench: DagsterBench) -> None:
    bench.run("2026-06-08", "2026-06-09")
    bench.workbench.faults({"fault": "empty_days", "match": "cityPv01", "dates": ["2026-06-08"]})
    cut = bench.run("2026-06-08", "2026-06-09")
    assert bench.run("2026-06-08", "2026-06-09", root_run_id=cut.run_id, parent_run_id=cut.run_id).success
    assert bench.metadata("page_views_by_city", "2026-06-08")["inserted"] == 120
    assert bench.metadata("page_views_by_city", "2026-06-09")["unchanged"] == 120


@pytest.mark.usefixtures("impatient")
def test_a_warehouse_that_is_away_for_longer_than_a_step_waits_is_tried_again_in_the_same_run(
    bench: DagsterBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "patiently", partial(patiently, patience=Patience(0.3)))

    def first_attempt_failed() -> bool:
        runs = bench.instance.get_runs()
        return any(bench.instance.all_logs(run.run_id, of_type=DagsterEventType.STEP_UP_FOR_RETRY) for run in runs)

    with link_to(bench.workbench.database_url) as (link, bench.workbench.database_url):
        link.cut()

        def open_again() -> None:
            eventually(first_attempt_failed, seconds=60, every=0.05)
            link.mend()

        opening = threading.Thread(target=open_again)
        opening.start()
        result = bench.run("2026-06-08", "2026-06-09")
        opening.join()
        assert result.success
        assert [event.event_type_value for event in result.all_events if "RETRY" in event.event_type_value]
        assert bench.marks("page_views_by_city") == ["2026-06-08", "2026-06-09"]
        bench.workbench.close()


def test_re_executing_a_run_that_succeeded_pulls_again(bench: DagsterBench) -> None:
    done = bench.run("2026-06-08", "2026-06-09")
    bench.run("2026-06-08", "2026-06-09", root_run_id=done.run_id, parent_run_id=done.run_id)
    assert bench.workbench.downloads() == 2


def test_a_later_run_of_a_backfill_skips_what_its_earlier_run_loaded(bench: DagsterBench) -> None:
    bench.run("2026-06-01", "2026-06-05", backfill="abcdefgh")
    assert bench.run("2026-06-01", "2026-06-09", backfill="abcdefgh").success
    assert bench.workbench.downloads() == 2
    assert bench.metadata("page_views_by_city", "2026-06-05")["inserted"] == 120
    assert bench.run("2026-06-01", "2026-06-09", backfill="another1").success
    assert bench.metadata("page_views_by_city", "2026-06-05")["unchanged"] == 120


def test_no_secret_stands_in_what_dagster_keeps(bench: DagsterBench) -> None:
    bench.workbench.sandbox.set(revoke_console_token=True)
    result = bench.run("2026-06-08", "2026-06-09")
    assert not result.success
    token, password = bench.workbench.environ["TOKEN"].encode(), bench.workbench.database_url.encode()
    kept = b"".join(path.read_bytes() for path in bench.home.rglob("*") if path.is_file())
    assert b"page_views_by_city" in kept
    assert token not in kept and password not in kept

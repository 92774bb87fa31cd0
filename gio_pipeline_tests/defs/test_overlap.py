"""The reports of one run: asked for together, marked by their own steps, ended with their run."""

from concurrent.futures import ThreadPoolExecutor

from gio_pipeline_tests.defs.dagster_bench import DagsterBench, failures
from gio_pipeline_tests.held_source import held
from gio_pipeline_tests.reliability.holding import eventually

BROWSERS = "{name: browsers, kind: chart, id: tblBrw01}"
CITIES = "{name: cities, kind: chart, id: cityPv01}"
VIEWS = "{name: views, kind: chart, id: YoX28w7R}"


def test_the_reports_of_a_run_are_in_flight_together_and_marked_as_their_periods_commit(bench: DagsterBench) -> None:
    bench.workbench.report(BROWSERS, CITIES, VIEWS)
    assert bench.workbench.load("browsers", "2026-05-01", "2026-05-02").ok
    with held(bench.workbench) as source, ThreadPoolExecutor(1) as pool:
        running = pool.submit(bench.run, "2026-06-07", "2026-06-09")
        source.wait_for(5)
        days = [place for place, path in enumerate(source.asked) if "tblBrw01" in path]
        assert len(days) == 3
        # The newest day's mark waits for the end of its report, the next one's does not.
        source.release(*days[:2], *(place for place in range(5) if place not in days))
        assert eventually(lambda: bench.marks("browsers"), seconds=60) == ["2026-06-08"]
        assert not running.done()
        source.release_all()
        assert running.result(120).success
    marked = ["2026-06-07", "2026-06-08", "2026-06-09"]
    assert [bench.marks(name) for name in ("browsers", "cities", "views")] == [marked] * 3
    assert [set(bench.counts(name).values()) for name in ("browsers", "cities", "views")] == [{1}] * 3


def test_a_report_of_a_run_that_fails_is_red_alone_and_its_step_says_why(bench: DagsterBench) -> None:
    bench.workbench.report(BROWSERS, CITIES, VIEWS)
    bench.workbench.faults({"fault": "status", "code": 404, "match": "cityPv01"})
    result = bench.run("2026-06-08", "2026-06-09")
    assert {name: "HTTP 404" in said for name, said in failures(result).items()} == {"cities": True}
    assert [bench.marks(name) for name in ("browsers", "cities", "views")] == [
        ["2026-06-08", "2026-06-09"],
        [],
        ["2026-06-08", "2026-06-09"],
    ]


def test_a_runs_log_says_how_near_the_limit_it_came(bench: DagsterBench) -> None:
    bench.workbench.report(CITIES, VIEWS)
    result = bench.run("2026-06-08", "2026-06-09")
    said = [each.user_message for each in bench.instance.all_logs(result.run_id) if "own time" in each.user_message]
    assert len(said) == 1
    assert said[0].startswith("shop: 2 requests in ")
    assert said[0].endswith(" × the limit's own time")

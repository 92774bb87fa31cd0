"""What V2 cannot answer is asked of the asynchronous exporter (V3), and both bring the same."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy.pool import QueuePool

from gio_pipeline.core.errors import IdentityChanged, PermanentError, TooSlow, TransientError, UnknownReport
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline_tests.reliability.holding import eventually
from gio_pipeline_tests.workbench import Workbench

SLOW = {"fault": "request_timeout", "match": "cityPv01"}
REPORT = "{{name: page_views_by_city, kind: chart, id: cityPv01{}}}"


def paths(workbench: Workbench) -> list[str]:
    return [each["path"] for each in workbench.sandbox.stats()["log"]]


def asked(workbench: Workbench) -> tuple[int, int]:
    """How many requests V2 and V3 have seen."""
    return sum(path.startswith("/v2/") for path in paths(workbench)), sum("/v3/" in path for path in paths(workbench))


def polls(workbench: Workbench, count: int, *faults: dict[str, Any]) -> None:
    workbench.faults(*faults)
    workbench.sandbox.set(export_polls=count)


def remembered(workbench: Workbench) -> tuple[Any, ...]:
    statement = "select v3_reason, cast(v3_since as date)::text, cast(v3_checked_at as date)::text from gio.reports"
    return workbench.query(statement)[0]


def test_a_report_whose_single_days_v2_cannot_answer_is_loaded_through_v3(workbench: Workbench) -> None:
    workbench.report("{name: detail, kind: chart, id: slowCh01}")
    polls(workbench, 1)
    result = workbench.load("detail", "2026-06-01", "2026-06-08")
    assert result.ok and len(result.committed) == 8
    # 8, 4, 2 and 1 days are too much for V2; the rest is asked of V3 whole again.
    assert asked(workbench) == (4, 4)
    assert workbench.query("select count(*), sum(requests) from gio.loads where status = 'done'") == [(2, 5)]
    assert workbench.query("select count(*) from gio.report_values") == [(8 * 32 * 2,)]
    assert remembered(workbench) == ("one day alone takes too long for V2", "2026-06-10", "2026-06-10")
    said = "V3 since 2026-06-10: one day alone takes too long for V2; V2 is tried again on 2026-07-10"
    assert result.exporter == said


def test_what_is_remembered_asks_v3_at_once_and_v2_again_after_a_month(workbench: Workbench) -> None:
    polls(workbench, 0, SLOW)
    assert workbench.load("page_views_by_city", "2026-06-08", "2026-06-08").ok
    polls(workbench, 0, SLOW)
    assert workbench.load("page_views_by_city", "2026-06-01", "2026-06-07").ok
    assert asked(workbench) == (0, 1)
    workbench.at("2026-07-11T10:00:00+08:00")
    polls(workbench, 0, SLOW)
    assert workbench.load("page_views_by_city", "2026-07-10", "2026-07-10").ok
    assert asked(workbench) == (1, 1)
    assert remembered(workbench) == ("one day alone takes too long for V2", "2026-06-10", "2026-07-11")
    workbench.at("2026-08-11T10:00:00+08:00")
    polls(workbench, 0)
    assert workbench.load("page_views_by_city", "2026-08-10", "2026-08-10").exporter is None
    assert asked(workbench) == (1, 0)
    assert remembered(workbench) == (None, None, None)


def test_a_switch_between_the_two_changes_no_value_and_is_no_restatement(workbench: Workbench) -> None:
    stored = "select period_start, state, rows, digest from gio.coverage order by 1"
    for exporter in ("v2", "v3", "auto", "v3"):
        workbench.report(REPORT.format(f", exporter: {exporter}"))
        polls(workbench, 0)
        result = workbench.load("page_views_by_city", "2026-06-01", "2026-06-03")
        assert asked(workbench) == ((0, 1) if exporter == "v3" else (1, 0))
        if exporter == "v2":
            first = workbench.query(stored)
        else:
            assert (result.count("inserted"), result.count("changed"), result.count("deleted")) == (0, 0, 0)
            assert workbench.query(stored) == first
    assert workbench.query("select count(*) from gio.restatements") == [(0,)]


def test_v2_alone_is_never_left(workbench: Workbench) -> None:
    workbench.report(REPORT.format(", exporter: v2"))
    polls(workbench, 0, SLOW)
    result = workbench.load("page_views_by_city", "2026-06-08", "2026-06-08")
    assert isinstance(result.failures[0].error, TooSlow) and asked(workbench)[1] == 0


def test_a_server_without_v3_gives_what_v2_gave_with_a_sentence_about_it(workbench: Workbench) -> None:
    workbench.faults(SLOW, {"fault": "status", "match": "/v3/", "code": 404})
    error = workbench.load("page_views_by_city", "2026-06-08", "2026-06-08").failures[0].error
    assert isinstance(error, TooSlow)
    assert "Nor can the asynchronous exporter answer it: chart cityPv01 of project shop: GET http" in str(error)
    assert remembered(workbench) == (None, None, None)


def test_v2_is_asked_again_where_the_v3_that_was_remembered_is_gone(workbench: Workbench) -> None:
    gone = {"fault": "status", "match": "/v3/", "code": 404}
    polls(workbench, 0, SLOW)
    assert workbench.load("page_views_by_city", "2026-06-08", "2026-06-08").ok
    polls(workbench, 0, SLOW, gone)
    error = workbench.load("page_views_by_city", "2026-06-07", "2026-06-07").failures[0].error
    assert isinstance(error, TooSlow) and "Nor can the asynchronous exporter answer it: chart cityPv01" in str(error)
    assert remembered(workbench) == ("one day alone takes too long for V2", "2026-06-10", "2026-06-10")
    polls(workbench, 0, gone)
    result = workbench.load("page_views_by_city", "2026-06-01", "2026-06-07")
    assert result.ok and (result.requests, asked(workbench)) == (2, (1, 1))
    assert (result.exporter, remembered(workbench)) == (None, (None, None, None))
    workbench.report(REPORT.format(", exporter: v3"))
    polls(workbench, 0, gone)
    refused = workbench.load("page_views_by_city", "2026-06-08", "2026-06-08").failures[0].error
    assert type(refused) is UnknownReport and asked(workbench) == (0, 1)


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        ("illegal parameter", PermanentError, "the request itself is rejected, repeating it cannot help."),
        ("download failed, try again later", TransientError, "trying again later may help."),
    ],
)
def test_a_failed_export_is_one_sentence_with_the_source_s_words(
    workbench: Workbench, words: str, kind: type, said: str
) -> None:
    workbench.report(REPORT.format(", exporter: v3"))
    polls(workbench, 0, {"fault": "export_failed", "errorMsg": words})
    error = workbench.load("page_views_by_city", "2026-06-08", "2026-06-08").failures[0].error
    assert type(error) is kind and str(error).endswith(said)
    assert f'chart cityPv01 of project shop: the export failed ("{words}")' in str(error)
    # One that may pass is begun anew twice.
    assert asked(workbench) == (0, 3 if kind is TransientError else 1)


def test_an_export_that_fails_once_is_begun_anew(workbench: Workbench) -> None:
    workbench.report(REPORT.format(", exporter: v3"))
    polls(workbench, 0, {"fault": "export_failed", "times": 1})
    assert workbench.load("page_views_by_city", "2026-06-08", "2026-06-08").ok


@pytest.mark.slow
def test_an_export_that_never_ends_is_halved_and_then_too_slow(workbench: Workbench) -> None:
    workbench.report(REPORT.format(", exporter: v3"))
    path = workbench.directory / "reports.yaml"
    path.write_text(path.read_text().replace("    start:", "    export_timeout: 1s\n    start:"))
    polls(workbench, 0, {"fault": "export_stuck", "max_days": 1}, {"fault": "export_stuck", "match": "1780848000000"})
    result = workbench.load("page_views_by_city", "2026-06-06", "2026-06-09")
    assert len(result.committed) == 3
    (failure,) = result.failures
    assert isinstance(failure.error, TooSlow)
    assert re.search(r"has not been done in \d+ s \(export_timeout\)", str(failure.error))


def test_a_load_that_comes_back_goes_on_asking_for_the_export_that_runs(workbench: Workbench) -> None:
    workbench.report(REPORT.format(", exporter: v3"))
    path = workbench.directory / "reports.yaml"
    path.write_text(path.read_text().replace("    start:", "    export_timeout: 1s\n    start:"))
    polls(workbench, 2)
    assert workbench.load("page_views_by_city", "2026-06-08", "2026-06-08").failures
    assert workbench.load("page_views_by_city", "2026-06-08", "2026-06-08").ok
    assert asked(workbench) == (0, 3)


@pytest.mark.slow
def test_other_reports_use_the_limit_while_an_export_is_waited_for(workbench: Workbench) -> None:
    workbench.report(REPORT.format(", exporter: v3"), "{name: views, kind: chart, id: YoX28w7R}")
    polls(workbench, 1000)
    plan = workbench.plan("page_views_by_city", "2026-06-08", "2026-06-08")
    waiting = workbench.runtime()
    with ThreadPoolExecutor() as pool:
        export = pool.submit(load_report, waiting, plan, LoadOrigin())
        eventually(lambda: asked(workbench) != (0, 0))
        connections = waiting.engine.pool
        assert isinstance(connections, QueuePool)
        eventually(lambda: connections.checkedout() == 0)
        try:
            assert workbench.load("views", "2026-06-08", "2026-06-08").ok
            assert not export.done()
            kinds = [path.split("/")[1] for path in paths(workbench)]
            assert kinds[0] == "v3" and "v2" in kinds
        finally:
            # From now on it is done when it is asked about.
            polls(workbench, 0)
        assert export.result().ok


def test_a_distribution_is_loaded_day_by_day_and_a_trend_in_one_request(workbench: Workbench) -> None:
    workbench.report(
        "{name: orders, kind: frequency, id: frqBuy01, split: [1, 3, 10]}",
        "{name: views, kind: frequency, id: frqTrd01, statistic: 0.25}",
    )
    polls(workbench, 0)
    assert workbench.load("orders", "2026-06-07", "2026-06-08").ok
    layers = "select distinct dimensions ->> '次数' from gio.report_values where report = 'orders' order by 1"
    assert workbench.query(layers) == [("1-2次",), ("10次及以上",), ("3-9次",)]
    assert [path for path in paths(workbench) if "frqTrd01" in path] == []
    polls(workbench, 0)
    assert workbench.load("views", "2026-06-01", "2026-06-08").ok
    assert asked(workbench) == (0, 1)
    trend = "select metric, count(*) from gio.report_values where report = 'views' group by 1"
    assert workbench.query(trend) == [("次数_0.25", 8)]


def test_another_split_makes_another_report(workbench: Workbench) -> None:
    workbench.report("{name: orders, kind: frequency, id: frqBuy01, split: 10}")
    polls(workbench, 0)
    assert workbench.load("orders", "2026-06-08", "2026-06-08").ok
    workbench.report("{name: orders, kind: frequency, id: frqBuy01, split: 15}")
    with pytest.raises(IdentityChanged, match="split '10' became '15'"):
        workbench.load("orders", "2026-06-08", "2026-06-08")

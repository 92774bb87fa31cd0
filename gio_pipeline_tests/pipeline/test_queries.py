"""Every query of sql/queries runs and finds something on the sandbox's data."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from gio_pipeline.pipeline.snapshot import take_snapshots
from gio_pipeline.warehouse.reading import run_query
from gio_pipeline.warehouse.statements import directory, sql
from gio_pipeline_tests.workbench import Workbench

REPORTS = (
    "{name: page_views_by_city, kind: chart, id: cityPv01}",
    "{name: monthly, kind: chart, id: cityPv01, grain: month}",
    "{name: signup, kind: funnel, id: 9pkd1}",
    "{name: newcomers, kind: retention, id: kdj2, grain: day}",
)
NAMES = sorted(path.stem for path in (directory() / "queries").glob("*.sql"))
FROM_THE_CATALOGUE = {"users_of_a_segment"}


@pytest.fixture
def filled(workbench: Workbench) -> Workbench:
    """Two months with a hole, a restated day and cohorts that are still filling."""
    workbench.report(*REPORTS)
    workbench.load("page_views_by_city", "2026-05-01", "2026-05-20")
    workbench.load("page_views_by_city", "2026-05-25", "2026-06-09")
    workbench.load("monthly", "2026-05-01", "2026-05-31")
    workbench.load("signup", "2026-05-01", "2026-06-09")
    workbench.load("newcomers", "2026-05-01", "2026-06-09")
    workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    workbench.load("page_views_by_city", "2026-06-09", "2026-06-09")
    return workbench


def test_every_query_says_on_top_what_it_shows_and_finds_rows(filled: Workbench) -> None:
    assert len(NAMES) >= 10
    for name in set(NAMES) - FROM_THE_CATALOGUE:
        assert sql(f"queries/{name}").startswith("-- "), name
        assert filled.query(sql(f"queries/{name}").replace(":", r"\:")), name


def test_the_users_of_a_segment_are_counted_by_their_properties(workbench: Workbench) -> None:
    path = workbench.directory / "reports.yaml"
    named = "rate_limit: 100\n    segment_users: [sgLogin1]"
    path.write_text(path.read_text(encoding="utf-8").replace("rate_limit: 100", named), encoding="utf-8")
    assert [each.error for each in take_snapshots(workbench.runtime())] == [None] * 5
    rows = workbench.query(sql("queries/users_of_a_segment"))
    assert {row[:3] for row in rows} == {("shop", "登录用户", "name")}
    assert sum(row[4] for row in rows) == 420


def test_holes_are_named_by_their_first_and_last_period(filled: Workbench) -> None:
    holes = filled.query(sql("queries/holes_in_coverage"))
    assert [(report, str(first), str(last)) for _, report, _, first, last in holes] == [
        ("page_views_by_city", "2026-05-21 00:00:00", "2026-05-24 00:00:00")
    ]


def test_the_daily_average_of_a_month_stands_beside_the_months_own_figure(filled: Workbench) -> None:
    rows = filled.query(sql("queries/dau_mau"))
    assert {row[3] for row in rows} == {"访问用户量"}
    assert len({str(row[5]) for row in rows}) == len(rows) == 40
    assert {row[6] for row in rows} == {27}
    assert all(0 < row[9] < 1 for row in rows)


def test_figures_that_do_not_add_up_are_not_added_up(filled: Workbench) -> None:
    for name, place in (("daily_totals", 2), ("week_over_week_by_city", 2)):
        rows = filled.query(sql(f"queries/{name}"))
        assert {row[place] for row in rows if row[1] == "page_views_by_city"} == {"页面浏览量", "访问量"}


def test_nothing_has_moved_since_a_day_that_is_not_loaded(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-03", "2026-06-09")
    assert workbench.query(sql("queries/top_movers")) == []
    workbench.load("page_views_by_city", "2026-06-02", "2026-06-02")
    assert len(workbench.query(sql("queries/top_movers"))) == 20


def test_the_restated_day_is_shown_with_its_totals(filled: Workbench) -> None:
    rows = filled.query(sql("queries/restatements_of_last_month"))
    assert {(row[1], str(row[2]), row[4]) for row in rows} == {("page_views_by_city", "2026-06-09 00:00:00", 40)}
    assert all(row[6] == 2 * row[5] for row in rows)


WITH_REPORT = sorted(set(NAMES) - FROM_THE_CATALOGUE)
WITH_DATES = sorted(set(WITH_REPORT) - {"freshness_per_report", "holes_in_coverage"})


def named(rows: Sequence[tuple[Any, ...]]) -> set[str]:
    return {str(cell) for row in rows for cell in row} & {"page_views_by_city", "monthly", "signup", "newcomers"}


def test_a_query_takes_a_report_and_leaves_the_others_out(filled: Workbench) -> None:
    engine = filled.runtime().engine
    for name in WITH_REPORT:
        statement = sql(f"queries/{name}")
        whole = run_query(engine, statement)[1]
        for report in ("shop/page_views_by_city", "monthly", "signup", "shop/newcomers"):
            rows = run_query(engine, statement, {"gio.report": report})[1]
            if name != "dau_mau":
                assert named(rows) <= {report.removeprefix("shop/")}, name
            assert len(rows) <= len(whole), name
        assert run_query(engine, statement, {"gio.report": "shop/none"})[1] == [], name
        assert run_query(engine, statement, {"gio.report": "", "gio.from": "", "gio.to": ""})[1] == whole, name


def test_a_query_takes_dates(filled: Workbench) -> None:
    engine = filled.runtime().engine
    for name in WITH_DATES:
        statement = sql(f"queries/{name}")
        assert run_query(engine, statement, {"gio.to": "2026-04-30"})[1] == [], name
    first = {"gio.from": "2026-05-02", "gio.to": "2026-05-04"}
    days = {row[3].isoformat() for row in run_query(engine, sql("queries/daily_totals"), first)[1]}
    assert days == {"2026-05-02", "2026-05-03", "2026-05-04"}
    cohorts = run_query(engine, sql("queries/retention_triangle"), first)[1]
    assert {row[2].isoformat() for row in cohorts} == days


def test_a_report_that_left_the_configuration_is_in_no_query(filled: Workbench) -> None:
    filled.report("{name: other, kind: chart, id: YoX28w7R}")
    engine = filled.runtime().engine
    for name in WITH_REPORT:
        assert named(run_query(engine, sql(f"queries/{name}"))[1]) == set(), name


def test_no_query_is_tied_to_the_sample() -> None:
    for name in NAMES:
        assert not re.search("shop|page_views|cityPv01|signup|newcomers", sql(f"queries/{name}")), name

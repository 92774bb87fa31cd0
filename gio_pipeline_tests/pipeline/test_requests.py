"""How many requests a year's backfill and a scheduled day take, counted at the sandbox, for every kind and grain."""

import pytest

from gio_pipeline_tests.workbench import Workbench

REPORTS = {
    "chart by hour": "{name: it, kind: chart, id: YoX28w7R, grain: hour, start: 2025-01-01}",
    "chart by day": "{name: it, kind: chart, id: YoX28w7R, start: 2025-01-01}",
    "chart by week": "{name: it, kind: chart, id: YoX28w7R, grain: week, start: 2025-01-01}",
    "chart by month": "{name: it, kind: chart, id: YoX28w7R, grain: month, start: 2025-01-01}",
    "chart without time": "{name: it, kind: chart, id: tblBrw01, start: 2025-01-01}",
    "funnel by day": "{name: it, kind: funnel, id: 9pkd1, conversion_window: 7, start: 2025-01-01}",
    "retention by day": "{name: it, kind: retention, id: kdj2, grain: day, start: 2025-01-01}",
    "retention by week": "{name: it, kind: retention, id: kdj2, grain: week, start: 2025-01-01}",
    "retention by month": "{name: it, kind: retention, id: kdj2, grain: month, start: 2025-01-01}",
}
# One request a period, and the one that found out: two months of them tell as much as a year.
WITHOUT_TIME = "chart without time"
# A year from 2025-05-01; then every tick of Monday 2026-06-01, on which a day, a week and a month settle.
BACKFILL = {
    "chart by hour": 1,
    "chart by day": 1,
    "chart by week": 1,
    "chart by month": 1,
    "chart without time": 62,
    "funnel by day": 1,
    "retention by day": 4,
    "retention by week": 3,
    "retention by month": 1,
}
SCHEDULED_DAY = {
    "chart by hour": 23,
    "chart by day": 1,
    "chart by week": 1,
    "chart by month": 1,
    "chart without time": 2,
    "funnel by day": 1,
    "retention by day": 1,
    "retention by week": 1,
    "retention by month": 1,
}


@pytest.mark.parametrize("report", REPORTS)
def test_a_years_backfill_takes_few_requests(workbench: Workbench, report: str) -> None:
    workbench.at("2026-05-31T10:00:00+08:00")
    workbench.report(REPORTS[report])
    result = workbench.load("it", "2026-03-01" if report == WITHOUT_TIME else "2025-05-01", "2026-04-30")
    assert (result.ok, result.requests, workbench.downloads()) == (True, BACKFILL[report], BACKFILL[report])


def test_a_big_number_is_asked_for_several_days_at_once_only_until_it_is_known(workbench: Workbench) -> None:
    workbench.report("{name: it, kind: chart, id: bigNum01}")
    assert workbench.load("it", "2026-06-05", "2026-06-09").requests == 6
    assert workbench.load("it", "2026-05-28", "2026-06-01").requests == 5


@pytest.mark.parametrize("report", REPORTS)
def test_a_scheduled_day_takes_few_requests(workbench: Workbench, report: str) -> None:
    workbench.at("2026-05-31T23:59:00+08:00")
    workbench.report(REPORTS[report])
    first = {"chart by hour": "2026-05-25", WITHOUT_TIME: "2026-05-20"}.get(report, "2026-01-01")
    assert workbench.load("it", first, "2026-05-31").committed
    workbench.tick("it")
    before = workbench.downloads()
    for hour in range(24):
        workbench.at(f"2026-06-01T{hour:02}:35:00+08:00")
        workbench.tick("it")
    assert workbench.downloads() - before == SCHEDULED_DAY[report]
    assert workbench.query("select count(*) from gio.freshness where holes > 0") == [(0,)]

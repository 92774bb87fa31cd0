"""What `gio.coverage` says of a period's loads, and what `on_empty: accept` switches off."""

from typing import Any

import pytest

from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"
TIMES = """
select (loaded_at at time zone 'Asia/Shanghai')::text, (checked_at at time zone 'Asia/Shanghai')::text
from gio.coverage
where period_date = '2026-06-09'
"""
NEWEST = "select state, rows from gio.coverage where period_date = :day"


def loaded_and_checked(bench: Workbench, now: str, *faults: dict[str, Any]) -> tuple[str, str]:
    """The days of June a period was last loaded and checked on, after a load at ten o'clock."""
    bench.at(f"{now}T10:00:00+08:00")
    bench.faults(*({"match": "cityPv01", "date": "2026-06-09", **fault} for fault in faults))
    bench.load(CITY, "2026-06-08", "2026-06-09")
    [(loaded, checked)] = bench.query(TIMES)
    return loaded[8:13], checked[8:13]


def test_loaded_at_is_the_last_load_that_changed_anything_and_checked_at_the_last_at_all(workbench: Workbench) -> None:
    assert loaded_and_checked(workbench, "2026-06-10") == ("10 10", "10 10")
    assert loaded_and_checked(workbench, "2026-06-11") == ("10 10", "11 10")
    half = {"fault": "drop_rows", "share": 0.5}
    assert loaded_and_checked(workbench, "2026-06-12", half) == ("12 10", "12 10")
    assert loaded_and_checked(workbench, "2026-06-13", half) == ("12 10", "13 10")
    assert loaded_and_checked(workbench, "2026-06-14") == ("14 10", "14 10")
    one = {"fault": "patch", "value": 7, "row": 3}
    assert loaded_and_checked(workbench, "2026-06-15", one) == ("15 10", "15 10")
    # What keeps its old rows was checked, no more.
    assert loaded_and_checked(workbench, "2026-06-16", {"fault": "empty"}) == ("15 10", "16 10")
    workbench.report("{name: page_views_by_city, kind: chart, id: cityPv01, on_empty: accept}")
    assert loaded_and_checked(workbench, "2026-06-17", {"fault": "empty"}) == ("17 10", "17 10")
    assert loaded_and_checked(workbench, "2026-06-18", {"fault": "empty"}) == ("17 10", "18 10")


@pytest.mark.parametrize("on_empty", ["doubt", "accept"])
@pytest.mark.parametrize("left", [0, 1])
def test_on_empty_accept_believes_what_lost_its_rows(workbench: Workbench, on_empty: str, left: int) -> None:
    workbench.report(f"{{name: it, kind: chart, id: cityPv01, on_empty: {on_empty}}}")
    workbench.load("it", "2026-06-08", "2026-06-09")
    assert workbench.query(NEWEST, day="2026-06-09") == [("final", 40)]
    workbench.faults({"fault": "drop_rows", "match": "cityPv01", "date": "2026-06-09", "share": 1 - left / 40})
    result = workbench.load("it", "2026-06-08", "2026-06-09")
    kept = on_empty == "doubt"
    assert (result.ok, len(result.kept)) == (not kept, int(kept))
    assert workbench.query(NEWEST, day="2026-06-09") == [("final", 40 if kept else left)]


@pytest.mark.parametrize("on_empty", ["doubt", "accept"])
@pytest.mark.parametrize("unfinished", [{"fault": "empty"}, {"fault": "scale", "factor": 0.3}])
def test_on_empty_accept_believes_what_a_schedule_would_doubt(
    workbench: Workbench, on_empty: str, unfinished: dict[str, Any]
) -> None:
    workbench.report(f"{{name: it, kind: chart, id: cityPv01, on_empty: {on_empty}}}")
    workbench.load("it", "2026-05-01", "2026-06-09")
    workbench.at("2026-06-11T04:05:00+08:00")
    workbench.faults({"match": "cityPv01", "date": "2026-06-10", **unfinished})
    result = workbench.tick("it")
    [(state, _)] = workbench.query(NEWEST, day="2026-06-10")
    assert (state, bool(result.warnings)) == (("provisional", True) if on_empty == "doubt" else ("final", False))


@pytest.mark.parametrize("on_empty", ["doubt", "accept"])
def test_on_empty_accept_believes_a_night_that_looks_unfinished(workbench: Workbench, on_empty: str) -> None:
    workbench.report(f"{{name: it, kind: funnel, id: 9pkd1, conversion_window: 3, on_empty: {on_empty}}}")
    workbench.load("it", "2026-05-01", "2026-06-09")
    workbench.at("2026-06-11T04:05:00+08:00")
    workbench.faults({"fault": "scale", "match": "9pkd1", "date": "2026-06-10", "factor": 0.3})
    workbench.tick("it")
    [(state, _)] = workbench.query(NEWEST, day="2026-06-07")
    assert state == ("filling" if on_empty == "doubt" else "final")

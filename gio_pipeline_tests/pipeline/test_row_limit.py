"""200,000 rows are all that one answer holds: ask for less, and say so where that is impossible."""

import pytest

from gio_pipeline.core.windows import ROW_LIMIT
from gio_pipeline_tests.workbench import Workbench

CUT = "shop/items: the source cut the answer at 200,000 rows: the period is incomplete"


@pytest.fixture
def items(workbench: Workbench) -> Workbench:
    """A workbench with a report of as many rows a day as the sandbox is told, one value each."""
    workbench.report("{name: items, kind: chart, id: big00001}")
    workbench.faults({"fault": "remove_metric", "match": "big00001"})
    return workbench


@pytest.mark.slow
def test_a_window_of_more_rows_than_an_answer_holds_is_asked_for_in_halves(items: Workbench) -> None:
    items.report("{name: items, kind: chart, id: big00001, grain: hour}")
    # 24 hours of 8,400 rows are 201,600.
    items.sandbox.set(rows_per_day=8_400)
    result = items.load("items", "2026-06-08", "2026-06-08")
    assert (result.ok, result.requests, result.rows, result.warnings) == (True, 3, 201_600, [])
    assert items.query("select count(*), min(rows), max(rows), bool_or(truncated) from gio.coverage") == [
        (24, 8_400, 8_400, False)
    ]


@pytest.mark.slow
def test_one_period_that_is_cut_is_stored_marked_and_warned_about(items: Workbench) -> None:
    items.sandbox.set(rows_per_day=ROW_LIMIT + 1)
    result = items.load("items", "2026-06-09", "2026-06-09")
    assert (result.ok, result.requests, result.warnings) == (True, 1, [CUT])
    assert items.query("select rows, truncated from gio.coverage") == [(200_000, True)]
    assert items.query("select count(*) from gio.points") == [(200_000,)]

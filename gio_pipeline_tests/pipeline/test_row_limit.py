"""200,000 rows are all that one answer holds: ask for less, and say so where that is impossible."""

import pytest

from gio_pipeline.core.plan import ROW_LIMIT
from gio_pipeline_tests.workbench import Workbench

REPORT = "{name: items, kind: chart, id: big00001}"
CUT = "shop/items: the source cut the answer at 200,000 rows: the period is incomplete"


@pytest.fixture
def items(workbench: Workbench) -> Workbench:
    workbench.report(REPORT)
    return workbench


def coverage(workbench: Workbench) -> list[tuple[str, int, bool]]:
    rows = workbench.query("select cast(period_date as text), rows, truncated from gio.coverage order by 1")
    return [(day, count, truncated) for day, count, truncated in rows]


def test_a_window_that_is_cut_is_asked_for_in_halves(items: Workbench) -> None:
    items.sandbox.set(rows_per_day=70_000)
    result = items.load("items", "2026-06-07", "2026-06-09")
    # Three days are 210,000 rows; the newer two and the older one are not cut.
    assert (result.ok, result.requests, result.rows, result.warnings) == (True, 3, 210_000, [])
    assert coverage(items) == [(f"2026-06-0{day}", 70_000, False) for day in (7, 8, 9)]
    assert result.count("values") == 420_000


def test_exactly_as_many_rows_are_taken_for_cut(items: Workbench) -> None:
    items.sandbox.set(rows_per_day=ROW_LIMIT // 2)
    result = items.load("items", "2026-06-08", "2026-06-09")
    assert (result.ok, result.requests, result.warnings) == (True, 3, [])
    assert coverage(items) == [("2026-06-08", 100_000, False), ("2026-06-09", 100_000, False)]


def test_one_period_that_is_cut_is_stored_marked_and_warned_about(items: Workbench) -> None:
    items.sandbox.set(rows_per_day=ROW_LIMIT + 1)
    result = items.load("items", "2026-06-09", "2026-06-09")
    assert (result.ok, result.requests, result.warnings) == (True, 1, [CUT])
    assert coverage(items) == [("2026-06-09", 200_000, True)]
    items.sandbox.set(rows_per_day=150_000)
    assert items.load("items", "2026-06-09", "2026-06-09").warnings == []
    assert coverage(items) == [("2026-06-09", 150_000, False)]

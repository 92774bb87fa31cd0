"""What stands beside committed values may fail for any reason: the load is what it was, and says what is lacking."""

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.pipeline.contained import decorating
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"


def test_whatever_fails_is_a_sentence_and_a_reason_of_ours_is_told() -> None:
    told: list[str] = []
    for error in (WarehouseError("The disk is full."), KeyError("secret"), RecursionError("secret"), OSError("secret")):
        with decorating(told.append, "the page was not shown"):
            raise error
    assert told == [
        "the page was not shown: The disk is full.",
        "the page was not shown: something unforeseen went wrong (KeyError).",
        "the page was not shown: something unforeseen went wrong (RecursionError).",
        "the page was not shown: something unforeseen went wrong (OSError).",
    ]


def test_progress_that_cannot_be_shown_costs_no_period(workbench: Workbench) -> None:
    def fails(result: LoadResult) -> None:
        raise ZeroDivisionError

    plan = workbench.plan(CITY, "2026-06-08", "2026-06-09")
    result = load_report(workbench.runtime(), plan, LoadOrigin(), fails)
    assert (result.ok, len(result.committed)) == (True, 2)
    assert result.warnings == [
        f"shop/{CITY}: what landed was not shown: something unforeseen went wrong (ZeroDivisionError)."
    ]

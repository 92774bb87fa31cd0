"""How often one scheduled day of one report asks the warehouse, and how it is borrowed for that."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import plan_due
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import report_state
from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"


class Counted:
    """Statements sent and connections checked out, COPY and the driver's own apart."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.checkouts = 0


@contextmanager
def counting(engine: Engine) -> Iterator[Counted]:
    counted = Counted()

    def statement(connection: object, cursor: object, text: str, *_: object) -> None:
        counted.statements.append(text)

    def checkout(*_: object) -> None:
        counted.checkouts += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "checkout", checkout)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "checkout", checkout)


def scheduled_day(workbench: Workbench) -> tuple[LoadResult, Counted]:
    runtime = workbench.runtime()
    with counting(runtime.engine) as counted:
        plan = plan_due(report_state(runtime, runtime.settings.find(CITY)), runtime.clock(), most=400)
        result = load_report(runtime, plan, LoadOrigin("schedule"))
    return result, counted


@pytest.fixture
def loaded(workbench: Workbench) -> Workbench:
    workbench.load(CITY, "2026-06-01", "2026-06-08")
    workbench.tick(CITY)
    workbench.at("2026-06-11T10:00:00+08:00")
    return workbench


def test_a_scheduled_day_of_a_report_is_at_most_eleven_statements_on_three_connections(loaded: Workbench) -> None:
    result, counted = scheduled_day(loaded)
    assert (result.count("inserted"), result.count("unchanged"), result.requests) == (120, 120, 1)
    assert (len(counted.statements) <= 11, counted.checkouts <= 3) == (True, True), counted.statements


def test_a_day_whose_figures_have_changed_is_three_statements_more(loaded: Workbench) -> None:
    loaded.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    result, counted = scheduled_day(loaded)
    assert (result.count("inserted"), result.count("changed")) == (120, 120)
    assert (len(counted.statements) <= 14, counted.checkouts <= 3) == (True, True), counted.statements

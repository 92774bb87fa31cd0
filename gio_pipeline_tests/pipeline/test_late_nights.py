"""A night that is done late: what would be final waits if it shows, and is put right a day later if it does not."""

from collections.abc import Sequence
from typing import Any

import pytest

from gio_pipeline_tests.workbench import Workbench

REPORTS = {
    "hours": "{name: it, kind: chart, id: YoX28w7R, grain: hour}",
    "funnel": "{name: it, kind: funnel, id: 9pkd1, conversion_window: 3}",
    "cohorts": "{name: it, kind: retention, id: kdj2, grain: day}",
    "weeks": "{name: it, kind: chart, id: YoX28w7R, grain: week}",
}
# What the morning of 2026-06-11 (weeks: Monday 2026-06-08) makes final, and where it is loaded from before.
CLOSING = {"hours": "2026-06-10", "funnel": "2026-06-07", "cohorts": "2026-05-12", "weeks": "2026-06-01"}
SINCE = {"hours": "2026-05-13", "funnel": "2026-05-01", "cohorts": "2026-05-01", "weeks": "2026-04-01"}
STATES = "select state, count(*) from gio.coverage where period_date = :day group by state"
VALUES = "select dimensions, metric, value from gio.report_values where period_date = :day order by 1, 2, period_start"
RESTATED = """
select distinct period_date::text
from gio.restatements
join gio.coverage using (report_id, period_start)
"""


def states(bench: Workbench, report: str) -> Sequence[tuple[Any, ...]]:
    return bench.query(STATES, day=CLOSING[report])


def loaded_till_the_evening(bench: Workbench, report: str) -> None:
    bench.report(REPORTS[report])
    bench.at("2026-06-07T23:59:00+08:00" if report == "weeks" else "2026-06-10T23:35:00+08:00")
    bench.load("it", SINCE[report], "2026-06-10")


@pytest.mark.parametrize(
    ("report", "minute", "unfinished"),
    [
        ("hours", 35, {"fault": "scale", "date": "2026-06-10", "factor": 0.3}),
        ("funnel", 5, {"fault": "night_done_at", "date": "2026-06-10", "time": "07:30", "share": 0.4}),
        ("cohorts", 5, {"fault": "night_done_at", "date": "2026-06-10", "time": "07:30", "share": 0.4}),
    ],
)
def test_what_would_be_final_can_still_change_while_the_night_looks_unfinished(
    workbench: Workbench, report: str, minute: int, unfinished: dict[str, Any]
) -> None:
    loaded_till_the_evening(workbench, report)
    for hour in (4, 7):
        workbench.at(f"2026-06-11T{hour:02}:{minute:02}:00+08:00")
        workbench.faults(unfinished)
        result = workbench.tick("it")
        assert "final" not in dict(states(workbench, report))
        [told] = [each for each in result.warnings if "so the night may not be done" in each]
        assert "under half of the usual" in told
        assert result.requests == 1
    workbench.at(f"2026-06-11T08:{minute:02}:00+08:00")
    workbench.faults()
    workbench.tick("it")
    assert [state for state, _ in states(workbench, report)] == ["final"]
    assert workbench.query("select count(*) from gio.restatements") == [(0,)]
    workbench.at(f"2026-06-11T09:{minute:02}:00+08:00")
    assert workbench.tick("it").requests == (1 if report == "hours" else 0)


def test_a_night_that_goes_on_looking_unfinished_is_believed_after_twelve_hours(workbench: Workbench) -> None:
    loaded_till_the_evening(workbench, "funnel")
    for hour in range(4, 17):
        workbench.at(f"2026-06-11T{hour:02}:05:00+08:00")
        workbench.faults({"fault": "scale", "match": "9pkd1", "date": "2026-06-10", "factor": 0.3})
        assert workbench.tick("it").requests == 1
        assert states(workbench, "funnel") == [("final" if hour == 16 else "filling", 1)]
    workbench.at("2026-06-11T17:05:00+08:00")
    assert workbench.tick("it").requests == 0


def test_a_load_by_hand_only_warns_of_a_night_that_looks_unfinished(workbench: Workbench) -> None:
    loaded_till_the_evening(workbench, "funnel")
    workbench.at("2026-06-11T04:05:00+08:00")
    workbench.faults({"fault": "scale", "match": "9pkd1", "date": "2026-06-10", "factor": 0.3})
    result = workbench.load("it", "2026-06-07", "2026-06-10")
    assert (len(result.warnings), states(workbench, "funnel")) == (1, [("final", 1)])


@pytest.mark.parametrize("report", REPORTS)
def test_a_figure_that_was_final_too_early_is_restated_within_a_day(workbench: Workbench, report: str) -> None:
    loaded_till_the_evening(workbench, report)
    night = 8 if report == "weeks" else 11
    minute = 35 if report == "hours" else 5
    late = {"fault": "night_done_at", "date": f"2026-06-{night - 1:02}", "time": "07:30", "share": 0.9}
    workbench.at(f"2026-06-{night:02}T04:{minute:02}:00+08:00")
    workbench.faults(late)
    workbench.tick("it")
    count = 24 if report == "hours" else 1
    assert states(workbench, report) == [("final", count)]
    wrong = workbench.query(VALUES, day=CLOSING[report])
    for hour in range(8, 28):
        workbench.at(f"2026-06-{night + hour // 24:02}T{hour % 24:02}:{minute:02}:00+08:00")
        workbench.tick("it")
    assert workbench.query(VALUES, day=CLOSING[report]) == wrong
    before = workbench.downloads()
    workbench.at(f"2026-06-{night + 1:02}T04:{minute:02}:00+08:00")
    workbench.tick("it")
    assert workbench.downloads() - before == 1
    assert workbench.query(RESTATED) == [(CLOSING[report],)]
    right = workbench.query(VALUES, day=CLOSING[report])
    assert right != wrong
    workbench.load("it", CLOSING[report], CLOSING[report])
    assert workbench.query(VALUES, day=CLOSING[report]) == right
    assert states(workbench, report) == [("final", count)]

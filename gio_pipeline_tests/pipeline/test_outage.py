"""A source that is away is waited for once per project and run; the next runs look whether it is back."""

from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import plan_due
from gio_pipeline.pipeline.runtime import Runtime, report_state
from gio_pipeline_tests.workbench import Workbench

REPORTS = [f"{{name: r{number}, kind: chart, id: YoX28w7R}}" for number in range(7)]
AWAY = {"fault": "status", "match": "charts", "code": 503}


def run(workbench: Workbench) -> tuple[Runtime, list[int]]:
    """A scheduled run of every report; the requests each of them took."""
    runtime = workbench.runtime()
    runtime.retry = RetryPolicy(seconds=1, first=0.1, longest=0.2)
    counts = []
    for spec in runtime.settings.reports():
        plan = plan_due(report_state(runtime, spec), runtime.clock(), most=400)
        counts.append(load_report(runtime, plan, LoadOrigin("schedule")).requests)
    return runtime, counts


def test_only_the_first_report_of_the_first_run_waits_for_a_source_that_is_away(workbench: Workbench) -> None:
    workbench.report(*REPORTS)
    workbench.faults(AWAY)
    _, (first, *others) = run(workbench)
    assert first > 3
    assert others == [1] * 6
    assert run(workbench)[1] == [1] * 7


def test_what_is_back_is_waited_for_again(workbench: Workbench) -> None:
    workbench.report(*REPORTS)
    workbench.faults(AWAY)
    run(workbench)
    workbench.faults()
    runtime, counts = run(workbench)
    assert counts == [1] * 7
    assert not runtime.client("shop", "schedule")._session.away
    assert workbench.query("select * from gio_state.troubles") == []


def test_one_report_that_is_never_answered_does_not_hurry_the_others(workbench: Workbench) -> None:
    workbench.report("{name: bad, kind: chart, id: cityPv01}", *REPORTS[:2])
    workbench.faults(AWAY | {"match": "cityPv01"})
    _, counts = run(workbench)
    assert counts[1:] == [1, 1]
    assert workbench.query("select subject, kind, try_again_at from gio_state.troubles") == [("bad", "outage", None)]

"""Several loads of one report at the same time: one after the other where they meet, side by side where they do not."""

from collections.abc import Callable
from datetime import date

import pytest

from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.warehouse.reset import loaded_reports, reset_report
from gio_pipeline_tests.held_source import held as held_source
from gio_pipeline_tests.reliability.holding import Backend, execute, holding
from gio_pipeline_tests.reliability.loading import loading
from gio_pipeline_tests.reliability.truth import answered, answered_alone, everything, stored
from gio_pipeline_tests.workbench import Workbench

CITY = "page_views_by_city"
FIRST_TWICE_THEN_THRICE = (
    {"fault": "scale", "match": "cityPv01", "factor": 2, "times": 1},
    {"fault": "scale", "match": "cityPv01", "factor": 3, "after": 1},
)


# What the second load calls old is what the first has made new.
CHAIN = """
select count(*) from gio.restatements a
join gio.restatements b using (report_id, period_start, dims_id, metric)
where a.load_id < b.load_id and b.old_value = a.new_value
"""


@pytest.mark.parametrize("loaded_before", [False, True], ids=["new window", "window loaded before"])
def test_the_same_window_loaded_by_two_ends_as_one_after_the_other(workbench: Workbench, loaded_before: bool) -> None:
    if loaded_before:
        workbench.load(CITY, "2026-06-08", "2026-06-09")
    else:
        workbench.load(CITY, "2026-06-01", "2026-06-01")
    workbench.faults(*FIRST_TWICE_THEN_THRICE)
    writing = ("before update", "with deleted%") if loaded_before else ("before insert", "copy gio.points%")
    with (
        holding(workbench.database_url, "points", *writing, 60) as held,
        loading(workbench, CITY, "2026-06-08", "2026-06-09") as first,
    ):
        held.seen(lambda backend: backend.held)
        with loading(workbench, CITY, "2026-06-08", "2026-06-09") as second:
            held.seen(waits_for_a_row)
            held.release()
            results = [first.result(), second.result()]
    counts = [(each["inserted"], each["changed"], each["unchanged"]) for each in results]
    assert counts == ([(0, 240, 0), (0, 240, 0)] if loaded_before else [(240, 0, 0), (0, 240, 0)])
    assert stored(workbench, CITY, "2026-06-08") == answered(workbench, "cityPv01", "2026-06-08", "2026-06-09")
    assert workbench.query("select count(*), count(distinct load_id) from gio.loads") == [(3, 3)]
    if loaded_before:
        assert workbench.query(CHAIN) == [(240,)]


def test_the_answer_to_the_later_question_stays_however_late_the_earlier_one_comes(workbench: Workbench) -> None:
    workbench.load(CITY, "2026-06-07", "2026-06-09")
    # The answer that is held is made last, with three times the figures.
    workbench.faults(*FIRST_TWICE_THEN_THRICE)
    with held_source(workbench) as source, loading(workbench, CITY, "2026-06-08", "2026-06-09") as slow:
        source.wait_for(1)
        source.release(1)
        assert workbench.load(CITY, "2026-06-08", "2026-06-09").count("changed") == 240
        before = everything(workbench)
        source.release(0)
        result = slow.result()
    assert (result["ok"], result["superseded"], result["changed"]) == (True, 2, 0)
    after = everything(workbench)
    assert (after["points"], after["coverage"]) == (before["points"], before["coverage"])
    workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    assert stored(workbench, CITY, "2026-06-08") == answered(workbench, "cityPv01", "2026-06-08", "2026-06-09")


def test_a_database_clock_put_back_does_not_make_every_answer_an_old_one(workbench: Workbench) -> None:
    workbench.load(CITY, "2026-06-09", "2026-06-09")
    with workbench.runtime().engine.begin() as connection:
        connection.exec_driver_sql("update gio.coverage set sent_at = now() + interval '1 hour'")
    workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    assert workbench.load(CITY, "2026-06-09", "2026-06-09").count("changed") == 120
    assert workbench.query("select sent_at < now() from gio.coverage") == [(True,)]


MID_MERGE = {
    "in mid-copy": ("points", "before insert", "copy gio.points%", 60),
    "before coverage": ("coverage", "before update", "with answered%", 1),
    "before the commit": ("loads", "before insert", "with answered%", 1),
}


@pytest.mark.parametrize("moment", MID_MERGE.values(), ids=list(MID_MERGE))
def test_a_loader_that_is_stopped_in_mid_merge_keeps_no_other_window_waiting(
    workbench: Workbench, moment: tuple[str, str, str, int]
) -> None:
    """The other window brings the same new metric and the same new dimension sets."""
    workbench.faults({"fault": "add_metric", "match": "cityPv01", "name": "新指标"})
    with (
        holding(workbench.database_url, *moment) as held,
        loading(workbench, CITY, "2026-06-01", "2026-06-05") as stopped,
    ):
        merging = held.seen(lambda backend: backend.held)
        stopped.stop()
        assert workbench.load(CITY, "2026-06-06", "2026-06-09").ok
        assert merging.pid in [backend.pid for backend in held.backends()]
        assert stored(workbench, CITY) == answered(workbench, "cityPv01", "2026-06-06", "2026-06-09")
        stopped.go_on()
        held.release()
        assert stopped.result()["inserted"] == 800
    assert stored(workbench, CITY) == answered(workbench, "cityPv01", "2026-06-01", "2026-06-09")


def test_new_names_that_two_loads_bring_at_once_are_numbered_once(workbench: Workbench) -> None:
    with (
        holding(workbench.database_url, "dimension_sets", "before insert", "copy gio.dimension_sets%", 9) as held,
        loading(workbench, CITY, "2026-06-01", "2026-06-05") as first,
    ):
        naming = held.seen(lambda backend: backend.held)
        with loading(workbench, CITY, "2026-06-06", "2026-06-09") as second:
            held.seen(lambda backend: backend.wait_event_type == "Lock" and backend.pid != naming.pid)
            held.release()
            assert (first.result()["inserted"], second.result()["inserted"]) == (600, 480)
    assert stored(workbench, CITY) == answered(workbench, "cityPv01", "2026-06-01", "2026-06-09")
    assert workbench.query("select count(*) from gio.dimension_sets") == [(40,)]


def test_values_that_somebody_writes_by_hand_in_mid_merge_end_the_load_and_nothing_is_written(
    workbench: Workbench,
) -> None:
    workbench.load(CITY, "2026-05-31", "2026-06-09")
    before = everything(workbench)
    workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    with (
        holding(workbench.database_url, "incoming", "before insert", "copy%") as held,
        loading(workbench, CITY, "2026-05-31", "2026-06-09") as loader,
    ):
        held.seen(lambda backend: backend.held)
        held.execute("update gio.points set value = value")
        held.release()
        wrong = f"Somebody else wrote to gio.points while shop/{CITY} was being loaded: load it again."
        assert loader.result()["failures"] == [wrong]
    assert everything(workbench) | {"loads": []} == before | {"loads": []}
    assert workbench.load(CITY, "2026-05-31", "2026-06-09").count("changed") == 1_200


def test_a_report_that_is_reset_while_its_answer_is_awaited_stays_forgotten(workbench: Workbench) -> None:
    workbench.load(CITY, "2026-06-09", "2026-06-09")
    with held_source(workbench) as source, loading(workbench, CITY, "2026-06-08", "2026-06-09") as slow:
        source.wait_for(1)
        [loaded] = loaded_reports(workbench.runtime().engine, CITY)
        reset_report(workbench.runtime().engine, loaded)
        source.release_all()
        assert slow.result()["failures"] == [f"shop/{CITY} was reset while it was being loaded: load it again."]
    assert workbench.query("select count(*) from gio.points") == [(0,)]
    assert workbench.load(CITY, "2026-06-08", "2026-06-09").count("inserted") == 240


def test_a_name_that_is_given_to_another_report_while_its_first_answer_is_awaited_mixes_nothing(
    workbench: Workbench,
) -> None:
    """Two hosts whose reports.yaml differ, and nothing is loaded yet that could tell them apart."""
    workbench.report("{name: views, kind: chart, id: cityPv01}")
    with held_source(workbench) as source, loading(workbench, "views", "2026-06-08", "2026-06-09") as slow:
        source.wait_for(1)
        workbench.report("{name: views, kind: chart, id: srcLine1}")
        assert workbench.load("views", "2026-06-09", "2026-06-09").ok
        source.release_all()
        [failure] = slow.result()["failures"]
    assert failure.startswith("shop/views: id 'srcLine1' became 'cityPv01' in reports.yaml")
    assert workbench.query("select distinct metric from gio.report_values order by 1") == [("访问用户量",), ("访问量",)]


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        ("delete from gio.reports", f"shop/{CITY} was reset while it was being loaded: load it again."),
        ("update gio.reports set source_id = 'other'", f"shop/{CITY}: id 'other' became 'cityPv01' in reports.yaml"),
    ],
    ids=["reset", "given to another"],
)
def test_what_becomes_of_a_report_between_answer_and_merge_is_noticed(
    workbench: Workbench, meanwhile: str, said: str
) -> None:
    with (
        holding(workbench.database_url, "loads", "before insert", "nothing") as held,
        loading(workbench, CITY, "2026-06-08", "2026-06-09") as loader,
    ):
        # Its number is 1; merges share this lock, and who resets or renames a report has it alone.
        held.execute("select pg_advisory_lock(hashtextextended('gio_pipeline report', 1))")
        held.seen(lambda backend: backend.held and "gio_pipeline report" in backend.query)
        held.execute(meanwhile)
        held.execute("select pg_advisory_unlock(hashtextextended('gio_pipeline report', 1))")
        [failure] = loader.result()["failures"]
    assert failure.startswith(said)
    assert workbench.query("select count(*) from gio.points union all select count(*) from gio.coverage") == [
        (0,),
        (0,),
    ]


def waits_for_a_row(backend: Backend) -> bool:
    return backend.wait_event_type == "Lock" and not backend.held


# What a standby that was promoted had not received: the newest name, and its values.
LOST = (
    "delete from gio.points where dims_id = (select max(dims_id) from gio.dimension_sets)",
    "delete from gio.dimension_sets where dims_id = (select max(dims_id) from gio.dimension_sets)",
)


def lose(workbench: Workbench) -> None:
    execute(workbench.database_url, *LOST)


def reset_and_load(workbench: Workbench) -> None:
    """Another's view keeps the report's, and so its number."""
    execute(workbench.database_url, "create view public.mine as select * from gio_reports.shop__browsers")
    engine = workbench.runtime().engine
    [loaded] = loaded_reports(engine, "browsers")
    assert reset_report(engine, loaded).dependents
    assert workbench.load("browsers", "2026-06-02", "2026-06-02").ok


@pytest.mark.parametrize("meanwhile", [lose, reset_and_load])
def test_names_that_are_lost_between_two_answers_of_a_load_are_numbered_anew(
    workbench: Workbench, meanwhile: Callable[[Workbench], None]
) -> None:
    workbench.report("{name: browsers, kind: chart, id: tblBrw01}")
    assert workbench.load("browsers", "2026-06-01", "2026-06-01").ok

    def progress(result: LoadResult) -> None:
        if len(result.outcomes) == 1:
            meanwhile(workbench)

    plan = workbench.plan("browsers", "2026-06-06", "2026-06-09")
    result = load_report(workbench.runtime(), plan, LoadOrigin(), progress)
    assert (result.ok, len(result.committed), result.requests) == (True, 4, 4)
    assert not any("was not shown" in warning for warning in result.warnings)
    days = [date(2026, 6, day) for day in (6, 7, 8)]
    assert stored(workbench, "browsers", "2026-06-06", "2026-06-08") == answered_alone(workbench, "tblBrw01", days)


def test_a_day_that_is_being_stored_while_another_answer_shows_that_days_fill_for_longer_is_not_called_final(
    workbench: Workbench,
) -> None:
    workbench.report("{name: signup, kind: funnel, id: 9pkd1}")
    workbench.sandbox.set(wrong_conversion_window=3)
    assert workbench.load("signup", "2026-06-01", "2026-06-01").ok
    with (
        holding(workbench.database_url, "points", "before insert", "copy gio.points%") as held,
        loading(workbench, "signup", "2026-06-03", "2026-06-03") as first,
    ):
        held.seen(lambda backend: backend.held)
        workbench.sandbox.set(wrong_conversion_window=14)
        assert workbench.load("signup", "2026-06-02", "2026-06-02").ok
        held.release()
        assert first.result()["ok"]
    found = workbench.query("select cast(period_date as text), state from gio.coverage order by 1")
    assert found == [("2026-06-01", "filling"), ("2026-06-02", "filling"), ("2026-06-03", "filling")]

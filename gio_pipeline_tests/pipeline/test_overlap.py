"""Requests leave while earlier answers are on their way: in which order, how many, and what ends them."""

import json
import os
import platform
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from gio_pipeline.pipeline.answers_waiting import AnswersWaiting
from gio_pipeline.pipeline.check import check_everything
from gio_pipeline.pipeline.flights import MOST_IN_FLIGHT
from gio_pipeline.pipeline.load import LoadOrder, LoadOrigin, load_report, load_reports
from gio_pipeline.pipeline.plans import LoadPlan
from gio_pipeline.pipeline.results import Flow, LoadResult
from gio_pipeline.pipeline.side_by_side import side_by_side
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.growingio.odd_server import http
from gio_pipeline_tests.held_source import held
from gio_pipeline_tests.reliability.handmade import DAY_MS, Source, dim, met, source
from gio_pipeline_tests.reliability.holding import EVERY, eventually, holding
from gio_pipeline_tests.workbench import Workbench

BROWSERS = "{name: browsers, kind: chart, id: tblBrw01}"
CITIES = "{name: cities, kind: chart, id: cityPv01}"
VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
YEAR = "{name: newcomers, kind: retention, id: kdj2, grain: day, start: 2025-01-01}"


Aside = Callable[..., "Future[list[LoadResult]]"]


@pytest.fixture
def aside(workbench: Workbench) -> Iterator[Aside]:
    """Loads plans together in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:

        def load(*plans: LoadPlan) -> "Future[list[LoadResult]]":
            orders = [LoadOrder(each) for each in plans]
            return pool.submit(load_reports, workbench._runtimes[-1], orders, LoadOrigin())  # type: ignore[arg-type]

        yield load


def known_browsers(workbench: Workbench) -> None:
    """A report of which it is known that every day takes a request."""
    workbench.report(BROWSERS, CITIES, VIEWS, YEAR)
    assert workbench.load("browsers", "2026-05-01", "2026-05-02").ok


def loaded(workbench: Workbench, report: str) -> Sequence[str]:
    found = workbench.query(
        "select to_char(c.period_start at time zone 'Asia/Shanghai', 'MM-DD') from gio.coverage c "
        "join gio.reports r using (report_id) where r.report = :report order by 1",
        report=report,
    )
    return [day for (day,) in found]


def test_days_leave_newest_first_and_twelve_at_most_are_in_flight(workbench: Workbench, aside: Aside) -> None:
    known_browsers(workbench)
    with held(workbench) as source:
        plan = workbench.plan("browsers", "2026-05-21", "2026-06-09")
        running = aside(plan)
        source.wait_for(MOST_IN_FLIGHT)
        newest_first = sorted((period.milliseconds[0] for period in plan.periods), reverse=True)
        assert source.days == newest_first[:12]
        source.release(3)
        source.wait_for(13)
        assert source.days == newest_first[:13]
        source.release_all()
        [result] = running.result(60)
    assert (result.ok, result.requests, source.days) == (True, 20, newest_first)


def test_answers_are_stored_as_they_come_while_others_are_on_their_way(workbench: Workbench, aside: Aside) -> None:
    known_browsers(workbench)
    with held(workbench) as source:
        running = aside(workbench.plan("browsers", "2026-06-06", "2026-06-09"))
        source.wait_for(4)
        source.release(2)
        assert eventually(lambda: loaded(workbench, "browsers")[2:]) == ["06-07"]
        source.release(0)
        assert eventually(lambda: loaded(workbench, "browsers")[3:]) == ["06-09"]
        assert not running.done()
        source.release_all()
        assert running.result(60)[0].ok


def test_a_report_never_seen_is_asked_for_once_before_the_rest_leaves(workbench: Workbench, aside: Aside) -> None:
    workbench.report(YEAR)
    with held(workbench) as source:
        plan = workbench.plan("newcomers", "2025-05-01", "2026-04-30")
        assert len(plan.windows) == 4
        running = aside(plan)
        source.wait_for(1)
        assert eventually(lambda: workbench.query("select 1 from gio.reports")) == [(1,)]
        assert len(source.asked) == 1
        source.release(0)
        source.wait_for(4)
        source.release_all()
        assert running.result(60)[0].requests == 4


def test_the_halves_of_what_was_too_much_go_ahead_of_the_other_reports(workbench: Workbench, aside: Aside) -> None:
    known_browsers(workbench)
    workbench.faults({"fault": "request_timeout", "match": "cityPv01", "max_days": 5})
    with held(workbench) as source:
        plans = [
            workbench.plan("cities", "2026-06-01", "2026-06-08"),
            workbench.plan("browsers", "2026-05-20", "2026-06-09"),
        ]
        running = aside(*plans)
        source.wait_for(12)
        source.release(0, 1)
        source.wait_for(14)
        # One of the others may have left in the instant in which the answer came.
        assert any("cityPv01" in path for path in source.asked[12:14])
        source.release_all()
        assert [each.ok for each in running.result(60)] == [True, True]


def test_reports_of_several_projects_are_in_flight_at_once_and_one_that_fails_stops_no_other(
    workbench: Workbench,
    aside: Aside,
) -> None:
    known_browsers(workbench)
    workbench.faults({"fault": "status", "code": 404, "match": "cityPv01"})
    with held(workbench) as source:
        names = ("browsers", "cities", "views")
        running = aside(*(workbench.plan(name, "2026-06-09", "2026-06-09") for name in names))
        source.wait_for(3)
        source.release_all()
        results = running.result(60)
    assert [(each.spec.name, each.ok) for each in results] == [("browsers", True), ("cities", False), ("views", True)]
    assert "HTTP 404" in str(results[1].failures[0].error)


def test_a_refused_token_ends_what_has_not_left(workbench: Workbench, aside: Aside) -> None:
    known_browsers(workbench)
    with held(workbench) as source:
        running = aside(
            workbench.plan("browsers", "2026-05-21", "2026-06-09"), workbench.plan("views", "2026-06-09", "2026-06-09")
        )
        source.wait_for(12)
        source.refuse()
        source.release(0)
        eventually(lambda: workbench.query("select 1 from gio.loads where status = 'failed'"))
        source.release_all()
        browsers, views = running.result(60)
    assert len(source.asked) == 12
    assert sum(len(each.window.wanted) for each in browsers.failures) == 20
    assert {str(each.error) for each in views.failures} <= {str(each.error) for each in browsers.failures}
    assert "refused the console token" in str(views.failures[0].error)


def test_a_load_holds_four_connections_at_most(workbench: Workbench, aside: Aside) -> None:
    known_browsers(workbench)
    plans = [workbench.plan(name, "2026-05-25", "2026-06-09") for name in ("browsers", "views", "cities")]
    for planner in workbench._runtimes[:-1]:
        planner.engine.dispose()
    counted = text(
        "select count(*) from pg_stat_activity where application_name = 'gio_pipeline' "
        "and datname = current_database() and pid <> pg_backend_pid()"
    )
    watching, most = create_engine(workbench.database_url), 0
    running = aside(*plans)
    with watching.connect() as connection:
        while not running.done():
            most = max(most, connection.execute(counted).scalar_one())
    watching.dispose()
    assert all(each.ok for each in running.result())
    assert 1 <= most <= 4


def test_one_answer_alone_is_always_parsed_and_the_next_waits_for_room() -> None:
    room, parsed = AnswersWaiting(most=100), threading.Event()
    assert room.enter(150, lambda: False)

    def come() -> None:
        assert room.enter(20, lambda: False)
        parsed.set()

    thread = threading.Thread(target=come)
    thread.start()
    eventually(lambda: room.bytes == 170)
    assert not parsed.is_set()
    room.leave(150)
    thread.join(60)
    assert (parsed.is_set(), room.bytes) == (True, 20)
    room.leave(20)
    assert room.bytes == 0


FREED = """
import numpy as np, psutil
from gio_pipeline.pipeline.answers_waiting import AnswersWaiting
AnswersWaiting()
rss = psutil.Process().memory_info
bytearray(30 << 20)
before = rss().rss
arrays = [np.ones(1 << 20) for _ in range(20)]
above = np.ones(1 << 14)
held = rss().rss
arrays.clear()
print((held - before) >> 20, (rss().rss - before) >> 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library keeps no freed arrays")
def test_freed_arrays_go_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True, timeout=60)
    held, left = map(int, done.stdout.split())
    assert held >= 160
    assert left < 20


def large(handmade: Source) -> LoadPlan:
    """A plan of five days, each of which takes a request and brings one value in many bytes."""
    answer = {"id": "handmade", "interval": DAY_MS, "meta": [dim("城市"), met("views")], "data": [["上海", 1]]}
    handmade.sends(http("200 OK", json.dumps(answer).encode()))
    # Without a time: every day takes a request.
    assert handmade.bench.load("handmade", "2026-06-01", "2026-06-02").ok
    handmade.sends(http("200 OK", json.dumps(answer).encode() + b" " * 14_000_000))
    return handmade.bench.plan("handmade", "2026-06-03", "2026-06-07")


def test_two_large_answers_are_stored_at_a_time_and_the_next_is_parsed_meanwhile(
    tmp_path: Path, database_url: str
) -> None:
    with source(tmp_path, database_url) as handmade, ThreadPoolExecutor(1) as pool:
        orders, seen, runtime = [LoadOrder(large(handmade))], list[Flow](), handmade.bench._runtimes[-1]
        with holding(database_url, "points", "before insert", "copy gio.points%", row=EVERY) as warehouse:
            running = pool.submit(load_reports, runtime, orders, LoadOrigin(), flowing=seen.append)
            eventually(lambda: len([each for each in warehouse.backends() if each.held]) == 2)
            eventually(lambda: seen[-1].waiting == 3)
            assert {each.stored for each in seen} == {0}
            assert len([each for each in warehouse.backends() if each.held]) == 2
            warehouse.release()
            [result] = running.result(60)
        assert isinstance(result, LoadResult)
        assert (result.ok, len(result.outcomes)) == (True, 5)


def test_a_large_answer_that_is_held_up_keeps_no_other_from_being_stored(tmp_path: Path, database_url: str) -> None:
    with source(tmp_path, database_url) as handmade, ThreadPoolExecutor(1) as pool:
        orders, runtime = [LoadOrder(large(handmade))], handmade.bench._runtimes[-1]
        with holding(database_url, "points", "before insert", "copy gio.points%") as warehouse:
            running = pool.submit(load_reports, runtime, orders, LoadOrigin())
            warehouse.seen(lambda backend: backend.held)
            # Which of those that came together is held is a matter of chance.
            eventually(lambda: len(loaded(handmade.bench, "handmade")[2:]) == 4)
            assert not running.done()
            warehouse.release()
            [result] = running.result(60)
        assert isinstance(result, LoadResult)
        assert (result.ok, result.requests) == (True, 5)
        assert loaded(handmade.bench, "handmade")[2:] == ["06-03", "06-04", "06-05", "06-06", "06-07"]


def test_ctrl_c_lets_the_large_answer_that_is_being_stored_be_stored(tmp_path: Path, database_url: str) -> None:
    with source(tmp_path, database_url) as handmade, ThreadPoolExecutor(1) as pool:
        plan, runtime, interrupted = large(handmade), handmade.bench._runtimes[-1], threading.Event()

        def interrupt(result: LoadResult) -> None:
            interrupted.set()
            raise KeyboardInterrupt

        with holding(database_url, "points", "before insert", "copy gio.points%") as warehouse:
            running = pool.submit(load_report, runtime, plan, LoadOrigin(), interrupt)
            warehouse.seen(lambda backend: backend.held)
            assert interrupted.wait(60)
            assert not running.done()
            warehouse.release()
            with pytest.raises(KeyboardInterrupt):
                running.result(60)
        # The one that made it stop, and the one that was held.
        assert len(loaded(handmade.bench, "handmade")[2:]) >= 2
        days = handmade.bench.query("select count(distinct period_start) from gio.points")
        assert days == [(len(loaded(handmade.bench, "handmade")),)]


def test_a_second_ctrl_c_does_not_wait_for_large_answers_that_are_held_up(tmp_path: Path, database_url: str) -> None:
    with source(tmp_path, database_url) as handmade:
        large(handmade)
        command = [sys.executable, "-m", "gio_pipeline", "load", "--from", "2026-06-03", "--to", "2026-06-07"]
        streams: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        environ = os.environ | handmade.bench.environ
        # A shell that runs the tests in the background has them, and what they start, ignore Ctrl-C.
        streams["preexec_fn"] = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        with (
            holding(database_url, "points", "before insert", "copy gio.points%", row=EVERY) as warehouse,
            subprocess.Popen(command, cwd=handmade.bench.directory, env=environ, **streams) as loading,
        ):
            eventually(lambda: len([each for each in warehouse.backends() if each.held]) == 2, 60)
            loading.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                loading.wait(1)
            loading.send_signal(signal.SIGINT)
            _, said = loading.communicate(timeout=60)
        # The signal itself where the process had been about to end.
        assert loading.returncode in (130, -signal.SIGINT)
        assert said == "Interrupted.\n"
        assert loaded(handmade.bench, "handmade") == ["06-01", "06-02"]


def test_answers_of_which_two_are_too_much_at_once_come_one_after_another(tmp_path: Path, database_url: str) -> None:
    with source(tmp_path, database_url) as handmade:
        answer = {"id": "handmade", "interval": DAY_MS, "meta": [dim("城市"), met("views")], "data": [["上海", 1]]}
        handmade.sends(http("200 OK", json.dumps(answer).encode() + b" " * 31_000_000))
        # Without a time: the first answer shows that every day takes a request.
        result = handmade.bench.load("handmade", "2026-06-01", "2026-06-03")
    assert (result.ok, result.requests) == (True, 4)


def test_ctrl_c_leaves_whole_days_and_sends_nothing_more(workbench: Workbench) -> None:
    known_browsers(workbench)
    with held(workbench) as source:
        plan = workbench.plan("browsers", "2026-05-21", "2026-06-09")
        source.release(0)

        def interrupt(result: LoadResult) -> None:
            source.wait_for(13)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load_report(workbench._runtimes[-1], plan, LoadOrigin(), interrupt)
        source.release_all()
    assert loaded(workbench, "browsers")[2:] == ["06-09"]
    assert len(source.asked) == 13


def test_a_check_asks_for_all_reports_at_once_and_tells_them_in_their_order(workbench: Workbench) -> None:
    known_browsers(workbench)
    with held(workbench) as source, ThreadPoolExecutor(1) as pool:
        settings = load_settings(workbench.environ, workbench.directory)
        checking = pool.submit(lambda: list(check_everything(settings)))
        source.wait_for(4)
        source.release_all()
        subjects = [each.subject for each in checking.result(60) if each.subject.startswith("report ")]
    assert subjects == [f"report shop/{name}" for name in ("browsers", "cities", "views", "newcomers")]


def test_questions_are_asked_side_by_side_and_answered_in_their_order() -> None:
    begun, go = list[int](), [threading.Event() for _ in range(5)]

    def ask(number: int) -> int:
        begun.append(number)
        assert go[number].wait(60)
        if number == 3:
            raise ValueError("the fourth")
        return number

    answers = side_by_side([partial(ask, number) for number in range(5)], 2)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(next, answers)
        eventually(lambda: len(begun) == 2)
        go[1].set()
        eventually(lambda: len(begun) == 3)
        assert (sorted(begun), first.done()) == ([0, 1, 2], False)
        go[0].set()
        assert first.result(60) == 0
    for each in go:
        each.set()
    assert [next(answers), next(answers)] == [1, 2]
    with pytest.raises(ValueError, match="the fourth"):
        next(answers)

"""One rate limit for every process: nothing too early, little wasted, schedules first, 429 obeyed by all."""

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

import pytest
from sqlalchemy import Engine

from gio_pipeline_tests.faults import Sandbox, serve_in_thread
from gio_pipeline_tests.growingio.conftest import Connect, console
from gio_pipeline_tests.growingio.processes import begin, finish, run_loaders, start_loader

DAY = 86_400_000
START = 1_769_875_200_000


@pytest.fixture
def strict() -> Iterator[Sandbox]:
    """A sandbox that keeps the documented two downloads in any second."""
    with serve_in_thread(rate_limit=2, now="2026-03-01T12:00:00+08:00") as running:
        yield running


@pytest.mark.slow
def test_eight_processes_keep_the_limit_and_use_it(strict: Sandbox, connect_to: Connect, database_url: str) -> None:
    results = run_loaders(8, console(strict.url), database_url, seconds=12.0, rate_limit=2)
    sent = sorted(instant for result in results for instant in result["sent"])
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert [result["error"] for result in results] == [None] * 8
    assert strict.stats()["rate_violations"] == 0
    assert min(gaps) >= 0.515
    assert len(sent) == sum(result["requests"] for result in results) >= 8
    # Most of them, not all, and far from the limit: a busy machine says nothing about the limiter.
    assert median(gaps) <= 2 * 0.515
    body = connect_to(console(strict.url), rate_limit=2).chart("YoX28w7R", START, START + DAY - 1, DAY).decoded
    assert {body for result in results for body in result["bodies"]} == {hashlib.sha256(body).hexdigest()}


@pytest.mark.slow
def test_a_scheduled_load_goes_ahead_of_backfills(strict: Sandbox, engine: Engine, database_url: str) -> None:
    order = {"seconds": 6.0, "rate_limit": 2}
    backfills = [start_loader(console(strict.url), database_url, priority="backfill", **order) for _ in range(3)]
    schedule = start_loader(console(strict.url), database_url, **order)
    try:
        begin(schedule, *backfills)
        scheduled = len(finish(schedule)["sent"])
        filled = sum(len(finish(process)["sent"]) for process in backfills)
    finally:
        for process in (schedule, *backfills):
            process.kill()
            process.wait()
    # Against three others it would get a quarter of all; against one backfill at a time it gets half.
    assert 3 * scheduled > filled
    assert filled >= 2


@pytest.mark.parametrize("wait", [1, None])
def test_everybody_obeys_a_429(sandbox: Sandbox, connect_to: Connect, wait: int | None) -> None:
    one, other = connect_to(console(sandbox.url)), connect_to(console(sandbox.url))
    fault = {"code": 429, "times": 1} if wait is None else {"code": 429, "times": 1, "retry_after": wait}
    sandbox.set(status=fault)
    one.chart("YoX28w7R", START, START + DAY - 1, DAY, decode=lambda body: None)
    other.chart("YoX28w7R", START, START + DAY - 1, DAY)
    refused, repeated, others = (entry["at"] for entry in sandbox.stats()["log"])
    least = 1.0 if wait else 0.05
    assert repeated - refused >= least
    assert others - refused >= least


def test_a_429_stops_the_others_at_once(sandbox: Sandbox, connect_to: Connect) -> None:
    """The one that is refused has not even made its pause when the next one comes."""
    blocked: list[float] = []
    other = connect_to(console(sandbox.url))

    def ask_meanwhile(seconds: float) -> None:
        blocked.append(seconds)
        other.chart("YoX28w7R", START, START + DAY - 1, DAY)

    sandbox.set(status={"code": 429, "times": 1, "retry_after": 1})
    connect_to(console(sandbox.url), sleep=ask_meanwhile).chart("YoX28w7R", START, START + DAY - 1, DAY)
    refused, others, repeated = (entry["at"] for entry in sandbox.stats()["log"])
    assert blocked == [1.0]
    assert 1.0 <= others - refused < repeated - refused


def test_the_catalogue_is_not_limited(sandbox: Sandbox, connect_to: Connect) -> None:
    client = connect_to(console(sandbox.url), rate_limit=0.01)
    for _ in range(5):
        client.dashboards()
    assert client.requests == 5


def test_repeated_requests_are_limited_too(sandbox: Sandbox, connect_to: Connect) -> None:
    sandbox.set(status={"code": 503, "times": 3})
    connect_to(console(sandbox.url), rate_limit=4).chart("YoX28w7R", START, START + DAY - 1, DAY)
    at = [entry["at"] for entry in sandbox.stats()["log"]]
    assert len(at) == 4
    # They left 0.2625 s apart; without a limit the first pause would be 0.05 s.
    assert min(later - earlier for earlier, later in pairwise(at)) >= 0.2

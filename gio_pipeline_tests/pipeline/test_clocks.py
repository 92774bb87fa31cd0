"""A loader whose clock is wrong, on a real database whose clock is right: nothing is called settled too early."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gio_pipeline.core.periods import State
from gio_pipeline.pipeline.check import check_everything
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_due, plan_range
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime, open_runtime, report_state
from gio_pipeline.settings import Settings, load_settings
from gio_pipeline_tests.workbench import Workbench

REPORT = "{name: hours, kind: chart, id: YoX28w7R, grain: hour, start: 2020-01-01}"
STATES = "select state, count(*) from gio.coverage group by state order by state"
ASKED_LATE = "select count(*) from gio.coverage where asked_at > clock_timestamp() + interval '1 second'"


class Skewed:
    """Loads by a machine's clock that is so much ahead; database and source have the right time."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        bench.report(REPORT)
        bench.sandbox.set(now=datetime.now(UTC).isoformat())
        self._opened: list[Runtime] = []

    def settings(self, ahead: timedelta) -> Settings:
        environ = {name: value for name, value in self.bench.environ.items() if name != "GIO_NOW"}
        return replace(load_settings(environ, self.bench.directory), machine=lambda: datetime.now(UTC) + ahead)

    def runtime(self, ahead: timedelta) -> Runtime:
        self._opened.append(open_runtime(self.settings(ahead)))
        return self._opened[-1]

    def load(self, ahead: timedelta, *, days: int = 1, allow_unsettled: bool = False) -> LoadResult:
        """The hours of today and of so many days before."""
        runtime, today = self.runtime(ahead), self.today()
        memory = report_state(runtime, runtime.settings.find("hours"))
        periods = periods_in(memory.spec, today - timedelta(days=days), today)
        plan = plan_range(memory, periods, runtime.clock(), allow_unsettled=allow_unsettled)
        return load_report(runtime, plan, LoadOrigin())

    def tick(self, ahead: timedelta) -> LoadResult:
        runtime = self.runtime(ahead)
        plan = plan_due(report_state(runtime, runtime.settings.find("hours")), runtime.clock(), most=400)
        return load_report(runtime, plan, LoadOrigin("schedule"))

    def today(self) -> date:
        return datetime.now(self.bench.spec("hours").zone).date()

    def close(self) -> None:
        for runtime in self._opened:
            runtime.close()


@pytest.fixture
def skewed(workbench: Workbench) -> Iterator[Skewed]:
    found = Skewed(workbench)
    yield found
    found.close()


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_clocks_that_agree_say_nothing(skewed: Skewed) -> None:
    result = skewed.load(minutes(1.5))
    assert (result.warnings, result.failures) == ([], [])
    assert skewed.bench.query(ASKED_LATE) == [(0,)]


@pytest.mark.parametrize(("ahead", "side"), [(9, "ahead of"), (-9, "behind")])
def test_what_has_settled_is_judged_by_the_earlier_clock_and_said(skewed: Skewed, ahead: int, side: str) -> None:
    result = skewed.load(minutes(ahead))
    [warning] = result.warnings
    assert f"is 9 minutes {side} the database's" in warning
    assert result.committed and not result.failures
    assert skewed.bench.query(ASKED_LATE) == [(0,)]
    latest = "select max(asked_at) < clock_timestamp() - interval '8 minutes' from gio.coverage"
    assert skewed.bench.query(latest) == [(ahead < 0,)]


@pytest.mark.parametrize("ahead", [minutes(11), timedelta(days=2), -minutes(11)])
def test_clocks_that_nobody_can_reconcile_settle_nothing(skewed: Skewed, ahead: timedelta) -> None:
    for result in (skewed.load(ahead, days=3), skewed.tick(ahead)):
        assert (result.ok, result.requests, result.committed) == (False, 0, {})
        assert result.failures
        for failure in result.failures:
            assert str(failure.error).startswith("This machine's clock (")
            assert "the database's (" in str(failure.error)
            assert "so nothing can be called settled" in str(failure.error)
    assert skewed.bench.query(STATES) == []
    assert skewed.bench.downloads() == 0


def test_what_such_a_load_stores_is_provisional_and_loaded_again_when_the_clocks_agree(skewed: Skewed) -> None:
    result = skewed.load(timedelta(days=2), days=3, allow_unsettled=True)
    assert result.committed and not result.failures
    assert {outcome.state for outcome in result.committed.values()} == {State.PROVISIONAL}
    assert max(result.committed).start <= datetime.now(UTC)
    assert [each.partition("): ")[2] for each in result.warnings] == ["what is stored is provisional; set both by NTP."]
    again = skewed.tick(minutes(0))
    assert again.committed and not again.failures
    assert State.PROVISIONAL not in {outcome.state for outcome in again.committed.values()}
    newest = "select max(period_start) < clock_timestamp() - interval '3 hours' from gio.coverage where state = 'final'"
    assert skewed.bench.query(newest) == [(True,)]


@pytest.mark.parametrize(
    ("ahead", "ok", "said"),
    [(0, True, "agrees with"), (5, None, "5 minutes ahead"), (30, False, "so nothing can be called settled")],
)
def test_check_tells_clocks_that_differ(skewed: Skewed, ahead: int, ok: bool | None, said: str) -> None:
    [finding] = [each for each in check_everything(skewed.settings(minutes(ahead))) if each.subject == "database clock"]
    assert (finding.ok, finding.exit_code) == (ok, int(ok is False))
    assert said in finding.sentence

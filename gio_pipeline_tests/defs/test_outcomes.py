"""Which failures Dagster may try again, and what a load says of itself."""

import re
import socket
from datetime import UTC, date, datetime

import pytest

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ConfigError, ContractError, GioError, TransientError, UnknownReport, WarehouseError
from gio_pipeline.core.kinds import Grain, Kind
from gio_pipeline.core.outcome import Outcome
from gio_pipeline.core.periods import State, Timetable, calendar
from gio_pipeline.core.shrinkage import Suspicion
from gio_pipeline.core.windows import Window
from gio_pipeline.defs.outcomes import failure_from, failure_of
from gio_pipeline.growingio.retry import RetryPolicy
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.plans import periods_in, plan_range
from gio_pipeline.pipeline.results import Failure, LoadResult, Refused
from gio_pipeline.pipeline.runtime import report_state
from gio_pipeline.pipeline.wording import run_summary
from gio_pipeline.warehouse.availability import WarehouseAway
from gio_pipeline_tests.workbench import Workbench

SPEC = ReportSpec("shop", "nxog09md", "views", Kind.CHART, "a1", Grain.DAY, "Asia/Shanghai", date(2026, 1, 1))
DAYS = calendar(Grain.DAY, "Asia/Shanghai").beginning_in(date(2026, 1, 1), date(2026, 1, 31))
TIMETABLE = Timetable(Kind.CHART, calendar(Grain.DAY, "Asia/Shanghai"))


def failed(error: GioError, *days: int) -> Failure:
    periods = tuple(DAYS[day - 1] for day in days)
    return Failure(Window(periods, frozenset(periods)), error)


@pytest.mark.parametrize(
    ("errors", "retried"),
    [
        ([TransientError("503")], True),
        ([WarehouseAway("away")], True),
        ([WarehouseError("disk full")], False),
        ([TransientError("503"), ContractError("wrong id")], False),
        ([UnknownReport("404")], False),
        ([ConfigError("GIO_TOKEN is not set")], False),
    ],
)
def test_only_what_may_pass_is_tried_again(errors: list[GioError], retried: bool) -> None:
    result = LoadResult(SPEC, failures=[failed(error, 1) for error in errors])
    failure = failure_of(result, TIMETABLE)
    assert failure is not None and failure.allow_retries is retried


def test_a_suspicious_period_is_never_tried_again() -> None:
    outcomes = {DAYS[1]: Outcome(State.FINAL, kept=Suspicion.EMPTIED)}
    failure = failure_of(LoadResult(SPEC, outcomes, failures=[failed(TransientError("503"), 1)]), TIMETABLE)
    assert failure is not None and failure.allow_retries is False


def test_a_load_that_did_everything_is_no_failure() -> None:
    assert failure_of(LoadResult(SPEC, {DAYS[0]: Outcome(State.FINAL)}), TIMETABLE) is None


def test_many_ranges_are_cut_short_and_one_reason_is_said_once() -> None:
    away = TransientError("503 from GET /charts/a1.json.")
    result = LoadResult(SPEC, failures=[failed(away, day) for day in range(31, 0, -2)])
    failure = failure_of(result, TIMETABLE)
    assert failure is not None and failure.description is not None
    assert failure.description.splitlines() == [
        "shop/views: not loaded: 2026-01-31, 2026-01-29, 2026-01-27, 2026-01-25, 2026-01-23, and 11 more ranges. "
        "503 from GET /charts/a1.json.",
        "shop/views: what did not load may do so later; the run goes on where it stopped when it is re-executed.",
    ]


def test_one_refused_period_is_named_with_the_time_it_settles() -> None:
    settles_at = datetime(2026, 1, 31, 20, tzinfo=UTC)
    failure = failure_of(LoadResult(SPEC, refused=[Refused(DAYS[30], settles_at)]), TIMETABLE)
    assert failure is not None
    assert failure.description == (
        "shop/views: not settled and not asked for: 2026-01-31; "
        "settles 2026-02-01 04:00 (Asia/Shanghai): run it again then."
    )


def test_an_error_before_anything_was_tried_names_its_report_once() -> None:
    assert failure_from(SPEC, WarehouseError("Postgres is away.")).description == "shop/views: Postgres is away."
    assert failure_from(SPEC, ConfigError("shop/views: id changed")).description == "shop/views: id changed"


def test_the_summary_says_what_was_done_and_what_was_left_out() -> None:
    outcomes = {DAYS[0]: Outcome(State.FINAL, 40, inserted=120, changed=2, unchanged=1)}
    result = LoadResult(SPEC, outcomes, skipped=2, resumed=1, left_for_later=3, requests=1, seconds=0.25)
    assert run_summary(result) == (
        "shop/views: 1 period with 123 values, 120 inserted, 2 changed, 0 deleted, 2 periods skipped: loaded already, "
        "1 period skipped: loaded by an earlier attempt, 3 older periods left to the next tick, 1 request in 0.2 s"
    )
    assert run_summary(LoadResult(SPEC)) == "shop/views: 0 requests in 0.0 s"


def test_a_source_that_is_away_is_told_by_its_attempts_and_not_asked_by_the_step_again(workbench: Workbench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    file = workbench.directory / "reports.yaml"
    file.write_text(file.read_text().replace(workbench.sandbox.url, f"http://127.0.0.1:{port}"))
    runtime = workbench.runtime()
    runtime.retry = RetryPolicy(seconds=1.5)
    spec = workbench.spec("page_views_by_city")
    days = periods_in(spec, date(2026, 6, 8), date(2026, 6, 9))
    result = load_report(runtime, plan_range(report_state(runtime, spec), days, runtime.clock()), LoadOrigin("run"))
    assert re.fullmatch(
        r"shop/page_views_by_city: [2-9] attempts in \d+\.\d s that reached nobody", run_summary(result)
    )
    failure = failure_of(result, TIMETABLE)
    assert failure is not None and failure.allow_retries is False
    assert "Gave up after " in str(failure.description)

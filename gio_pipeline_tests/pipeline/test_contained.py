"""What nobody foresaw is the failure of what it happened to: the others are tried, and the log says where it was."""

from typing import Any

import pytest
from sqlalchemy import text

from gio_pipeline.core.catalog import Endpoint
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.snapshot import take_snapshots
from gio_pipeline_tests.cli.conftest import Terminal
from gio_pipeline_tests.pipeline.snapshots import configure
from gio_pipeline_tests.workbench import Workbench

SECRET = "s3cret"
DAY = ("--from", "2026-06-09", "--to", "2026-06-09")
SAID = "Something unforeseen went wrong ({}); the log, and --debug, show where."


@pytest.fixture
def terminal(workbench: Workbench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(workbench, capsys, monkeypatch)


class Broken:
    """A client with a fault of its own in one of its methods, or in what it does for one table of the catalogue."""

    def __init__(self, client: GrowingIOClient, method: str) -> None:
        self._client, self._method = client, method

    def __getattr__(self, name: str) -> Any:
        return self._break if name == self._method else getattr(self._client, name)

    def listing(self, endpoint: Endpoint, *arguments: str) -> Any:
        return (self._break if endpoint.table == self._method else self._client.listing)(endpoint, *arguments)

    def _break(self, *arguments: Any, **how: Any) -> None:
        raise ZeroDivisionError(SECRET)


def break_client(runtime: Runtime, method: str) -> None:
    runtime._clients["shop", "backfill"] = Broken(runtime.client("shop", "backfill"), method)  # type: ignore[assignment]


def test_an_unforeseen_error_in_one_report_is_its_failure_and_the_others_are_tried(terminal: Terminal) -> None:
    terminal.workbench.report("{name: bad, kind: chart, id: cityPv01}", "{name: views, kind: chart, id: YoX28w7R}")
    assert terminal.run("load", *DAY).code == 0
    with terminal.workbench.runtime().engine.begin() as connection:
        # Somebody has written there by hand what a load never writes.
        connection.execute(text("""update gio.reports set columns = '[1]' where report = 'bad'"""))
    done = terminal.run("load", "--full-refresh", *DAY)
    assert (done.code, done.err) == (1, f"shop/bad: 2026-06-09 failed: {SAID.format('TypeError')}\n")
    assert [row[0] for row in done.rows()[:2]] == ["shop/bad", "shop/views"]
    assert terminal.query("select count(*) from gio.loads where status = 'done'") == [(3,)]
    told = terminal.run("--debug", "load", "--full-refresh", *DAY).err
    assert "shop/bad: Traceback (most recent call last):" in told and "in stored_report" in told
    shown = terminal.run("load", "--dry-run", *DAY)
    assert (shown.code, shown.err) == (1, f"shop/bad: {SAID.format('TypeError')}\n")
    status = terminal.run("status")
    assert [row[0] for row in status.rows()[:2]] == ["shop/bad", "shop/views"]
    assert status.err == f"shop/bad: {SAID.format('TypeError')}\n"
    check = terminal.run("check")
    assert check.code == 1
    assert f"✗ report shop/bad: {SAID.format('TypeError')}" in check.out.splitlines()
    assert "✓ report shop/views: chart YoX28w7R" in check.out


def test_the_windows_after_it_are_tried_and_no_word_of_the_exception_is_told(
    workbench: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    plan = workbench.plan("page_views_by_city", "2026-06-08", "2026-06-09")
    runtime = workbench._runtimes[-1]
    break_client(runtime, "report")
    result = load_report(runtime, plan, LoadOrigin())
    assert [str(each.error) for each in result.failures] == [SAID.format("ZeroDivisionError")]
    assert workbench.query("select status, error from gio.loads") == [("failed", SAID.format("ZeroDivisionError"))]
    assert "Traceback (most recent call last):" in caplog.text and "_break" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("method", "failed", "warned"),
    [
        ("dashboards", ["dashboards"], []),
        ("dashboard_charts", [], ["dashboard_charts"] * 5),
        ("segments", ["segments", "segment_users"], []),
        ("segment_users", ["segment_users"], []),
        ("rules", ["rules"], []),
    ],
)
def test_an_unforeseen_error_in_one_snapshot_leaves_the_others(
    workbench: Workbench, method: str, failed: list[str], warned: list[str]
) -> None:
    configure(workbench)
    runtime = workbench.runtime()
    break_client(runtime, method)
    taken = list(take_snapshots(runtime))
    assert [each.table for each in taken if each.error] == failed
    assert {str(each.error) for each in taken if each.error} <= {SAID.format("ZeroDivisionError")}
    assert [each.table for each in taken for _ in each.warnings] == warned

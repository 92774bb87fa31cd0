"""The UI as a person uses it: schedules off and on, a backfill of three days, what its partitions then show."""

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from gio_pipeline_tests.browser.dagster_ui import Browser
from gio_pipeline_tests.cli.conftest import Terminal, terminal  # noqa: F401

START_SECONDS = 150
SCHEDULES = "{ schedulesOrError(repositorySelector: {repositoryName: \"__repository__\", repositoryLocationName: \"gio_pipeline.definitions\"}) { ... on Schedules { results { name scheduleState { status } } } } }"  # fmt: skip  # noqa: E501


@pytest.fixture
def address(browser: Browser, terminal: Terminal, tmp_path: Path) -> Iterator[str]:  # noqa: F811
    """The UI of `gio-pipeline up` with nothing configured: the sample reports and the sandbox."""
    assert browser
    (terminal.directory / "reports.yaml").unlink()
    terminal.extra["GIO_HOME"] = str(tmp_path / "home")
    log = tmp_path / "up.log"
    # A pipe that nobody empties would stop what writes to it.
    with log.open("w") as written, terminal.start("up", "--port", "3900", stdout=written, stderr=written) as process:
        try:
            yield wait_until_open(process, log)
        finally:
            process.terminate()
            process.wait(60)


def wait_until_open(process: "subprocess.Popen[str]", log: Path) -> str:
    give_up = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        if found := re.search(r"^Open (http://\S+)", log.read_text(encoding="utf-8"), re.MULTILINE):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


def status(address: str, schedule: str) -> str:
    answer = requests.post(f"{address}/graphql", json={"query": SCHEDULES}, timeout=60).json()
    found = {each["name"]: each for each in answer["data"]["schedulesOrError"]["results"]}
    return str(found[schedule]["scheduleState"]["status"])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_schedules_are_switched_and_three_days_backfilled_in_the_browser(browser: Browser, address: str) -> None:
    browser.open(f"{address}/automation")
    browser.until("its switch on", lambda: browser.switch("shop_daily").is_selected())
    browser.press("shop_daily")
    browser.until("shop_daily stopped", lambda: status(address, "shop_daily") == "STOPPED")
    assert status(address, "app_daily") == "RUNNING"
    # The page learns of it later than the instance; pressed before that, the switch would be turned off again.
    browser.until("its switch off", lambda: not browser.switch("shop_daily").is_selected())
    browser.press("shop_daily")
    browser.until("shop_daily running", lambda: status(address, "shop_daily") == "RUNNING")
    browser.until("its switch on again", lambda: browser.switch("shop_daily").is_selected())
    browser.screenshot("schedules")

    browser.open(f"{address}/assets/gio_reports/shop__page_views_by_city?view=overview")
    browser.wait_for("城市与来源", "gio_reports.shop__page_views_by_city", "growingio / projects / shop")
    browser.click("Materialize…")
    browser.click("Show all partitions")
    browser.write("ex:", "[2026-06-07...2026-06-09]")
    browser.wait_for("3 partitions")
    browser.click("Launch backfill")
    browser.until("the dialog closed", lambda: "Partition selection" not in browser.text())
    browser.open(f"{address}/runs?view=backfills")
    browser.wait_for("3 partitions", "Manually launched", "Success")
    browser.screenshot("backfill")

    browser.open(f"{address}/assets/gio_reports/shop__page_views_by_city?view=partitions&partition=2026-06-09")
    browser.wait_for("Materialized (3)", "Failed (0)", "inserted\n120", "state\nfinal", "provisional\nfalse")
    browser.screenshot("partitions")
    browser.open(f"{address}/assets/gio_reports/shop__page_views_by_city?view=checks")
    browser.wait_for("coverage_has_no_hole\nSucceeded", "is_fresh\nSucceeded", "columns_are_unchanged\nSucceeded")
    browser.screenshot("checks")
    browser.resize(1440, 1900)
    browser.open(f"{address}/assets/gio_reports/shop__page_views_by_city?view=overview")
    browser.wait_for("double precision", "dimension: 城市", "上海")
    browser.until("the chart", lambda: browser.count("img[src^='data:image/svg+xml']"))
    assert browser.is_whole("img[src^='data:image/svg+xml']")
    browser.wait_for("Open it in the console", "periods together\n")
    browser.screenshot("asset")

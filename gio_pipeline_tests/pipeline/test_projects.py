"""Several projects in one file, each with its own credentials, time zone, address and limit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gio_pipeline.core.errors import AuthenticationError, UsageError
from gio_pipeline.pipeline.snapshot import take_snapshots
from gio_pipeline.pipeline.status import existing_warehouse
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline.settings import load_settings
from gio_pipeline.warehouse.report_state import inactive_reports
from gio_pipeline_tests.faults import Sandbox, serve_in_thread
from gio_pipeline_tests.workbench import NOW, Workbench

APP, US = PROJECTS[1:]
TWO = """
projects:
  - name: app
    uid: k2app77x
    base_url: {app}
    ai: {ai}
    secret: {secret}
    client_id: {client_id}
    start: 2026-01-01
    rate_limit: 100
    reports:
      - {{name: page_views, kind: chart, id: YoX28w7R}}
  - name: us
    uid: usny0001
    base_url: {us}
    token: {token}
    timezone: America/New_York
    settle: {{day_at: "06:00"}}
    start: 2026-01-01
    rate_limit: 100
    reports:
      - {{name: page_views, kind: chart, id: YoX28w7R}}
"""


@pytest.fixture
def far_sandbox() -> Iterator[Sandbox]:
    with serve_in_thread(now=NOW, rate_limit=0) as served:
        yield served


@pytest.fixture
def two(workbench: Workbench, far_sandbox: Sandbox) -> Workbench:
    """A workbench whose projects are app, by a signed token, and us, by a console token at another address."""
    text = TWO.format(
        app=workbench.sandbox.url,
        us=far_sandbox.url,
        ai=APP.ai,
        secret=APP.secret,
        client_id=APP.client_id,
        token=US.console_token,
    )
    (workbench.directory / "reports.yaml").write_text(text, encoding="utf-8")
    return workbench


def seen(sandbox: Sandbox) -> set[str]:
    """The project uids that were asked for, tokens apart."""
    return {
        each["path"].split("projects/")[1].split("/")[0]
        for each in sandbox.stats()["log"]
        if "token" not in each["path"]
    }


def test_each_is_asked_at_its_own_address_with_its_own_credentials(two: Workbench, far_sandbox: Sandbox) -> None:
    assert two.load("app/page_views", "2026-06-08", "2026-06-08").ok
    assert two.load("us/page_views", "2026-06-08", "2026-06-08").ok
    assert [each.error for each in take_snapshots(two.runtime())] == [None] * 8
    assert (seen(two.sandbox), seen(far_sandbox)) == ({"k2app77x"}, {"usny0001"})
    assert (two.sandbox.stats()["tokens_issued"], far_sandbox.stats()["tokens_issued"]) == (1, 0)
    assert two.query("select project, count(*) from gio.dashboards group by 1 order by 1") == [("app", 1), ("us", 1)]


def test_days_begin_and_settle_by_each_ones_clock(two: Workbench) -> None:
    # Ten in the morning in Shanghai is ten in the evening before in New York.
    app = two.load("app/page_views", "2026-06-08", "2026-06-09")
    us = two.load("us/page_views", "2026-06-08", "2026-06-09")
    assert (len(app.committed), len(us.committed)) == (2, 1)
    assert [each.settles_at.isoformat() for each in us.refused] == ["2026-06-10T10:00:00+00:00"]
    starts = (
        "select distinct project, cast(period_start as text) from gio.report_values where period_date = '2026-06-08'"
    )
    assert two.query(f"{starts} order by 1") == [
        ("app", "2026-06-07 16:00:00+00"),
        ("us", "2026-06-08 04:00:00+00"),
    ]


def test_reports_of_one_name_are_two_reports(two: Workbench) -> None:
    two.load("app/page_views", "2026-06-08", "2026-06-08")
    two.load("us/page_views", "2026-06-08", "2026-06-08")
    metrics = "select project, array_agg(distinct metric order by metric) from gio.report_values group by 1 order by 1"
    assert two.query(metrics) == [("app", ["启动次数", "启动用户量"]), ("us", ["Page views", "Users"])]
    assert two.query("select count(*) from gio_reports.app__page_views") == [(1,)]
    assert two.query("select count(*) from gio_reports.us__page_views") == [(1,)]
    settings = load_settings(two.environ, two.directory)
    with pytest.raises(UsageError, match="write app/page_views or us/page_views"):
        settings.find("page_views")


def test_what_is_wrong_with_one_leaves_the_other_alone(two: Workbench, far_sandbox: Sandbox) -> None:
    far_sandbox.set(revoke_console_token=True)
    refused = two.load("us/page_views", "2026-06-08", "2026-06-08")
    assert isinstance(refused.failures[0].error, AuthenticationError)
    assert two.load("app/page_views", "2026-06-08", "2026-06-08").ok
    taken = list(take_snapshots(two.runtime()))
    assert {each.project for each in taken if each.error} == {"us"}
    assert {each.project for each in taken if not each.error} == {"app"}


def test_two_files_on_one_warehouse_mark_only_their_own_projects_reports(
    two: Workbench, tmp_path: Path, database_url: str
) -> None:
    two.load("app/page_views", "2026-06-08", "2026-06-08")
    (tmp_path / "shop").mkdir()
    shop = Workbench(tmp_path / "shop", database_url, two.sandbox)
    shop.load("page_views_by_city", "2026-06-08", "2026-06-08")
    shop.report("{name: views, kind: chart, id: YoX28w7R}")
    shop.load("views", "2026-06-08", "2026-06-08")
    two.runtime()
    marks = [("app/page_views", True), ("shop/page_views_by_city", False), ("shop/views", True)]
    assert two.query("select project || '/' || report, active from gio.reports order by 1") == marks
    with existing_warehouse(load_settings(shop.environ, shop.directory)) as engine:
        assert engine is not None
        assert inactive_reports(engine, ["shop"], [shop.spec("views")]) == ["shop/page_views_by_city"]
    shop.close()


def test_a_project_that_was_given_another_name_leaves_its_reports_inactive(workbench: Workbench) -> None:
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-08")
    path = workbench.directory / "reports.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: shop", "name: boutique"), encoding="utf-8")
    workbench.load("page_views_by_city", "2026-06-08", "2026-06-08")
    marks = [("boutique/page_views_by_city", True), ("shop/page_views_by_city", False)]
    assert workbench.query("select project || '/' || report, active from gio.reports order by 1") == marks

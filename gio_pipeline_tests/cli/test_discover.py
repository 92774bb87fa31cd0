"""`gio-pipeline discover`: what there is to load, and the entries that load it."""

import os
import pty

import pytest
from ruamel.yaml import YAML

from gio_pipeline.pipeline.discover import Found, report_name
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.cli.conftest import Terminal

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
US = """
  # Another country.
  - name: us   # ours too
    uid: usny0001
    token: sandbox-console-token-of-us
    base_url: URL
    timezone: America/New_York
    reports:
      - {name: sign_up, kind: chart, id: YoX28w7R, start: 2026-02-01}   # takes a name
# The end.
"""


def add_us(terminal: Terminal) -> str:
    path = terminal.directory / "reports.yaml"
    text = path.read_text(encoding="utf-8") + US.replace("URL", terminal.workbench.sandbox.url)
    path.write_text(text, encoding="utf-8")
    return text


def tables(out: str) -> list[list[list[str]]]:
    """The rows of each table printed, split into cells."""
    found: list[list[list[str]]] = []
    for block in out.split("\n\n"):
        lines = block.splitlines()
        if len(lines) > 1 and lines[1].startswith("──"):
            found.append([[c.strip() for c in line.split("   ") if c.strip()] for line in lines[2:]])
    return found


def test_dashboards_what_stands_on_them_and_segments_are_listed(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("discover")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "shop (nxog09md)"
    boards, reports, segments = tables(done.out)
    assert boards[1] == ["dshTraf1", "流量分析", "normal", "project", "2025-11-02", "李雷"]
    assert len(reports) == 26
    by_id = {row[1]: row for row in reports}
    assert by_id["YoX28w7R"] == ["chart", "YoX28w7R", "页面浏览量", "dshMain1, dshLive1", "views"]
    assert by_id["9pkd1"] == ["funnel", "9pkd1", "注册转化", "dshMain1"]
    assert by_id["rtOnly01"][-1] == "stands on real-time dashboards only"
    assert [row for row in reports if row[-1] == "stands on real-time dashboards only"] == [by_id["rtOnly01"]]
    assert segments[0] == ["sgHigh01", "高价值用户", "u", "1,230", "2025-12-01"]
    assert done.out.splitlines()[-1] == (
        "25 of them are not in reports.yaml: --yaml prints their entries, --merge adds them."
    )


def test_a_chart_without_a_type_is_listed_as_unknown_and_never_written_as_if_it_were_known(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    charts = '[{"id": "newChrt1", "name": "新图"}, {"id": "YoX28w7R"}, {"id": "9pkd1", "resource_type": "funnel"}]'
    terminal.workbench.faults(
        {"fault": "bad_json", "match": "dshMain1.json", "text": f'{{"id": "dshMain1", "charts": {charts}}}'},
        {"fault": "bad_json", "match": "dshTraf1.json", "text": '{"id": "dshTraf1", "charts": null}'},
    )
    done = terminal.run("discover")
    assert done.code == 0
    by_id = {(row[0], row[1]): row for row in tables(done.out)[1]}
    remark = "the source does not say its kind: open it in the console, then write its entry by hand"
    assert by_id["unknown", "newChrt1"] == ["unknown", "newChrt1", "新图", "dshMain1", remark]
    assert by_id["unknown", "YoX28w7R"][-2:] == ["views", remark]
    assert ("funnel", "9pkd1") in by_id
    assert done.err.splitlines()[:2] == [
        "Warning: dashboard dshMain1 of project shop, charts: 2 without a readable resource_type, listed as unknown.",
        "Warning: dashboard dshTraf1 of project shop, charts: missing or null, a list was expected.",
    ]
    written = terminal.run("discover", "--yaml")
    assert written.code == 0 and "9pkd1" in written.out and "newChrt1" not in written.out


def test_nothing_is_stored_and_no_figures_are_asked_for(terminal: Terminal) -> None:
    terminal.run("discover")
    assert terminal.query("select (select count(*) from gio.dashboards), (select count(*) from gio.reports)") == [
        (0, 0)
    ]
    assert terminal.workbench.downloads() == 0


def test_one_project_can_be_named(terminal: Terminal) -> None:
    add_us(terminal)
    done = terminal.run("discover", "--project", "us")
    assert (done.code, done.out.splitlines()[0]) == (0, "us (usny0001)")
    assert not [each for each in terminal.workbench.sandbox.stats()["log"] if "nxog09md" in each["path"]]
    assert terminal.run("discover", "--project", "uk").err == (
        "No project 'uk' is configured; there are shop and us.\n"
    )


def test_entries_are_ready_for_the_file(terminal: Terminal) -> None:
    add_us(terminal)
    done = terminal.run("discover", "--yaml", "--project", "us")
    assert YAML(typ="safe").load(done.out) == [
        {"name": "views_by_city", "kind": "chart", "id": "nyCity01", "start": "2026-02-01", "title": "Views by city"}
        | {"dashboard": "nyMain01"},
        {"name": "funnel_nyFun001", "kind": "funnel", "id": "nyFun001", "start": "2026-02-01", "title": "Sign up"}
        | {"dashboard": "nyMain01"},
        {"name": "new_users", "kind": "retention", "id": "nyRet001", "start": "2026-02-01", "title": "New users"}
        | {"dashboard": "nyMain01"},
    ]
    assert all(line.startswith(("# us", "      - {")) for line in done.out.splitlines())


def test_a_merge_adds_what_is_new_and_keeps_everything_else(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, "{name: mine, kind: funnel, id: 9pkd1}")
    before = add_us(terminal)
    done = terminal.run("discover", "--yaml", "--merge")
    assert (done.code, done.out.splitlines()[-1]) == (0, "# 27 reports added to reports.yaml")
    path = terminal.directory / "reports.yaml"
    after = path.read_text(encoding="utf-8").splitlines()
    added = [line for line in after if line not in before.splitlines()]
    assert len(added) == 27
    assert [line for line in after if line not in added] == before.splitlines()
    assert [line for line in added if "real-time" in line] == [
        "      - {name: chart_rtOnly01, kind: chart, id: rtOnly01, title: 实时在线, dashboard: dshLive1}"
        "   # stands on real-time dashboards only"
    ]
    specs = load_settings(terminal.environ, terminal.directory).reports()
    assert [spec.key for spec in specs[:2]] == ["shop/views", "shop/mine"]
    assert len(specs) == 30
    assert not [name for name in os.listdir(terminal.directory) if name.startswith(".reports")]
    again = terminal.run("discover", "--yaml", "--merge")
    assert (again.code, again.out) == (
        0,
        "# shop: everything is in reports.yaml\n# us: everything is in reports.yaml\n",
    )
    assert path.read_text(encoding="utf-8").splitlines() == after


def test_merge_alone_prints_and_adds_the_entries_too(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    shown = terminal.run("discover", "--yaml").out
    done = terminal.run("discover", "--merge")
    assert (done.code, done.out) == (0, f"{shown}# 25 reports added to reports.yaml\n")
    assert len(load_settings(terminal.environ, terminal.directory).reports()) == 26


def test_a_project_that_cannot_be_asked_does_not_hide_the_others(terminal: Terminal) -> None:
    add_us(terminal)
    terminal.workbench.faults({"fault": "status", "code": 403, "match": "nxog09md"})
    done = terminal.run("discover")
    assert done.code == 1
    assert done.out.splitlines()[0] == "us (usny0001)"
    assert done.err.startswith("dashboards of project shop: GET ") and "answered HTTP 403" in done.err


def test_a_dashboard_that_cannot_be_opened_is_told(terminal: Terminal) -> None:
    terminal.workbench.faults({"fault": "status", "code": 404, "match": "dshLive1.json"})
    done = terminal.run("discover")
    assert done.code == 0
    assert done.err == ("Warning: dashboard dshLive1 of project shop, charts: it is listed, but cannot be opened.\n")
    assert "rtOnly01" not in done.out


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Page views", "page_views"),
        ("  Café -- crème (2)! ", "cafe_creme_2"),
        ("DAU/MAU", "dau_mau"),
        ("页面浏览量", "funnel_a_b1"),
        ("App 版本", "app_a_b1"),
        ("🛒", "funnel_a_b1"),
        ("", "funnel_a_b1"),
        (None, "funnel_a_b1"),
        ("x" * 60, "funnel_a_b1"),
        ("Taken", "funnel_a_b1"),
    ],
)
def test_a_name_comes_from_the_title_or_else_from_kind_and_id(title: str | None, name: str) -> None:
    assert report_name(Found("funnel", "a-b1", title), {"TAKEN"}, 57) == name


def test_names_are_unique_and_short_enough_for_a_view() -> None:
    taken = {"chart_a"}
    for expected in ("chart_a_2", "chart_a_3"):
        name = report_name(Found("chart", "a", "页面"), taken, 57)
        assert name == expected
        taken.add(name)
    long = [report_name(Found("chart", "i" * 80, None), {"chart_iiii"}, 10)]
    assert long == ["chart_ii_2"]


def test_what_is_merged_is_chosen_by_kind_and_dashboard(terminal: Terminal) -> None:
    funnels = terminal.run("discover", "--merge", "--kind", "funnel")
    assert (funnels.code, funnels.err) == (0, "")
    specs = load_settings(terminal.environ, terminal.directory).reports()
    assert {str(spec.kind) for spec in specs[1:]} == {"funnel"}
    board, whole = (terminal.run("discover", "--yaml", *how).out for how in (["--dashboard", "dshLive1"], []))
    assert "id: rtOnly01" in board and len(board.splitlines()) < len(whole.splitlines())
    nothing = terminal.run("discover", "--yaml", "--dashboard", "none")
    assert nothing.out == "# shop: nothing new among what is asked for\n"


@pytest.mark.slow
def test_on_a_terminal_merge_asks_which_entries_to_add(terminal: Terminal) -> None:
    ours, theirs = pty.openpty()
    with terminal.start("discover", "--merge", stdin=theirs) as process:
        os.write(ours, b"9999\n1,3\n")
        out, err = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert (process.returncode, "'9999' is no number from 1 to " in out + err) == (0, True)
    assert "# 2 reports added to reports.yaml" in out
    assert len(load_settings(terminal.environ, terminal.directory).reports()) == 3

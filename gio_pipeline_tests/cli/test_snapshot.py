"""`gio-pipeline snapshot`: all projects, endpoint by endpoint."""

from gio_pipeline.core.catalog import CATALOG
from gio_pipeline_tests.cli.conftest import Terminal

APP = """
  - name: app
    uid: k2app77x
    token: ${APP_TOKEN}
    base_url: URL
    SETTINGS
"""


def add_app(terminal: Terminal, settings: str = "catalog: true") -> None:
    path = terminal.directory / "reports.yaml"
    app = APP.replace("URL", terminal.workbench.sandbox.url).replace("SETTINGS", settings)
    path.write_text(path.read_text(encoding="utf-8") + app, encoding="utf-8")
    terminal.extra["APP_TOKEN"] = "sandbox-console-token-of-app"


def test_it_takes_everything_of_all_projects_and_says_what_changed(terminal: Terminal) -> None:
    add_app(terminal, "segment_users: [sgApp001]")
    done = terminal.run("snapshot")
    assert (done.code, done.err) == (0, "")
    rows = [row[:6] for row in done.rows()]
    named = [
        ["shop", "dashboards", "5", "5", "0", "1"],
        ["shop", "dashboard_charts", "27", "27", "0", "5"],
        ["shop", "segments", "3", "3", "0", "1"],
        ["shop", "rules", "5", "5", "0", "1"],
        ["app", "dashboards", "1", "1", "0", "1"],
        ["app", "dashboard_charts", "5", "5", "0", "1"],
        ["app", "segments", "1", "1", "0", "1"],
        ["app", "segment_users of sgApp001", "310", "310", "0", "1"],
        ["app", "rules", "1", "1", "0", "1"],
    ]
    tables = {row[1] for row in named}
    assert [row for row in rows if row[1] in tables] == named
    everything = [[project, each.table] for project in ("shop", "app") for each in CATALOG]
    assert [row[:2] for row in rows if "segment_users" not in row[1]] == everything
    assert [row[3] for row in terminal.run("snapshot").rows()] == ["0" for _ in rows]


def test_one_part_can_be_named(terminal: Terminal) -> None:
    assert [row[1] for row in terminal.run("snapshot", "rules").rows()] == ["rules"]
    done = terminal.run("snapshot", "users")
    assert (done.code, "'users' is not one of 'catalog', 'segments', 'rules'" in done.err) == (2, True)


def test_a_project_without_catalog_is_left_out_with_a_note(terminal: Terminal) -> None:
    add_app(terminal, "catalog: false")
    done = terminal.run("snapshot", "rules")
    assert done.out.splitlines()[0] == "app is left out: it says catalog: false."
    assert [row[:2] for row in done.rows()] == [["shop", "rules"]]


def test_the_users_a_project_names_are_taken_without_its_catalog(terminal: Terminal) -> None:
    add_app(terminal, "catalog: false\n    segment_users: [sgApp001]")
    done = terminal.run("snapshot", "segments")
    assert done.out.splitlines()[0] == (
        "app is left out, but for the users of its segments and tags: it says catalog: false."
    )
    assert [row[:3] for row in done.rows()] == [["shop", "segments", "3"], ["app", "segment_users of sgApp001", "310"]]


def test_what_fails_keeps_what_it_held_and_the_others_are_taken(terminal: Terminal) -> None:
    add_app(terminal)
    terminal.run("snapshot")
    terminal.workbench.faults(
        {"fault": "invalid_utf8", "match": "nxog09md/rules.csv", "line": 3},
        {"fault": "status", "code": 403, "match": "k2app77x/segmentations.json"},
    )
    done = terminal.run("snapshot")
    assert done.code == 1
    first, second, *rest = done.err.splitlines()
    assert first == "rules of project shop, line 3: is not valid UTF-8."
    assert second.startswith("segments of project app: GET ") and "answered HTTP 403" in second
    assert rest == ["shop: gio.rules is as it was before.", "app: gio.segments is as it was before."]
    assert [row[:2] for row in done.rows()] == [
        [project, each.table]
        for project, failed in (("shop", "rules"), ("app", "segments"))
        for each in CATALOG
        if failed not in (each.table, each.parent)
    ]
    assert terminal.query("select project, count(*) from gio.rules where present group by 1 order by 1") == [
        ("app", 1),
        ("shop", 5),
    ]


def test_a_truncated_list_of_users_is_a_warning(terminal: Terminal) -> None:
    add_app(terminal, "segment_users: [sgApp001]")
    terminal.workbench.sandbox.set(segment_cap=10)
    done = terminal.run("snapshot", "segments")
    assert (done.code, done.err) == (
        0,
        "Warning: users of segment sgApp001 of project app: only 10 users came of the 310 that the source counts; "
        "the list is incomplete.\n",
    )


DAY = ["--from", "2026-06-09", "--to", "2026-06-09"]
APP_REPORTS = "start: 2026-01-01\n    reports: [{name: views, kind: chart, id: YoX28w7R}]"
MISSING = "Project app: APP_TOKEN is not set in the environment or .env."


def test_a_project_without_credentials_keeps_back_no_other(terminal: Terminal) -> None:
    add_app(terminal, APP_REPORTS)
    terminal.extra["APP_TOKEN"] = ""
    done = terminal.run("snapshot", "rules")
    assert (done.code, done.err) == (1, f"{MISSING}\napp: gio.rules is as it was before.\n")
    assert [row[:2] for row in done.rows()] == [["shop", "rules"]]
    done = terminal.run("discover")
    assert (done.code, done.err, done.out.splitlines()[0]) == (1, f"{MISSING}\n", "shop (nxog09md)")
    done = terminal.run("load", "--from", "2026-06-09", "--to", "2026-06-09")
    assert (done.code, done.err) == (1, f"app/views: 2026-06-09 failed: {MISSING}\n")
    assert terminal.query("select project, status from gio.loads order by 1") == [("shop", "done")]


def test_without_any_credentials_or_those_of_what_is_named_nothing_is_tried(terminal: Terminal) -> None:
    add_app(terminal, APP_REPORTS)
    terminal.extra["APP_TOKEN"] = ""
    for arguments in (["discover", "--project", "app"], ["load", "app/views", "shop/page_views_by_city", *DAY]):
        done = terminal.run(*arguments)
        assert (done.code, done.err, done.out) == (2, f"{MISSING}\n", "")
    terminal.extra["TOKEN"] = ""
    for arguments in (["snapshot"], ["discover"], ["load", *DAY]):
        done = terminal.run(*arguments)
        assert (done.code, done.out) == (2, "")
        assert MISSING in done.err and "Project shop: TOKEN is not set" in done.err
    assert terminal.workbench.sandbox.stats()["requests"] == 0

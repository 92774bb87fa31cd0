"""`gio-pipeline status`, as a table and as a gate."""

import json
import subprocess
import sys

import pytest

from gio_pipeline_tests.cli.conftest import Terminal

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
SIGNUP = "{name: signup, kind: funnel, id: 9pkd1, conversion_window: 7}"
WEEKLY = "{name: weekly, kind: chart, id: YoX28w7R, grain: week}"
LIGHT = """
import sys
from gio_pipeline.cli import main
code = main(sys.argv[1:])
assert code == 0, code
print("HEAVY", sorted({"dagster", "pandas", "numpy"} & sys.modules.keys()))
"""


def test_every_report_is_told_with_what_is_loaded_lacking_and_yet_to_settle(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, SIGNUP, "{name: fresh, kind: chart, id: cityPv01}")
    terminal.workbench.load("views", "2026-05-30", "2026-06-02")
    terminal.workbench.load("views", "2026-06-05", "2026-06-10", allow_unsettled=True)
    terminal.workbench.load("signup", "2026-05-30", "2026-06-09")
    done = terminal.run("status")
    assert (done.code, done.err) == (0, "")
    views, signup, fresh, lacks, *_ = done.rows()
    assert views[:7] == ["shop/views", "day", "10", "2", "1", "0", "2026-06-09"]
    assert signup[:7] == ["shop/signup", "day", "11", "0", "0", "7", "2026-06-02"]
    assert views[7].endswith(" done") and views[8] == "2026-06-11 04:00"
    assert fresh == ["shop/fresh", "day", "0", "never", "2026-06-11 04:00"]
    assert lacks == ["Not loaded: shop/views: 2026-06-03 to 2026-06-04 (2 periods)"]


def test_what_the_next_tick_loads_is_told_and_how_to_have_it_load_what_lies_before(terminal: Terminal) -> None:
    auto = [f"{{name: r{n}, kind: chart, id: cityPv01, backfill: auto, start: 2026-06-08}}" for n in range(6)]
    terminal.workbench.report(VIEWS, "{name: fresh, kind: chart, id: cityPv01, start: 2026-06-01}", *auto)
    terminal.workbench.load("views", "2026-05-30", "2026-06-01")
    assert terminal.run("status").out.splitlines()[-5:] == [
        "shop/views: the next tick loads 2026-06-02 to 2026-06-09 (8 periods).",
        "shop/fresh: the next tick loads 2026-06-09.",
        "shop/r0, shop/r1, shop/r2, shop/r3 and 2 more: the next tick loads 2026-06-08 to 2026-06-09 (2 periods).",
        "shop/views: 2026-01-01 to 2026-05-29 (149 periods) will not be loaded by a tick, "
        "unless reports.yaml says backfill: auto; gio-pipeline load does it too.",
        "shop/fresh: 2026-06-01 to 2026-06-08 (8 periods) will not be loaded by a tick, "
        "unless reports.yaml says backfill: auto; gio-pipeline load does it too.",
    ]


def test_a_last_load_that_failed_is_told_with_its_reason(terminal: Terminal) -> None:
    terminal.workbench.report("{name: gone, kind: chart, id: nosuch01}")
    terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-02")
    assert "shop/gone, last load failed: " in terminal.run("status").out


def test_a_report_that_left_the_configuration_is_named(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, SIGNUP)
    terminal.workbench.load("views", "2026-06-01", "2026-06-02")
    terminal.workbench.report(SIGNUP)
    assert "Loaded, but no longer in the configuration: shop/views" in terminal.run("status").out


def test_without_a_warehouse_nothing_is_loaded_and_none_is_set_up(terminal: Terminal) -> None:
    terminal.extra = {"GIO_DATABASE_URL": ""}
    done = terminal.run("status")
    assert (done.code, done.rows()[:1]) == (0, [["shop/page_views_by_city", "day", "0", "never", "2026-06-11 04:00"]])
    assert not (terminal.directory / "home").exists()


def test_the_gate_opens_when_everything_up_to_the_day_is_final(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, WEEKLY)
    terminal.workbench.load("views", "2026-05-25", "2026-06-09")
    terminal.workbench.load("weekly", "2026-05-25", "2026-06-07")
    done = terminal.run("status", "--final", "2026-06-09")
    assert (done.code, done.err) == (0, "")
    assert done.out == "Everything of the 2 reports that ends on or before 2026-06-09 is final.\n"


@pytest.mark.parametrize(
    ("reports", "day", "said"),
    [
        (["views"], "2026-06-10",
         "shop/views is not final up to 2026-06-10: not loaded: 2026-06-03 to 2026-06-04, 2026-06-10 (3 periods)."),
        (["views"], "2026-06-03", "shop/views is not final up to 2026-06-03: not loaded: 2026-06-03."),
        (["views"], "2026-05-29", "shop/views: nothing that ends on or before 2026-05-29 is loaded."),
        (["signup"], "2026-06-03", "shop/signup is not final up to 2026-06-03: filling: 2026-06-03."),
        (["weekly"], "2026-06-03", "shop/weekly: nothing is loaded."),
    ],
)  # fmt: skip
def test_the_gate_stays_shut_and_names_what_is_not_final(
    terminal: Terminal, reports: list[str], day: str, said: str
) -> None:
    terminal.workbench.report(VIEWS, SIGNUP, WEEKLY)
    terminal.workbench.load("views", "2026-05-30", "2026-06-02")
    terminal.workbench.load("views", "2026-06-05", "2026-06-09")
    terminal.workbench.load("signup", "2026-05-30", "2026-06-09")
    done = terminal.run("status", *reports, "--final", day)
    assert (done.code, done.out, done.err) == (1, "", said + "\n")


def test_the_gate_of_no_named_report_is_that_of_all(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, WEEKLY)
    terminal.workbench.load("views", "2026-06-01", "2026-06-09")
    assert terminal.run("status", "views", "--final", "2026-06-07").code == 0
    done = terminal.run("status", "--final", "2026-06-07")
    assert (done.code, done.err) == (1, "shop/weekly: nothing is loaded.\n")


def test_a_changed_identity_shuts_the_gate_and_is_explained(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.workbench.load("views", "2026-06-01", "2026-06-09")
    terminal.workbench.report("{name: views, kind: chart, id: cityPv01}")
    done = terminal.run("status", "--final", "2026-06-09")
    assert done.code == 1
    assert done.err.startswith("shop/views: id 'YoX28w7R' became 'cityPv01'")
    assert terminal.run("status").code == 0


@pytest.mark.parametrize("arguments", [["status"], ["--help"], ["load", "--help"], ["db", "url"], ["query"]])
def test_a_look_imports_neither_dagster_nor_pandas(terminal: Terminal, arguments: list[str]) -> None:
    command = [sys.executable, "-c", LIGHT, *arguments]
    found = subprocess.run(
        command, cwd=terminal.directory, env=terminal.environ, capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines()[-1] == "HEAVY []"


def test_a_warehouse_of_an_older_version_is_to_be_upgraded_first(terminal: Terminal) -> None:
    terminal.query("delete from gio_state.migrations where version > 3")
    done = terminal.run("status")
    assert (done.code, done.err) == (
        1,
        "The warehouse was made by an older gio_pipeline and lacks 0004_catalog: run gio-pipeline db upgrade.\n",
    )


def test_programs_read_one_object_per_report(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, "{name: gone, kind: chart, id: nosuch01}")
    terminal.workbench.load("views", "2026-06-05", "2026-06-07")
    terminal.workbench.tick("gone")
    done = terminal.run("status", "--json")
    views, gone = json.loads(done.out)
    last = views.pop("last_load")
    assert (last["status"], last["error"]) == ("done", None)
    assert views == {
        "report": "shop/views",
        "kind": "chart",
        "grain": "day",
        "timezone": "Asia/Shanghai",
        "loaded": 3,
        "provisional": 0,
        "filling": 0,
        "holes": ["2026-06-07T16:00:00Z", "2026-06-08T16:00:00Z"],
        "newest_final": "2026-06-06T16:00:00Z",
        "next_settles_at": "2026-06-10T20:00:00Z",
        "late": True,
        "late_since": "2026-06-08T20:00:00Z",
        "trouble": None,
        "exporter": None,
        "red_checks": [],
        "changed": None,
    }
    assert gone["trouble"].pop("error").startswith("chart nosuch01 of project shop: ")
    assert gone["trouble"] == {
        "what": "rejected",
        "since": "2026-06-10T02:00:00Z",
        "last_tried_at": "2026-06-10T02:00:00Z",
        "try_again_at": "2026-06-11T01:30:00Z",
        "periods": None,
    }
    said = terminal.run("status").err
    assert said.startswith(
        "shop/gone is in trouble since 2026-06-10 10:00 (Asia/Shanghai); it is tried again 2026-06-11 "
    )


def test_the_health_view_has_a_row_for_each_report(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, "{name: gone, kind: chart, id: nosuch01}")
    terminal.workbench.load("views", "2026-06-05", "2026-06-07")
    terminal.workbench.tick("gone")
    columns = "report, late, late_since, newest_settled, last_load_status, trouble, left(last_error, 15), red_checks"
    found = terminal.query(f"set time zone 'Asia/Shanghai'; select {columns} from gio.health order by report")
    assert [tuple(str(cell) for cell in row) for row in found] == [
        ("gone", "False", "None", "None", "failed", "rejected", "chart nosuch01 ", "None"),
        ("views", "True", "2026-06-09 04:00:00+08:00", "2026-06-07 00:00:00+08:00", "done", "None", "None", "None"),
    ]

"""`gio-pipeline load`: what it stores, says and returns."""

import os
import pty
import subprocess
import sys

import pytest

from gio_pipeline.sandbox import PROJECTS
from gio_pipeline_tests.cli.conftest import Terminal

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
BROWSERS = "{name: browsers, kind: chart, id: tblBrw01}"
WEEKLY = "{name: weekly, kind: chart, id: YoX28w7R, grain: week}"
MONTHLY = "{name: monthly, kind: chart, id: YoX28w7R, grain: month, start: 2026-03-01}"
NOT_SETTLED = "2026-06-10 has not settled yet: settles at 2026-06-11 04:00 (Asia/Shanghai)."


def test_a_few_days_that_are_final_already_do_not_split_a_request(terminal: Terminal) -> None:
    terminal.workbench.report("{name: views, kind: chart, id: YoX28w7R}")
    terminal.workbench.load("views", "2026-06-03", "2026-06-04")
    before = terminal.workbench.downloads()
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-09")
    assert (done.code, terminal.workbench.downloads() - before) == (0, 1)
    assert terminal.query("select periods, unchanged from gio.loads order by load_id desc limit 1") == [(7, 0)]


def test_a_load_stores_the_periods_and_says_what_it_did(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-03")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "shop/views: 3 periods in 1 request"
    assert done.rows()[0][:9] == ["shop/views", "3", "6", "6", "0", "0", "0", "0", "1"]
    assert terminal.query("select count(*), count(distinct period_date) from gio.report_values") == [(6, 3)]
    assert terminal.query("select trigger, status from gio.loads") == [("load", "done")]


def test_what_is_final_is_skipped_without_a_request_and_the_output_says_so(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-03")
    before = terminal.workbench.downloads()
    done = terminal.run("load", "views", "--from", "2026-06-01", "--to", "2026-06-03")
    assert (done.code, terminal.workbench.downloads() - before) == (0, 0)
    assert "3 periods are final already; --full-refresh pulls them again." in done.out


def test_a_full_refresh_pulls_what_is_final_and_says_that_nothing_has_changed(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-03")
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-03", "--full-refresh")
    assert done.rows()[0][:9] == ["shop/views", "3", "6", "0", "0", "6", "0", "0", "1"]
    assert "Nothing has changed." in done.out


def test_a_range_into_unsettled_time_loads_what_has_settled_and_lists_the_rest(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, BROWSERS)
    done = terminal.run("load", "--from", "2026-06-09", "--to", "2026-06-10")
    assert done.code == 1
    assert done.err == f"shop/views, shop/browsers: {NOT_SETTLED}\n"
    assert terminal.query("select distinct cast(period_date as text) from gio.coverage") == [("2026-06-09",)]


def test_rows_whose_time_cannot_be_read_are_a_failure_and_make_nothing_final(terminal: Terminal) -> None:
    terminal.workbench.report("{name: cities, kind: chart, id: cityPv01}")
    terminal.workbench.faults({"fault": "time_words", "match": "cityPv01", "words": ["第46周"]})
    done = terminal.run("load", "--from", "2026-06-08", "--to", "2026-06-09")
    assert done.code == 1
    assert "failed: chart cityPv01 of project shop: the time '第46周' (Asia/Shanghai) cannot be read;" in done.err
    assert terminal.query("select count(*) from gio.coverage") == [(0,)]
    assert terminal.run("status", "--final", "2026-06-09").code == 1


def test_unsettled_periods_are_stored_as_provisional_if_they_are_allowed(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("load", "--from", "2026-06-10", "--to", "2026-06-10", "--allow-unsettled")
    assert (done.code, done.err) == (0, "")
    assert terminal.query("select state from gio.coverage") == [("provisional",)]


def test_dates_far_ahead_are_told_in_one_line_and_never_asked_for(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("load", "--from", "2026-06-09", "--to", "9999-12-31", "--allow-unsettled")
    assert done.code == 1
    assert done.err == (
        "shop/views: what begins from 2026-06-11 to 9999-12-31 has not begun yet: "
        "the first of it settles at 2026-06-12 04:00 (Asia/Shanghai).\n"
    )
    assert terminal.query("select count(*) from gio.coverage") == [(2,)]


def test_a_load_of_old_days_says_how_many_periods_it_makes_due(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("load", "--from", "2026-05-31", "--to", "2026-05-31")
    # 1 to 8 June; the 9th was due before.
    assert done.out.splitlines()[-2:] == [
        "This makes 8 periods due for the schedules.",
        "shop/views: the next tick loads 2026-06-01 to 2026-06-09 (9 periods).",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--from", "2026-06-03", "--to", "2026-06-01"],
            "The dates are reversed: --from 2026-06-03 is after --to 2026-06-01.",
        ),
        (
            ["--from", "2025-01-01", "--to", "2025-12-31"],
            "--to 2025-12-31 is before the start of every report (2026-01-01): there is nothing to load.",
        ),
        (
            ["monthly", "--from", "2026-01-01", "--to", "2026-02-01"],
            "--to 2026-02-01 is before the start of shop/monthly (2026-03-01): there is nothing to load.",
        ),
        (
            ["views", "monthly", "--from", "2026-02-01", "--to", "2026-02-02"],
            "No period of shop/monthly begins from 2026-02-01 to 2026-02-02: it starts on 2026-03-01.",
        ),
        (
            ["--from", "2026-06-11", "--to", "2026-06-12"],
            "--from 2026-06-11 is after today (2026-06-10): there is nothing to load.",
        ),
        (
            ["weekly", "--from", "2026-06-02", "--to", "2026-06-07"],
            "No week of shop/weekly begins from 2026-06-02 to 2026-06-07.",
        ),
        (
            ["monthly", "--from", "2026-06-02", "--to", "2026-06-02"],
            "No month of shop/monthly begins on 2026-06-02.",
        ),
        (
            ["vews", "--from", "2026-06-02", "--to", "2026-06-02"],
            "No report 'vews' is configured; did you mean shop/views?",
        ),
        (
            ["--from", "2026-06-31", "--to", "2026-06-30"],
            "Invalid value for '--from': '2026-06-31' is no date: write it as 2026-01-31. "
            "gio-pipeline load --help lists what there is.",
        ),
        (
            ["--from", "2026-06-01"],
            "Missing option '--to'. gio-pipeline load --help lists what there is.",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_tried(
    terminal: Terminal, arguments: list[str], said: str
) -> None:
    terminal.workbench.report(VIEWS, WEEKLY, MONTHLY)
    done = terminal.run("load", *arguments)
    assert (done.code, done.err) == (2, said + "\n")
    assert terminal.workbench.downloads() == 0
    assert terminal.query("select count(*) from gio.reports") == [(0,)]


def test_a_report_that_was_not_named_and_has_no_period_is_skipped_with_a_note(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, WEEKLY, MONTHLY)
    done = terminal.run("load", "--from", "2026-06-02", "--to", "2026-06-02")
    assert done.code == 0
    assert "No week of shop/weekly begins on 2026-06-02: skipped." in done.out
    assert "No month of shop/monthly begins on 2026-06-02: skipped." in done.out
    assert terminal.query("select report from gio.coverage") == [("views",)]


def test_dates_in_which_nothing_begins_are_noted_and_done(terminal: Terminal) -> None:
    terminal.workbench.report(MONTHLY)
    done = terminal.run("load", "--from", "2026-06-02", "--to", "2026-06-02")
    assert (done.code, done.out) == (0, "No month of shop/monthly begins on 2026-06-02: skipped.\n")


def test_a_report_named_twice_is_loaded_once(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.run("load", "views", "shop/views", "--from", "2026-06-02", "--to", "2026-06-02")
    assert terminal.workbench.downloads() == 1


def test_changed_identities_are_all_told_before_anything_is_tried(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, BROWSERS, WEEKLY)
    terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-01")
    before = terminal.workbench.downloads()
    terminal.workbench.report(
        VIEWS, "{name: browsers, kind: chart, id: cityPv01}", "{name: weekly, kind: chart, id: YoX28w7R}"
    )
    done = terminal.run("load", "--from", "2026-06-02", "--to", "2026-06-02")
    assert done.code == 2
    assert [line.split(" in reports.yaml")[0] for line in done.err.splitlines()] == [
        "shop/browsers: id 'tblBrw01' became 'cityPv01'",
        "shop/weekly: grain 'week' became 'day'",
    ]
    assert terminal.workbench.downloads() == before


def test_missing_variables_are_named_and_nothing_is_tried(terminal: Terminal) -> None:
    terminal.extra = {"TOKEN": "", "CLIENT_ID": ""}
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-01")
    assert (done.code, done.err) == (
        2,
        "Project shop: TOKEN and CLIENT_ID are not set in the environment or .env.\n",
    )


def test_one_failing_report_does_not_stop_the_others(terminal: Terminal) -> None:
    terminal.workbench.report("{name: gone, kind: chart, id: nosuch01}", VIEWS)
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-02")
    assert done.code == 1
    assert done.err.startswith("shop/gone: 2026-06-01 to 2026-06-02 (2 periods) failed: ")
    assert len(done.err.splitlines()) == 1
    assert "nosuch01" in done.err
    assert terminal.query("select report, count(*) from gio.coverage group by 1") == [("views", 2)]


def test_a_revoked_token_is_one_sentence_that_does_not_repeat_it(terminal: Terminal) -> None:
    terminal.workbench.faults({"fault": "revoke_console_token"})
    done = terminal.run("--debug", "load", "--from", "2026-06-01", "--to", "2026-06-02")
    assert done.code == 1
    assert "shop/page_views_by_city: 2026-06-01 to 2026-06-02 (2 periods) failed: " in done.err
    assert PROJECTS[0].console_token not in done.out + done.err


@pytest.mark.usefixtures("impatient")
def test_an_unreachable_database_is_one_sentence_without_its_password(terminal: Terminal) -> None:
    terminal.extra = {"GIO_DATABASE_URL": "postgresql://someone:swordfish@127.0.0.1:1/gio"}
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-02")
    assert done.code == 1
    assert done.err.startswith("The database at postgresql+psycopg2://someone:***@127.0.0.1:1/gio answered: ")
    assert len(done.err.splitlines()) == 1
    assert "swordfish" not in done.err


def test_periods_that_came_back_empty_keep_their_rows_and_are_named(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-03")
    terminal.workbench.faults({"fault": "empty", "dates": ["2026-06-02"]})
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-03", "--full-refresh")
    assert done.code == 1
    assert done.err == (
        "shop/views: 2026-06-02 came back empty, so the old rows were kept; "
        "if the answer is right, set on_empty: accept and load with --full-refresh.\n"
    )
    assert terminal.query("select count(*) from gio.report_values") == [(6,)]


def test_a_dry_run_needs_no_credentials_asks_nothing_and_writes_nothing(
    terminal: Terminal, empty_database_url: str
) -> None:
    terminal.workbench.report(VIEWS, BROWSERS)
    terminal.extra = {"GIO_DATABASE_URL": empty_database_url, "TOKEN": "", "CLIENT_ID": ""}
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-10", "--dry-run")
    assert (done.code, done.err, terminal.workbench.downloads()) == (0, "", 0)
    assert done.rows()[:2] == [
        ["shop/views", "9", "1", "0", "1", "0.0 s"],
        ["shop/browsers", "9", "1", "0", "1", "0.0 s"],
    ]
    assert NOT_SETTLED in done.out
    assert "18 periods in 2 requests" in done.out
    assert "The warehouse has no tables yet" in done.out
    terminal.workbench.database_url = empty_database_url
    assert terminal.query("select count(*) from pg_namespace where nspname like 'gio%'") == [(0,)]


def test_a_dry_run_of_a_chart_without_time_counts_a_request_per_period_once_that_is_known(terminal: Terminal) -> None:
    terminal.workbench.report(BROWSERS)
    guess = terminal.run("load", "--from", "2026-05-30", "--to", "2026-06-09", "--dry-run")
    assert (
        "If its rows turn out to carry no time, a chart takes a request per period: shop/browsers. "
        "Then it is 12 requests, 0.1 s at least." in guess.out
    )
    terminal.run("load", "--from", "2026-06-08", "--to", "2026-06-09")
    sure = terminal.run("load", "--from", "2026-05-30", "--to", "2026-06-09", "--dry-run")
    assert sure.rows()[0] == ["shop/browsers", "9", "9", "2", "0", "0.1 s"]
    assert "turn out" not in sure.out


def test_a_dry_run_does_not_set_up_an_embedded_server(terminal: Terminal) -> None:
    terminal.extra = {"GIO_DATABASE_URL": ""}
    done = terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-10", "--dry-run")
    assert done.code == 0
    assert not (terminal.directory / "home").exists()


@pytest.mark.slow
def test_a_terminal_gets_a_bar_and_a_pipe_plain_lines(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "gio_pipeline", "load", "--from", "2026-06-01", "--to", "2026-06-05"]
    environ = {**terminal.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        command, cwd=terminal.directory, env=environ, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    assert process.returncode == 0
    assert b"5/5" in shown and b"\x1b[" in shown
    plain = terminal.spawn("load", "--from", "2026-06-01", "--to", "2026-06-05", "--full-refresh")
    assert (plain.code, plain.err) == (0, "")
    assert plain.out.startswith("shop/views: 5 periods in 1 request\n")
    assert "\x1b" not in plain.out


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # how Linux ends a terminal nobody writes to any more
        return b""


def test_a_ca_file_that_cannot_be_read_is_a_mistake_told_before_anything_is_asked(terminal: Terminal) -> None:
    written = (terminal.directory / "reports.yaml").read_text(encoding="utf-8")
    (terminal.directory / "reports.yaml").write_text(written.replace("http://", "https://"), encoding="utf-8")
    terminal.extra["REQUESTS_CA_BUNDLE"] = str(terminal.directory / "missing.pem")
    for command in (["load", "--from", "2026-06-09", "--to", "2026-06-09"], ["preview", "page_views_by_city"]):
        done = terminal.run(*command)
        assert done.code == 2
        assert f"REQUESTS_CA_BUNDLE names {terminal.extra['REQUESTS_CA_BUNDLE']}, which cannot be read" in done.err

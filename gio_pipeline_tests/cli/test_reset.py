"""`gio-pipeline reset`."""

import os
import pty
import subprocess
import sys
import threading
import time

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from gio_pipeline_tests.cli.conftest import Terminal

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
SIGNUP = "{name: signup, kind: funnel, id: 9pkd1, conversion_window: 7}"
LEFT = """
select (select count(*) from gio.reports), (select count(*) from gio.points), (select count(*) from gio.coverage),
       (select count(*) from gio.metrics), (select count(*) from gio.dimension_sets) +
       (select count(*) from gio.restatements)
"""


def loaded(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, SIGNUP)
    terminal.workbench.load("views", "2026-06-01", "2026-06-03")


def test_reset_deletes_what_is_loaded_of_one_report_and_nothing_else(terminal: Terminal) -> None:
    loaded(terminal)
    kept = terminal.workbench.load("signup", "2026-06-01", "2026-06-01").count("values")
    done = terminal.run("reset", "shop/views", "--yes")
    assert (done.code, done.err) == (0, "")
    assert done.out == "shop/views is forgotten: 6 values of 3 periods (2026-06-01 to 2026-06-03) deleted.\n"
    assert terminal.query("select report, count(*) from gio.report_values group by 1") == [("signup", kept)]
    assert terminal.query(LEFT)[0][:3] == (1, kept, 1)
    assert terminal.query("select to_regclass('gio_reports.shop__views') is null") == [(True,)]


def test_what_was_loaded_when_stays_known(terminal: Terminal) -> None:
    loaded(terminal)
    terminal.run("reset", "views", "--yes")
    assert terminal.query("select report_id, report, inserted from gio.loads") == [(None, "views", 6)]


def test_a_report_that_was_reset_loads_again(terminal: Terminal) -> None:
    loaded(terminal)
    terminal.run("reset", "views", "--yes")
    assert terminal.run("load", "views", "--from", "2026-06-01", "--to", "2026-06-03").code == 0
    assert terminal.query("select count(*) from gio_reports.shop__views") == [(3,)]


def test_a_report_whose_identity_changed_loads_after_its_reset(terminal: Terminal) -> None:
    loaded(terminal)
    terminal.workbench.report("{name: views, kind: chart, id: cityPv01}")
    assert terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-01").code == 2
    assert terminal.run("reset", "views", "--yes").code == 0
    assert terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-01").code == 0


def test_a_report_that_left_the_configuration_can_be_reset(terminal: Terminal) -> None:
    loaded(terminal)
    terminal.workbench.report(SIGNUP)
    assert terminal.run("reset", "views", "--yes").code == 0
    assert terminal.query(LEFT) == [(0, 0, 0, 0, 0)]


def test_a_view_that_others_depend_on_stays_empty_and_fills_again(terminal: Terminal) -> None:
    loaded(terminal)
    terminal.query('create view dashboard as select period_date, "页面浏览量" as views from gio_reports.shop__views')
    done = terminal.run("reset", "views", "--yes")
    assert done.code == 0
    assert done.err == (
        "Its view gio_reports.shop__views was kept, empty, with its columns: "
        "view public.dashboard depends on view gio_reports.shop__views.\n"
    )
    assert terminal.query("select count(*) from dashboard") == [(0,)]
    assert terminal.query(LEFT)[0][:3] == (1, 0, 0)
    assert terminal.query("select report_id from gio.loads") == [(None,)]
    terminal.workbench.report("{name: views, kind: chart, id: cityPv01}")
    assert terminal.run("load", "--from", "2026-06-01", "--to", "2026-06-01").code == 0
    assert terminal.query("select count(*) > 0 from dashboard where views > 0") == [(True,)]


def test_without_a_terminal_to_ask_on_yes_is_needed(terminal: Terminal) -> None:
    loaded(terminal)
    done = terminal.spawn("reset", "views")
    assert done.code == 2
    assert done.err.startswith("There is no terminal to ask on whether to forget shop/views: add --yes.")
    assert terminal.query("select count(*) from gio.report_values") == [(6,)]


def test_on_a_terminal_it_asks_and_no_deletes_nothing(terminal: Terminal) -> None:
    loaded(terminal)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "gio_pipeline", "reset", "views"],
        cwd=terminal.directory,
        env=terminal.environ,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, b"n\n")
        out, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 1
    assert out.endswith("Forget 3 periods (2026-06-01 to 2026-06-03) of shop/views? [y/N]: Nothing was deleted.\n")
    assert terminal.query("select count(*) from gio.report_values") == [(6,)]


def test_what_was_never_loaded_needs_no_reset(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    done = terminal.run("reset", "views", "--yes")
    assert (done.code, done.out) == (0, "Nothing is loaded of views.\n")


def test_an_unknown_report_is_refused(terminal: Terminal) -> None:
    done = terminal.run("reset", "viewss", "--yes")
    assert done.code == 2
    assert done.err.startswith("No report 'viewss' is configured")


def test_it_waits_for_a_load_that_is_being_merged(terminal: Terminal) -> None:
    loaded(terminal)
    [(report_id,)] = terminal.query("select report_id from gio.reports where report = 'views'")
    engine = create_engine(terminal.workbench.database_url, poolclass=NullPool)
    released: list[float] = []
    with engine.connect() as connection:
        statement = "select pg_advisory_xact_lock_shared(hashtextextended('gio_pipeline report', :report_id))"
        connection.execute(text(statement), {"report_id": report_id})

        def release() -> None:
            time.sleep(0.7)
            released.append(time.monotonic())
            connection.rollback()

        holder = threading.Thread(target=release)
        holder.start()
        assert terminal.run("reset", "views", "--yes").code == 0
        ended = time.monotonic()
        holder.join()
    assert ended > released[0]

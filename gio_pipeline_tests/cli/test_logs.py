"""The log of a load: every line says which report, window and load it is about."""

import json

import pytest
import yaml

from gio_pipeline.defs.resources import MANAGED_LOGGERS
from gio_pipeline_tests.cli.conftest import Terminal
from gio_pipeline_tests.postgres import ROOT

CITY = "shop/page_views_by_city"
LOAD = ("load", CITY, "--from", "2026-06-08", "--to", "2026-06-09")
WINDOW = "2026-06-08T00:00+08:00/2026-06-10T00:00+08:00"


def test_programs_read_the_log_as_json_lines(terminal: Terminal) -> None:
    terminal.extra = {"GIO_LOG": "json"}
    terminal.workbench.faults({"fault": "status", "code": 503, "match": "cityPv01", "times": 1})
    done = terminal.run(*LOAD)
    lines = [json.loads(line) for line in done.err.splitlines()]
    assert done.code == 0
    [(load_id,)] = terminal.query("select load_id from gio.loads")
    assert {(line["report"], line["window"]) for line in lines} == {(CITY, WINDOW)}
    assert [(line["level"], line["logger"], line.get("status"), line.get("load_id")) for line in lines] == [
        ("INFO", "gio_pipeline.growingio", 503, None),
        ("WARNING", "gio_pipeline.growingio", None, None),
        ("INFO", "gio_pipeline.growingio", 200, None),
        ("INFO", "gio_pipeline.warehouse", None, load_id),
    ]
    assert lines[-1]["message"] == "load done: periods 2; values 240 inserted, 0 changed, 0 deleted"
    assert lines[-1]["time"].endswith("+00:00")


def test_a_window_that_fails_is_logged_with_the_number_of_its_load(terminal: Terminal) -> None:
    terminal.extra = {"GIO_LOG": "json"}
    terminal.workbench.faults({"fault": "wrong_id", "match": "cityPv01"})
    done = terminal.run(*LOAD)
    failed = [json.loads(line) for line in done.err.splitlines() if '"ERROR"' in line]
    assert (done.code, [(line["window"], line["load_id"]) for line in failed]) == (1, [(WINDOW, 1)])
    assert terminal.query("select load_id, status, requests from gio.loads") == [(1, "failed", 1)]


def test_people_read_it_as_text_with_debug(terminal: Terminal) -> None:
    last = terminal.run(*LOAD, "--debug").err.splitlines()[-1]
    [(load_id,)] = terminal.query("select load_id from gio.loads")
    assert last.endswith(f"0 deleted [report={CITY} window={WINDOW} load_id={load_id}]")


def test_another_form_of_log_is_refused(terminal: Terminal) -> None:
    terminal.extra = {"GIO_LOG": "xml"}
    done = terminal.run(*LOAD)
    assert (done.code, done.err) == (2, "GIO_LOG must be json or not set, not 'xml'.\n")


@pytest.mark.parametrize("name", ["gio_pipeline/defs/dagster.yaml", "docs/deploy/dagster.yaml"])
def test_dagster_keeps_the_lines_that_say_what_they_are_about(name: str) -> None:
    settings = yaml.safe_load((ROOT / name).read_text())
    assert settings["python_logs"]["managed_python_loggers"] == list(MANAGED_LOGGERS)

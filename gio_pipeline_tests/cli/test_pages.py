"""What Dagster shows after a command, where the home has an instance."""

import pytest
from dagster import AssetKey, DagsterInstance

from gio_pipeline.defs.home import prepare_home
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.cli.conftest import Terminal

KEY = AssetKey(["gio_reports", "shop__page_views_by_city"])


def marks(terminal: Terminal) -> list[str]:
    with DagsterInstance.from_config(str(home(terminal))) as instance:
        return sorted(instance.get_materialized_partitions(KEY))


def home(terminal: Terminal) -> str:
    return str(load_settings(terminal.environ, terminal.directory).dagster_home)


@pytest.mark.slow
def test_what_load_loaded_and_reset_forgot_is_shown_at_once(terminal: Terminal) -> None:
    prepare_home(load_settings(terminal.environ, terminal.directory))
    done = terminal.run("load", "--from", "2026-06-05", "--to", "2026-06-09")
    assert (done.code, done.err) == (0, "")
    assert "Marking 5 periods in Dagster" in done.out
    assert marks(terminal) == [f"2026-06-0{day}" for day in range(5, 10)]
    assert terminal.run("reset", "page_views_by_city", "--yes").code == 0
    assert marks(terminal) == []


def test_an_instance_that_cannot_be_opened_costs_a_warning(terminal: Terminal) -> None:
    directory = prepare_home(load_settings(terminal.environ, terminal.directory))
    (directory / "dagster.yaml").write_text("telemetry: {enabeld: false}\n", encoding="utf-8")
    done = terminal.run("load", "--from", "2026-06-09", "--to", "2026-06-09")
    assert done.code == 0
    assert "Dagster does not show it yet, the next tick of a schedule sees to it: " in done.err
    assert terminal.query("select count(*) from gio.coverage") == [(1,)]


def test_without_an_instance_nothing_is_said_and_none_is_made(terminal: Terminal) -> None:
    done = terminal.run("load", "--from", "2026-06-09", "--to", "2026-06-09")
    assert (done.code, done.err, "Dagster" in done.out) == (0, "", False)
    assert not (terminal.directory / "home" / "dagster").exists()

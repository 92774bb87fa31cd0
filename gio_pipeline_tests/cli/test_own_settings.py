"""Where there is no reports.yaml nothing pretends that there is one; where a demo ran, its sample can be looked at."""

import pytest

from gio_pipeline_tests.cli.conftest import Terminal

COMMANDS = [
    ["status"],
    ["check"],
    ["discover"],
    ["preview", "page_views"],
    ["load", "--from", "2026-06-01", "--to", "2026-06-02"],
    ["snapshot"],
    ["query", "freshness_per_report"],
    ["export", "page_views", "--csv", "-"],
    ["reset", "page_views", "--yes"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_in_a_directory_without_reports_nothing_is_done_and_nothing_made(
    terminal: Terminal, command: list[str]
) -> None:
    (terminal.directory / "reports.yaml").unlink()
    terminal.extra = {"GIO_DATABASE_URL": "", "GIO_HOME": ""}
    done = terminal.run(*command)
    said = done.out if command == ["check"] else done.err
    assert done.code == 2
    assert said.removeprefix("✗ configuration: ") == (
        f"There is no reports.yaml in {terminal.directory}: go where yours is, name it in GIO_CONFIG, or write "
        "one: the README shows its first lines. For the sample reports run gio-pipeline demo first.\n"
    )
    assert list(terminal.directory.iterdir()) == []


@pytest.mark.slow
def test_after_a_demo_the_sample_can_be_checked_discovered_previewed_and_loaded(terminal: Terminal) -> None:
    (terminal.directory / "reports.yaml").unlink()
    said = f"There is no reports.yaml in {terminal.directory}: these are the sample reports, from the imitation API.\n"
    checked = terminal.run("check")
    assert (checked.code, checked.err) == (0, said)
    assert "✓ shop credentials: accepted" in checked.out and "✗" not in checked.out
    discovered = terminal.run("discover", "--project", "shop")
    assert (discovered.code, discovered.err.splitlines(keepends=True)[0]) == (0, said)
    previewed = terminal.run("preview", "page_views_by_city")
    assert (previewed.code, "Nothing was stored." in previewed.out) == (0, True)
    loaded = terminal.run("load", "page_views_by_city", "--from", "2026-06-01", "--to", "2026-06-02")
    assert (loaded.code, loaded.rows()[0][:2]) == (0, ["shop/page_views_by_city", "2"])
    assert terminal.run("status").err == said

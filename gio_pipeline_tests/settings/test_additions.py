"""Reports added to reports.yaml: nothing else in the file moves, and the file is valid afterwards."""

import os
from pathlib import Path

import pytest

from gio_pipeline.core.errors import ConfigError, UsageError
from gio_pipeline.settings import load_settings
from gio_pipeline.settings.additions import Addition, add_reports

ROOT = Path(__file__).parents[2]
HEAD = """\
projects:
  - name: shop   # mine
    uid: nxog09md
    token: ${TOKEN}
    start: 2026-01-01
"""
NEW = Addition({"name": "new", "kind": "chart", "id": "n1", "title": "新: 'x' \"y\" # z", "dashboard": "d1"})
SECOND = Addition({"name": "second", "kind": "funnel", "id": "123"}, "stands on real-time dashboards only")
NEW_LINE = """- {name: new, kind: chart, id: n1, title: "新: 'x' \\"y\\" # z", dashboard: d1}"""
ONE = "- {name: a, kind: chart, id: a1}"
BLOCK = """\
    reports:
      - name: a
        kind: chart
        id: a1
        description: |
          one

          two
"""
SECOND_LINE = '- {name: second, kind: funnel, id: "123"}   # stands on real-time dashboards only'


def added(directory: Path, text: str, *additions: Addition, project: str = "shop") -> str:
    """The file's text after the additions to one project."""
    path = directory / "reports.yaml"
    path.write_bytes(text.encode())
    add_reports(load_settings({}, directory), {project: additions})
    assert os.listdir(directory) == ["reports.yaml"]
    return path.read_bytes().decode()


def test_lines_are_put_behind_the_last_report_and_nothing_else_changes(tmp_path: Path) -> None:
    before = (
        "# top\n" + HEAD + "    reports:\n"
        "      # about views\n"
        "      - {name: views,   kind: chart, id: v1}   # aligned   by hand\n"
        "\n"
        "      - name: orders\n"
        "        kind: chart\n"
        "        id: 'o1'   # the last\n"
    )
    after = "\n  # a comment about the next project\n  # - name: app\nmax_periods_per_run: 7\n"
    assert added(tmp_path, before + after, NEW, SECOND) == (before + f"      {NEW_LINE}\n      {SECOND_LINE}\n" + after)


def test_the_example_file_keeps_every_line_it_has(tmp_path: Path) -> None:
    before = (ROOT / "reports.example.yaml").read_text(encoding="utf-8")
    lines = added(tmp_path, before, NEW, project="web_shop").splitlines()
    place = lines.index(f"      {NEW_LINE}")
    assert lines[place - 1].strip().startswith("backfill: auto")
    assert [*lines[:place], *lines[place + 1 :]] == before.splitlines()


def test_the_sample_file_keeps_every_line_it_has(tmp_path: Path) -> None:
    before = (ROOT / "gio_pipeline" / "sample" / "reports.yaml").read_text(encoding="utf-8")
    lines = added(tmp_path, before, NEW, project="app").splitlines()
    assert lines[-1] == f"      {NEW_LINE}"
    assert lines[:-1] == before.splitlines()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "    reports:\n      LINE\n"),
        ("    reports:\n", "    reports:\n      LINE\n"),
        ("    reports:   # none yet\n", "    reports:   # none yet\n      LINE\n"),
        ("    reports: []   # none yet\n", "    reports:    # none yet\n      LINE\n"),
        ("    reports: null\n", "    reports: \n      LINE\n"),
        ("    reports: []\n    rate_limit: 2\n", "    reports: \n      LINE\n    rate_limit: 2\n"),
        (f"    reports:\n    {ONE}", f"    reports:\n    {ONE}\n    LINE\n"),
        (f"{BLOCK}\n    rate_limit: 2\n", f"{BLOCK}\n      LINE\n    rate_limit: 2\n"),
        (
            "    reports: [{name: a, kind: chart, id: a1}]   # one\n",
            "    reports: [{name: a, kind: chart, id: a1}, FLOW]   # one\n",
        ),
        (
            "    reports: [\n      {name: a, kind: chart, id: a1},   # one, two\n    ]\n",
            "    reports: [\n      {name: a, kind: chart, id: a1}, FLOW,   # one, two\n    ]\n",
        ),
        (
            "    reports: [\n      {name: a, kind: chart, id: a1}   # one, two\n    ]\n",
            "    reports: [\n      {name: a, kind: chart, id: a1}, FLOW   # one, two\n    ]\n",
        ),
    ],
)  # fmt: skip
def test_however_the_reports_are_written_they_find_their_place(tmp_path: Path, before: str, after: str) -> None:
    shown = after.replace("LINE", NEW_LINE).replace("FLOW", NEW_LINE[2:])
    assert added(tmp_path, HEAD + before, NEW) == HEAD + shown
    assert [report.name for report in load_settings({}, tmp_path).reports()][-1] == "new"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ", reports: [FLOW]"),
        (", reports: []", ", reports: [FLOW]"),
        (", rate_limit: 2,", ", rate_limit: 2, reports: [FLOW],"),
        (", reports: [{name: a, kind: chart, id: a1}]", ", reports: [{name: a, kind: chart, id: a1}, FLOW]"),
    ],
)
def test_a_project_on_one_line_finds_its_place_too(tmp_path: Path, before: str, after: str) -> None:
    line = 'projects: [{name: shop, uid: u1, token: "${T}", start: 2026-01-01%s}]\n'
    assert added(tmp_path, line % before, NEW) == line % after.replace("FLOW", NEW_LINE[2:])


def test_line_ends_of_windows_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    before = "\ufeff" + (HEAD + "    reports:\n      - {name: a, kind: chart, id: a1}\n").replace("\n", "\r\n")
    assert added(tmp_path, before, NEW) == before + f"      {NEW_LINE}\r\n"


def test_several_projects_are_added_to_at_once(tmp_path: Path) -> None:
    path = tmp_path / "reports.yaml"
    app = HEAD.partition("\n")[2].replace("shop", "app")
    path.write_text(HEAD + "    reports: []\n" + app, encoding="utf-8")
    add_reports(load_settings({}, tmp_path), {"app": [NEW, SECOND], "shop": [NEW]})
    assert [spec.key for spec in load_settings({}, tmp_path).reports()] == ["shop/new", "app/new", "app/second"]


def test_the_file_keeps_its_mode_and_a_link_to_it_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "here").mkdir()
    real, link = tmp_path / "real" / "reports.yaml", tmp_path / "here" / "reports.yaml"
    real.write_text(HEAD, encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    add_reports(load_settings({}, link.parent), {"shop": [NEW]})
    assert link.is_symlink() and "n1" in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_file_that_has_become_invalid_meanwhile_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "reports.yaml"
    path.write_text(HEAD, encoding="utf-8")
    settings = load_settings({}, tmp_path)
    path.write_text(HEAD + "    typo: 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"reports\.yaml:6: .*typo: is no setting"):
        add_reports(settings, {"shop": [NEW]})
    assert path.read_text(encoding="utf-8") == HEAD + "    typo: 1\n"
    assert os.listdir(tmp_path) == ["reports.yaml"]


def test_a_list_shared_by_an_alias_is_left_to_a_person(tmp_path: Path) -> None:
    text = (
        HEAD.replace("    start", "    reports: &r\n      - {name: a, kind: chart, id: a1}\n    start")
        + HEAD.partition("\n")[2].replace("shop", "app")
        + "    reports: *r\n"
    )
    with pytest.raises(
        ConfigError, match=r"reports\.yaml: the reports stand elsewhere, behind an alias .*; paste what"
    ):
        added(tmp_path, text, NEW, project="app")


@pytest.mark.parametrize("end", ["", ",", "  "])
def test_a_list_and_a_project_in_brackets_may_end_in_an_alias(tmp_path: Path, end: str) -> None:
    shared = (HEAD + "    reports: [&a {name: a, kind: chart, id: a1}]\n").replace("start: ", "start: &s ")
    app = "  - {name: app, uid: u2, token: '${T}', start: *s%s}\n"
    flow = NEW_LINE[2:]
    assert added(tmp_path, shared + app % end, NEW, project="app") == shared + app % f", reports: [{flow}]{end}"
    app = HEAD.partition("\n")[2].replace("shop", "app") + "    reports: [*a%s]   # as in the shop\n"
    assert added(tmp_path, shared + app % end, NEW, project="app") == shared + app % f", {flow}{end}"


def test_projects_that_are_merged_in_are_left_to_a_person(tmp_path: Path) -> None:
    text = "<<:\n" + HEAD.replace("\n", "\n  ").replace("projects", "  projects").rstrip(" ")
    with pytest.raises(ConfigError, match=r"reports\.yaml: the reports stand elsewhere, .*; paste what"):
        added(tmp_path, text, NEW)
    assert (tmp_path / "reports.yaml").read_text(encoding="utf-8") == text


def test_what_would_make_the_file_invalid_is_not_written(tmp_path: Path) -> None:
    text = HEAD + "    reports:\n      - {name: new, kind: chart, id: a1}\n"
    with pytest.raises(ConfigError, match=r"reports\.yaml:8: .*is the name of reports\[0\] too: new"):
        added(tmp_path, text, NEW)
    assert (tmp_path / "reports.yaml").read_text(encoding="utf-8") == text
    assert os.listdir(tmp_path) == ["reports.yaml"]


def test_there_must_be_a_file_to_add_to(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no reports\.yaml to add to yet"):
        add_reports(load_settings({}, tmp_path), {"shop": [NEW]})


@pytest.mark.parametrize(
    "title", ["true", "null", "12e4", "- x", "a: b", "a #b", "*x", "&x", "{x}", "~", "首页 UV", "é"]
)
def test_titles_are_read_back_as_they_were_written(tmp_path: Path, title: str) -> None:
    added(tmp_path, HEAD, Addition({"name": "new", "kind": "chart", "id": "n1", "title": title}))
    assert load_settings({}, tmp_path).reports()[0].title == title

"""A file with mistakes is answered with all of them, each with its line and its place, in a person's words."""

from pathlib import Path
from textwrap import dedent

import pytest

from gio_pipeline.core.config.models import ReportConfig
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.core.kinds import Kind
from gio_pipeline.settings import load_settings

HEAD = """\
projects:
  - name: shop
    uid: nxog09md
    token: ${GIO_SHOP_TOKEN}
    start: 2026-01-01
"""


QUOTE = "reports.yaml:1: is no valid YAML: a value that begins with * & or ! must stand in quotes"
# Of a report; docs/configuration.md has each by name.
SETTINGS = ", ".join(ReportConfig.model_fields)
NO_GROUP = "must begin with settings (projects: …), not a list or a word"


def refused(folder: Path, text: str | bytes, **environ: str) -> list[str]:
    content = text if isinstance(text, bytes) else dedent(text).encode()
    (folder / "reports.yaml").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_settings(environ, folder)
    return str(caught.value).split("\n")


def test_all_mistakes_of_a_file_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    assert refused(
        tmp_path,
        """\
        timezone: Asia/Shangai
        settle: {after_hour: 30, day_at: 25:00}
        days_off: [2026-10-01, 2026-10-40]
        projects:
          - name: shop
            uid:
            tokn: abc
            start: 2026-01-01
            rate_limit: fast
            reports:
              - {name: b__c, kind: funnel, id: 123, grain: hour, conversion_window: 91}
              - name: b__c
                kind: chat
                id: "12"
                graim: daily
                start: 2026-02-30
              - page_views
          - name: shop__b
            uid: u2
            ai: ${GIO_AI}
            reports:
              - {name: c, kind: chart, id: x, on_empty: maybe, backfill: yes}
            segment_users: x
            catalog: maybe
        notfy: []
        """,
    ) == [
        "reports.yaml:1: timezone: must be a time zone such as Asia/Shanghai, not 'Asia/Shangai'",
        "reports.yaml:2: settle.after_hour: must be a duration such as 30m, 1h, 90s or 1h30m",
        'reports.yaml:2: settle.day_at: must be a time of day such as "04:00"',
        "reports.yaml:3: days_off[1]: is no date of the calendar: 2026-10-40",
        "reports.yaml:5: projects[0].token: is missing: add token, or ai, secret and client_id",
        "reports.yaml:6: projects[0].uid: is missing: the project's uid: what follows /projects/ in the console's "
        "addresses",
        "reports.yaml:7: projects[0].tokn: is no setting; did you mean token?",
        "reports.yaml:9: projects[0].rate_limit: must be a number",
        "reports.yaml:11: projects[0].reports[0].grain: must be day for a funnel",
        "reports.yaml:11: projects[0].reports[0].id: was read by YAML as a number: put it in quotes",
        "reports.yaml:11: projects[0].reports[0].conversion_window: must be at most 90",
        "reports.yaml:12: projects[0].reports[1].name: is the name of reports[0] too: b__c",
        f"reports.yaml:13: projects[0].reports[1].kind: must be one of {', '.join(Kind)}",
        "reports.yaml:15: projects[0].reports[1].graim: is no setting; did you mean grain?",
        "reports.yaml:16: projects[0].reports[1].start: is no date of the calendar: 2026-02-30",
        "reports.yaml:17: projects[0].reports[2]: must be a group of settings (name: value)",
        "reports.yaml:18: projects[1].secret: is missing: without a token, ai, secret and client_id are needed "
        "together",
        "reports.yaml:18: projects[1].client_id: is missing: without a token, ai, secret and client_id are needed "
        "together",
        "reports.yaml:18: projects[1].start: is missing: the first date there is, here or on each report",
        "reports.yaml:22: projects[1].reports[0].name: makes the view shop__b__c, which shop/b__c makes too: choose "
        "another name",
        "reports.yaml:22: projects[1].reports[0].on_empty: must be one of doubt, accept",
        "reports.yaml:22: projects[1].reports[0].backfill: must be one of auto, manual",
        "reports.yaml:23: projects[1].segment_users: must be a list",
        "reports.yaml:24: projects[1].catalog: must be true or false",
        "reports.yaml:25: notfy: is no setting; did you mean notify?",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("grain: daily", "grain: must be one of hour, day, week, month"),
        ("grain: 1", "grain: must be one of hour, day, week, month"),
        ("conversion_window: 7", "conversion_window: is a funnel's setting and this is a chart: take it out"),
        ("refresh_periods: 367", "refresh_periods: must be at most 366"),
        ("refresh_periods: -1", "refresh_periods: must be at least 0"),
        ("refresh_periods: 1.5", "refresh_periods: must be a whole number"),
        ("refresh_periods: [1]", "refresh_periods: must be a number"),
        ("start: 20260101", "start: must be a date such as 2026-01-31"),
        ("start: 2026-01-01T00:00:00", "start: must be a date such as 2026-01-31"),
        ("title: 2026", "title: was read by YAML as a number: put it in quotes"),
        ("title: true", "title: was read by YAML as true or false: put it in quotes"),
        ("title: [a]", "title: must be text"),
        ('title: "  "', "title: is empty"),
        ('title: "\\0"', "title: holds a character that cannot be stored"),
        ("dashboard: a/b", "dashboard: must be an id: letters, digits, - and _ only"),
        ("timezone: UTC", f"timezone: is no setting; there are {SETTINGS}"),
        ("1: x", f"1: is no setting; there are {SETTINGS}"),
        ("owner: !abc x", "owner: has a tag (!), which means nothing here: put the value in quotes"),
        ("kind: funnel", "kind: is set twice, first in line 8: keep one"),
        ("title: ${NO}", "title: NO is not set in the environment or .env"),
        ("title: ${A}${B}", "title: A and B are not set in the environment or .env"),
        ("title: $NO", "title: write a variable as ${NAME}, with braces"),
        ("title: ${NO:-x}", "title: write a variable as ${NAME}: letters, digits and _ between the braces, no default"),
    ],
)  # fmt: skip
def test_a_reports_mistake_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    text = f"{HEAD}    reports:\n      - name: page_views\n        kind: chart\n        id: x\n        {line}\n"
    assert refused(tmp_path, text) == [f"reports.yaml:10: projects[0].reports[0].{said}"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rate_limit: 0", "rate_limit: must be more than 0"),
        ("rate_limit: 101", "rate_limit: must be at most 100"),
        ("base_url: www.growingio.com", "base_url: must be a web address such as https://www.growingio.com"),
        ("base_url: https://me:hunter2@x.cn", "base_url: must be a bare web address: no user, password, ? or # in it"),
        ("settle: 04:00", "settle: must be a group of settings (name: value)"),
        ("settle: {day_at: 4}", 'settle.day_at: must be a time of day such as "04:00"'),
        ("settle: {day: 4}", "settle.day: is no setting; did you mean day_at?"),
        ("segment_users: [123]", "segment_users[0]: was read by YAML as a number: put it in quotes"),
        ("ai: 12345", "ai: was read by YAML as a number: put it in quotes"),
        ("client_id: $GIO_ID", "client_id: write a variable as ${NAME}, with braces"),
        ("secret: ${GIO-X}", "secret: write a variable as ${NAME}: letters, digits and _ between the braces, "
         "no default"),
        ("reports: {name: x}", "reports: must be a list"),
    ],
)  # fmt: skip
def test_a_projects_mistake_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    assert refused(tmp_path, f"{HEAD}    {line}\n") == [f"reports.yaml:6: projects[0].{said}"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "reports.yaml is empty: begin with projects:, as reports.example.yaml does."),
        (b"\n# nothing\n", "reports.yaml is empty: begin with projects:, as reports.example.yaml does."),
        (b"\xef\xbb\xbf", "reports.yaml is empty: begin with projects:, as reports.example.yaml does."),
        (b"- name: shop\n", f"reports.yaml:1: {NO_GROUP}"),
        (b"\nshop\n", f"reports.yaml:2: {NO_GROUP}"),
        (b"timezone: UTC\n", "reports.yaml:1: projects: is missing: the GrowingIO projects"),
        (b"projects: []\n", "reports.yaml:1: projects: is empty: at least one project is needed"),
        (b"projects:\n", "reports.yaml:1: projects: is missing: the GrowingIO projects"),
        (b"a: 1\nb: \xff\n", "reports.yaml:2: is not UTF-8 text: save the file as UTF-8"),
        ("projects: []\n".encode("utf-16"), "reports.yaml:1: is not UTF-8 text: save the file as UTF-8"),
        (b"a: 1\nb: \x01\n", "reports.yaml:2: holds a control character: remove it"),
        (b"projects:\n\t- name: x\n", "reports.yaml:2: is no valid YAML: a tab stands there, indent with blanks"),
        (b"projects:\n - a: b: c\n", "reports.yaml:2: is no valid YAML: mapping values are not allowed here"),
        (b"token: *hunter2\n", QUOTE),
        (b"token: !h!unter2 x\n", QUOTE),
        (b"x:\n  - {id: ${ID}}\n", 'reports.yaml:2: is no valid YAML: inside { } write "${NAME}" in quotes'),
        (b"a: 1\n---\nb: 2\n", "reports.yaml:2: is no valid YAML: a second document begins (---), only one is read"),
        (b"[" * 5000, "reports.yaml is nested too deeply."),
        (b"x: " + b"[" * 50 + b"]" * 50, "reports.yaml is nested too deeply."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_configuration_at_all_is_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    assert refused(tmp_path, content) == [said]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "reports.yaml").write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert load_settings({}, tmp_path).config.projects[0].name == "shop"


def test_a_setting_given_twice_is_told_on_one_line_and_on_two(tmp_path: Path) -> None:
    assert refused(
        tmp_path, HEAD + "    reports: [{name: a, name: b, kind: chart, id: x}]\ntimezone: UTC\ntimezone: UTC\n"
    ) == [
        "reports.yaml:6: projects[0].reports[0].name: is set twice, first in line 6: keep one",
        "reports.yaml:8: timezone: is set twice, first in line 7: keep one",
    ]


def test_a_literal_credential_is_in_no_message(tmp_path: Path) -> None:
    text = """\
        projects:
          - name: shop
            uid: nxog09md
            token: hunter2
            secret: [hunter2]
            base_url: https://hunter2@x
            client_id: {hunter2: 1}
            uid: hunter2!
            reports: [{name: a, kind: hour, id: x}]
        notify: [{x: hunter2}]
        """
    found = refused(tmp_path, text)
    assert len(found) == 8
    assert "hunter2" not in "\n".join(found).replace("client_id: hunter2", "")


def test_an_anchor_and_its_aliases_share_settings(tmp_path: Path) -> None:
    text = HEAD + (
        "    reports:\n"
        "      - &daily {name: a, kind: chart, id: x, owner: ops, refresh_periods: 3}\n"
        "      - {<<: *daily, name: b, id: y}\n"
        "      - <<: [{title: first}, {title: second, description: words}, *daily]\n"
        "        name: c\n"
    )
    (tmp_path / "reports.yaml").write_text(text)
    found = [(each.name, each.id, each.owner, each.title) for each in load_settings({}, tmp_path).reports()]
    assert found == [("a", "x", "ops", None), ("b", "y", "ops", None), ("c", "x", "ops", "first")]


def test_a_mistake_in_a_shared_setting_is_told_where_it_is_written(tmp_path: Path) -> None:
    text = HEAD + (
        "    reports:\n"
        "      - &daily {name: a, kind: chart, id: x, grain: daily}\n"
        "      - {<<: *daily, name: b}\n"
    )  # fmt: skip
    assert refused(tmp_path, text) == [
        "reports.yaml:7: projects[0].reports[0].grain: must be one of hour, day, week, month",
        "reports.yaml:7: projects[0].reports[1].grain: must be one of hour, day, week, month",
    ]


def test_aliases_that_never_end_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "projects: &a [*a]\n")[0] == (
        "reports.yaml:1: projects[0]: holds itself by its anchor (&): write the values out"
    )
    assert refused(tmp_path, "projects: &a {<<: &b {<<: *a}}\n") == ["reports.yaml:1: projects: must be a list"]
    assert refused(tmp_path, "projects:\n  - {<<: 5}\n")[0] == (
        "reports.yaml:2: projects[0]: << takes an alias (*) of a group of settings"
    )
    pyramid = "\n".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 60))
    assert len(refused(tmp_path, f"a0: &a0 {{}}\n{pyramid}\n")) == 61
    layers = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    assert refused(tmp_path, f"a0: &a0 x\n{layers}\n") == [
        "reports.yaml holds more than 200,000 values: write less with aliases (*)."
    ]

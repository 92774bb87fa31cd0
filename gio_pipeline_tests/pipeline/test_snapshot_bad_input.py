"""What the source must not send: one clear sentence, and the tables as they were."""

from typing import Any

from gio_pipeline.core.errors import ContractError
from gio_pipeline_tests.pipeline.snapshots import TABLES, answer, configure, counts, take
from gio_pipeline_tests.workbench import Workbench

BOARD = {"id": "dshMain1", "name": "核心指标"}
CHARTS = "dashboard dshMain1 of project shop, charts"


MALFORMED: list[tuple[str, Any, str, str]] = [
    (
        "dashboards/dshMain1.json",
        BOARD | {"charts": [{"id": "a"}]},
        "dashboard_charts",
        f"{CHARTS}: entry 0 has no readable resource_type: chart, funnel and retention are known.",
    ),
    ("dashboards/dshMain1.json", BOARD | {"charts": [{}]}, "dashboard_charts", f"{CHARTS}: entry 0 has no id."),
    (
        "dashboards.json",
        [{"id": "a", "name": {"zh": "核心"}}],
        "dashboards",
        "dashboards of project shop: entry 0 has an object as its name, a text was expected.",
    ),
    (
        "segmentations.json",
        [{"id": "a", "userNum": 7}, {"id": "b", "userNum": "many"}],
        "segments",
        "segments of project shop: entry 1 has a text as its userNum, a whole number was expected.",
    ),
    ("segmentations.json", [{"name": "a"}], "segments", "segments of project shop: entry 0 has no id."),
    (
        "rules.csv",
        "ruleId\teventName\teventType\na\tb\tc\nd\te\n",
        "rules",
        "rules of project shop, line 3: has 2 fields, but the first line has 3.",
    ),
    (
        "rules.csv",
        "a\tb\n",
        "rules",
        "rules of project shop, line 1: has 2 fields, but ruleId, eventName, eventType were expected.",
    ),
]
# What hangs on a table is not taken where that one failed.
DEPENDING = {"dashboards": {"dashboard_charts"}, "segments": {"segment_users"}}


def test_a_malformed_answer_is_told_in_one_sentence_and_changes_nothing(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench)
    workbench.at("2026-06-11T10:00:00+08:00")
    for path, body, table, said in MALFORMED:
        before = workbench.query(f"select * from gio.{table} t order by t")
        workbench.faults(answer(path, body))
        taken = take(workbench)
        assert (str(taken[table].error), type(taken[table].error)) == (said, ContractError)
        assert workbench.query(f"select * from gio.{table} t order by t") == before
        failed = {table} | DEPENDING.get(table, set())
        assert {name for name, each in taken.items() if each.error is None} == set(TABLES) - failed


def test_an_analysis_of_another_type_keeps_back_nothing_else_of_its_dashboard(workbench: Workbench) -> None:
    configure(workbench)
    charts = [{"id": "a", "resource_type": "chart"}, {"id": "b", "resource_type": "frequency"}]
    workbench.faults(answer("dashboards/dshMain1.json", BOARD | {"charts": charts}))
    taken = take(workbench)["dashboard_charts"]
    assert (taken.error, taken.warnings) == (
        None,
        [f"{CHARTS}: 1 of type 'frequency' left out: chart, funnel and retention are known."],
    )
    assert workbench.query("select id from gio.dashboard_charts where dashboard_id = 'dshMain1'") == [("a",)]


def test_rules_that_are_no_utf8_are_refused_with_their_line(workbench: Workbench) -> None:
    configure(workbench)
    workbench.faults({"fault": "invalid_utf8", "match": "rules.csv", "line": 4})
    assert str(take(workbench, "rules")["rules"].error) == "rules of project shop, line 4: is not valid UTF-8."


PASSING: list[dict[str, Any]] = [
    {"fault": "html"},
    {"fault": "cut"},
    {"fault": "status", "code": 503},
    {"fault": "reset"},
]


def test_a_page_a_cut_body_and_other_passing_failures_are_tried_again(workbench: Workbench) -> None:
    configure(workbench)
    files = ("dashboards.json", "dshMain1.json", "segmentations.json", "users.csv", "rules.csv")
    for fault in PASSING:
        workbench.faults(*(fault | {"match": file, "times": 1} for file in files))
        taken = take(workbench, retry_seconds=5)
        assert [each.error for each in taken.values()] == [None] * 5
        assert {table: each.requests for table, each in taken.items()} == {
            "dashboards": 2,
            "dashboard_charts": 6,
            "segments": 2,
            "segment_users": 2,
            "rules": 2,
        }


def test_of_entries_with_one_id_the_last_is_kept_and_told(workbench: Workbench) -> None:
    configure(workbench)
    twice = [{"id": "a", "name": "first"}, {"id": "b", "name": "other"}, {"id": "a", "name": "last"}]
    workbench.faults(answer("segmentations.json", twice), answer("rules.csv", "r,one,clck\nr,two,clck\nr,two,imp\n"))
    taken = take(workbench, "segments", "rules")
    assert (counts(taken["segments"]), counts(taken["rules"])) == ((2, 2, 0), (2, 2, 0))
    assert taken["segments"].warnings == ["segments of project shop: a came more than once; the last entry was kept."]
    assert taken["rules"].warnings == ["rules of project shop: r clck came more than once; the last entry was kept."]
    assert workbench.query("select name from gio.segments where id = 'a'") == [("last",)]
    assert workbench.query("select event_name, event_type from gio.rules order by 2") == [
        ("two", "clck"),
        ("two", "imp"),
    ]


def test_text_that_postgres_cannot_hold_is_stored_with_a_substitute(workbench: Workbench) -> None:
    configure(workbench)
    workbench.faults(answer("segmentations.json", r'[{"id": "a", "name": "nul\u0000 half\ud800 🛒 \\ \t"}]'))
    take(workbench, "segments")
    assert workbench.query("select name from gio.segments") == [("nul\ufffd half\ufffd 🛒 \\ \t",)]

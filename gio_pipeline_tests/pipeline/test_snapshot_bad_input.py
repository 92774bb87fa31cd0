"""What the source must not send: one clear sentence, and the tables as they were."""

from typing import Any

from gio_pipeline.core.catalog import CATALOG, ROOTS
from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.kinds import Kind
from gio_pipeline_tests.pipeline.snapshots import TABLES, answer, configure, counts, take
from gio_pipeline_tests.workbench import Workbench

BOARD = {"id": "dshMain1", "name": "核心指标"}
STAY = "Its charts stay as they were."
LEFT_OUT = "entry 0 has no id; it is left out."
CHARTS = "dashboard dshMain1 of project shop, charts"


MALFORMED: list[tuple[str, Any, str, str]] = [
    ("dashboards.json", {}, "dashboards", "dashboards of project shop: the answer is an object, a list was expected."),
    (
        "segmentations.json",
        [{"name": "a"}],
        "segments",
        "segments of project shop: none of the 1 entries can be read: segments of project shop: entry 0 has no id; "
        "it is left out.",
    ),
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


def hanging_on(table: str) -> set[str]:
    """What is not taken where the table failed."""
    users = {"segment_users"} if table == "segments" else set()
    return users | {each.table for each in CATALOG if each.parent == table}


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
        failed = {table} | hanging_on(table)
        assert {name for name, each in taken.items() if each.error is None} == set(TABLES) - failed


ODD_BOARDS: list[tuple[Any, str]] = [
    (BOARD, f"{CHARTS}: missing or null, a list was expected. {STAY}"),
    (BOARD | {"charts": None}, f"{CHARTS}: missing or null, a list was expected. {STAY}"),
    (BOARD | {"charts": {"id": "a"}}, f"{CHARTS}: an object, a list was expected. {STAY}"),
    ([], "dashboard dshMain1 of project shop: the answer is a list, an object was expected. " + STAY),
    (BOARD | {"charts": [{}, {"id": "YoX28w7R", "resource_type": "chart"}]}, f"{CHARTS}: {LEFT_OUT}"),
    (
        BOARD | {"charts": [7]},
        f"{CHARTS}: none of the 1 entries can be read: {CHARTS}: entry 0 is a number, an object was expected; "
        f"it is left out. {STAY}",
    ),
]


def test_an_odd_dashboard_is_told_keeps_its_charts_and_keeps_back_no_other(workbench: Workbench) -> None:
    configure(workbench)
    take(workbench)
    here = "select count(*) filter (where present) from gio.dashboard_charts"
    before = workbench.query(f"{here} where dashboard_id = 'dshMain1'"), workbench.query(here)
    for body, said in ODD_BOARDS:
        workbench.at("2026-06-11T10:00:00+08:00")
        workbench.faults(answer("dashboards/dshMain1.json", body))
        taken = take(workbench, "catalog")["dashboard_charts"]
        assert (taken.error, taken.warnings) == (None, [said])
        assert (workbench.query(f"{here} where dashboard_id = 'dshMain1'"), workbench.query(here)) == before
        seen = "select count(*) from gio.dashboard_charts where last_seen > '2026-06-11' and dashboard_id <> 'dshMain1'"
        assert workbench.query(seen) == [(before[1][0][0] - before[0][0][0],)]


def test_a_chart_without_a_type_is_stored_as_unknown(workbench: Workbench) -> None:
    configure(workbench)
    charts = [{"id": "a"}, {"id": "b", "resource_type": "funnel"}]
    workbench.faults(answer("dashboards/dshMain1.json", BOARD | {"charts": charts}))
    taken = take(workbench, "catalog")["dashboard_charts"]
    assert (taken.error, taken.warnings) == (
        None,
        [f"{CHARTS}: 1 without a readable resource_type, listed as unknown."],
    )
    stored = "select id, resource_type from gio.dashboard_charts where dashboard_id = 'dshMain1' order by 1"
    assert workbench.query(stored) == [("a", "unknown"), ("b", "funnel")]


def test_an_odd_field_of_an_entry_is_told_and_left_empty(workbench: Workbench) -> None:
    configure(workbench)
    workbench.faults(
        answer("dashboards.json", [{"id": "a", "name": {"zh": "核心"}}, 7, {"id": "dshMain1", "name": "x\x1b[31m"}]),
        answer("segmentations.json", [{"id": "a", "userNum": 7}, {"id": "b", "userNum": "many"}]),
    )
    taken = take(workbench, "catalog", "segments")
    assert taken["dashboards"].warnings == [
        "dashboards of project shop: entry 0 has an object as its name, a text was expected; that is left empty.",
        "dashboards of project shop: entry 1 is a number, an object was expected; it is left out.",
    ]
    assert taken["segments"].warnings == [
        "segments of project shop: entry 1 has a text as its userNum, a whole number was expected; that is left empty."
    ]
    assert workbench.query("select id, user_num from gio.segments order by 1") == [("a", 7), ("b", None)]


def test_an_analysis_of_another_type_keeps_back_nothing_else_of_its_dashboard(workbench: Workbench) -> None:
    configure(workbench)
    charts = [{"id": "a", "resource_type": "chart"}, {"id": "b", "resource_type": "heatmap"}]
    workbench.faults(answer("dashboards/dshMain1.json", BOARD | {"charts": charts}))
    taken = take(workbench)["dashboard_charts"]
    *others, last = Kind
    known = f"{', '.join(others)} and {last}"
    assert (taken.error, taken.warnings) == (None, [f"{CHARTS}: 1 of type 'heatmap' left out: {known} are known."])
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
    undisturbed = {table: each.requests for table, each in take(workbench).items()}
    files = {each.table: each.path.rpartition("/")[2] for each in ROOTS}
    files |= {"dashboard_charts": "dshMain1.json", "segment_users": "users.csv"}
    for fault in PASSING:
        workbench.faults(*(fault | {"match": file, "times": 1} for file in files.values()))
        taken = take(workbench, retry_seconds=5)
        assert {table: each.error for table, each in taken.items()} == dict.fromkeys(TABLES)
        asked_again = {table: each.requests - undisturbed[table] for table, each in taken.items()}
        assert asked_again == {table: int(table in files) for table in TABLES}


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

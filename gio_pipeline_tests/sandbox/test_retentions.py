import pytest

from gio_pipeline_tests.faults import Sandbox
from gio_pipeline_tests.sandbox.conftest import Caller, ms

REPORT = "retentions/kdj2"


def test_a_retention_lists_cohort_sizes_and_thirty_days(shop: Caller) -> None:
    answer = shop.answer(REPORT, "2026-01-17", "2026-01-18")
    assert {name: answer[name] for name in ("id", "name", "range", "interval")} == {
        "id": "kdj2",
        "name": "新用户留存",
        "range": "day",
        "interval": 86400000,
    }
    names = [column["name"] for column in answer["meta"]]
    assert names[:9] == [
        "目标用户",
        "对比值",
        "用户行为",
        "时间",
        "留存人数",
        "当日",
        "当日留存率",
        "次日",
        "次日留存率",
    ]
    assert names[9:11] + names[-2:] == ["2日后", "2日后留存率", "29日后", "29日后留存率"]
    assert [("dimension" in c, "metric" in c) for c in answer["meta"][3:5]] == [(True, False), (False, True)]
    assert answer["data"][1] == [
        "新访问用户", "全部", "任意行为", 1768665600000, 2508, 2508, 1.0, 903, 0.36, *[None] * 56
    ]  # fmt: skip


def test_a_cell_appears_when_its_day_has_passed_and_settles_with_the_night(sandbox: Sandbox, shop: Caller) -> None:
    seen = []
    for now in ("18T23:59", "19T00:01", "19T04:00", "20T00:01", "20T04:00"):
        sandbox.set(now=f"2026-01-{now}:00+08:00")
        seen.append(shop.rows(REPORT, "2026-01-18", "2026-01-18")[0][4:8])
    assert seen == [
        [2166, 2166, 1.0, None],
        [2168, 2168, 1.0, None],
        [2508, 2508, 1.0, None],
        [2508, 2508, 1.0, 839],
        [2508, 2508, 1.0, 903],
    ]


def test_a_cohort_is_complete_after_its_thirtieth_day(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(now="2026-01-20T04:00:00+08:00")
    rows = shop.rows(REPORT, "2025-12-20", "2025-12-22")
    assert [sum(cell is not None for cell in row[5::2]) for row in rows] == [30, 30, 29]


@pytest.mark.parametrize(
    ("span", "first", "last", "columns", "known"),
    [
        ("week", "2025-12-29", "2026-01-18", ["当周", "次周", "2周后", "7周后留存率"], [3, 2, 1]),
        ("month", "2025-11-01", "2025-12-31", ["当月", "次月", "2月后", "5月后留存率"], [2, 1]),
    ],
)
def test_weeks_and_months_have_their_own_columns(
    shop: Caller, span: str, first: str, last: str, columns: list[str], known: list[int]
) -> None:
    answer = shop.answer(REPORT, first, last, range=span)
    names = [column["name"] for column in answer["meta"]]
    assert [names[5], names[7], names[9], names[-1]] == columns
    assert answer["range"] == span
    assert answer["data"][0][3] == ms(first)
    assert [sum(cell is not None for cell in row[5::2]) for row in answer["data"]] == known


@pytest.mark.parametrize(("switch", "cell"), [("null", None), (0, 0), ("-", "-")])
def test_cells_of_the_future_are_what_the_switch_says(
    sandbox: Sandbox, shop: Caller, switch: object, cell: object
) -> None:
    sandbox.set(future_cells=switch)
    [row] = shop.rows(REPORT, "2026-01-18", "2026-01-18")
    assert row[7:] == [903, 0.36, *[cell] * 56]


def test_columns_of_the_future_can_be_absent(sandbox: Sandbox, shop: Caller) -> None:
    sandbox.set(future_cells="absent")
    answer = shop.answer(REPORT, "2026-01-17", "2026-01-18")
    assert [c["name"] for c in answer["meta"]][-2:] == ["2日后", "2日后留存率"]
    assert [row[7:] for row in answer["data"]] == [[969, 0.36, 773, 0.2871], [903, 0.36, None, None]]


def test_contrasts_and_percent_texts_are_served(shop: Caller) -> None:
    rows = shop.rows("retentions/pctRet01", "2026-01-05", "2026-01-05")
    assert [row[:3] for row in rows] == [["新访问用户", "iOS", "购买"], ["新访问用户", "Android", "购买"]]
    assert rows[0][4:9] == [636, 636, "100.0%", 142, "22.3%"]


@pytest.mark.parametrize(
    ("span", "first", "last", "code"),
    [
        ("day", "2026-01-19", "2026-01-19", 200),
        ("day", "2025-09-22", "2026-01-19", 200),
        ("day", "2025-09-21", "2026-01-19", 400),
        ("week", "2026-01-06", "2026-01-18", 400),
        ("week", "2026-01-05", "2026-01-18", 200),
        ("week", "2025-07-23", "2026-01-18", 200),
        ("week", "2025-07-22", "2026-01-18", 400),
        ("month", "2025-12-03", "2025-12-31", 400),
        ("month", "2025-12-02", "2025-12-31", 200),
        ("month", "2025-01-01", "2025-12-31", 200),
        ("month", "2024-12-31", "2025-12-31", 400),
    ],
)
def test_a_request_spans_what_the_console_accepts(shop: Caller, span: str, first: str, last: str, code: int) -> None:
    assert shop.ask(REPORT, first, last, range=span).status_code == code

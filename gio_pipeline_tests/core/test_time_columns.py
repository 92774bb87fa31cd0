"""Which cell of a row is its time, and what is refused because no cell or more than one could be."""

from typing import Any

import pytest

from gio_pipeline.core.answer.report import parse_report
from gio_pipeline.core.answer.request import KnownTime
from gio_pipeline.core.answer.times import SUMMARY_WORDS
from gio_pipeline.core.errors import ContractError
from gio_pipeline_tests.core.answers import WHAT, answer, asked, dim, long_rows, met, ms, unpivoted

OCT_1, OCT_2 = ms("2019-10-01"), ms("2019-10-02")
TWO_DAYS = asked("2019-10-01", "2019-10-02")
USER, TIME, DATE = dim("目标用户"), dim("时间"), dim("Date")
ALL = '{"目标用户":"全部"}'
BOTH_DAYS = [("2019-10-01", ALL, 1, "m", 7.0, None), ("2019-10-02", ALL, 1, "m", 8.0, None)]


def refusal(meta: list[Any], rows: list[Any], request: Any = TWO_DAYS, known: KnownTime = KnownTime()) -> str:  # noqa: B008
    with pytest.raises(ContractError) as caught:
        unpivoted(answer(meta, rows), request, known)
    return str(caught.value).removeprefix(f"{WHAT}: ")


@pytest.mark.parametrize(
    ("meta", "rows"),
    [
        ([TIME, USER, met("m")], [[OCT_1, "全部", 7], [OCT_2, "全部", 8]]),
        ([USER, met("m"), TIME], [["全部", 7, OCT_1], ["全部", 8, OCT_2]]),
        ([USER, met("m")], [[OCT_1, "全部", 7], [OCT_2, "全部", 8]]),
        ([USER, met("m")], [["全部", str(OCT_1), 7], ["全部", float(OCT_2), 8]]),
        ([USER, met("m")], [["全部", 7, "2019-10-01"], ["全部", 8, "2019-10-02 00:00:00"]]),
        ([DATE, USER, met("m")], [[OCT_1, "全部", 7], [OCT_2, "全部", 8]]),
        ([USER, dim("日期"), met("m")], [["全部", "2019-10-01", 7], ["全部", "2019-10-02T00:00:00+08:00", 8]]),
        ([USER, met("m")], [["全部", "均值", 0], ["全部", OCT_1, 7], ["全部", OCT_2, 8], ["全部", "Total", 0]]),
        ([USER, DATE, met("m")], [["全部", OCT_1, 7], ["全部", OCT_2, 8], ["全部", "合计", 15]]),
    ],
)
def test_the_time_is_found_by_what_stands_in_it(meta: list[Any], rows: list[Any]) -> None:
    assert long_rows(unpivoted(answer(meta, rows), TWO_DAYS)) == BOTH_DAYS


def test_rows_without_dimensions_begin_with_their_unlisted_time() -> None:
    result = unpivoted(answer([met("a"), met("b")], [[OCT_1, 1, 2], [OCT_2, 3, 4]]), TWO_DAYS)
    assert [row[0:5] for row in long_rows(result)] == [
        ("2019-10-01", "{}", 1, "a", 1.0),
        ("2019-10-01", "{}", 1, "b", 2.0),
        ("2019-10-02", "{}", 1, "a", 3.0),
        ("2019-10-02", "{}", 1, "b", 4.0),
    ]


@pytest.mark.parametrize(
    ("grain", "interval", "starts", "cells"),
    [
        ("hour", 3_600_000, ["2019-10-01 08:00", "2019-10-01 09:00"], ["2019-10-01 08", "2019-10-01 09:00:00"]),
        ("week", 604_800_000, ["2019-09-30", "2019-10-07"], ["2019-09-30", "2019-10-07"]),
        ("month", 2_592_000_000, ["2019-09-01", "2019-10-01"], ["2019-09", "2019-10-01"]),
    ],
)
@pytest.mark.parametrize("meta", [[USER, TIME, met("m")], [USER, DATE, met("m")], [USER, met("m")]])
def test_labels_of_hours_weeks_and_months_are_read(
    grain: str, interval: int, starts: list[str], cells: list[str], meta: list[Any]
) -> None:
    body = answer(meta, [["全部", cells[0], 7], ["全部", cells[1], 8]], interval=interval)
    rows = long_rows(unpivoted(body, asked(*starts, grain=grain, interval=interval)))
    assert [(row[0], row[1], row[4]) for row in rows] == [(starts[0], ALL, 7.0), (starts[1], ALL, 8.0)]


def test_a_date_is_no_time_of_an_hour() -> None:
    request = asked("2019-10-01 00:00", "2019-10-01 01:00", grain="hour", interval=3_600_000)
    body = answer([USER, TIME, met("m")], [["全部", "2019-10-01", 1], ["全部", "2019-10-01", 2]], interval=3_600_000)
    with pytest.raises(ContractError, match=r"the time '2019-10-01' .* cannot be read"):
        unpivoted(body, request)


@pytest.mark.parametrize("cell", ["第46周", "周一", "Nov 25, 2026", None, "20191001", 1_569_859_200, "全部", ""])
@pytest.mark.parametrize("meta", [[USER, TIME, met("m")], [USER, met("m")]])
def test_half_of_the_rows_without_a_time_refuse_the_answer(cell: Any, meta: list[Any]) -> None:
    said = refusal(meta, [["全部", OCT_1, 7], ["全部", cell, 8]])
    assert said.startswith("the time ")
    assert said.endswith("(2 by day, 2019-10-01 00:00 to 2019-10-02 00:00)")


@pytest.mark.parametrize(
    ("meta", "rows", "message"),
    [
        (
            [USER, TIME, met("m")],
            [["全部", None, 7]],
            "the time null (Asia/Shanghai) cannot be read; asked for were the periods "
            "(2 by day, 2019-10-01 00:00 to 2019-10-02 00:00)",
        ),
        (
            [USER, TIME, met("m")],
            [["全部", "总计", 7]],
            "every row is a summary ('总计'), none has the time of a period "
            "(2 by day, 2019-10-01 00:00 to 2019-10-02 00:00)",
        ),
        ([USER, met("m")], [["全部", "总计", 7]], "every row is a summary ('总计'), none has a time"),
        (
            [USER, met("m")],
            [["全部", "第46周", 7]],
            "rows have one cell more than 'meta' lists, but none is the time of a period asked for: row 1 is "
            "'全部', '第46周', '7'",
        ),
        (
            [USER, met("m")],
            [["全部", ms("2019-10-05"), 7]],
            "the time 2019-10-05 00:00:00 (Asia/Shanghai) is not one of the periods asked for "
            "(2 by day, 2019-10-01 00:00 to 2019-10-02 00:00)",
        ),
        (
            [USER, met("m")],
            [["全部", OCT_1, OCT_1], ["全部", OCT_2, OCT_2]],
            "cell 2 and cell 3 of every row could be its time, which 'meta' does not list",
        ),
        (
            [DATE, dim("注册日期"), met("m")],
            [[OCT_1, "2019-10-01", 7], [OCT_2, "2019-10-01", 7]],
            "the columns 'Date' and '注册日期' could each be the time: every cell is a period that was asked for",
        ),
        (
            [TIME, TIME, met("m")],
            [[OCT_1, OCT_2, 7]],
            "the columns '时间' and '时间 (2)' could each be the time: every cell is a period that was asked for",
        ),
        (
            [USER, TIME],
            [["全部", OCT_1]],
            "the answer has rows but 'meta' lists no metric: there is no value to store",
        ),
    ],
)
def test_rows_that_cannot_be_placed_are_refused_in_words(meta: list[Any], rows: list[Any], message: str) -> None:
    assert refusal(meta, rows) == message


def test_of_two_columns_called_时间_the_one_that_holds_times_is_the_time() -> None:
    rows = long_rows(unpivoted(answer([TIME, TIME, met("m")], [["早上", OCT_2, 7]]), TWO_DAYS))
    assert rows == [("2019-10-02", '{"时间":"早上"}', 1, "m", 7.0, None)]


@pytest.mark.parametrize(
    "cells", [["2019-10-01", "2019-12-24"], ["2019-10-01", None], [OCT_1, OCT_1 + 1], ["2019-10-01", "全部"]]
)
def test_a_dimension_of_which_one_cell_is_no_period_is_a_dimension(cells: list[Any]) -> None:
    report = parse_report(
        answer([USER, DATE, met("m")], [["全部", cell, 7] for cell in cells]), what=WHAT, asked=asked("2019-10-01")
    )
    assert (report.time, report.dimensions) == ("none", ("目标用户", "Date"))


def test_what_earlier_answers_had_as_a_dimension_stays_one() -> None:
    body = answer([USER, dim("注册日期"), met("m")], [["全部", "2019-10-01", 7]])
    known = KnownTime(dimensions=frozenset({"目标用户", "注册日期"}))
    dimensions = '{"注册日期":"2019-10-01","目标用户":"全部"}'
    assert long_rows(unpivoted(body, asked("2019-10-01"), known)) == [("2019-10-01", dimensions, 1, "m", 7.0, None)]
    assert long_rows(unpivoted(body, asked("2019-10-01"))) == [("2019-10-01", ALL, 1, "m", 7.0, None)]


def test_what_earlier_answers_had_as_the_time_decides_between_two() -> None:
    listed = answer([DATE, dim("注册日期"), met("m")], [["2019-10-01", "2019-10-01", 7]])
    rows = long_rows(unpivoted(listed, asked("2019-10-01"), KnownTime(column="Date")))
    assert rows == [("2019-10-01", '{"注册日期":"2019-10-01"}', 1, "m", 7.0, None)]
    unlisted = answer([USER, dim("注册日期"), met("m")], [["全部", OCT_1, "2019-10-01", 7]])
    rows = long_rows(unpivoted(unlisted, asked("2019-10-01"), KnownTime(cell=1)))
    assert rows == [("2019-10-01", '{"注册日期":"2019-10-01","目标用户":"全部"}', 1, "m", 7.0, None)]


def test_an_answer_that_does_not_fit_the_column_its_time_stood_in_is_refused() -> None:
    known = KnownTime(column="Date")
    assert refusal([USER, DATE, met("m")], [["全部", "2019-12-24", 7]], known=known).endswith(
        "whose time stands in the column 'Date' (gio-pipeline reset forgets that): the time 2019-12-24 00:00:00 "
        "(Asia/Shanghai) is not one of the periods asked for (2 by day, 2019-10-01 00:00 to 2019-10-02 00:00)"
    )
    assert refusal([USER, met("m")], [["全部", 7]], known=known) == (
        "the column 'Date', in which its time stood before, is not in the answer; if the report was changed, forget "
        "what is loaded of it with gio-pipeline reset, or load it under another name"
    )


def test_an_answer_without_rows_keeps_the_column_of_the_time_from_the_dimensions() -> None:
    body = answer([USER, DATE, met("m")], [])
    report = parse_report(body, what=WHAT, asked=TWO_DAYS, known=KnownTime(column="Date"))
    assert (report.time, report.dimensions) == ("unknown", ("目标用户",))
    assert parse_report(body, what=WHAT, asked=TWO_DAYS).dimensions == ("目标用户", "Date")


@pytest.mark.parametrize("word", SUMMARY_WORDS)
def test_every_summary_word_is_left_out_beside_dated_rows(word: str) -> None:
    result = unpivoted(answer([USER, TIME, met("m")], [["全部", OCT_1, 7], ["全部", f" {word}", 7]]), TWO_DAYS)
    assert (result.ignored_rows, len(result.frame)) == (1, 1)

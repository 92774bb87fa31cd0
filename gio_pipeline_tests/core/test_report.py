"""What is read from an answer, what is refused, and whether it answers what was asked."""

import gc
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gio_pipeline.core.answer.columns import Column
from gio_pipeline.core.answer.report import check_answer, parse_report, speaks_per_period
from gio_pipeline.core.answer.unpivot import unpivot
from gio_pipeline.core.errors import ContractError, GioError, TransientError
from gio_pipeline_tests.core.answers import WHAT, answer, asked, dim, met, ms

LINE = [dim("目标用户"), met("浏览量")]
NO_NAME = "�" * 60
OCT_1, OCT_2 = ms("2019-10-01"), ms("2019-10-02")


def parse(body: bytes) -> Any:
    return parse_report(body, what=WHAT)


def refusal(body: bytes) -> str:
    with pytest.raises(ContractError) as caught:
        parse(body)
    message = str(caught.value)
    assert message.startswith(f"{WHAT}: ")
    return message.removeprefix(f"{WHAT}: ")


def test_a_chart_becomes_a_typed_report() -> None:
    report = parse(answer([dim("目标用户"), dim("城市"), met("浏览量"), met("访问量")], [["全部", "北京", 7, 2.5]]))
    assert (report.id, report.name, report.conversion_window) == ("YoX28w7R", "页面浏览量", None)
    assert report.stated == {"id": "YoX28w7R", "name": "页面浏览量", "interval": 86_400_000}
    assert report.aggregator is None
    assert report.columns == (
        Column("目标用户", "dimension"),
        Column("城市", "dimension"),
        Column("浏览量", "metric"),
        Column("访问量", "metric"),
    )
    assert report.dimensions == ("目标用户", "城市")
    assert report.metrics == ("浏览量", "访问量")
    assert (report.rows, report.time, report.carries_time) == (1, "none", False)


def test_echoes_are_read_from_numbers_and_from_digits() -> None:
    report = parse(answer(LINE, [], id=123, interval="86400000", conversionWindow=7.0, range="day", name=None))
    assert (report.id, report.conversion_window, report.name) == ("123", 7, None)
    check_answer(report, asked(id="123", range="day", conversion_window=7))


def test_the_totals_of_a_big_number_are_kept() -> None:
    assert parse(answer(LINE, [], aggregator={"values": [27557, 25409.5, None]})).aggregator == (27557.0, 25409.5, None)
    assert parse(answer(LINE, [], aggregator={})).aggregator == ()
    assert parse(answer(LINE, [], aggregator=None)).aggregator is None


@pytest.mark.parametrize(
    ("meta", "row", "time", "times"),
    [
        ([dim("目标用户"), dim("时间"), met("m")], ["全部", OCT_1, 5], "listed", [OCT_1]),
        ([met("m"), dim("时间"), dim("目标用户")], [5, OCT_1, "全部"], "listed", [OCT_1]),
        ([dim("目标用户"), met("m")], ["全部", OCT_1, 5], "unlisted", [OCT_1]),
        ([dim("目标用户"), met("时间")], ["全部", 5], "none", None),
        ([dim("目标用户"), met("m")], ["全部", 5], "none", None),
    ],
)
def test_time_is_the_dimension_of_that_name_or_the_one_cell_too_many(
    meta: list[Any], row: list[Any], time: str, times: list[int] | None
) -> None:
    report = parse(answer(meta, [row]))
    assert report.time == time
    assert report.carries_time == (times is not None)
    assert (None if report.times is None else list(report.times.distinct)) == times
    assert len(report.columns) == len(report.cells) == len(meta) - (time == "listed")


def test_an_answer_without_rows_says_nothing_about_time() -> None:
    report = parse(answer([dim("目标用户"), dim("时间"), met("m")], []))
    assert (report.rows, report.time, report.carries_time) == (0, "unknown", False)
    assert report.dimensions == ("目标用户",)
    assert report.metrics == ("m",)


@pytest.mark.parametrize(
    ("names", "unique"),
    [
        (["a", "a", "a"], ["a", "a (2)", "a (3)"]),
        (["a", "a (2)", "a"], ["a", "a (2)", "a (3)"]),
        (["a", "a", "a (2)", "a (2)"], ["a", "a (3)", "a (2)", "a (2) (2)"]),
        (["a\x00", "a\ufffd", "\ud800"], ["a\ufffd", "a\ufffd (2)", "\ufffd"]),
        (["", ""], ["", " (2)"]),
    ],
)
def test_columns_of_one_name_are_numbered(names: list[str], unique: list[str]) -> None:
    assert list(parse(answer([met(name) for name in names], [])).metrics) == unique
    assert list(parse(answer([dim(name) for name in names], [])).dimensions) == unique


def test_a_dimension_and_a_metric_of_one_name_are_numbered_too() -> None:
    report = parse(answer([dim("城市"), met("城市"), dim("时间"), dim("时间")], [["北京", 1, OCT_1, "早上"]]))
    assert [column.name for column in report.columns] == ["城市", "城市 (2)", "时间 (2)"]


NO_JSON = [b"", b"   ", b'{"id":1', b"\xff\xfe\xfa", b"{} {}", answer(LINE, [])[:-3], b"\xef\xbb\xbf"]


@pytest.mark.parametrize("body", NO_JSON)
def test_a_body_that_is_no_json_may_be_better_next_time(body: bytes) -> None:
    with pytest.raises(TransientError, match=f"^{WHAT}: the answer is "):
        parse(body)


@pytest.mark.parametrize("words", ["Request timeout", "request_timeout", "查询超时", "时间范围不能超过 90 天"])
def test_an_error_sent_as_a_success_is_too_much_at_once_where_its_words_say_so(words: str) -> None:
    with pytest.raises(TransientError, match=f"^{WHAT}: the answer has no 'id': it says \"{words}\"") as caught:
        parse(json.dumps({"status": "failed", "errorMsg": words}).encode())
    assert caught.value.overload_after == 1


def test_a_maintenance_page_is_named_as_such() -> None:
    with pytest.raises(TransientError, match="HTML page"):
        parse(b"\n<!DOCTYPE html><html><body>502</body></html>")


def test_json_that_the_fast_reader_refuses_is_read_all_the_same() -> None:
    body = b"\xef\xbb\xbf" + answer([dim("a\ud800"), met("m")], [["x", float("nan")]])
    assert parse(body).columns == (Column("a\ufffd", "dimension"), Column("m", "metric"))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"[]", "the answer is JSON, but not an object"),
        (b"null", "the answer is JSON, but not an object"),
        (b"[" * 5000 + b"]" * 5000, "the answer is nested too deeply to be a report"),
        (b'{"message":"Unauthorized","errors":[]}', "the answer has no 'id': it says \"Unauthorized\""),
        (b'{"id":"x","status":"doing"}', "the answer has no 'meta': it says \"doing\""),
        (b'{"id":"x","meta":[],"data":null}', "the answer has no 'data'"),
        (answer({}, []), "'meta' is not a list of columns"),  # type: ignore[arg-type]
        (answer(["a"], []), "entry 1 of 'meta' is not an object with a 'name'"),  # type: ignore[list-item]
        (answer([met("m"), {"metric": True}], []), "entry 2 of 'meta' is not an object with a 'name'"),
        (answer([{"name": 7, "metric": True}], []), "entry 1 of 'meta' is not an object with a 'name'"),
        (answer([{"name": "m"}], []), "entry 1 of 'meta' ('m') must be either a dimension or a metric"),
        (answer([dim("m") | met("m")], []), "entry 1 of 'meta' ('m') must be either a dimension or a metric"),
        (
            answer([{"name": "\ud800" * 99}], []),
            f"entry 1 of 'meta' ('{NO_NAME}…') must be either a dimension or a metric",
        ),
        (answer(LINE, {}), "'data' is not a list of rows"),  # type: ignore[arg-type]
        (answer(LINE, [["全部", 1], 7]), "row 2 of 'data' is not a list of cells"),
        (answer(LINE, [["全部"]]), "row 1 has 1 cells, but 'meta' lists 2 columns"),
        (answer(LINE, [["全部", 1, 2, 3]]), "row 1 has 4 cells, but 'meta' lists 2 columns"),
        (answer(LINE, [["全部", 1], ["全部", OCT_1, 1]]), "row 2 has 3 cells, but row 1 has 2"),
        (answer([dim("时间"), met("m")], [[OCT_1, 1, 2]]), "rows have 3 cells, but 'meta' lists 2 columns"),
        (answer([], [[1]]), "rows have 1 cells, but 'meta' lists 0 columns"),
        (answer(LINE, [["全部", 1], ["全部", [1]]]), "cell 2 of row 2 is a list or an object, not a single value"),
        (answer(LINE, [[{}, 1]]), "cell 1 of row 1 is a list or an object, not a single value"),
        (answer(LINE, [], aggregator="x"), "'aggregator' is not an object with a list of 'values'"),
    ],
)
def test_an_answer_of_another_structure_is_refused_by_position(body: bytes, message: str) -> None:
    assert refusal(body) == message


def test_an_answer_to_the_question_asked_passes() -> None:
    check_answer(parse(answer(LINE, [], startTime=1, endTime=1)), asked())
    check_answer(parse(answer(LINE, [], interval=None, range="week")), asked(kind="retention", range="week"))
    check_answer(parse(answer(LINE, [], interval=None, conversionWindow=3)), asked(kind="funnel"))
    check_answer(parse(answer(LINE, [], conversionWindow="7")), asked(kind="funnel", conversion_window=7))
    check_answer(parse(answer(LINE, [], buckets="10")), asked(kind="funnel", buckets=10))


@pytest.mark.parametrize(
    ("echoes", "request_fields", "message"),
    [
        ({"id": "other"}, {}, "the answer has id other, but YoX28w7R was asked for"),
        ({"id": "x" * 99}, {}, f"the answer has id {'x' * 60}…, but YoX28w7R was asked for"),
        ({"id": {}}, {}, "the answer has no readable id, but YoX28w7R was asked for"),
        ({"interval": 3_600_000}, {}, "the answer has interval 3600000, but 86400000 was asked for"),
        ({"interval": None}, {}, "the answer has no readable interval, but 86400000 was asked for"),
        ({"interval": "day"}, {}, "the answer has no readable interval, but 86400000 was asked for"),
        ({"interval": True}, {"interval": 1}, "the answer has no readable interval, but 1 was asked for"),
        ({"range": "day"}, {"kind": "retention", "range": "week"}, "the answer has range day, but week was asked for"),
        ({}, {"kind": "retention", "range": "day"}, "the answer has no readable range, but day was asked for"),
        ({"buckets": 9}, {"buckets": 10}, "the answer has buckets 9, but 10 was asked for"),
        ({"buckets": True}, {"buckets": 1}, "the answer has no readable buckets, but 1 was asked for"),
        ({"buckets": [10]}, {"buckets": 10}, "the answer has no readable buckets, but 10 was asked for"),
        ({"buckets": float("nan")}, {"buckets": 10}, "the answer has no readable buckets, but 10 was asked for"),
        ({}, {"buckets": 10}, "the answer has no readable buckets, but 10 was asked for"),
        (
            {"conversionWindow": 1},
            {"kind": "funnel", "conversion_window": 7},
            "the answer has conversionWindow 1, but 7 was asked for",
        ),
        (
            {"conversionWindow": 7.5},
            {"kind": "funnel", "conversion_window": 7},
            "the answer has no readable conversionWindow, but 7 was asked for",
        ),
    ],
)
def test_an_answer_to_another_question_is_refused(
    echoes: dict[str, Any], request_fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(ContractError) as caught:
        check_answer(parse(answer(LINE, [], **echoes)), asked(**request_fields))
    assert str(caught.value) == f"{WHAT}: {message}"


DAY = [["全部", OCT_1, 5]]
DAYS = [*DAY, ["全部", OCT_2, 5]]
BIG_NUMBER = {"aggregator": {"values": [10, 9]}}


@pytest.mark.parametrize(
    ("rows", "echoes", "days", "speaks"),
    [
        ([["全部", 5]], {}, 1, True),
        ([["全部", 5]], {}, 2, False),
        ([], {}, 2, True),
        ([], BIG_NUMBER, 2, True),
        (DAY, {}, 2, True),
        (DAY, BIG_NUMBER, 1, True),
        (DAY, BIG_NUMBER, 2, False),
        (DAYS, BIG_NUMBER, 2, True),
        ([*DAY, ["全部", "总计", 5], ["全部", None, 5]], BIG_NUMBER, 2, False),
        (DAY, {"aggregator": {}}, 2, False),
    ],
)
def test_one_total_of_several_periods_does_not_speak_for_each(
    rows: list[Any], echoes: dict[str, Any], days: int, speaks: bool
) -> None:
    request = asked(*["2019-10-01", "2019-10-02"][:days])
    report = parse(answer(LINE, rows, **echoes))
    assert speaks_per_period(report, request) is speaks
    if not speaks:
        with pytest.raises(ContractError, match="one total of 2 periods; ask for one at a time"):
            unpivot(report, request)


def test_the_garbage_collector_runs_again_afterwards() -> None:
    parse(answer(LINE, [["全部", 5]]))
    assert gc.isenabled()
    refusal(answer(LINE, [["全部"]]))
    assert gc.isenabled()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def read_completely(body: bytes) -> None:
    """Everything a load does with an answer; only errors of this package may escape."""
    request = asked("2019-10-01", "2019-10-02")
    for answered in (None, request):
        try:
            report = parse_report(body, what=WHAT, asked=answered)
            speaks_per_period(report, request)
            unpivot(report, request if answered else asked())
            check_answer(report, request)
        except GioError as error:
            assert str(error).startswith(WHAT)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_whatever_raise_anything_but_our_errors(body: bytes) -> None:
    read_completely(body)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.data())
def test_no_mutated_answer_raises_anything_but_our_errors(data: st.DataObject) -> None:
    rows = [["全部", OCT_1, 1, "2%"], ["全部", OCT_2, 3.5, None]]
    echoes = {"aggregator": {"values": [1, 2]}, "conversionWindow": 1, "range": "day"}
    time = data.draw(st.sampled_from([[dim("时间")], [dim("Date")], []]))
    payload = json.loads(answer([dim("目标用户"), *time, met("a"), met("b")], rows, **echoes))
    for _ in range(data.draw(st.integers(1, 3))):
        target: Any = payload
        while isinstance(target, dict | list) and target:
            key = data.draw(st.sampled_from(list(target) if isinstance(target, dict) else range(len(target))))
            if data.draw(st.booleans()):
                target[key] = data.draw(json_values)
                break
            target = target[key]
    read_completely(json.dumps(payload).encode())


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 3))
def test_no_flipped_or_missing_byte_raises_anything_but_our_errors(position: int, byte: int, cut: int) -> None:
    rows = [["全部", OCT_1, 1e-7], ["全部", "2019-10-02", 12345678901234567890]]
    body = answer([dim("目标用户"), dim("时间"), met("a")], rows)
    read_completely(body[:position] + bytes([byte]) + body[position + cut :])

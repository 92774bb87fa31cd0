"""Separated text as the source may send it, and what is said of text that it may not."""

import csv
import io
import itertools
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gio_pipeline.core.answer.csv_rows import LONGEST_LINE, property_names, read_rows, rule_rows
from gio_pipeline.core.errors import ContractError

Quoting = Literal[0, 1, 2, 3]


def rows(*chunks: bytes) -> list[list[str]]:
    return list(read_rows(chunks, what="rules of project shop"))


def refused(*chunks: bytes) -> str:
    with pytest.raises(ContractError) as caught:
        rows(*chunks)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "id\tname\n1\tGrowingIO\n",
        "id\tname\n1\tGrowingIO",
        "id,name\n1,GrowingIO\n",
        "id\tname\r\n1\tGrowingIO\r\n",
        "\ufeffid\tname\n1\tGrowingIO\n",
        "id\tname\n\n1\tGrowingIO\n\n\n",
        "\n\nid\tname\n1\tGrowingIO\n",
        '"id"\t"name"\n"1"\t"GrowingIO"\n',
    ],
)
def test_tab_or_comma_mark_line_ends_blank_lines_and_quotes_make_no_difference(text: str) -> None:
    assert rows(text.encode()) == [["id", "name"], ["1", "GrowingIO"]]


def test_the_first_line_decides_between_tab_and_comma() -> None:
    assert rows("id\tname\n1\t官网, 首页\n".encode()) == [["id", "name"], ["1", "官网, 首页"]]
    assert rows(b'id,name\n1,"a\tb"\n') == [["id", "name"], ["1", "a\tb"]]
    assert rows(b"id\n1,5\n") == [["id"], ["1,5"]]


def test_cells_keep_what_they_hold() -> None:
    text = 'id\tname\n1\t"a ""quoted"" tab\there\nand a line"\n2\t\n3\t  5" screen \u2028🛒\n4\t\x00\n'
    assert rows(text.encode()) == [
        ["id", "name"],
        ["1", 'a "quoted" tab\there\nand a line'],
        ["2", ""],
        ["3", '  5" screen \u2028🛒'],
        ["4", "\ufffd"],
    ]


def test_it_does_not_matter_where_the_stream_is_cut() -> None:
    body = '\ufeffid\t名字\r\n1\t王"小"芳\n2\t"张\n伟"\n'.encode()
    whole = rows(body)
    assert whole == [["id", "名字"], ["1", '王"小"芳'], ["2", "张\n伟"]]
    assert rows(*(body[at : at + 1] for at in range(len(body)))) == whole
    assert all(rows(body[:at], body[at:]) == whole for at in range(len(body)))


def test_nothing_and_blank_lines_have_no_rows() -> None:
    assert rows() == rows(b"") == rows(b"\n\r\n") == rows(b"\xef\xbb\xbf") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"a\tb\n1\t2\n1\t2\t3\n", "line 3: has 3 fields, but the first line has 2."),
        (b"a\tb\n1\n", "line 2: has 1 field, but the first line has 2."),
        (b'a\tb\tc\n1\t"x\ny"\t3\n4\n', "line 4: has 1 field, but the first line has 3."),
        (b'a\tb\n"1\n2"\t3\n', "line 2: has 1 field, but the first line has 2."),
        (b"a\tb\n1\t2\n1\t\xff\xfe\n", "line 3: is not valid UTF-8."),
        (b"\xff\xfea\x00\n", "line 1: is not valid UTF-8."),
        (b"a\tb\n1\t\xe5\xb9", "line 2: is not valid UTF-8."),
        (b"a\tb\n1\t2\r3\t4\n", "line 2: has 3 fields, but the first line has 2."),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(body: bytes, said: str) -> None:
    assert refused(body) == f"rules of project shop, {said}"
    assert refused(*(body[at : at + 1] for at in range(len(body)))) == f"rules of project shop, {said}"


def test_an_endless_line_is_given_up_before_it_fills_the_memory() -> None:
    endless = itertools.chain([b"a\tb\n"], itertools.repeat(b"x" * 65_536))
    with pytest.raises(ContractError, match=r"line 2: is longer than 1,048,576 bytes\."):
        list(read_rows(endless, what="users"))
    assert LONGEST_LINE == 1_048_576


def test_a_quote_that_is_never_closed_is_given_up_too() -> None:
    endless = itertools.chain([b'a\tb\n1\t"'], itertools.repeat(b"x\n" * 1_000))
    with pytest.raises(ContractError, match=r"line 3: has 1 field, but the first line has 2\."):
        list(read_rows(endless, what="users"))


# The text of four users and what a writer makes of it that quotes where it must, everywhere, or never.
ODD = [
    ["cs1", "昵称", "city"],
    ["1", '"大侠', "上海"],
    ["2", "普通", "北京"],
    ["3", '"全部加引号"', "深圳"],
    ["4", '王"小"芳', '"'],
    ["5", '"a"b"', '""'],
    ["6", "", '说:"好"'],
]


def written(separator: str, end: str, quoting: Quoting | None) -> bytes:
    if quoting is None:
        return "".join(separator.join(row) + end for row in ODD).encode()
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting).writerows(ODD)
    return text.getvalue().encode()


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", ["\t", ","])
@pytest.mark.parametrize("quoting", [None, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_text_lands_as_it_was_sent_whether_it_is_quoted_or_not(
    quoting: Quoting | None, separator: str, end: str, bom: bytes
) -> None:
    body = bom + written(separator, end, quoting)
    assert rows(body) == ODD
    assert rows(*(body[at : at + 1] for at in range(len(body)))) == ODD


def test_a_quote_that_nobody_closes_swallows_no_other_row() -> None:
    assert rows('id\tname\n1\t"大侠\n2\tb\n3\tc\n4\t"d\n'.encode()) == [
        ["id", "name"], ["1", '"大侠'], ["2", "b"], ["3", "c"], ["4", '"d'],
    ]  # fmt: skip
    assert rows(b'id\n"1\n2\n"3"\n') == [["id"], ['"1'], ["2"], ['"3"']]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('id\tname\n1\t"全部加引号"\n', '"全部加引号"'),
        ('id\tname\n1\t"全部加引号"\n2\t"open\n', '"全部加引号"'),
        ('id\tname\n1\t"全部加引号"\n2\t"a tab\there"\n', "全部加引号"),
        ('id\tname\n1\t"全部加引号"\n2\t"two\nlines"\n', "全部加引号"),
        ('id\tname\n1\t"全部加引号"\n2\t"a ""b"""\n', "全部加引号"),
        ('"id"\t"name"\n"1"\t"全部加引号"\n', "全部加引号"),
        ('id,name\n1,"全部加引号"\n', "全部加引号"),
        ('id,name\n1,"全部加引号"\n2,"open\n', '"全部加引号"'),
    ],
)
def test_what_reads_right_both_ways_is_read_as_the_other_lines_are(body: str, name: str) -> None:
    assert rows(body.encode())[1][1] == name


def test_what_a_line_far_behind_the_beginning_tells_is_heard_too() -> None:
    plain = "".join(f"{number}\tname\n" for number in range(20_000))
    told = rows(f'id\tname\n{plain}1\t"a ""b"""\n2\t"c"\n'.encode())
    assert told[-2:] == [["1", 'a "b"'], ["2", "c"]]
    other = rows(f'id\tname\n{plain}1\t"open\n2\t"c"\n'.encode())
    assert other[-2:] == [["1", '"open'], ["2", '"c"']]


def test_rules_have_a_header_or_none() -> None:
    rule = {"rule_id": "f2503720", "event_name": "元素_注册按钮", "event_type": "clck"}
    for body in ("ruleId,eventName,eventType\nf2503720,元素_注册按钮,clck\n", "f2503720\t元素_注册按钮\tclck"):
        assert rule_rows(rows(body.encode()), what="rules") == [rule]
    other_order = "eventType\teventName\tapp\truleId\nclck\t元素_注册按钮\tshop\tf2503720\n"
    assert rule_rows(rows(other_order.encode()), what="rules") == [rule]
    assert rule_rows([], what="rules") == rule_rows([["ruleId", "eventName", "eventType"]], what="rules") == []


def test_rules_without_three_fields_are_refused() -> None:
    with pytest.raises(ContractError) as caught:
        rule_rows([["a", "b"]], what="rules of project shop")
    assert str(caught.value) == (
        "rules of project shop, line 1: has 2 fields, but ruleId, eventName, eventType were expected."
    )


def test_columns_of_one_name_are_told_apart() -> None:
    assert property_names(["cs1", "name", "city", "name", ""]) == ["name", "city", "name (2)", ""]


TEXTS = st.text(st.sampled_from('ab\t,"\r\n\0\ufeff官\u2028'), max_size=40).map(str.encode)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.binary(max_size=30) | TEXTS, max_size=4))
@example([b'"', b"\xff"])
def test_no_bytes_whatever_raise_anything_but_our_errors(chunks: list[bytes]) -> None:
    try:
        found = rows(*chunks)
        assert len({len(row) for row in found}) <= 1
        assert rows(b"".join(chunks)) == found
        rule_rows(found, what="rules of project shop")
    except ContractError as error:
        assert str(error).startswith("rules of project shop, line ")

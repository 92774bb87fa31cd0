"""What becomes of a single cell, from its raw JSON text to value and text."""

import json
import math

import pytest

from gio_pipeline.core.answer.cells import dimension_json, number_in
from gio_pipeline.core.answer.payload import WideNumber
from gio_pipeline_tests.core.answers import answer, answer_of_cell, dim, long_rows, met, unpivoted

NO_VALUE = None


def stored(cell: str) -> tuple[float | None, str | None]:
    """(value, text) of a metric's cell given as raw JSON."""
    [(_, _, _, _, value, text)] = long_rows(unpivoted(answer_of_cell(cell)))
    return value, text


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0", 0.0),
        ("-7", -7.0),
        ("55186.0", 55186.0),
        ("0.123", 0.123),
        ("1e5", 100_000.0),
        ("5e-324", 5e-324),
        ("1.7976931348623157e308", 1.7976931348623157e308),
        ("9007199254740992", 9007199254740992.0),
        ("-9007199254740992", -9007199254740992.0),
        ("1e22", 1e22),
        ("1e23", 1e23),
        ("0e-400", 0.0),
    ],
)
def test_a_plain_number_is_a_value_without_text(cell: str, value: float) -> None:
    assert stored(cell) == (value, None)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("9007199254740993", 9007199254740992.0),
        ("-9007199254740993", -9007199254740992.0),
        ("9223372036854775808", 9223372036854775808.0),
        ("18446744073709551615", 18446744073709551616.0),
        ("18446744073709551617", 18446744073709551616.0),
        ("-18446744073709551617", -18446744073709551616.0),
        ("123456789012345678901234567890", 123456789012345678901234567890.0),
        ("9007199254740993.0", 9007199254740992.0),
        ("1e400", NO_VALUE),
        ("-1e400", NO_VALUE),
        ("1e-400", NO_VALUE),
        ("1.5E-999", NO_VALUE),
        ("0." + "0" * 400 + "1", NO_VALUE),
        ("9" * 5000, NO_VALUE),
        ("NaN", NO_VALUE),
        ("Infinity", NO_VALUE),
        ("-Infinity", NO_VALUE),
    ],
)
def test_a_number_that_a_double_cannot_hold_keeps_its_text(cell: str, value: float | None) -> None:
    assert stored(cell) == (value, cell)


def test_null_is_a_row_with_neither_value_nor_text() -> None:
    assert stored("null") == (None, None)


def test_booleans_are_text() -> None:
    assert stored("true") == (None, "true")
    assert stored("false") == (None, "false")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5.0),
        (" 5\n", 5.0),
        ("-5.50", -5.5),
        ("+5", 5.0),
        (".5", 0.5),
        ("1e5", 100_000.0),
        ("1.0E7", 10_000_000.0),
        ("12.3%", 0.123),
        ("12.3 %", 0.123),
        ("-0.07%", -0.0007),
        ("100%", 1.0),
        ("33.33%", 0.3333),
        ("1e1%", 0.1),
        ("1,234", 1234.0),
        ("-1,234,567.89", -1234567.89),
        ("1,234.5%", 12.345),
        ("9007199254740993", 9007199254740992.0),
    ],
)
def test_a_string_that_shows_a_number_has_both(text: str, value: float) -> None:
    assert stored(json.dumps(text)) == (value, text)


WORDS = ["", "-", "%", "+", ".", "5.", "abc", "nan", "inf", "-Infinity", "0x10", "不适用", "true", "null"]
MALFORMED = ["1_000", "１２", "12％", "1,23", "12,34,567", "0,123", "1,234,", ",234", "1234,567", "5 6", "12.3%%"]
TOO_WIDE = ["1e999", "1e-999", "1e99999999999"]


@pytest.mark.parametrize("text", WORDS + MALFORMED + TOO_WIDE)
def test_any_other_string_is_text_without_value(text: str) -> None:
    assert stored(json.dumps(text)) == (None, text)


def test_percentages_are_the_nearest_double_of_the_decimal() -> None:
    assert all(number_in(f"{n / 10:.1f}%") == float(f"{n / 1000:.3f}") for n in range(2000))
    assert 0.7 / 100 != 0.007  # why a division would not do
    assert number_in("0.7%") == 0.007


def test_what_postgres_cannot_store_becomes_the_replacement_character() -> None:
    assert stored('"a\\u0000b"') == (None, "a\ufffdb")
    assert stored('"\\ud800x"') == (None, "\ufffdx")
    assert stored('"\\ud83d\\ude00"') == (None, "😀")


def test_numbers_text_and_nulls_of_one_column_stand_side_by_side() -> None:
    cells = [1, 1.0, True, "1", None, 2**53 + 1, "12.3%", 0.5, "12.3%", 1]
    body = answer([dim("n"), met("m")], [[str(n), cell] for n, cell in enumerate(cells)])
    assert [row[4:] for row in long_rows(unpivoted(body))] == [
        (1.0, None),
        (1.0, None),
        (None, "true"),
        (1.0, "1"),
        (None, None),
        (9007199254740992.0, "9007199254740993"),
        (0.123, "12.3%"),
        (0.5, None),
        (0.123, "12.3%"),
        (1.0, None),
    ]


def test_a_column_of_nulls_is_null() -> None:
    rows = long_rows(unpivoted(answer([dim("n"), met("m")], [["a", None], ["b", None]])))
    assert [row[4:] for row in rows] == [(None, None), (None, None)]


def test_a_rounded_number_is_found_wherever_it_stands() -> None:
    body = answer([dim("n"), met("a"), met("b")], [["1e-400", 1, 0.0], ["b", None, "x"]])
    body = body.replace(b"1, 0.0", b"18446744073709551617, 1e-400")
    assert [row[4:] for row in long_rows(unpivoted(body))] == [
        (18446744073709551616.0, "18446744073709551617"),
        (None, "1e-400"),
        (None, None),
        (None, "x"),
    ]


def test_a_number_too_small_is_found_among_text_and_among_dimensions() -> None:
    among_text = answer([dim("n"), met("m")], [["a", "x"], ["b", 0.0]]).replace(b"0.0", b"1e-400")
    assert [row[4:] for row in long_rows(unpivoted(among_text))] == [(None, "x"), (None, "1e-400")]
    as_dimension = answer([dim("d"), met("m")], [[0.0, 1]]).replace(b"0.0", b"1e-400")
    assert [row[1] for row in long_rows(unpivoted(as_dimension))] == ['{"d":1e-400}']


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("北京", '"北京"'),
        ('"x"; drop\n', '"\\"x\\"; drop\\n"'),
        ("a\x00\ud800😀", '"a\ufffd\ufffd😀"'),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (2**64, "18446744073709551616"),
        (7.0, "7.0"),
        (-0.0, "0.0"),
        (1e300, "1e+300"),
        (WideNumber("1e400"), "1e400"),
        (WideNumber("1e-400"), "1e-400"),
        (WideNumber("-1e15000"), "-1e15000"),
        (WideNumber("1" * 5000), "1" * 5000),
        (WideNumber("1e200000"), '"1e200000"'),
        (WideNumber("1e-20000"), '"1e-20000"'),
        (WideNumber("1e" + "9" * 30), '"1e' + "9" * 30 + '"'),
        (WideNumber("NaN"), '"NaN"'),
        (WideNumber("-Infinity"), '"-Infinity"'),
    ],
)
def test_a_dimension_keeps_its_json_type(cell: str | float | bool | WideNumber | None, text: str) -> None:
    assert dimension_json(cell) == text


def test_dimensions_that_look_alike_stay_apart() -> None:
    cells = [1, 1.0, True, "1", None, "null", 0, False, ""]
    rows = long_rows(unpivoted(answer([dim("d"), met("m")], [[cell, n] for n, cell in enumerate(cells)])))
    texts = ["1", "1.0", "true", '"1"', "null", '"null"', "0", "false", '""']
    assert [(row[1], row[2], row[4]) for row in rows] == [(f'{{"d":{text}}}', 1, n) for n, text in enumerate(texts)]


def test_dimensions_that_become_one_text_are_one() -> None:
    rows = long_rows(unpivoted(answer([dim("d"), met("m")], [["\x00", 2], ["\ud800", 1], ["\ufffd", 3]])))
    assert [row[1:5] for row in rows] == [('{"d":"\ufffd"}', n, "m", float(n)) for n in (1, 2, 3)]


def test_a_number_is_never_the_text_of_a_special_float() -> None:
    assert all(math.isnan(number_in(text)) for text in ("nan", "NaN", "inf", "Infinity", "-inf", "infinity%"))

"""A period's digest changes with anything in its rows, and with nothing else."""

import random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gio_pipeline_tests.core.answers import answer, asked, dim, instant, met, ms, unpivoted

OCT_1, OCT_2 = ms("2019-10-01"), ms("2019-10-02")
CITY, USER, TIME = dim("城市"), dim("目标用户"), dim("时间")
META = [CITY, USER, met("m"), met("n")]
ROWS: list[list[Any]] = [["北京", "新", 1, "2%"], ["上海", "新", None, 0], ["北京", "新", 1, "2%"], [None, 7, 0.5, "x"]]


def digest(meta: list[Any], rows: list[list[Any]]) -> bytes:
    """The digest of a time-less answer for one day."""
    [result] = unpivoted(answer(meta, rows)).digests.values()
    return result


def changed(row: int, cell: int, to: Any) -> list[list[Any]]:
    return [[to if (r, c) == (row, cell) else old for c, old in enumerate(cells)] for r, cells in enumerate(ROWS)]


def test_the_canonical_form_is_pinned() -> None:
    # Whoever changes this digest raises digest.VERSION: what stands in gio.coverage would no longer compare.
    assert digest(META, ROWS).hex() == "fc8a2a90c63cdd2bdf13363d1ab21019"


def test_the_order_of_rows_has_no_say() -> None:
    for seed in range(10):
        assert digest(META, random.Random(seed).sample(ROWS, len(ROWS))) == digest(META, ROWS)


def test_the_order_of_columns_has_no_say() -> None:
    for seed in range(10):
        order = random.Random(seed).sample(range(4), 4)
        assert digest([META[at] for at in order], [[row[at] for at in order] for row in ROWS]) == digest(META, ROWS)


def test_how_a_number_is_written_in_json_has_no_say() -> None:
    assert digest([met("m")], [[0]]) == digest([met("m")], [[0.0]]) == digest([met("m")], [[-0.0]])
    assert digest([met("m")], [[5]]) == digest([met("m")], [[5.0]])


@pytest.mark.parametrize(
    ("meta", "rows"),
    [
        (META, changed(0, 2, 2)),
        (META, changed(0, 2, None)),
        (META, changed(0, 2, "1")),
        (META, changed(1, 2, 0)),
        (META, changed(1, 2, "")),
        (META, changed(1, 3, "0")),
        (META, changed(0, 3, "2.0%")),
        (META, changed(0, 3, 0.02)),
        (META, changed(0, 0, "广州")),
        (META, changed(3, 0, "null")),
        (META, changed(3, 1, "7")),
        (META, changed(3, 1, 7.0)),
        (META, ROWS[:-1]),
        (META, [*ROWS, ROWS[0]]),
        (META, [*ROWS, ["北京", "新", None, None]]),
        (META, [ROWS[0], *ROWS[1:2], *ROWS[3:]]),
        ([CITY, USER, met("m"), met("o")], ROWS),
        ([CITY, USER, met("n"), met("m")], ROWS),
        ([dim("城"), USER, met("m"), met("n")], ROWS),
        ([USER, CITY, met("m"), met("n")], ROWS),
        ([CITY, USER, met("m")], [row[:3] for row in ROWS]),
        ([CITY, met("m"), met("n")], [[row[0], *row[2:]] for row in ROWS]),
        ([CITY, USER, dim("m"), met("n")], ROWS),
        ([*META, met("o")], [[*row, None] for row in ROWS]),
    ],
)
def test_any_other_change_changes_it(meta: list[Any], rows: list[list[Any]]) -> None:
    assert digest(meta, rows) != digest(META, ROWS)


def test_values_that_swap_rows_change_it() -> None:
    meta = [CITY, met("m")]
    assert digest(meta, [["a", 1], ["b", 2]]) != digest(meta, [["a", 2], ["b", 1]])
    assert digest([*meta, met("n")], [["a", 1, 2]]) != digest([*meta, met("n")], [["a", 2, 1]])


def test_each_period_has_its_own() -> None:
    def digests(second_day: float) -> dict[Any, bytes]:
        rows = [["a", OCT_2, second_day], ["a", OCT_1, 1], ["b", OCT_1, 5]]
        return unpivoted(answer([CITY, TIME, met("m")], rows), asked("2019-10-01", "2019-10-02", "2019-10-03")).digests

    before, after = digests(1), digests(2)
    assert before.keys() == {instant("2019-10-01"), instant("2019-10-02")}
    assert before[instant("2019-10-01")] == after[instant("2019-10-01")]
    assert before[instant("2019-10-02")] != after[instant("2019-10-02")]


def test_the_same_rows_have_the_same_digest_by_whatever_way_they_were_asked_for() -> None:
    listed = unpivoted(
        answer([CITY, TIME, met("m")], [["a", OCT_2, 1], ["a", OCT_1, 3]]), asked("2019-10-01", "2019-10-02")
    )
    unlisted = unpivoted(answer([CITY, met("m")], [["a", "2019-10-02", 1]]), asked("2019-10-02"))
    without = unpivoted(answer([CITY, met("m")], [["a", 1]]), asked("2019-10-02"))
    assert listed.digests[instant("2019-10-02")] == unlisted.digests[instant("2019-10-02")]
    assert unlisted.digests == without.digests


def test_a_digest_has_16_bytes() -> None:
    assert len(digest(META, ROWS)) == 16


cells = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3)


def same(one: Any, other: Any) -> bool:
    """Whether two cells are the same to a reader of the warehouse: 0.0 is -0.0, 5 is 5.0, true is "true"."""
    texts = {True: "true", False: "false"}
    one, other = (texts[cell] if isinstance(cell, bool) else cell for cell in (one, other))
    return type(one) is type(other) and one == other


@settings(deadline=None, derandomize=True, max_examples=120)
@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6), st.data())
def test_one_changed_cell_changes_it_and_a_shuffle_does_not(rows: list[list[Any]], data: st.DataObject) -> None:
    meta = [CITY, met("m"), met("n")]
    before = digest(meta, rows)
    assert digest(meta, data.draw(st.permutations(rows))) == before
    row, cell = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 2))
    new = data.draw(cells)
    old = rows[row][cell]
    assume(not same(old, new) and not (isinstance(old, int | float) and isinstance(new, int | float) and old == new))
    rows[row][cell] = new
    assert digest(meta, rows) != before

"""How the columns of two answers differ."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gio_pipeline.core.changes import ColumnChange, column_changes, report_changes
from gio_pipeline.core.kinds import Kind

CITY, PAGE = ("城市", "dimension"), ("页面", "dimension")
VIEWS, USERS, RATE = ("页面浏览量", "metric"), ("用户量", "metric"), ("跳出率", "metric")


@pytest.mark.parametrize("columns", [[], [CITY], [CITY, PAGE, VIEWS, USERS]])
def test_the_same_columns_are_no_change(columns: list[tuple[str, str]]) -> None:
    assert column_changes(columns, list(columns)) == []


def test_a_column_that_came_is_told_with_its_place() -> None:
    assert column_changes([CITY, VIEWS], [CITY, VIEWS, USERS]) == [
        ColumnChange("用户量", "appeared", None, "metric", None, 2)
    ]


def test_a_column_that_went_is_told_with_the_place_it_had() -> None:
    assert column_changes([CITY, PAGE, VIEWS], [CITY, VIEWS]) == [
        ColumnChange("页面", "disappeared", "dimension", None, 1, None)
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [([CITY, VIEWS, USERS], [CITY, PAGE, VIEWS, USERS]), ([CITY, PAGE, VIEWS, USERS], [CITY, VIEWS, USERS])],
)
def test_columns_pushed_aside_by_one_that_came_or_went_have_not_moved(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    assert [change.column_name for change in column_changes(old, new)] == ["页面"]


def test_columns_that_changed_places_have_moved() -> None:
    assert column_changes([CITY, VIEWS, USERS], [CITY, USERS, VIEWS]) == [
        ColumnChange("页面浏览量", "moved", "metric", "metric", 1, 2),
        ColumnChange("用户量", "moved", "metric", "metric", 2, 1),
    ]


def test_a_dimension_that_became_a_metric_changed_its_role_even_where_it_moved_too() -> None:
    old, new = [("版本", "dimension"), VIEWS], [VIEWS, ("版本", "metric")]
    assert column_changes(old, new)[0] == ColumnChange("版本", "role", "dimension", "metric", 0, 1)


def test_a_renamed_column_went_and_another_came() -> None:
    changes = column_changes([CITY, VIEWS], [CITY, RATE])
    assert [(each.column_name, each.change) for each in changes] == [
        ("页面浏览量", "disappeared"),
        ("跳出率", "appeared"),
    ]


def test_changes_are_listed_in_the_order_of_the_old_columns_then_the_new() -> None:
    changes = column_changes([VIEWS, PAGE, CITY], [USERS, CITY, VIEWS, RATE])
    assert [(each.column_name, each.change) for each in changes] == [
        ("页面浏览量", "moved"),
        ("页面", "disappeared"),
        ("城市", "moved"),
        ("用户量", "appeared"),
        ("跳出率", "appeared"),
    ]


def test_the_first_columns_ever_seen_all_appear() -> None:
    assert [each.change for each in column_changes([], [CITY, VIEWS])] == ["appeared", "appeared"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ([CITY], [CITY, VIEWS], "页面浏览量 appeared"),
        ([CITY, VIEWS], [CITY], "页面浏览量 disappeared"),
        ([("版本", "dimension")], [("版本", "metric")], "版本 was a dimension and is a metric"),
    ],
)
def test_a_change_reads_as_a_sentence(old: list[tuple[str, str]], new: list[tuple[str, str]], sentence: str) -> None:
    assert [str(each) for each in column_changes(old, new)] == [sentence]


def times(name: str, count: int) -> list[tuple[str, str]]:
    return [(name if number == 1 else f"{name} ({number})", "metric") for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("old", "new", "renumbered"),
    [
        (times("次数", 2), [("订单", "metric"), *times("次数", 1)], ["次数"]),
        (times("次数", 1), times("次数", 2), ["次数"]),
        (times("次数", 3), times("次数", 2), ["次数", "次数 (2)"]),
        ([*times("次数", 2), VIEWS], [USERS, *times("次数", 2)], ["次数", "次数 (2)"]),
        ([*times("次数", 2), VIEWS], [*times("次数", 2), USERS], []),
        ([CITY, *times("次数", 2)], [CITY, PAGE, *times("次数", 2)], []),
        (times("次数 (2)", 1), [*times("次数 (2)", 1), VIEWS], []),
        ([("页面", "dimension"), ("页面 (2)", "dimension")], [CITY, ("页面", "dimension")], ["页面"]),
        ([*times("a", 2), ("a (2) (2)", "metric")], times("a", 2), ["a", "a (2)"]),
    ],
)
def test_columns_of_one_name_are_told_where_one_of_them_came_or_went(
    old: list[tuple[str, str]], new: list[tuple[str, str]], renumbered: list[str]
) -> None:
    assert [each.column_name for each in column_changes(old, new) if each.change == "renumbered"] == renumbered


def test_a_renumbered_column_is_told_with_both_places() -> None:
    changes = column_changes(times("次数", 2), [("订单", "metric"), *times("次数", 1)])
    assert changes[0] == ColumnChange("次数", "renumbered", "metric", "metric", 0, 1)
    assert str(changes[0]) == ("次数 may show another column's figures: the columns of that name are not those before")


columns = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from(["dimension", "metric"])), unique_by=lambda each: each[0]
)


@settings(deadline=None, derandomize=True)
@given(columns, columns)
def test_applied_to_the_old_columns_the_changes_give_the_new_ones(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    roles = dict(old)
    for each in column_changes(old, new):
        assert each.old_role == dict(old).get(each.column_name)
        assert each.old_position is None or old[each.old_position][0] == each.column_name
        assert each.new_position is None or new[each.new_position][0] == each.column_name
        if each.new_role is None:
            del roles[each.column_name]
        else:
            roles[each.column_name] = each.new_role
    assert roles == dict(new)


def test_a_cohorts_columns_that_come_as_its_days_pass_are_no_change() -> None:
    old = [CITY, ("当日", "metric")]
    new = [*old, ("次日", "metric")]
    assert report_changes(Kind.RETENTION, old, new) == []
    assert [str(change) for change in report_changes(Kind.CHART, old, new)] == ["次日 appeared"]
    assert report_changes(Kind.CHART, [], new) == []

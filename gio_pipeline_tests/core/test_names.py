"""Names that Postgres takes as they are: at most 63 bytes, each unlike the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gio_pipeline.core.text import LONGEST_IDENTIFIER, cut, identifier


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("城市", set(), "城市"),
        ("a" * 63, set(), "a" * 63),
        ("a" * 64, set(), "a" * 63),
        ("中" * 21, set(), "中" * 21),  # 63 bytes
        ("中" * 22, set(), "中" * 21),
        ("ab" + "中" * 21, set(), "ab" + "中" * 20),  # never half a character
        ("😀" * 16, set(), "😀" * 15),
        ("城市", {"城市"}, "城市 (2)"),
        ("城市", {"城市", "城市 (2)"}, "城市 (3)"),
        ("城市", {"城市 (2)"}, "城市"),
        ("a" * 80, {"a" * 63}, "a" * 59 + " (2)"),
        ("中" * 30, {"中" * 21}, "中" * 19 + " (2)"),
        ("x", {"x"} | {f"x ({n})" for n in range(2, 10)}, "x (10)"),
        ("", set(), "?"),
        ("", {"?"}, "? (2)"),
        ('"; drop table', set(), '"; drop table'),
    ],
)
def test_a_name_is_cut_between_characters_and_numbered_until_it_is_new(
    name: str, taken: set[str], expected: str
) -> None:
    assert identifier(name, taken) == expected


def test_names_differ_by_case_as_quoted_identifiers_do() -> None:
    assert identifier("City", {"city"}) == "City"


@pytest.mark.parametrize(
    ("name", "longest", "expected"), [("abc", 3, "abc"), ("abc", 2, "ab"), ("中", 2, ""), ("é", 2, "é"), ("", 5, "")]
)
def test_a_cut_name_has_at_most_so_many_bytes(name: str, longest: int, expected: str) -> None:
    assert cut(name, longest) == expected


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80)


@settings(deadline=None, derandomize=True)
@given(st.lists(words | st.sampled_from(["中" * 40, "中" * 41, "a" * 70, "a" * 71]), max_size=30))
def test_any_names_become_different_identifiers_of_at_most_63_bytes(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        found = identifier(name, taken)
        assert 0 < len(found.encode()) <= LONGEST_IDENTIFIER
        assert found not in taken
        taken.add(found)
    assert len(taken) == len(names)

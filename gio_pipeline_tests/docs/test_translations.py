"""A page and its translation say the same things in the same places: headings, commands, tables and names."""

import re
from itertools import groupby
from pathlib import Path

import pytest

from gio_pipeline_tests.docs.reference import DOCS, ROOT

CHINESE = DOCS / "zh"
PAIRS = [
    pytest.param(ROOT / "README.md", ROOT / "README.zh-CN.md", id="README"),
    *(pytest.param(DOCS / page.name, page, id=page.stem) for page in sorted(CHINESE.glob("*.md"))),
]
TRANSLATED = [pair for pair in PAIRS if pair.id != "README"]
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
pairs = pytest.mark.parametrize(("english", "chinese"), PAIRS)


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def test_every_page_is_there_in_chinese() -> None:
    assert {page.name for page in DOCS.glob("*.md")} == {page.name for page in CHINESE.glob("*.md")}


def test_a_chinese_page_leads_to_chinese_pages() -> None:
    places = [(page, page.parent / link) for page in CHINESE.glob("*.md") for link in links(page)]
    assert len(places) > 8
    assert [(page.name, str(to)) for page, to in places if to.resolve().parent == DOCS] == []


def links(page: Path) -> list[str]:
    """The Markdown files to which the page leads."""
    return re.findall(r"\]\(([^)#:]+\.md)[^)]*\)", prose(page))


@pairs
def test_both_have_the_same_headings(english: Path, chinese: Path) -> None:
    levels = [[len(found) for found in re.findall(r"^(#+) ", prose(page), re.MULTILINE)] for page in (english, chinese)]
    assert levels[0] == levels[1]


@pairs
def test_both_show_the_same_commands(english: Path, chinese: Path) -> None:
    assert blocks(english) == blocks(chinese)


def blocks(page: Path) -> list[list[str]]:
    """The lines of every block of code, without the comments, which are translated."""
    return [
        [re.sub(r"(^|\s+)(#|--) .*$", "", line) for line in block.splitlines()]
        for block in FENCED.findall(page.read_text(encoding="utf-8"))
    ]


@pairs
def test_both_have_the_same_tables(english: Path, chinese: Path) -> None:
    assert tables(english) == tables(chinese)


def tables(page: Path) -> list[list[int]]:
    """How many cells each row of every table has."""
    grouped = groupby(prose(page).splitlines(), lambda line: line.startswith("|"))
    return [[len(re.findall(r"(?<!\\)\|", line)) - 1 for line in lines] for is_table, lines in grouped if is_table]


@pytest.mark.parametrize(("english", "chinese"), TRANSLATED)
def test_both_name_the_same_settings_tables_and_messages(english: Path, chinese: Path) -> None:
    assert names(english) == names(chinese)


def names(page: Path) -> set[str]:
    """What stands in code marks, whose words are the same in every language."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"(?<=\S)\n(?=\S)", " ", prose(page))))

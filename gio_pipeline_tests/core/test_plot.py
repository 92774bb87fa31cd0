"""A chart and a table that fit into what the Dagster UI shows at once."""

import re
from xml.etree import ElementTree

import pytest

from gio_pipeline.core.plot import Point, line_chart, markdown_table, picture, preview

WEEK = [Point(f"2026-06-{day:02}", 1000.0 * day) for day in range(1, 8)]


def test_the_line_goes_from_the_first_figure_to_the_last_on_a_scale_that_holds_zero() -> None:
    svg = line_chart("页面浏览量", WEEK)
    assert "<path d='M46 88h0l57-10l58-10l57-10l57-10l58-10l57-10'/>" in svg
    texts = [each.text for each in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["页面浏览量: 7,000", "7,000", "0", "2026-06-01", "2026-06-07"]


def test_what_can_still_move_is_dashed_and_what_is_unknown_breaks_the_line() -> None:
    points = [Point("a", 1.0), Point("b", 2.0), Point("c", None), Point("d", 2.0), Point("e", 1.0, final=False)]
    svg = line_chart("x", points)
    assert re.findall(r"<path d='([^']*)'", svg)[1:] == ["M46 63h0l86-35M304 28h0", "M304 28l86 35"]
    assert svg.count("stroke-dasharray") == 1


def test_nothing_is_drawn_without_a_figure() -> None:
    assert line_chart("x", []) == picture("x", [Point("a", None)]) == ""


@pytest.mark.parametrize("name", ["a<b> & \"c\" 'd' #1 %20 \\(x)", "指标" * 40])
def test_a_picture_is_short_and_its_name_stays_text(name: str) -> None:
    words = picture(name, [Point(f"2026-06-{n:02} 12:00", float(n % 7)) for n in range(60)])
    assert words.startswith("![line](<data:image/svg+xml,%3Csvg ") and words.endswith(">)")
    assert len(words) < 1000
    assert not re.search(r"[<>#&\\]", words.removeprefix("![line](<").removesuffix(">)"))


def test_whatever_a_cell_holds_it_stays_a_cell() -> None:
    rows: list[list[object]] = [["a|b", None, 1234.5], ["<img>\n*x*", "长" * 50, 2]]
    assert markdown_table(["x_y", "z", "n"], rows).splitlines() == [
        "|x_y|z|n|",
        "|---|---|---|",
        "|a&#124;b||1,234.5|",
        f"|&#60;img&#62; &#42;x&#42;|{'长' * 32}…|2|",
    ]


def test_a_long_table_is_cut_to_what_is_shown_at_once() -> None:
    table = markdown_table(["a", "b"], [["x" * 30, "y" * 30]] * 100)
    assert 800 < len(table) < 1000


def test_one_wide_row_is_shown_with_a_line_per_column() -> None:
    steps = [f"第{step}步人数" for step in "一二三四五六七"]
    assert preview(["目标用户", *steps], [["全部访问用户", *range(7)]]).splitlines()[:4] == [
        "|目标用户|全部访问用户|",
        "|---|---|",
        "|第一步人数|0|",
        "|第二步人数|1|",
    ]


def test_of_many_wide_rows_the_columns_are_shown_that_there_is_room_for() -> None:
    rows = [["城" * 10, "来" * 10, "浏" * 10, 1.0]] * 3
    assert preview(["a", "b", "c", "d"], rows).splitlines()[:3] == [
        "|a|b|c|…|",
        "|---|---|---|---|",
        f"|{'城' * 10}|{'来' * 10}|{'浏' * 10}||",
    ]
    assert preview(["a", "b", "d"], [[1, 2, 3]] * 3).splitlines()[0] == "|a|b|d|"

"""A chart and a table that fit into what the Dagster UI shows at once."""

import re
from xml.etree import ElementTree

import pytest

from gio_pipeline.core.plot import Point, line_chart, markdown_table, picture

WEEK = [Point(f"2026-06-{day:02}", 1000.0 * day) for day in range(1, 8)]


def test_the_line_goes_from_the_first_figure_to_the_last_on_a_scale_that_holds_zero() -> None:
    svg = line_chart("页面浏览量", WEEK)
    assert "<path d='M46 88h0l84-10l84-10l84-10l84-10l84-10l84-10'/>" in svg
    texts = [each.text for each in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["页面浏览量: 7,000", "7,000", "0", "2026-06-01", "2026-06-07"]


def test_what_can_still_move_is_dashed_and_what_is_unknown_breaks_the_line() -> None:
    points = [Point("a", 1.0), Point("b", 2.0), Point("c", None), Point("d", 2.0), Point("e", 1.0, final=False)]
    svg = line_chart("x", points)
    assert re.findall(r"<path d='([^']*)'", svg)[1:] == ["M46 63h0l126-35M424 28h0", "M424 28l126 35"]
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
    rows = [["a|b", None, 1234.5], ["<img>\n*x*", "长" * 50, 2]]
    assert markdown_table(["x_y", "z", "n"], rows).splitlines() == [
        "|x&#95;y|z|n|",
        "|---|---|---|",
        "|a&#124;b||1,234.5|",
        f"|&#60;img&#62; &#42;x&#42;|{'长' * 32}…|2|",
    ]


def test_a_long_table_is_cut_to_what_is_shown_at_once() -> None:
    table = markdown_table(["a", "b"], [["x" * 30, "y" * 30]] * 100)
    assert 800 < len(table) < 1000

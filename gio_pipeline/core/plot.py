"""A small line chart as SVG, and a table as Markdown: what fits beside a load in an event log."""

import base64
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

from gio_pipeline.core.text import shortened

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 58, 16, 40, 26
INK, FAINT, LINE, PAPER = "#5c6b7a", "#e6eaee", "#4f6bed", "#ffffff"
CELL_LENGTH = 32


class Point(NamedTuple):
    """One period of the line: its label, its figure, and whether that can still move."""

    label: str
    value: float | None
    final: bool = True


def line_chart(title: str, points: Sequence[Point]) -> str:
    """SVG of the points, oldest first, from 0 or the least below it; a period without a figure breaks the line."""
    known = [point.value for point in points if point.value is not None]
    if not known:
        return ""
    low, high = min(0.0, *known), max(0.0, *known)
    spread = (high - low) or 1.0

    def place(at: int, value: float) -> tuple[float, float]:
        across = (at + 0.5) / len(points) if len(points) < 2 else at / (len(points) - 1)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(TOP + (1 - (value - low) / spread) * (HEIGHT - TOP - BOTTOM), 1),
        )

    parts = [*_frame(title, points, low, high, place(0, low)[1], place(0, high)[1])]
    for stretch in _stretches(points):
        parts += _stretch([place(at, value) for at, value in stretch], place(0, max(low, 0.0))[1])
    parts += [
        f'<circle cx="{x}" cy="{y}" r="2.5" fill="{PAPER}" stroke="{LINE}"/>'
        for x, y in (place(at, p.value) for at, p in enumerate(points) if p.value is not None and not p.final)
    ]
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">{"".join(parts)}</svg>'


def _frame(title: str, points: Sequence[Point], low: float, high: float, bottom: float, top: float) -> list[str]:
    last = next(point for point in reversed(points) if point.value is not None)
    middle = (low + high) / 2
    grid = [(bottom, low), ((bottom + top) / 2, middle), (top, high)] if high > low else [(bottom, low)]
    return [
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{PAPER}"/>',
        _text(LEFT, 20, title, 13, weight=600),
        _text(WIDTH - RIGHT, 20, f"{last.label}: {_short(last.value)}", 12, anchor="end"),
        *(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{FAINT}"/>' for y, _ in grid),
        *(_text(LEFT - 8, y + 4, _short(value), 11, anchor="end") for y, value in grid),
        _text(LEFT, HEIGHT - 8, points[0].label, 11),
        _text(WIDTH - RIGHT, HEIGHT - 8, points[-1].label if len(points) > 1 else "", 11, anchor="end"),
    ]


def _text(x: float, y: float, words: str, size: int, anchor: str = "start", weight: int = 400) -> str:
    look = f'font-size="{size}" font-weight="{weight}" fill="{INK}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y:.1f}" {look}>{escape(words)}</text>'


def _stretches(points: Sequence[Point]) -> list[list[tuple[int, float]]]:
    found: list[list[tuple[int, float]]] = [[]]
    for at, point in enumerate(points):
        if point.value is None:
            found.append([])
        else:
            found[-1].append((at, point.value))
    return [stretch for stretch in found if stretch]


def _stretch(places: Sequence[tuple[float, float]], zero: float) -> list[str]:
    line = " ".join(f"{x:g},{y:g}" for x, y in places)
    if len(places) == 1:
        return [f'<circle cx="{places[0][0]}" cy="{places[0][1]}" r="3" fill="{LINE}"/>']
    area = f"{places[0][0]:g},{zero:g} {line} {places[-1][0]:g},{zero:g}"
    return [
        f'<polygon points="{area}" fill="{LINE}" fill-opacity="0.1"/>',
        f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="2" stroke-linejoin="round"/>',
    ]


def _short(value: float | None) -> str:
    """1234567 as 1.23M."""
    if value is None:
        return ""
    for size, unit in ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if unit == 'k' else size):.3g}{unit}"
    return f"{value:,.4g}"


def picture(svg: str, words: str) -> str:
    """Markdown that shows an SVG without another request."""
    data = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return f"![{_cell(words)}](data:image/svg+xml;base64,{data})"


def markdown_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table of short cells; whatever a cell holds, it stays a cell."""
    lines = [list(columns), ["---"] * len(columns), *rows]
    rule = 1
    return "\n".join(
        "| " + " | ".join(str(cell) if at == rule else _cell(cell) for cell in line) + " |"
        for at, line in enumerate(lines)
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    words = f"{value:,.10g}" if isinstance(value, float) else str(value)
    flat = shortened(" ".join(words.split()), CELL_LENGTH)
    # As a character reference nothing is Markdown or HTML.
    return "".join(f"&#{ord(each)};" if each in _MARKS else each for each in flat)


_MARKS = frozenset("\\`*_{}[]()<>#+!|~&")

"""A small line chart as SVG, and a table as Markdown: what fits beside a load in an event log."""

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from gio_pipeline.core.text import as_markdown, shortened

# Longer Markdown the Dagster UI hides behind a link.
SHOWN_AT_ONCE = 999
# What is wider, the UI cuts off on a screen of 1,440 pixels.
WIDTH, HEIGHT = 400, 120
LEFT, RIGHT, TOP, BOTTOM = 46, 390, 28, 98
WIDEST_TABLE = 66  # halfwidth characters
FEW_ROWS = 2
CELL_LENGTH = 32
TITLE_LENGTH = 24
FEWEST_POINTS = 10
_FRAME = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' font-family='sans-serif' font-size='11' "
    "fill='#567' style='background:#fff'>"
)
# What Markdown or an address would take for its own; all the rest stays as short as it is.
_QUOTED = str.maketrans({each: f"%{ord(each):02X}" for each in "%#<>&\\"})


class Point(NamedTuple):
    """One period of the line: its label, its figure, and whether that can no longer move."""

    label: str
    value: float | None
    final: bool = True


def line_chart(title: str, points: Sequence[Point]) -> str:
    """SVG of the points, oldest first, on a scale that holds 0; empty where no point has a figure.

    A period without a figure breaks the line; it is dashed where a figure can still move.
    """
    known = [point.value for point in points if point.value is not None]
    if not known:
        return ""
    low, high = min(0.0, *known), max(0.0, *known)
    places = _places(points, low, (high - low) or 1.0)
    solid, dashed = _path(places, points, final=True), _path(places, points, final=False)
    last = next(point for point in reversed(points) if point.value is not None)
    parts = [
        _FRAME.format(width=WIDTH, height=HEIGHT),
        f"<path d='M{LEFT} {TOP}H{RIGHT}M{LEFT} {BOTTOM}H{RIGHT}' stroke='#ddd'/>",
        "<g fill='none' stroke='#46e' stroke-width='2' stroke-linecap='round'>",
        f"<path d='{solid}'/>" if solid else "",
        f"<path d='{dashed}' stroke-dasharray='1 4'/>" if dashed else "",
        "</g>",
        _text(LEFT, 15, f"{shortened(title, TITLE_LENGTH)}: {_short(last.value)}"),
        _text(4, TOP + 4, _short(high)) + _text(4, BOTTOM + 4, _short(low)),
        _text(LEFT, HEIGHT - 6, points[0].label),
        f"<g text-anchor='end'>{_text(RIGHT, HEIGHT - 6, points[-1].label)}</g>" if len(points) > 1 else "",
        "</svg>",
    ]
    return "".join(parts)


def _places(points: Sequence[Point], low: float, spread: float) -> list[tuple[int, int] | None]:
    step = (RIGHT - LEFT) / max(1, len(points) - 1)
    return [
        None
        if point.value is None
        else (round(LEFT + at * step), round(BOTTOM - (point.value - low) / spread * (BOTTOM - TOP)))
        for at, point in enumerate(points)
    ]


def _path(places: Sequence[tuple[int, int] | None], points: Sequence[Point], *, final: bool) -> str:
    """The stretches that end in points of this kind, each drawn from the point before it; relative, to be short."""
    words, pen = "", None
    for at, place in enumerate(places):
        if place is None or points[at].final is not final:
            continue
        before = places[at - 1] if at else None
        start = before or place
        if pen != start or before is None:
            words += f"M{start[0]} {start[1]}"
        words += "h0" if before is None else f"l{place[0] - start[0]} {place[1] - start[1]}".replace(" -", "-")
        pen = place
    return words


def _text(x: int, y: int, words: str) -> str:
    return f"<text x='{x}' y='{y}'>{escape(words)}</text>"


def _short(value: float | None) -> str:
    """1234567 as 1.23M."""
    if value is None:
        return ""
    for size, unit in ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if unit == 'k' else size):.3g}{unit}"
    return f"{value:,.4g}"


def picture(title: str, points: Sequence[Point]) -> str:
    """Markdown that shows a line of the newest points, as many as fit into what is shown at once; else empty."""
    while svg := line_chart(title, points):
        words = f"![line](<data:image/svg+xml,{svg.translate(_QUOTED)}>)"
        if len(words) <= SHOWN_AT_ONCE or len(points) <= FEWEST_POINTS:
            return words
        points = points[len(points) // 5 :]
    return ""


def preview(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table as wide as the UI shows it: one or two rows with a line per column, more with the columns that fit."""
    lines = [[_flat(cell) for cell in row] for row in (columns, *rows)]
    widths = [max(map(_halfwidths, column)) + 2 for column in zip(*lines, strict=True)]
    if sum(widths) > WIDEST_TABLE and len(rows) <= FEW_ROWS:
        first, *rest = zip(columns, *rows, strict=True)
        return markdown_table(first, rest)
    room = next((at for at in range(1, len(widths)) if sum(widths[: at + 1]) > WIDEST_TABLE), len(widths))
    if room == len(widths):
        return markdown_table(columns, rows)
    return markdown_table([*columns[:room], "…"], [[*row[:room], None] for row in rows])


def _halfwidths(words: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in words)


def markdown_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table of the first rows, as many as are shown at once; whatever a cell holds, it stays a cell."""
    lines = [_line(columns), "|" + "---|" * len(columns)]
    for row in rows:
        lines.append(_line(row))
        if sum(map(len, lines)) + len(lines) > SHOWN_AT_ONCE and len(lines) > 3:
            lines.pop()
            break
    return "\n".join(lines)


def _line(cells: Sequence[Any]) -> str:
    return f"|{'|'.join(map(_cell, cells))}|"


def _cell(value: Any) -> str:
    return as_markdown(_flat(value))


def _flat(value: Any) -> str:
    if value is None:
        return ""
    words = f"{value:,.10g}" if isinstance(value, float) else str(value)
    return shortened(" ".join(words.split()), CELL_LENGTH)

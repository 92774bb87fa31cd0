"""What is printed: sentences, and tables whose columns stand under each other in Chinese too."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TextIO

import click
from rich.cells import cell_len

from gio_pipeline.core.text import printable

Cell = str | int | float | None
_GAP, _NARROW_GAP = 3, 2
_INDENT = "  "


def say(text: str = "", indent: int = 0) -> None:
    """A sentence on stdout, on a terminal folded at words, the later lines indented."""
    click.echo(_folded(text, sys.stdout, " " * indent))


def tick_off(sign: str, colour: str, text: str) -> None:
    """A sentence on stdout behind a coloured sign."""
    folded = _folded(f"{sign} {text}", sys.stdout, _INDENT)
    click.echo(click.style(sign, fg=colour) + folded.removeprefix(sign))


def verbatim(text: str) -> None:
    """What is there to be copied or parsed: never folded."""
    click.echo(text)


def heading(text: str) -> None:
    click.secho(_folded(text, sys.stdout), bold=True)


def complain(text: str) -> None:
    """A sentence on stderr: what went wrong."""
    click.secho(_folded(text, sys.stderr), fg="red", err=True)


def warn(text: str) -> None:
    click.secho(_folded(text, sys.stderr), fg="yellow", err=True)


def _folded(text: str, stream: TextIO, indent: str = "") -> str:
    if not stream.isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(line for whole in text.split("\n") for line in fold(whole, width, indent))


def fold(text: str, width: int, indent: str = "") -> list[str]:
    """The line in lines of at most `width` columns, of which a Chinese character takes two; broken at spaces alone."""
    first, *words = text.split(" ")
    lines = [first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if lines[-1].strip() and cell_len(longer) > width:
            lines.append(indent + word)
        else:
            lines[-1] = longer
    return lines


def table(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], numeric: Iterable[str] = (), *, keys: int = 0
) -> None:
    """Prints rows on stdout; `numeric` columns to the right.

    On a terminal that is too narrow the headings are folded; where that is not enough the columns make several tables
    one below the other, each of which begins with the first `keys` columns, by which its rows are told apart. Without
    such columns a row takes several lines, the later ones indented; nothing is cut.
    """
    rows, numeric = list(rows), set(numeric)
    heads, texts = [[printable(column)] for column in columns], [[shown(cell) for cell in row] for row in rows]
    contents = [max(map(cell_len, column), default=0) for column in zip(*texts, strict=True)] or [0] * len(heads)
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    if _total(_widths(heads, contents), _NARROW_GAP) > room:
        folded = [fold(head, width) for [head], width in zip(heads, contents, strict=True)]
        parts = _parts(narrow := _widths(folded, contents), room, keys)
        if keys and len(parts) > 1:
            for number, part in enumerate(parts):
                if number:
                    say()
                table([columns[at] for at in part], [[row[at] for at in part] for row in rows], numeric)
            return
        heads = folded if _total(narrow, _NARROW_GAP) <= room else heads
    widths = _widths(heads, contents)
    gap = _GAP if _total(widths, _GAP) <= room else _NARROW_GAP
    parts = _parts(widths, room)

    def lines(cells: Sequence[str]) -> Iterator[str]:
        for number, part in enumerate(parts):
            blanks = {at: " " * (widths[at] - cell_len(cells[at])) for at in part}
            padded = [blanks[at] + cells[at] if columns[at] in numeric else cells[at] + blanks[at] for at in part]
            yield (_INDENT * (number > 0) + (" " * gap).join(padded)).rstrip()

    for cells in zip_longest(*heads, fillvalue=""):
        for line in lines(cells):
            click.secho(line, bold=True)
    verbatim("─" * min(room, max(_total([widths[at] for at in part], gap) for part in parts)))
    for row in texts:
        first, *more = lines(row)
        verbatim("\n".join([first, *filter(None, more)]))


def _parts(widths: Sequence[int], room: int, keys: int = 0) -> list[list[int]]:
    """Which columns stand beside each other: as many as there is room for, behind the first `keys`, else indented."""
    shared = list(range(keys))
    parts = [[*shared]]
    for at in range(keys, len(widths)):
        indent = len(_INDENT) if len(parts) > 1 and not keys else 0
        wider = [widths[each] for each in [*parts[-1], at]]
        if len(parts[-1]) > keys and _total(wider, _NARROW_GAP) > room - indent:
            parts.append([*shared])
        parts[-1].append(at)
    return parts


def _widths(heads: Sequence[Sequence[str]], contents: Sequence[int]) -> list[int]:
    return [max(width, *map(cell_len, head)) for head, width in zip(heads, contents, strict=True)]


def _total(widths: Sequence[int], gap: int) -> int:
    return sum(widths) + gap * (len(widths) - 1)


def shown(cell: Cell) -> str:
    """A cell's text: 1,234 and 0.5; nothing for null."""
    if cell is None:
        return ""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return printable(cell if isinstance(cell, str) else f"{cell:,.6g}" if isinstance(cell, float) else str(cell))

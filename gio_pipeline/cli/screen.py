"""What is printed: sentences, and tables whose columns stand under each other in Chinese too."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from gio_pipeline.core.text import printable

Cell = str | int | float | None
_GAPS = (3, 2)
_INDENT = "  "


def say(text: str = "") -> None:
    """A line on stdout."""
    click.echo(text)


def heading(text: str) -> None:
    click.secho(text, bold=True)


def complain(text: str) -> None:
    """A line on stderr: what went wrong."""
    click.secho(text, fg="red", err=True)


def warn(text: str) -> None:
    click.secho(text, fg="yellow", err=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], numeric: Iterable[str] = ()) -> None:
    """Prints rows on stdout; `numeric` columns to the right.

    On a terminal that is too narrow a row takes several lines, the later ones indented; nothing is cut.
    """
    from rich.cells import cell_len

    heads, texts = [printable(column) for column in columns], [[shown(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(heads, *texts, strict=True)]
    terminal = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    gap, groups = _layout(widths, terminal)
    right = {at for at, column in enumerate(columns) if column in set(numeric)}

    def lines(cells: Sequence[str]) -> Iterator[str]:
        for number, group in enumerate(groups):
            blanks = {at: " " * (widths[at] - cell_len(cells[at])) for at in group}
            padded = [blanks[at] + cells[at] if at in right else cells[at] + blanks[at] for at in group]
            yield (_INDENT * (number > 0) + (" " * gap).join(padded)).rstrip()

    for line in lines(heads):
        heading(line)
    widest = max(_width([widths[at] for at in group], gap) for group in groups)
    say("─" * min(widest, terminal or widest))
    for row in texts:
        first, *more = lines(row)
        say("\n".join([first, *filter(None, more)]))


def _layout(widths: Sequence[int], terminal: int | None) -> tuple[int, list[list[int]]]:
    """The gap between columns, and which columns share a line: all of them where there is room, or no terminal."""
    fitting = [gap for gap in _GAPS if terminal is None or _width(widths, gap) <= terminal]
    if terminal is None or fitting:
        return fitting[0], [list(range(len(widths)))]
    gap = _GAPS[-1]
    groups: list[list[int]] = [[]]
    for at in range(len(widths)):
        room = terminal - len(_INDENT) * (len(groups) > 1)
        if groups[-1] and _width([widths[each] for each in [*groups[-1], at]], gap) > room:
            groups.append([])
        groups[-1].append(at)
    return gap, groups


def _width(widths: Sequence[int], gap: int) -> int:
    return sum(widths) + gap * (len(widths) - 1)


def shown(cell: Cell) -> str:
    """A cell's text: 1,234 and 0.5; nothing for null."""
    if cell is None:
        return ""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return printable(cell if isinstance(cell, str) else f"{cell:,.6g}" if isinstance(cell, float) else str(cell))

"""What is printed: sentences, and tables whose columns stand under each other in Chinese too."""

import re
from collections.abc import Iterable, Sequence

import click

Cell = str | int | float | None


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
    """Prints rows on stdout, wider than the terminal rather than cut; `numeric` columns to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    right = set(numeric)
    drawn = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        drawn.add_column(Text(printable(column)), justify="right" if column in right else "left", no_wrap=True)
    for row in rows:
        drawn.add_row(*(Text(shown(cell)) for cell in row))
    console = Console(highlight=False)
    widest = console.measure(drawn, options=console.options.update(width=1_000_000)).maximum
    console.width = max(console.width, widest)
    console.print(drawn)


def shown(cell: Cell) -> str:
    """A cell's text: 1,234 and 0.5; nothing for null."""
    if cell is None:
        return ""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"{cell:,}"
    return printable(cell if isinstance(cell, str) else f"{cell:,.6g}" if isinstance(cell, float) else str(cell))


def printable(text: str) -> str:
    """The text with control characters written out: data must not move the cursor."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda found: found[0].encode("unicode_escape").decode(), text)

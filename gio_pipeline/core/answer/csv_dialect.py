"""Whether separated text is quoted, judged by the text: tab-separated text is not quoted by everyone.

A line without a field that begins with a quote reads the same either way. Of the others most read right in one way
only, with as many fields as the first line; what they show decides for the lines that read right in both.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence

# What is looked at before the first row is handed out.
SAMPLE_LINES, SAMPLE_CHARACTERS = 1_000, 1 << 17
# A quote that is open for more lines than that does not begin a quoted field.
LONGEST_FIELD_LINES, LONGEST_FIELD_CHARACTERS = 100, 1 << 20


def without_end(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")


class Lookahead:
    """Lines that can be looked at before they are taken; `number` is that of the next one, from 1."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._ahead = lines, deque[str]()
        self.number = 1

    def at(self, place: int) -> str | None:
        """The line so many lines ahead, None behind the last."""
        while len(self._ahead) <= place:
            line = next(self._lines, None)
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[place]

    def drop(self, count: int) -> None:
        for _ in range(count):
            self._ahead.popleft()
        self.number += count

    def sample(self) -> int:
        """Looks at the beginning; returns its number of lines."""
        lines = characters = 0
        while lines < SAMPLE_LINES and characters < SAMPLE_CHARACTERS and (line := self.at(lines)) is not None:
            lines, characters = lines + 1, characters + len(line)
        return lines


class Dialect:
    """The separator, the number of fields, and whether fields are quoted: None as long as no line has shown it."""

    def __init__(self, separator: str) -> None:
        self.separator = separator
        self.width = 0
        self.quoted: bool | None = None

    def begin(self, head: str) -> None:
        """Takes the number of fields from the first line; a header quoted throughout shows that all are."""
        plain, quoted = self._split(head), self._parsed([head]) if head else None
        self.width = len(quoted or plain)
        if quoted and all(field.startswith('"') for field in plain):
            self.quoted = True

    def row(self, lines: Lookahead, at: int) -> tuple[list[str], int]:
        """The row that begins so many lines ahead, and how many lines it takes; of no right length where none fits."""
        line = lines.at(at) or ""
        plain = self._split(without_end(line))
        if '"' not in line or not any(field.startswith('"') for field in plain):
            return plain, 1
        quoted, taken = self._quoted(lines, at)
        fits = len(quoted) == self.width
        if len(plain) != self.width or (fits and taken > 1):
            if fits and self.quoted is None:
                self.quoted = True
            return (quoted, taken) if fits else (plain, 1)
        if self.quoted is None:
            self.quoted = self._shows_quotes(plain, quoted, fits=fits)
        # Comma-separated text is quoted as a rule, tab-separated text is not.
        by_rule = self.separator == "," if self.quoted is None else self.quoted
        return (quoted, 1) if fits and by_rule else (plain, 1)

    def _shows_quotes(self, plain: Sequence[str], quoted: Sequence[str], *, fits: bool) -> bool | None:
        """What a line with the right number of fields as plain text shows about quoting."""
        if not fits:
            return False
        doubled = (raw.startswith('"') and '"' in field for raw, field in zip(plain, quoted, strict=True))
        return True if any(doubled) else None

    def _quoted(self, lines: Lookahead, at: int) -> tuple[list[str], int]:
        """The row and its lines if the text is quoted; nothing where it cannot be.

        A field never runs over a line that has the right number of separators: that is a row of its own.
        """
        taken: list[str] = []
        characters = 0
        while len(taken) < LONGEST_FIELD_LINES and characters < LONGEST_FIELD_CHARACTERS:
            line = lines.at(at + len(taken))
            if line is None or (taken and len(self._split(without_end(line))) == self.width):
                break
            taken.append(line)
            characters += len(line)
            if '"' in line and (row := self._parsed(taken)) is not None:
                return row, len(taken)
            if self._broken:
                break
        return [], 1

    def _parsed(self, lines: Sequence[str]) -> list[str] | None:
        """The one row that the lines are; None where a quote is open, or text follows a closing one."""
        self._broken = False
        try:
            rows = list(csv.reader(lines, delimiter=self.separator, strict=True))
        except csv.Error as error:
            self._broken = "unexpected end" not in str(error)
            return None
        return rows[0] if len(rows) == 1 else None

    def _split(self, line: str) -> list[str]:
        return line.split(self.separator)

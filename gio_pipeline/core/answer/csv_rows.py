"""Separated text, row by row from a stream of bytes: users.csv (5.2) and rules.csv (6) of the vendor's page.

Both are called tab-separated there; rules.csv is shown with commas, so the first line decides. Tab-separated text is
not quoted by everyone, see csv_dialect.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from gio_pipeline.core.answer.columns import Column, with_unique_names
from gio_pipeline.core.answer.csv_dialect import Dialect, Lookahead, without_end
from gio_pipeline.core.errors import ContractError

# No line of users comes near it; without an end to a line the stream would fill the memory.
LONGEST_LINE = 1 << 20
RULE_FIELDS = ("ruleId", "eventName", "eventType")


def read_rows(chunks: Iterable[bytes], *, what: str) -> Iterator[list[str]]:
    """The rows of UTF-8 text as lists of one length, the header included; blank lines are left out.

    A byte order mark is skipped, U+0000 (which Postgres text cannot hold) becomes U+FFFD. Whether quotes are those of
    RFC 4180 or part of the text is judged by the text itself. Raises ContractError naming the line: not UTF-8, another
    number of fields than the first.
    """
    lines = Lookahead(_lines(chunks, what))
    dialect = _dialect(lines)
    while (line := lines.at(0)) is not None:
        if not without_end(line):
            lines.drop(1)
            continue
        row, taken = dialect.row(lines, 0)
        if len(row) != dialect.width:
            raise ContractError(
                f"{what}, line {lines.number}: has {_fields(len(row))}, but the first line has {dialect.width}."
            )
        yield row
        lines.drop(taken)


def _dialect(lines: Lookahead) -> Dialect:
    """The dialect that the beginning of the text speaks, as far as it tells."""
    sample = lines.sample()
    heads = [without_end(lines.at(at) or "") for at in range(sample)]
    at = next((at for at, head in enumerate(heads) if head), sample)
    head = heads[at] if at < sample else ""
    dialect = Dialect("," if "," in head and "\t" not in head else "\t")
    dialect.begin(head)
    while at < sample and dialect.quoted is None:
        at += dialect.row(lines, at)[1]
    return dialect


def rule_rows(rows: Iterable[list[str]], *, what: str) -> list[dict[str, str]]:
    """rules.csv's rows as rule_id, event_name and event_type: by its header, or in that order where it has none.

    Raises ContractError where there is no header and the rows have not three fields.
    """
    listed = list(rows)
    if not listed:
        return []
    header = [name.strip().lower() for name in listed[0]]
    places = [header.index(field.lower()) for field in RULE_FIELDS if field.lower() in header]
    if len(places) == len(RULE_FIELDS):
        listed = listed[1:]
    elif len(header) == len(RULE_FIELDS):
        places = [0, 1, 2]
    else:
        expected = ", ".join(RULE_FIELDS)
        raise ContractError(f"{what}, line 1: has {_fields(len(header))}, but {expected} were expected.")
    rule_id, name, kind = places
    return [{"rule_id": row[rule_id], "event_name": row[name], "event_type": row[kind]} for row in listed]


def property_names(header: Sequence[str]) -> list[str]:
    """The names of a users.csv's columns after the first; those that come again get ` (2)`, ` (3)`."""
    return [column.name for column in with_unique_names([Column(name, "dimension") for name in header[1:]])]


def _lines(chunks: Iterable[bytes], what: str) -> Iterator[str]:
    """The lines with their ends; only \\n ends one, as names may hold every other break that Python knows."""
    rest, number = b"", 1
    for chunk in chunks:
        complete, end, rest = (rest + chunk).rpartition(b"\n")
        if end:
            yield from StringIO(_decoded(complete + end, number, what), newline="\n")
            number += complete.count(b"\n") + 1
        if len(rest) > LONGEST_LINE:
            raise ContractError(f"{what}, line {number}: is longer than {LONGEST_LINE:,} bytes.")
    if rest:
        yield _decoded(rest, number, what)


def _decoded(block: bytes, number: int, what: str) -> str:
    """The text of whole lines of which the first has this number."""
    try:
        text = block.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        line = number + block.count(b"\n", 0, error.start)
        raise ContractError(f"{what}, line {line}: is not valid UTF-8.") from None
    return text.replace("\0", "\ufffd")


def _fields(number: int) -> str:
    return f"{number} field{'' if number == 1 else 's'}"

"""Names that Postgres takes as identifiers."""

from collections.abc import Container

LONGEST_IDENTIFIER = 63  # bytes


def identifier(name: str, taken: Container[str]) -> str:
    """`name` cut at 63 bytes on a character boundary and, by ` (2)`, ` (3)`, unlike every name in `taken`."""
    number, suffix = 1, ""
    while (found := cut(name or "?", LONGEST_IDENTIFIER - len(suffix)) + suffix) in taken:
        number += 1
        suffix = f" ({number})"
    return found


def cut(name: str, longest: int) -> str:
    """The longest beginning of `name` that has at most `longest` bytes in UTF-8."""
    return name.encode()[:longest].decode(errors="ignore")

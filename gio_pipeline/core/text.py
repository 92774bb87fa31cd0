"""Text that Postgres can store, or take as a name, and that a message can show."""

import re
from collections.abc import Container, Sequence

LONGEST_IDENTIFIER = 63  # bytes
# Without these nothing begins a link, picture, tag, emphasis, code, heading or cell; a _ inside a word begins nothing.
_MARKS = re.compile(r"[\\`*\[\]<>#|~&]|(?<![^\W_])_|_(?![^\W_])")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Control characters move a terminal's cursor, colour it or set its title; those of bidirectional text reorder a line.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` with U+0000 and lone surrogates, which neither UTF-8 nor Postgres can hold, replaced by U+FFFD."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def printable(text: str, *, lines: bool = False) -> str:
    """`text` with every character written out on which a terminal would act; `lines` leaves the ends of lines."""
    return _UNPRINTABLE.sub(lambda found: _written_out(found[0], lines=lines), text)


def _written_out(character: str, *, lines: bool) -> str:
    return character if lines and character == "\n" else character.encode("unicode_escape").decode()


def shortened(text: str, limit: int = 60) -> str:
    """`text` on one line of at most `limit` characters, for a message."""
    line = "".join(character if character.isprintable() else "\ufffd" for character in text[: limit + 1])
    return line if len(text) <= limit else line[:limit] + "…"


def some(texts: Sequence[str], most: int, more: str = "and {} more") -> list[str]:
    """The first `most` texts, and how many more there are in the words of `more`."""
    rest = len(texts) - most
    return [*texts[:most], more.format(rest)] if rest > 0 else list(texts)


def json_type(value: object) -> str:
    """What a value read from JSON is, for a message: an object, a list, a number."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", type(None): "missing or null"}
    return names.get(type(value), "a number")


def as_markdown(text: str) -> str:
    """Markdown that shows exactly `text`, whatever stands in it: as a character reference nothing is Markdown or HTML.

    Whatever the source or reports.yaml says goes through here before a web page renders it.
    """
    return _MARKS.sub(lambda found: f"&#{ord(found[0])};", text)


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


def missing_extra(package: str, extra: str) -> str:
    """What to do where an optional `package` is not installed; no full stop, so that another way out may follow."""
    return f"The package {package} is not installed: pip install 'gio_pipeline[{extra}]'"

"""Text that Postgres can store, and that a message can show."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` with U+0000 and lone surrogates, which neither UTF-8 nor Postgres can hold, replaced by U+FFFD."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def shortened(text: str, limit: int = 60) -> str:
    """`text` on one line of at most `limit` characters, for a message."""
    line = "".join(character if character.isprintable() else "\ufffd" for character in text[: limit + 1])
    return line if len(text) <= limit else line[:limit] + "…"

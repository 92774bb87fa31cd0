"""The SQL below `sql/`: beside the package in a checkout, inside it in a wheel.

A file for each module of the warehouse holds its statements; those of migrations and queries are files of their own.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, TextClause, text

_NAMED = re.compile(r"^-- name: (\w+)\n-- .+\n", re.MULTILINE)
_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def directory() -> Path:
    """Where the SQL files are."""
    inside = _PACKAGE / "sql"
    return inside if inside.is_dir() else _PACKAGE.parent / "sql"


@cache
def sql(name: str) -> str:
    """A statement: `sql("merge/finish")` is the one named so in `sql/merge.sql`; `sql("queries/top_cities")` a file."""
    room, _, statement = name.partition("/")
    file = directory() / f"{room}.sql"
    if not file.is_file():
        return (directory() / f"{name}.sql").read_text(encoding="utf-8")
    return named_statements(file)[statement]


def execute(connection: Connection, name: str, /, **values: object) -> CursorResult[Any]:
    """Runs the statement of that name."""
    return connection.execute(_parsed(name), values)


@cache
def _parsed(name: str) -> TextClause:
    return text(sql(name))


@cache
def named_statements(file: Path) -> dict[str, str]:
    """The statements of a file by their names, each of which stands above a line that describes it."""
    _, *parts = _NAMED.split(file.read_text(encoding="utf-8"))
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}

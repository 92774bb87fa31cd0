"""The SQL files below `sql/`: beside the package in a checkout, inside it in a wheel."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def directory() -> Path:
    """Where the SQL files are."""
    inside = _PACKAGE / "sql"
    return inside if inside.is_dir() else _PACKAGE.parent / "sql"


@cache
def sql(name: str) -> str:
    """The text of `sql/<name>.sql`, for example `sql("load/merge_points")`."""
    return (directory() / f"{name}.sql").read_text(encoding="utf-8")

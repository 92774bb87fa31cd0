"""A report's answer: what it echoes, its columns and its rows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Cell = Any
Row = list[Cell]

ROW_LIMIT = 200_000


@dataclass(frozen=True)
class Table:
    """`head` is what stands beside `meta`, which lists the columns, and `data`, the rows."""

    head: dict[str, Any]
    meta: list[dict[str, Any]]
    rows: list[Row]

    def encode(self) -> bytes:
        """The JSON body, at most 200,000 rows of it."""
        body = {**self.head, "meta": self.meta, "data": self.rows[:ROW_LIMIT]}
        return json.dumps(body, ensure_ascii=False).encode()


def columns(dimensions: Iterable[str], metrics: Iterable[str]) -> list[dict[str, Any]]:
    """`meta` of columns with these names."""
    return [
        *({"name": name, "dimension": True} for name in dimensions),
        *({"name": name, "metric": True} for name in metrics),
    ]


def ratio(part: int, whole: int, percent: bool) -> Cell:
    """A share as reports write it: 0.123, or "12.3%"."""
    share = part / whole if whole else 0.0
    return f"{share * 100:.1f}%" if percent else round(share, 4)

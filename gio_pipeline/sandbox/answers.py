"""An answer before it is written: its head, its columns and its rows."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

Cell = Any
Row = list[Cell]

ROW_LIMIT = 200_000
_CHUNK = 500
_MARK = "\ue000raw:"


@dataclass
class Answer:
    """`meta` lists the columns; `time` is the cell a row's time stands in, None where rows have none.

    With `listed` false the time cell follows the first one and has no entry in `meta`.
    """

    head: dict[str, Any]
    meta: list[dict[str, Any]]
    rows: list[Row]
    time: int | None
    zone: ZoneInfo
    window: tuple[int, int]
    length: int = 86_400_000
    listed: bool = True
    raw: dict[str, str] = field(default_factory=dict)

    def cell_of(self, column: int) -> int:
        """The cell of a row that belongs to a column of `meta`."""
        return column + (1 if self.time is not None and not self.listed and column >= 1 else 0)

    def metrics(self) -> list[int]:
        return [i for i, column in enumerate(self.meta) if column.get("metric")]

    def column(self, name: str | int | None) -> int:
        """The first column of that name, or at that place in `meta`; the first metric where none is named."""
        if name is None:
            return self.metrics()[0]
        if isinstance(name, int):
            return name
        return [entry["name"] for entry in self.meta].index(name)

    def mark_raw(self, text: str) -> str:
        """A cell in whose place the JSON text will stand exactly as it is: NaN, 1e400, 9223372036854775808."""
        mark = f"{_MARK}{len(self.raw)}"
        self.raw[mark] = text
        return mark


def column(name: str, role: str) -> dict[str, Any]:
    return {"name": name, role: True}


def dimensions(names: Iterable[str]) -> list[dict[str, Any]]:
    return [column(name, "dimension") for name in names]


def metrics(names: Iterable[str]) -> list[dict[str, Any]]:
    return [column(name, "metric") for name in names]


def encode(answer: Answer) -> bytes:
    """The JSON body, at most 200,000 rows of it."""
    head = json.dumps({**answer.head, "meta": answer.meta}, ensure_ascii=False)
    body = f'{head[:-1]}, "data": [{", ".join(_encoded(answer.rows[:ROW_LIMIT]))}]}}'
    for mark, text in answer.raw.items():
        body = body.replace(json.dumps(mark, ensure_ascii=False), text)
    return body.encode("utf-8", "surrogatepass")


def _encoded(rows: Sequence[Row]) -> Iterable[str]:
    # In pieces: one long call of the C encoder would keep other requests from being received in time.
    for at in range(0, len(rows), _CHUNK):
        yield json.dumps(rows[at : at + _CHUNK], ensure_ascii=False)[1:-1]

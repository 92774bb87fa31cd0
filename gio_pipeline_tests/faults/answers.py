"""A report's answer as its JSON says it, so that faults can change it."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from gio_pipeline.sandbox.periods import DAY, local_day
from gio_pipeline.sandbox.projects import PROJECTS_BY_UID
from gio_pipeline.sandbox.table import Row

_MARK = "\ue000raw:"


@dataclass
class Answer:
    """`time` is the cell a row's time stands in, None where rows have none.

    With `listed` false the time cell follows the first one and has no entry in `meta`.
    """

    head: dict[str, Any]
    meta: list[dict[str, Any]]
    rows: list[Row]
    zone: ZoneInfo
    window: tuple[int, int]
    time: int | None
    listed: bool
    raw: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parsed(cls, body: bytes, uid: str, query: str) -> "Answer":
        head = json.loads(body)
        meta, rows = head.pop("meta"), head.pop("data")
        names = [column["name"] for column in meta]
        listed = "时间" in names
        unlisted = not listed and bool(rows) and len(rows[0]) > len(meta)
        asked = {name: int(parse_qs(query)[name][0]) for name in ("startTime", "endTime")}
        return cls(
            head,
            meta,
            rows,
            zone=PROJECTS_BY_UID[uid].zone,
            window=(asked["startTime"], asked["endTime"]),
            time=names.index("时间") if listed else 1 if unlisted else None,
            listed=listed,
        )

    @property
    def length(self) -> int:
        """Of a period, in ms."""
        return int(self.head.get("interval", DAY))

    def days(self) -> list[str]:
        """The days of the window that was asked for."""
        first, last = (local_day(at, self.zone) for at in self.window)
        return [(first + timedelta(days)).isoformat() for days in range((last - first).days + 1)]

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

    def encode(self) -> bytes:
        body = json.dumps({**self.head, "meta": self.meta, "data": self.rows}, ensure_ascii=False)
        for mark, text in self.raw.items():
            body = body.replace(json.dumps(mark, ensure_ascii=False), text)
        return body.encode("utf-8", "surrogatepass")

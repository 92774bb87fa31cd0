"""What no loader can do without: the finished rows, copied into the keyed table."""

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg2
from sqlalchemy import make_url

from benchmarks.loaders.base import Loader, Payload, counted

COLUMNS = "period_start, value, report_id, dims_id, metric_id, value_text"


class Floor(Loader):
    title = "floor"
    configuration = (
        "binary COPY of ready-made rows, in key order, into gio.points with its primary key; one transaction an answer"
    )
    tables = ("gio.points",)
    checked = counted("gio.points")
    deletes = False

    def __init__(self, url: str, home: Path) -> None:
        super().__init__(url, home)
        self.connection = psycopg2.connect(_plain(url))

    def load(self, answer: Payload) -> None:
        with self.connection, self.connection.cursor() as cursor:
            statement = f"copy gio.points ({COLUMNS}) from stdin (format binary)"
            cursor.copy_expert(statement, io.BytesIO(answer.body), 1 << 18)

    def close(self) -> None:
        self.connection.close()


def copied_out(url: str, starts: Sequence[tuple[Any, Any]]) -> list[bytes]:
    """The rows of gio.points of each span of time, as binary COPY writes them."""
    statement = """
        copy (select {columns} from gio.points where period_start >= '{first}' and period_start < '{end}'
              order by report_id, period_start, dims_id, metric_id) to stdout (format binary)
    """
    found = []
    with contextlib.closing(psycopg2.connect(_plain(url))) as connection, connection.cursor() as cursor:
        for first, end in starts:
            buffer = io.BytesIO()
            written = statement.format(columns=COLUMNS, first=first.isoformat(), end=end.isoformat())
            cursor.copy_expert(written, buffer)
            found.append(buffer.getvalue())
    return found


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

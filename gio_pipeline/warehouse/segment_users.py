"""`gio.segment_users` and `gio.tag_users`: users copied from a stream of bytes and swapped in whole.

Nothing but a few hundred rows is ever held here, whatever the segment's size.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, cast

import orjson
from sqlalchemy import Connection, Engine, text

from gio_pipeline.core.answer.csv_rows import property_names, read_rows
from gio_pipeline.core.errors import ContractError, TransientError
from gio_pipeline.core.windows import ROW_LIMIT
from gio_pipeline.warehouse.catalog import Segment
from gio_pipeline.warehouse.engine import driver_cursor, translate_errors
from gio_pipeline.warehouse.statements import execute

BATCH = 500
COPY = "copy incoming_users (user_id, properties) from stdin"
# COPY's text format: https://www.postgresql.org/docs/current/sql-copy.html
_STATEMENTS = {
    "segment": ("count_user_changes", "delete_segment_users", "insert_segment_users", "mark_users_loaded"),
    "tag": ("count_tag_user_changes", "delete_tag_users", "insert_tag_users"),
}
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class Swapped:
    """A segment's new snapshot: its rows, users never listed before, users that are listed no more.

    truncated: whether the source cut the download. headed: whether the first line names the column of ids.
    """

    rows: int
    new: int
    gone: int
    truncated: bool
    headed: bool


class UserText:
    """Rows as COPY reads them: a file whose every read is a batch.

    error: what ended the stream early; the text ends there, and the copy must not be kept.
    """

    def __init__(self, rows: Iterator[list[str]], names: Sequence[str]) -> None:
        self._rows, self._names = rows, names
        self.rows = 0
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        # Raised in here, it would become a database error without its own words.
        try:
            batch = list(islice(self._rows, BATCH))
            self.rows += len(batch)
            return b"".join(map(self._line, batch))
        except BaseException as error:
            self.error = error
            return b""

    def _line(self, row: list[str]) -> bytes:
        properties = orjson.dumps(dict(zip(self._names, row[1:], strict=True))).replace(b"\\", b"\\\\")
        return b"%s\t%s\n" % (row[0].translate(_ESCAPED).encode(), properties)


def replace_users(
    engine: Engine, segment: Segment, files: Iterable[Iterable[bytes]], snapshot_at: datetime, *, limited: bool
) -> Swapped:
    """Makes the users of users.csv (5.2), as it comes, the segment's users, in one transaction.

    The first column is the id; the others become properties by their headers. Several files together are one list;
    each may begin with the header, the first does. limited: a list of 200,000 users is not whole. Raises ContractError
    naming the line that cannot be read, or where nobody is listed of a segment that has users, and what iterating over
    a file raises; the old users are kept then.
    """
    what = f"users of {segment.group} {segment.id} of project {segment.project}"
    rows = _rows(files, what)
    header = next(rows, None)
    if header is None and segment.may_have_users:
        # Not even a header: the next answer may be whole.
        raise TransientError(f"{what}: the answer is empty, though {_counted(segment)}.")
    headed = header is None or header[0] in ("登录用户ID", "访问用户ID", segment.user_type)
    with translate_errors(), engine.begin() as connection:
        execute(connection, "segment_users/create_incoming_users")
        count = _copy(connection, UserText(rows, property_names(header or ())))
        if not count and segment.may_have_users:
            raise ContractError(f"{what}: nobody is listed, though {_counted(segment)}.")
        return _swap(connection, segment, count, snapshot_at, headed=headed, truncated=is_cut(segment, count, limited))


def _rows(files: Iterable[Iterable[bytes]], what: str) -> Iterator[list[str]]:
    header: list[str] | None = None
    for chunks in files:
        rows = read_rows(chunks, what=what)
        first = next(rows, None)
        if first is None:
            continue
        if header is not None and (len(first) != len(header) or (first != header and set(first) == set(header))):
            raise ContractError(f"{what}: the columns of one file are not those of another.")
        if first != header:
            yield first
        header = header or first
        yield from rows


def _counted(segment: Segment) -> str:
    if segment.user_num is None:
        return f"{segment.users_loaded:,} were listed when they were last taken"
    return f"the segment has {segment.user_num:,} users"


def is_cut(segment: Segment, users: int, limited: bool = True) -> bool:
    """Whether so many users are not all: fewer than the segment has, or, limited, the most a download holds."""
    return (limited and users == ROW_LIMIT) or users < (segment.user_num or 0)


def _copy(connection: Connection, users: UserText) -> int:
    with driver_cursor(connection) as cursor:
        # The driver reads and never asks for lines, whatever its types say.
        cursor.copy_expert(COPY, cast(Any, users))
    if users.error is not None:
        raise users.error
    connection.execute(text("analyze incoming_users"))
    return users.rows


def _swap(
    connection: Connection, segment: Segment, count: int, snapshot_at: datetime, *, headed: bool, truncated: bool
) -> Swapped:
    values: dict[str, Any] = {"project": segment.project, "segment_id": segment.id, "user_type": segment.user_type}
    values |= {"snapshot_at": snapshot_at, "users": count, "truncated": truncated}
    subject = f"users {segment.project} {segment.group} {segment.id}"
    execute(connection, "catalog/lock_snapshot", subject=subject)
    count_changes, *writing = _STATEMENTS[segment.group]
    changes = execute(connection, f"segment_users/{count_changes}", **values).one()
    for statement in writing:
        execute(connection, f"segment_users/{statement}", **values)
    return Swapped(count, changes.new, changes.gone, truncated, headed)

"""Binary COPY between numpy arrays and Postgres.

Format: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format". Every field is its length as a
big-endian int32 followed by its bytes; -1 is null.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from itertools import chain
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.engine import driver_cursor

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
_BUFFER = 1 << 20
# Rows that are made while the server stores the ones before. Between two of them the driver needs the interpreter,
# which a thread that parses may have for a tenth of a second: they are few and large.
_CHUNK = 1 << 15
_NULL = -1


class Texts:
    """A column of bytes of any length: an index into the distinct ones per row, -1 is null."""

    def __init__(self, codes: npt.NDArray[np.intp], distinct: Iterable[bytes]) -> None:
        self.codes = codes
        self._distinct = np.array([*distinct, None], object)
        self._sizes = np.array([*map(len, self._distinct[:-1]), _NULL], np.int64)

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: slice | npt.NDArray[np.intp]) -> "Texts":
        some = copy(self)
        some.codes = self.codes[rows]
        return some

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        return self._sizes[self.codes]

    def of_size(self, size: int) -> npt.NDArray[np.bytes_]:
        """The rows as an array; all of them have that many bytes."""
        return self._distinct[self.codes].astype(f"S{size}")


Column = npt.NDArray[Any] | Texts


def copy_in(
    connection: Connection, statement: str, columns: Sequence[Column], order: npt.NDArray[np.intp] | None = None
) -> None:
    """Runs a COPY … FROM STDIN on equally long columns; the server stores rows while the next are made.

    Columns are numbers (NaN is null), bytes of one length (dtypes S and V), or Texts. order: of the rows' places, where
    they are not to be sent as they stand.
    """
    with driver_cursor(connection) as cursor:
        # The driver reads and never asks for lines, whatever its types say.
        chunks = _chunks(columns, order)
        rows = cast(Any, _Rows(chunks if len(columns[0]) <= _CHUNK else _ahead(chunks)))
        cursor.copy_expert(f"{statement} from stdin (format binary)", rows, _BUFFER)


def copy_out(connection: Connection, query: str, values: dict[str, Any]) -> list[list[bytes | None]]:
    """The rows of a query as the bytes that Postgres sends for each field; for few rows of long fields."""
    received = io.BytesIO()
    with driver_cursor(connection) as cursor:
        # COPY takes no parameters: the driver writes them as literals, as it does in every other statement.
        asked = cursor.mogrify(query, values).decode()
        cursor.copy_expert(f"copy ({asked}) to stdout (format binary)", received, _BUFFER)
    received.seek(len(HEADER))
    rows = []
    while (count := received.read(2)) != TRAILER:
        if not count:
            raise WarehouseError("The database's answer to a COPY has no end: load again.")
        rows.append([_field(received) for _ in range(_number(count))])
    return rows


def _field(received: io.BytesIO) -> bytes | None:
    size = _number(received.read(4))
    return None if size == _NULL else received.read(size)


def _number(field: bytes) -> int:
    return int.from_bytes(field, "big", signed=True)


class _Rows:
    """What the driver reads from: a header, the chunks, a trailer."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._parts = chain([HEADER], chunks, [TRAILER])

    def read(self, size: int = -1) -> bytes:
        """The next part, however long: the driver sends whatever it is given."""
        return next(self._parts, b"")


def _ahead(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same, each made while the one before is sent."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, chunks, b"")
        while chunk := coming.result():
            coming = beside.submit(next, chunks, b"")
            yield chunk


def _chunks(columns: Sequence[Column], order: npt.NDArray[np.intp] | None) -> Iterator[bytes]:
    for first in range(0, len(columns[0]), _CHUNK):
        some = slice(first, first + _CHUNK)
        rows = some if order is None else order[some]
        yield from _alike([column[rows] for column in columns])


def _alike(columns: Sequence[Column]) -> Iterator[bytes]:
    """The rows, those together whose fields have the same lengths."""
    sizes = [_sizes(column) for column in columns]
    shapes = np.zeros(len(columns[0]), np.int64)
    for size in sizes:
        if not isinstance(size, int):
            shapes = shapes * (int(size.max()) - _NULL + 1) + size - _NULL
    for shape in np.unique(shapes):
        rows = np.flatnonzero(shapes == shape)
        some = columns if len(rows) == len(shapes) else [column[rows] for column in columns]
        yield _pack(some, [size if isinstance(size, int) else int(size[rows[0]]) for size in sizes])


def _sizes(column: Column) -> int | npt.NDArray[np.int64]:
    """How many bytes the fields have, each or all; -1 for null."""
    if isinstance(column, Texts):
        return column.sizes
    if column.dtype.kind == "f" and (missing := np.isnan(column)).any():
        return np.where(missing, _NULL, column.dtype.itemsize)
    return column.dtype.itemsize


def _pack(columns: Sequence[Column], sizes: Sequence[int]) -> bytes:
    """Rows whose fields have these lengths."""
    names = _names(len(columns))
    present = {
        name: column.of_size(size) if isinstance(column, Texts) else column
        for name, column, size in zip(names, columns, sizes, strict=True)
        if size > 0
    }
    rows = np.empty(len(columns[0]), _fields(names, {name: column.dtype for name, column in present.items()}))
    rows["fields"] = len(columns)
    for name, size in zip(names, sizes, strict=True):
        rows[f"{name} size"] = size
    for name, column in present.items():
        rows[name] = column
    return rows.tobytes()


def _fields(names: Sequence[str], types: dict[str, np.dtype[Any]]) -> np.dtype[np.void]:
    layout: list[tuple[str, Any]] = [("fields", ">i2")]
    for name in names:
        layout.append((f"{name} size", ">i4"))
        if name in types:
            layout.append((name, types[name].newbyteorder(">")))
    return np.dtype(layout)


def _names(count: int) -> list[str]:
    return [f"column {position}" for position in range(count)]

"""Rows into files: CSV or Parquet, complete or not there at all."""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TextIO

from gio_pipeline.cli.output import has_reader
from gio_pipeline.core.errors import UsageError
from gio_pipeline.core.text import missing_extra
from gio_pipeline.settings.files import complete_file
from gio_pipeline.warehouse.reading import Stream

if TYPE_CHECKING:
    import pyarrow

STDOUT = "-"
# By Postgres' number of the type; all others become text.
_BOOL, _DATE, _TIMESTAMP, _TIMESTAMPTZ = 16, 1082, 1114, 1184
_INTEGERS, _DOUBLES = (20, 21, 23, 26), (700, 701, 1700)


def check_target(parquet: str | None, as_csv: str | None) -> None:
    """Raises UsageError for what cannot be written, before anything is asked."""
    if parquet and as_csv:
        raise UsageError("One file at a time: --parquet or --csv.")
    if parquet == STDOUT:
        raise UsageError("Parquet cannot be written to stdout: name a file, or use --csv -.")
    if parquet:
        _pyarrow()


def write_csv(stream: Stream, target: str) -> int:
    """Writes a header and the rows, null as nothing; returns how many rows. `-`: stdout, for as long as it is read."""
    if target == STDOUT:
        return _write_csv(stream, sys.stdout, has_reader)
    with complete_file(target) as path, path.open("w", encoding="utf-8", newline="") as file:
        return _write_csv(stream, file, lambda: True)


def _write_csv(stream: Stream, file: TextIO, wanted: Callable[[], bool]) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(stream.columns)
    count = 0
    for rows in stream.batches:
        if not wanted():
            break
        writer.writerows([as_text(value) for value in row] for row in rows)
        count += len(rows)
    return count


def write_parquet(stream: Stream, target: str) -> int:
    """Writes the rows with their types, a row group per batch; returns how many rows.

    Timestamps with a zone are UTC instants, numerics doubles, jsonb and everything else text.
    """
    from pyarrow.parquet import ParquetWriter

    arrow = _pyarrow()
    schema = arrow.schema([(n, _type(arrow, oid)) for n, oid in zip(stream.columns, stream.types, strict=True)])
    count = 0
    with complete_file(target) as path, ParquetWriter(path, schema) as writer:
        for rows in stream.batches:
            arrays = [_array(arrow, [row[at] for row in rows], field.type) for at, field in enumerate(schema)]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            count += len(rows)
    return count


def as_text(value: Any, timespec: str = "auto") -> str | None:
    """A value as SQL and other programs read it; None for null."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise UsageError(f"{missing_extra('pyarrow', 'parquet')}.") from None
    return pyarrow


def _type(arrow: Any, oid: int) -> "pyarrow.DataType":
    if oid == _TIMESTAMPTZ:
        return arrow.timestamp("us", "UTC")
    by_oid = {_BOOL: arrow.bool_(), _DATE: arrow.date32(), _TIMESTAMP: arrow.timestamp("us")}
    by_oid |= dict.fromkeys(_INTEGERS, arrow.int64()) | dict.fromkeys(_DOUBLES, arrow.float64())
    return by_oid.get(oid, arrow.string())


def _array(arrow: Any, values: Sequence[Any], type: "pyarrow.DataType") -> "pyarrow.Array":
    if arrow.types.is_string(type):
        return arrow.array([as_text(value) for value in values], type)
    if arrow.types.is_float64(type):
        # Numerics come as Decimal.
        return arrow.array([None if value is None else float(value) for value in values], type)
    return arrow.array(values, type)

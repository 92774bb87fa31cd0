"""dlt: an Arrow table in, parquet through ADBC, merged by its strategies."""

import os
from pathlib import Path
from typing import Any, ClassVar

import adbc_driver_postgresql  # noqa: F401  without it dlt falls back to another file format
import dlt
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import make_url

from benchmarks.answers import METRICS
from benchmarks.loaders.base import LONG_KEY, REPORT, Loader, Payload, counted
from benchmarks.loaders.long_rows import long_rows

QUIET = {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "CRITICAL"}
DATASET = "peer"


class _Dlt(Loader):
    tables = ("peer.long_values",)
    checked = counted("peer.long_values")
    most_daily = 10
    hints: ClassVar[dict[str, Any]]

    def __init__(self, url: str, home: Path) -> None:
        super().__init__(url, home)
        os.environ.update(QUIET)
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        destination = dlt.destinations.postgres(credentials=address)
        name = f"bench_{type(self).__name__.lower()}"
        place = str(home / "dlt")
        self.pipeline = dlt.pipeline(name, pipelines_dir=place, destination=destination, dataset_name=DATASET)
        # Makes the dataset and loads dlt's late imports: nothing it pays once is held against it.
        warm = dlt.resource(pa.table({"one": [1]}), name="warm_up", write_disposition="replace")
        self.pipeline.run(warm, loader_file_format="parquet")

    def read(self, answer: Payload) -> pa.Table:
        rows = long_rows(answer.body)
        count = len(rows.dimensions)
        of_rows = _integers(np.repeat(np.arange(count, dtype=np.int32), len(METRICS)))
        metrics = _integers(np.tile(np.arange(len(METRICS), dtype=np.int32), count))
        columns = {
            "report": pa.repeat(REPORT, len(of_rows)),
            "period_start": _instants(rows.times).take(of_rows),
            "dimensions": pa.array(rows.dimensions).take(of_rows),
            "metric": pa.array(METRICS).take(metrics),
            "value": _doubles(rows.values.ravel()),
        }
        return pa.table(columns)

    def load(self, answer: pa.Table) -> None:
        self.pipeline.run(dlt.resource(answer, name="long_values", **self.hints), loader_file_format="parquet")


# From buffers: given a numpy array, pyarrow would import pandas, and dlt's memory would hold that too.
def _integers(numbers: NDArray[np.int32]) -> pa.Array:
    return pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)])


def _instants(times: NDArray[np.datetime64]) -> pa.Array:
    microseconds = pa.py_buffer(times.astype("datetime64[us]"))
    return pa.Array.from_buffers(pa.timestamp("us", "UTC"), len(times), [None, microseconds])


def _doubles(values: NDArray[np.float64]) -> pa.Array:
    numbers = pa.Array.from_buffers(pa.float64(), len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])
    return pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)


class Upsert(_Dlt):
    title = "dlt, upsert"
    configuration = (
        'Arrow table, parquet through ADBC, write_disposition merge, strategy "upsert" with skip_unchanged_rows, '
        "primary_key report + period + dimensions + metric; what vanished stays"
    )
    hints: ClassVar = {
        "write_disposition": {"disposition": "merge", "strategy": "upsert", "skip_unchanged_rows": True},
        "primary_key": LONG_KEY,
    }
    deletes = False


class Cdc(_Dlt):
    title = "dlt, cdc"
    configuration = 'the same with strategy "cdc" and merge_key report + period: upsert, and what vanished is deleted'
    hints: ClassVar = {
        "write_disposition": {"disposition": "merge", "strategy": "cdc", "skip_unchanged_rows": True},
        "primary_key": LONG_KEY,
        "merge_key": LONG_KEY[:2],
    }


class DeleteInsert(_Dlt):
    title = "dlt, delete-insert"
    configuration = 'Arrow table, parquet through ADBC, strategy "delete-insert" by merge_key report + period; no key'
    hints: ClassVar = {
        "write_disposition": {"disposition": "merge", "strategy": "delete-insert"},
        "merge_key": LONG_KEY[:2],
    }

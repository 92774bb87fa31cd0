"""Where the time of a first load goes, and what each step must cost at least."""

import contextlib
import io
import pstats
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median

import numpy as np
import orjson
import psycopg2
from sqlalchemy import make_url

from benchmarks.loaders.floor import COLUMNS
from benchmarks.loading import Loading
from benchmarks.measure import measure_apart
from benchmarks.server import execute

# A step is the function that does it: (file below gio_pipeline, function). Indented ones are parts of the one above.
STEPS = {
    "whole load": ("pipeline/load.py", "load_report"),
    "parse": ("core/answer/report.py", "parse_report"),
    "  JSON": ("core/answer/payload.py", "decode"),
    "  columns": ("core/answer/table.py", "read_table"),
    "unpivot": ("core/answer/unpivot.py", "unpivot"),
    "  rows in order": ("core/answer/unpivot.py", "_canonical_rows"),
    "  long frame": ("core/answer/unpivot.py", "_frame"),
    "  digests": ("core/answer/unpivot.py", "_digests"),
    "names become numbers": ("warehouse/store.py", "learn"),
    "  points": ("warehouse/encode.py", "points"),
    "  new dimension sets, stored": ("warehouse/dimension_sets.py", "add_dimension_sets"),
    "merge": ("warehouse/store.py", "merge"),
    "  COPY with its encoding": ("warehouse/copy.py", "copy_points"),
    "COMMIT": ("~", "<method 'commit' of 'psycopg2.extensions.connection' objects>"),
}
BARE = "create {kind} table bare (like gio.points)"


@dataclass(frozen=True)
class Step:
    """Median seconds."""

    name: str
    seconds: float


def profiled(loading: Loading, repeat: int) -> list[Step]:
    """The steps of ours on the large answer, by cProfile: vectorised code has too few calls to be slowed by it."""
    seen: dict[str, list[float]] = {name: [] for name in STEPS}
    for turn in range(repeat):
        path = loading.directory / f"profile-{turn}"
        with loading.database("ours") as (url, home):
            measure_apart("ours", url, home, loading.answers.large, profile=path)
        totals = _totals(path)
        for name, place in STEPS.items():
            seen[name].append(totals[place])
    return [Step(name, median(each)) for name, each in seen.items()]


def least(loading: Loading, repeat: int) -> list[Step]:
    """What cannot be left out, each by itself: reading the JSON, making arrays of it, COPY with and without extras."""
    body = Path(loading.answers.large.files[0][0]).read_bytes()
    copied = Path(loading.ready.large.files[0][0]).read_bytes()
    steps: dict[str, Callable[[str], object]] = {
        "JSON to Python objects (orjson)": lambda _: orjson.loads(body),
        "JSON to arrays of numbers and of codes": lambda _: _arrays(body),
        "COPY, no key, no WAL": lambda url: _copy(url, BARE.format(kind="unlogged"), "bare", copied),
        "COPY, no key": lambda url: _copy(url, BARE.format(kind=""), "bare", copied),
        "COPY into the keyed table: the floor": lambda url: _copy(url, "truncate gio.points", "gio.points", copied),
    }
    seen: dict[str, list[float]] = {name: [] for name in steps}
    with loading.database("floor") as (url, _):
        for _recheck in range(repeat):
            for name, step in steps.items():
                execute(url, "drop table if exists bare", "truncate gio.points", "checkpoint")
                began = time.perf_counter()
                step(url)
                seen[name].append(time.perf_counter() - began)
    return [Step(name, median(each)) for name, each in seen.items()]


def _totals(path: Path) -> dict[tuple[str, str], float]:
    """Cumulative seconds by (file, function)."""
    stats = pstats.Stats(str(path), stream=io.StringIO())
    totals = {}
    for (file, _, function), (_, _, _, cumulative, _) in stats.stats.items():  # type: ignore[attr-defined]
        totals[file.rpartition("gio_pipeline/")[2], function] = cumulative
    return totals


def _arrays(body: bytes) -> list[object]:
    """Every column as numbers, or as codes of its distinct texts: the least a columnar loader has to build."""
    rows = orjson.loads(body)["data"]
    width, flat = len(rows[0]), list(chain.from_iterable(rows))
    columns = [flat[position::width] for position in range(width)]
    return [_codes(column) if isinstance(column[0], str) else np.array(column, np.float64) for column in columns]


def _codes(column: list[object]) -> object:
    code_of = {text: code for code, text in enumerate(dict.fromkeys(column))}
    return np.fromiter(map(code_of.__getitem__, column), np.int32, len(column))


def _copy(url: str, before: str, table: str, rows: bytes) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with contextlib.closing(psycopg2.connect(plain)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(before)
        cursor.copy_expert(f"copy {table} ({COLUMNS}) from stdin (format binary)", io.BytesIO(rows), 1 << 18)

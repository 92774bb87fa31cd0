"""One backfill of ten large answers against ten floors: whether the next is parsed while one is stored."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from benchmarks import answers
from benchmarks.answers import Shape
from benchmarks.loading import FULL, Loading
from benchmarks.measure import Measurement, Stored, check, run_child, store, typical
from benchmarks.server import BenchServer, settle

ANSWERS = 10


@dataclass(frozen=True)
class Ten:
    """Medians of the floor, of the same COPY in the order in which a backfill stores, and of ours.

    `peak` in bytes, with all the answers on their way or waiting.
    """

    values: int
    floor: Measurement
    newest_first: Measurement
    ours: Measurement


def ten_answers(server: BenchServer, directory: Path, shape: Shape, repeat: int, say: Callable[[str], None]) -> Ten:
    """The floors and ours in turns, each time into a new database."""
    directory.mkdir(parents=True)
    first = answers.FIRST_DAY
    charts = (answers.chart(shape, first + timedelta(days=shape.days * number)) for number in range(ANSWERS))
    given = store(directory, "ten", list(charts))
    loading = Loading(server, directory, FULL, say)
    say(f"{ANSWERS} answers of {shape.values:,} values: making the floor's rows")
    ready = loading.ready_made("ten", given)
    reverse = replace(ready, files=ready.files[::-1])
    floor, newest_first, ours = [], [], []
    for turn in range(repeat):
        say(f"{turn + 1} of {repeat}: {ANSWERS} answers, floors and ours")
        with loading.database("floor") as (url, home):
            floor.append(loading.measure("floor", url, home, ready))
        with loading.database("floor") as (url, home):
            newest_first.append(loading.measure("floor", url, home, reverse))
        with loading.database("ours") as (url, home):
            ours.append(_backfill(url, home, given))
            check("ours", url, given)
            settle(url)
    shutil.rmtree(directory)
    return Ten(given.count, typical(floor), typical(newest_first), typical(ours))


def _backfill(url: str, home: Path, given: Stored) -> Measurement:
    said = run_child("benchmarks.ten_child", json.dumps({"url": url, "home": str(home), "answers": given.files}))
    return Measurement(**json.loads(said.splitlines()[-1]))

"""Measurements: each in a process of its own, checked, repeated, and compared by their medians."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks import child
from benchmarks.answers import Chart
from benchmarks.loaders import loader
from benchmarks.server import query

ROOT = Path(__file__).parents[1]
CHILD_SECONDS = 3600


class WrongRows(Exception):
    """A contender's table does not hold what it was given: its time would mean nothing."""


@dataclass(frozen=True)
class Stored:
    """Answers as files (path, first day, days), in the order they are loaded in, with the values each holds."""

    files: tuple[tuple[str, str, int], ...]
    counts: tuple[int, ...]
    totals: tuple[float, ...]

    @property
    def count(self) -> int:
        """Values, nulls included."""
        return sum(self.counts)

    @property
    def total(self) -> float:
        return sum(self.totals)


@dataclass(frozen=True)
class Measurement:
    """Seconds of one load: `read` makes bytes the contender's input, `load` commits; `cpu`: of the processors.

    `cpu` is the contender's and the server's: on a busy machine it says more than the clock. `peak` and `before`:
    bytes of memory. `left`: values that should have vanished.
    """

    read: float
    load: float
    cpu: float
    peak: int
    before: int
    left: int = 0

    @property
    def seconds(self) -> float:
        return self.read + self.load

    def times(self, factor: float) -> "Measurement":
        """The same for `factor` times as much."""
        return replace(self, read=self.read * factor, load=self.load * factor, cpu=self.cpu * factor)


def store(directory: Path, name: str, charts: Sequence[Chart]) -> Stored:
    """Writes the answers of `charts` as JSON files."""
    files = []
    for number, chart in enumerate(charts):
        path = directory / f"{name}-{number}.json"
        path.write_bytes(chart.body())
        files.append((str(path), chart.first.isoformat(), chart.shape.days))
    return Stored(tuple(files), tuple(each.count for each in charts), tuple(each.total for each in charts))


def store_copied(directory: Path, name: str, stored: Stored, copied: Iterable[bytes]) -> Stored:
    """The same answers as the ready-made rows that the floor copies."""
    files = []
    for (_, first, days), rows in zip(stored.files, copied, strict=True):
        path = directory / f"{name}-{first}.copy"
        path.write_bytes(rows)
        files.append((str(path), first, days))
    return Stored(tuple(files), stored.counts, stored.totals)


def measure_apart(name: str, url: str, home: Path, stored: Stored, profile: Path | None = None) -> Measurement:
    """Loads the answers, in a process of its own, with the contender of that name into the database at `url`."""
    home.mkdir(parents=True, exist_ok=True)
    job = {"loader": name, "url": url, "home": str(home), "answers": stored.files}
    if profile:
        job["profile"] = str(profile)
    said = run_child("benchmarks.child", json.dumps(job))
    measured = json.loads(said.splitlines()[-1])
    return Measurement(**measured)


def measure_here(name: str, url: str, home: Path, stored: Stored) -> Measurement:
    """The same in this process: quick, for tests of what is loaded; its time and memory mean little."""
    home.mkdir(parents=True, exist_ok=True)
    contender = loader(name)(url, home)
    try:
        measured = child.measure(contender, child.payloads(stored.files))
    finally:
        contender.close()
    return Measurement(**measured)


Measure = Callable[[str, str, Path, Stored], Measurement]


def run_child(module: str, *arguments: str, **environ: str) -> str:
    """What a Python process of ours printed; raises RuntimeError with its errors where it failed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, timeout=CHILD_SECONDS
    )
    if done.returncode != 0:
        raise RuntimeError(f"{module} failed:\n{done.stderr[-4000:]}")
    return done.stdout


def check(name: str, url: str, expected: Stored, *, vanished: int = 0) -> int:
    """The number of values beyond those expected, which only a contender that deletes nothing may leave.

    Raises WrongRows for any other number, or another sum.
    """
    contender = loader(name)
    count, total = query(url, contender.checked)[0]
    if count == expected.count and abs(float(total) - expected.total) <= 1e-9 * abs(expected.total):
        return 0
    if not contender.deletes and count == expected.count + vanished:
        return vanished
    raise WrongRows(f"{name} holds {count} values of sum {total}, not {expected.count} of sum {expected.total}")


def typical(measurements: Sequence[Measurement]) -> Measurement:
    """The median of each number."""
    names = ("read", "load", "cpu", "peak", "before")
    middle = {name: median(getattr(each, name) for each in measurements) for name in names}
    return Measurement(**middle, left=measurements[-1].left)


def spread(measurements: Sequence[Measurement]) -> float:
    """Slowest by fastest: how far to trust the median."""
    seconds = [each.seconds for each in measurements]
    return max(seconds) / min(seconds)

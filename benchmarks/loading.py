"""The contest: every contender loads the same answers, in turns, each time into a new database."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import answers
from benchmarks.answers import Shape
from benchmarks.loaders import loader
from benchmarks.loaders.floor import copied_out
from benchmarks.measure import Measure, Measurement, Stored, check, measure_apart, store, store_copied
from benchmarks.server import BenchServer, settle, size

FIRST, AGAIN, CHANGED, DAILY, DAILY_AGAIN = "first", "again", "changed", "daily", "daily again"
# Of small answers alone, whoever else there is, is measured in one round.
SMALL_AGAIN = ("floor", "ours", "ours_by_run", "sqlalchemy")
Results = dict[str, dict[str, list[Measurement]]]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Scale:
    """How much is loaded: one large answer, and `answers` small ones of a day each."""

    large: Shape
    daily: Shape
    answers: int


FULL = Scale(answers.LARGE, answers.DAILY, 365)
QUICK = Scale(answers.SMALL, answers.DAILY, 10)


@dataclass(frozen=True)
class Answers:
    """What is loaded, as files."""

    large: Stored
    revised: Stored
    daily: Stored


class Loading:
    """Runs the contenders; `results` by workload and contender, `disk` in bytes by contender after the first load."""

    def __init__(
        self, server: BenchServer, directory: Path, scale: Scale, say: Say, measure: Measure = measure_apart
    ) -> None:
        self.server, self.directory, self.scale, self.say, self.measure = server, directory, scale, say, measure
        self.results: Results = defaultdict(lambda: defaultdict(list))
        self.disk: dict[str, int] = {}
        self._homes = 0

    def run(self, names: Sequence[str], repeat: int) -> None:
        """Every contender once, then every contender again, each time another one first."""
        self.prepare()
        for turn in range(repeat):
            for name in _rotated(names, turn):
                self.say(f"{turn + 1} of {repeat}: {loader(name).title}")
                whole = turn == 0 or not loader(name).slow
                self.large(name, later=whole)
                if whole:
                    self.daily(name)
                    if name == "ours":
                        self.daily("ours_by_run")

    def small(self, names: Sequence[str], repeat: int) -> None:
        """The small answers alone."""
        self.prepare()
        for turn in range(repeat):
            for name in _rotated(with_runs(names), turn):
                if turn == 0 or name in SMALL_AGAIN:
                    self.say(f"{turn + 1} of {repeat}: {loader(name).title}")
                    self.daily(name)

    def prepare(self) -> None:
        """Writes the answers, and lets ours make the rows that the floor copies."""
        chart = answers.chart(self.scale.large)
        days = answers.daily(self.scale.daily, self.scale.answers)
        self.answers = Answers(
            store(self.directory, "large", [chart]),
            store(self.directory, "revised", [answers.revised(chart)]),
            store(self.directory, "daily", days),
        )
        self.ready = Answers(
            self.ready_made("large", self.answers.large),
            self.answers.revised,
            self.ready_made("daily", self.answers.daily),
        )

    def large(self, name: str, *, later: bool = True) -> None:
        """One large answer into an empty table; then (`later`) the same again, and a revision of it."""
        given = self._given(name)
        with self.database(name) as (url, home):
            self._step(FIRST, name, url, home, given.large)
            self.disk[name] = size(url, loader(name).tables)
            if later and name != "floor":
                self._step(AGAIN, name, url, home, given.large)
                self._step(CHANGED, name, url, home, given.revised)

    def daily(self, name: str) -> None:
        """Many small answers, one after the other, then all of them again."""
        given = _sampled(self._given(name).daily, loader(name).most_daily)
        with self.database(name) as (url, home):
            self._step(DAILY, name, url, home, given)
            if name != "floor":
                self._step(DAILY_AGAIN, name, url, home, given)

    def _given(self, name: str) -> Answers:
        return self.ready if name == "floor" else self.answers

    def _step(self, workload: str, name: str, url: str, home: Path, given: Stored) -> None:
        measured = self.measure(name, url, home, given)
        vanished = self.answers.large.count - given.count if workload == CHANGED else 0
        left = check(name, url, given, vanished=vanished)
        settle(url)
        whole = len(self.answers.daily.files) / len(given.files) if workload.startswith(DAILY) else 1
        scaled = replace(measured.times(whole), left=left)
        self.results[workload][name].append(scaled)

    @contextmanager
    def database(self, name: str) -> Iterator[tuple[str, Path]]:
        """A new database and a new directory for one contender's loads."""
        self._homes += 1
        home = self.directory / f"home-{self._homes}"
        home.mkdir()
        database = f"load_{name}"
        url = self.server.database(database)
        loader(name).set_up(url)
        try:
            yield url, home
        finally:
            self.server.drop(database)
            shutil.rmtree(home, ignore_errors=True)

    def ready_made(self, name: str, given: Stored) -> Stored:
        """The answers as the rows that the floor copies, made by a load of ours."""
        with self.database("ours") as (url, home):
            self.measure("ours", url, home, given)
            return store_copied(self.directory, name, given, copied_out(url, _spans(given)))


def with_runs(names: Sequence[str]) -> list[str]:
    """The contenders of the small answers: ours as a backfill, and run by run."""
    return [each for name in names for each in ([name, "ours_by_run"] if name == "ours" else [name])]


def _spans(given: Stored) -> list[tuple[datetime, datetime]]:
    spans = []
    for _, first, days in given.files:
        start = datetime.fromisoformat(first).replace(tzinfo=answers.ZONE)
        spans.append((start.astimezone(UTC), (start + timedelta(days=days)).astimezone(UTC)))
    return spans


def _sampled(given: Stored, most: int | None) -> Stored:
    """The first `most` of the answers, all of one size."""
    if most is None or len(given.files) <= most:
        return given
    return Stored(given.files[:most], given.counts[:most], given.totals[:most])


def _rotated(names: Sequence[str], turn: int) -> list[str]:
    first = turn % len(names)
    return [*names[first:], *names[:first]]

"""`python -m benchmarks`: measures, and prints tables of ratios."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import click
from rich.console import Console

from benchmarks import answers, tables
from benchmarks.dagster_cost import day_cost, definitions_cost, start_cost
from benchmarks.growth import MILLION, Growth
from benchmarks.loaders import NAMES, installed
from benchmarks.loading import FULL, QUICK, Loading
from benchmarks.pace import DAYS, REPORTS, Pace
from benchmarks.queries import ask
from benchmarks.scheduled import scheduled_day
from benchmarks.segment import segment_memory
from benchmarks.server import BenchServer, bench_server
from benchmarks.steps import least, profiled
from benchmarks.targets import reached, reached_by_pace, reached_by_small, reached_by_ten
from benchmarks.ten import ten_answers

# Of what is written to a file: the tables as they are meant to be.
WIDTH = 160
SECTIONS = ("load", "steps", "ten", "pace", "growth", "dagster", "segment")
# A part of `load` by itself.
SMALL = "small"


class Bench:
    """One call: what to measure, where, and what came out."""

    def __init__(self, server: BenchServer, directory: Path, names: Sequence[str], repeat: int, quick: bool) -> None:
        self.server, self.directory, self.names, self.repeat, self.quick = server, directory, names, repeat, quick
        self.console, self.errors = Console(), Console(stderr=True)
        if not self.console.is_terminal:
            self.console.width = WIDTH
        self.figures: dict[str, object] = {}
        self.loading = Loading(server, directory, QUICK if quick else FULL, self.say)

    def say(self, text: str) -> None:
        self.errors.print(f"[dim]{text}[/dim]")

    def load(self) -> None:
        self.loading.run(self.names, self.repeat)
        self.figures["load"] = _figures(self.loading)
        self.figures["disk"] = self.loading.disk
        shown = (tables.first_load, tables.later_loads, tables.daily_loads)
        tables.show(self.console, *(table(self.loading, self.names) for table in shown))
        tables.show(self.console, tables.targets(reached(self.loading, self.names)))

    def small(self) -> None:
        (self.directory / SMALL).mkdir()
        loading = Loading(
            self.server, self.directory / SMALL, replace(self.loading.scale, large=answers.SMALL), self.say
        )
        loading.small(self.names, self.repeat)
        self.figures[SMALL] = _figures(loading)
        tables.show(self.console, tables.daily_loads(loading, self.names))
        tables.show(self.console, tables.targets(reached_by_small(loading, self.names)))

    def steps(self) -> None:
        self.loading.prepare()
        found = profiled(self.loading, self.repeat), least(self.loading, self.repeat)
        self.figures["steps"] = [[asdict(step) for step in part] for part in found]
        tables.show(self.console, tables.steps(*found))

    def ten(self) -> None:
        shape = answers.SMALL if self.quick else answers.LARGE
        found = ten_answers(self.server, self.directory / "ten", shape, self.repeat, self.say)
        self.figures["ten"] = asdict(found)
        tables.show(self.console, tables.ten(found), tables.targets(reached_by_ten(found)))

    def pace(self) -> None:
        counts, delays = ({DAYS: 6, REPORTS: 5}, (0, 1)) if self.quick else ({DAYS: 60, REPORTS: 50}, (0, 2, 5))
        measured = Pace(self.server, self.directory, self.say, counts)
        measured.run(delays, self.repeat)
        self.figures["pace"] = [
            {
                "count": counts[workload],
                "workload": workload,
                "delay": delay,
                "contender": name,
                "least": measured.least(workload, delay),
                "runs": [asdict(each) for each in series],
            }
            for (workload, delay, name), series in measured.results.items()
        ]
        tables.show(self.console, tables.paced_by(), *tables.pace(measured), tables.targets(reached_by_pace(measured)))

    def growth(self, full: bool) -> None:
        shape = answers.DAILY if self.quick else answers.BATCH
        sizes = [1_000, 10_000] if self.quick else [MILLION, 10 * MILLION]
        self._grow("growth", ["ours", *(name for name in self.names if name not in ("ours", "floor"))], sizes, shape)
        if full:
            fullest = 100 * MILLION
            self._grow("growth_full", ["ours", "ours_by_month"], [MILLION, 10 * MILLION, fullest], shape)
            self._grow("growth_long", ["ours"], [MILLION, fullest], answers.LONG_HISTORY)

    def _grow(self, section: str, names: Sequence[str], sizes: Sequence[int], shape: answers.Shape) -> None:
        measured = Growth(self.server, self.directory, shape, self.say)
        measured.run(names, sizes, self.repeat)
        self.figures[section] = [
            {"contender": name, "values": size, "what": what, "runs": [asdict(each) for each in series]}
            for (name, size, what), series in measured.results.items()
        ]
        tables.show(self.console, tables.growth(measured, names, sizes))
        newest = answers.FIRST_DAY + timedelta(days=self.repeat)
        for name in (each for each in names if each.startswith("ours")):
            found = ask(self.server.url_of(measured.database(name, sizes[-1])), newest, self.repeat, self.say)
            self.figures[f"queries_{section}_{name}"] = [asdict(each) for each in found]
            tables.show(self.console, name, tables.answered(found, sizes[-1]))
        measured.clear(names, sizes)

    def dagster(self) -> None:
        reports, day, tried = (20, 5, 2) if self.quick else (500, 50, 5)
        definitions = definitions_cost(self.directory / "definitions", reports, self.repeat)
        cost = day_cost(self.server, self.directory / "day", day, tried, self.say)
        start = start_cost(self.server, self.directory / "start", day, self.repeat, self.say)
        scheduled = scheduled_day(self.server, self.directory)
        self.figures["dagster"] = {
            "definitions": asdict(definitions),
            "day": asdict(cost),
            "start": asdict(start),
            "scheduled": asdict(scheduled),
        }
        tables.show(self.console, tables.dagster(definitions, cost, start, scheduled))

    def segment(self) -> None:
        sizes = (1_000, 10_000) if self.quick else (100_000, MILLION)
        found = segment_memory(self.server, self.directory, sizes, self.say)
        self.figures["segment"] = [asdict(each) for each in found]
        tables.show(self.console, tables.segments(found))


def _figures(loading: Loading) -> dict[str, object]:
    return {
        workload: {name: [asdict(each) for each in series] for name, series in contenders.items()}
        for workload, contenders in loading.results.items()
    }


@click.command()
@click.option("--quick", is_flag=True, help="Small answers and one round: whether it works, not how fast it is.")
@click.option("--repeat", type=click.IntRange(1), default=None, help="Rounds; medians are shown [5, with --quick 1].")
@click.option("--full", is_flag=True, help="Also tables of 100 million values (about 25 GB of disk, an hour).")
@click.option("--only", type=click.Choice((*SECTIONS, SMALL)), multiple=True, help="Only these parts.")
@click.option("--loader", "chosen", type=click.Choice(NAMES), multiple=True, help="Only these contenders (and ours).")
@click.option("--home", type=click.Path(path_type=Path), help="Where the server keeps its data [a new directory].")
@click.option("--save", type=click.Path(path_type=Path), help="Writes every figure as JSON.")
def main(
    quick: bool,
    repeat: int | None,
    full: bool,
    only: tuple[str, ...],
    chosen: tuple[str, ...],
    home: Path | None,
    save: Path | None,
) -> None:
    """Measures the load path beside its rivals: same answers, same server, in turns, medians as ratios."""
    wanted = [name for name in NAMES if not chosen or name in ("floor", "ours", *chosen)]
    names = [name for name in wanted if installed(name)]
    with bench_server(home) as server, tempfile.TemporaryDirectory(prefix="gio-bench-answers-") as directory:
        bench = Bench(server, Path(directory), names, repeat or (1 if quick else 5), quick)
        for name in set(wanted) - set(names):
            bench.say(f"{name} is left out: its packages are not installed (make bench installs them)")
        tables.show(bench.console, tables.configurations(names, server.settings()))
        for section in only or SECTIONS:
            bench.growth(full) if section == "growth" else getattr(bench, section)()
            if save:
                save.write_text(json.dumps(bench.figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

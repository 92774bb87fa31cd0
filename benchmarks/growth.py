"""The same day into tables of 1, 10 and 100 million values: does a load cost more as the warehouse fills?"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks import answers
from benchmarks.answers import Shape
from benchmarks.loaders import loader
from benchmarks.measure import Measure, Measurement, Stored, measure_apart, store
from benchmarks.server import BenchServer, execute, query, settle

NEW_DAY, REVISED_DAY = "new day", "revised day"
MILLION = 1_000_000
Say = Callable[[str], None]
# The history is the answer's own rows again, moved back day by day: what grows is what is really stored.
FILL_OURS = """
alter table gio.points drop constraint points_pkey;
insert into gio.points (period_start, value, report_id, dims_id, metric_id, value_text)
select d.period_start - n * interval '1 day', d.value + n, d.report_id, d.dims_id, d.metric_id, d.value_text
from generate_series({days}, 1, -1) n, (select * from gio.points order by dims_id, metric_id) d;
alter table gio.points add primary key (report_id, period_start, dims_id, metric_id);
insert into gio.coverage (report_id, period_start, period_date, period_local, project, report, state, rows,
                          asked_at, loaded_at, checked_at, sent_at, load_id, first_metric_id, first_total)
select report_id, period_start - n * interval '1 day', period_date - n, period_local - n * interval '1 day', project,
       report, state, rows, asked_at, loaded_at, checked_at, sent_at, load_id, first_metric_id, first_total
from gio.coverage, generate_series({days}, 1, -1) n;
"""
FILL_LONG = """
insert into {table} ({columns})
select {moved} from generate_series({days}, 1, -1) n, (select * from {table}) d;
"""


@dataclass
class Growth:
    """`results`: by (contender, values in the table, what was loaded)."""

    server: BenchServer
    directory: Path
    shape: Shape
    say: Say
    measure: Measure = measure_apart
    results: dict[tuple[str, int, str], list[Measurement]] = field(default_factory=lambda: defaultdict(list))

    def run(self, names: Sequence[str], sizes: Sequence[int], repeat: int) -> None:
        """Fills one table per contender and size, then loads `repeat` further days into each, in turns."""
        days = [answers.chart(self.shape, answers.FIRST_DAY + timedelta(days=each)) for each in range(repeat + 1)]
        self.new = [store(self.directory, f"day-{each.first}", [each]) for each in days]
        self.revised = [store(self.directory, f"revised-{each.first}", [answers.revised(each)]) for each in days]
        places = [(name, values) for name in names for values in sizes]
        for name, values in places:
            self.fill(name, values)
        for turn in range(1, repeat + 1):
            for name, values in places:
                self.say(f"{turn} of {repeat}: {loader(name).title} into {values:,} values")
                self._load(name, values, NEW_DAY, self.new[turn])
                self._load(name, values, REVISED_DAY, self.revised[turn])

    def clear(self, names: Sequence[str], sizes: Sequence[int]) -> None:
        """Drops the tables."""
        for name in names:
            for values in sizes:
                self.server.drop(self.database(name, values))

    def database(self, name: str, values: int) -> str:
        return f"growth_{name}_{values}"

    def fill(self, name: str, values: int) -> None:
        """A table in which the days before the first answer's hold as many values as asked for."""
        self.say(f"filling a table with {values:,} values for {loader(name).title}")
        url = self.server.database(self.database(name, values))
        loader(name).set_up(url)
        self.measure(name, url, self._home(name, values), self.new[0])
        days = values // self.shape.values - 1
        if days > 0:
            execute(url, *filling(name, url, days))
        settle(url)

    def _load(self, name: str, values: int, what: str, given: Stored) -> None:
        url = self.server.url_of(self.database(name, values))
        self.results[name, values, what].append(self.measure(name, url, self._home(name, values), given))

    def _home(self, name: str, values: int) -> Path:
        return self.directory / self.database(name, values)


def filling(name: str, url: str, days: int) -> list[str]:
    """The statements that put `days` more days before the one that is loaded."""
    if loader(name).tables[0] == "gio.points":
        return [each for each in FILL_OURS.format(days=days).split(";\n") if each.strip()]
    table = loader(name).tables[0]
    found = query(url, "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0", [table])
    columns = [str(column) for (column,) in found]
    moved = [_moved(column) for column in columns]
    return [FILL_LONG.format(table=table, columns=", ".join(columns), moved=", ".join(moved), days=days)]


def _moved(column: str) -> str:
    return {"period_start": "d.period_start - n * interval '1 day'", "value": "d.value + n"}.get(column, f"d.{column}")

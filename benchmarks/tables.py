"""What was measured, as tables of ratios."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.dagster_cost import DayCost, DefinitionsCost, StartCost
from benchmarks.growth import NEW_DAY, REVISED_DAY, Growth
from benchmarks.loaders import loader
from benchmarks.loading import AGAIN, CHANGED, DAILY, DAILY_AGAIN, FIRST, Loading, with_runs
from benchmarks.measure import Measurement, spread, typical
from benchmarks.pace import CONTENDERS, Pace, installed, typical_pace
from benchmarks.queries import Answered
from benchmarks.scheduled import ScheduledDay
from benchmarks.segment import SegmentMemory
from benchmarks.steps import Step
from benchmarks.ten import ANSWERS, Ten

MEGA, KILO = 1_000_000, 1_000


def configurations(names: Sequence[str], settings: dict[str, str]) -> Table:
    """What each contender was told, and the server they share."""
    table = Table(title="Contenders", title_justify="left", show_lines=True)
    table.add_column("name", no_wrap=True)
    table.add_column("configuration")
    for name in names:
        table.add_row(loader(name).title, loader(name).configuration)
    table.add_row("Postgres", ", ".join(f"{name} = {value}" for name, value in settings.items()))
    return table


def first_load(loading: Loading, names: Sequence[str]) -> Table:
    """The large answer into an empty table."""
    values = loading.scale.large.values
    table = _table(f"{values:,} values in one answer, into an empty table (times as ratios; x = times as long)")
    _columns(
        table,
        "× floor",
        "× ours",
        "× ours, reading left out",
        "processor time, × floor",
        "values/s, floor = 1",
        "peak MB",
        "of it idle",
    )
    _columns(table, "MB on disk per million values", "slowest / fastest run")
    floor, ours = (_typical(loading, FIRST, name) for name in ("floor", "ours"))
    for name in names:
        each = _typical(loading, FIRST, name)
        table.add_row(
            loader(name).title,
            _times(each.seconds, floor.load),
            _times(each.seconds, ours.seconds),
            _times(each.load, ours.seconds),
            _times(each.cpu, floor.cpu),
            _share(floor.load, each.seconds),
            f"{each.peak / MEGA:.0f}",
            f"{each.before / MEGA:.0f}",
            f"{loading.disk[name] / values:.0f}",
            f"{spread(loading.results[FIRST][name]):.2f}",
        )
    return table


def later_loads(loading: Loading, names: Sequence[str]) -> Table:
    """The same again, and the same revised."""
    table = _table("The same answer again, unchanged; then with 5 % of the values changed and 1 % of the rows vanished")
    _columns(table, "again, own first = 1", "again, × ours", "changed, own first = 1", "changed, × ours")
    _columns(table, "changed, processor time, own first = 1")
    _columns(table, "vanished values left behind")
    for name in names:
        if name == "floor":
            continue
        first, again, changed = (_typical(loading, workload, name) for workload in (FIRST, AGAIN, CHANGED))
        table.add_row(
            _titled(loading, AGAIN, name),
            _share(again.seconds, first.seconds),
            _times(again.seconds, _typical(loading, AGAIN, "ours").seconds),
            _share(changed.seconds, first.seconds),
            _times(changed.seconds, _typical(loading, CHANGED, "ours").seconds),
            _share(changed.cpu, first.cpu),
            f"{changed.left:,}",
        )
    return table


def daily_loads(loading: Loading, names: Sequence[str]) -> Table:
    """Many small answers, one request each."""
    scale = loading.scale
    table = _table(f"{scale.answers} answers of a day and {scale.daily.values} values each")
    _columns(table, "× floor", "× ours", "all again: own first = 1", "all again: × ours")
    floor, ours = (_typical(loading, DAILY, name) for name in ("floor", "ours"))
    ours_again = _typical(loading, DAILY_AGAIN, "ours")
    for name in with_runs(names):
        first = _typical(loading, DAILY, name)
        cells = [_times(first.seconds, floor.load), _times(first.seconds, ours.seconds), "", ""]
        if name != "floor":
            again = _typical(loading, DAILY_AGAIN, name)
            cells[2:] = [_share(again.seconds, first.seconds), _times(again.seconds, ours_again.seconds)]
        table.add_row(_titled(loading, DAILY, name), *cells)
    return table


def growth(measured: Growth, names: Sequence[str], sizes: Sequence[int]) -> Table:
    """The same day into fuller and fuller tables."""
    values = measured.shape.values
    units = "into the smallest = 1; in brackets by processor time"
    table = _table(f"A day of {values:,} values into tables that hold more and more ({units})")
    for what in (NEW_DAY, REVISED_DAY):
        _columns(table, *(f"{what}, {size / MEGA:g} M" for size in sizes))
    _columns(table, "new day into the fullest, × ours")
    ours = typical(measured.results["ours", sizes[-1], NEW_DAY]).seconds
    for name in names:
        cells = []
        for what in (NEW_DAY, REVISED_DAY):
            runs = [typical(measured.results[name, size, what]) for size in sizes]
            first = runs[0]
            cells += [f"{_share(run.seconds, first.seconds)} ({_share(run.cpu, first.cpu)})" for run in runs]
        fullest = typical(measured.results[name, sizes[-1], NEW_DAY]).seconds
        table.add_row(loader(name).title, *cells, _times(fullest, ours))
    return table


def steps(profiled: Sequence[Step], least: Sequence[Step]) -> Table:
    """Where the time goes, in shares of the whole load, and what cannot be had for less."""
    table = _table("Where the time of a first load goes (whole load = 1)")
    _columns(table, "share", "× floor")
    whole, floor = profiled[0].seconds, least[-1].seconds
    for step in profiled:
        table.add_row(step.name, _share(step.seconds, whole), _share(step.seconds, floor))
    table.add_section()
    for step in least:
        table.add_row(f"at least: {step.name}", _share(step.seconds, whole), _share(step.seconds, floor))
    return table


def answered(found: Sequence[Answered], values: int) -> Table:
    """What analysts wait for."""
    table = _table(f"Queries on a report of {values:,} values, caches warm")
    _columns(table, "ms", "rows")
    for each in found:
        table.add_row(each.name, f"{each.milliseconds:.0f}", f"{each.rows:,}")
    return table


def ten(found: Ten) -> Table:
    """Several large answers in one backfill."""
    table = _table(f"{ANSWERS} answers, {found.values:,} values together, in one backfill into an empty table")
    _columns(table, "× floor", "processor time, × floor", "peak MB", "of it idle")
    series = ("floor", found.floor), ("floor, newest first", found.newest_first), ("gio_pipeline", found.ours)
    for name, each in series:
        ratios = _times(each.seconds, found.floor.load, 2), _times(each.cpu, found.floor.cpu)
        table.add_row(name, *ratios, f"{each.peak / MEGA:.0f}", f"{each.before / MEGA:.0f}")
    return table


def paced_by() -> Table:
    """What each paced contender was told."""
    table = Table(title="Contenders within the limit", title_justify="left", show_lines=True)
    table.add_column("name", no_wrap=True)
    table.add_column("configuration")
    for name in installed():
        table.add_row(*CONTENDERS[name])
    return table


def pace(measured: Pace) -> list[Table]:
    """How near the limit each came, by the seconds an answer takes: as the source sees it, and as a whole."""
    limit = "within the limit of 2 requests a second (the limit's own time = 1), by what an answer takes"
    return [
        _paced(measured, f"From the first request to the last answer, {limit}", "source"),
        _paced(measured, f"From the start of the process to its exit, {limit}", "whole"),
    ]


def _paced(measured: Pace, title: str, time: str) -> Table:
    delays = list(dict.fromkeys(delay for _, delay, _ in measured.results))
    table = _table(title)
    for workload, count in measured.counts.items():
        _columns(table, *(f"{count} {workload}, {delay:g} s" for delay in delays))
    _columns(table, "requests refused, in all", "rounds")
    for name in installed():
        cells, refused, rounds = [], 0, 0
        for workload in measured.counts:
            for delay in delays:
                series = measured.results[workload, delay, name]
                paced, rounds = typical_pace(series), len(series)
                cells.append(_times(getattr(paced, time), measured.least(workload, delay), 2))
                refused += paced.refused
        table.add_row(CONTENDERS[name][0], *cells, str(refused), str(rounds))
    return table


def dagster(definitions: DefinitionsCost, day: DayCost, start: StartCost, scheduled: ScheduledDay) -> Table:
    """What Dagster costs on top."""
    table = _table("Dagster")
    _columns(table, "measured", "note")
    bare = f"{definitions.seconds / definitions.bare:.1f} × a process that only imports Dagster"
    table.add_row(f"definitions of {definitions.reports} reports", f"{definitions.seconds:.1f} s", bare)
    loaded = f"{day.loaded} loaded, 1 unknown to the source failed alone"
    table.add_row(f"a scheduled day of {day.reports} reports", f"{day.runs} run(s)", loaded)
    kept = f"{day.storage / KILO:.0f} KB a report"
    table.add_row(
        "what Dagster keeps of it", kept, f"in SQLite, whose files hold much of it twice, {day.files / KILO:.0f} KB"
    )
    times = f"{start.seconds / start.bare:.2f} ×"
    note = f"{start.reports} reports defined; to the first request, against a bare run of one asset to its body"
    table.add_row("the start of a run", times, note)
    counts = f"{scheduled.statements} statements, {scheduled.checkouts} connections checked out"
    table.add_row("a scheduled day of one report", counts, "without Dagster's marks and page")
    note = f"from {day.tried} processes" if day.tried < day.reports else ""
    table.add_row("the same, a process each", f"{day.apart / day.together:.1f} × as long", note)
    return table


def segments(found: Sequence[SegmentMemory]) -> Table:
    """Whether memory follows the number of users."""
    table = _table("A segment's users, streamed")
    _columns(table, "MB idle", "MB above idle at the peak")
    for each in found:
        table.add_row(f"{each.users:,} users", f"{each.idle / MEGA:.0f}", f"{(each.peak - each.idle) / MEGA:.0f}")
    return table


def targets(rows: Sequence[tuple[str, str, float, float]]) -> Table:
    """What was to be reached: (what, unit, measured, at most)."""
    table = _table("Targets")
    _columns(table, "measured", "target", "")
    for what, unit, measured, most in rows:
        table.add_row(what, f"{measured:.2f} {unit}", f"{most:g} {unit}", "✓" if measured <= most else "✗")
    return table


def show(console: Console, *shown: Any) -> None:
    for each in shown:
        console.print(each)
        console.print()


def _titled(loading: Loading, workload: str, name: str) -> str:
    rounds = len(loading.results[workload][name])
    fewer = rounds < max(map(len, loading.results[workload].values()))
    return f"{loader(name).title} ({rounds} round)" if fewer else loader(name).title


def _typical(loading: Loading, workload: str, name: str) -> Measurement:
    return typical(loading.results[workload][name])


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    return table


def _columns(table: Table, *names: str) -> None:
    for name in names:
        table.add_column(name, justify="right")


def _times(seconds: float, unit: float, digits: int = 1) -> str:
    return f"{seconds / unit:.{digits}f}"


def _share(seconds: float, whole: float) -> str:
    return f"{seconds / whole:.2f}"

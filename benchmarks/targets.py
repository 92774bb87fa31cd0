"""The numbers to reach, held against what was measured."""

from collections.abc import Sequence

from benchmarks.loading import AGAIN, CHANGED, DAILY, DAILY_AGAIN, FIRST, Loading
from benchmarks.measure import Measurement, typical
from benchmarks.pace import OURS, Pace, typical_pace
from benchmarks.ten import ANSWERS, Ten

MEGA = 1_000_000
# Contender, how many times as long as ours it should take at least.
RIVALS = {"dlt_upsert": 4, "dlt_cdc": 4, "dlt_delete_insert": 2, "pandas": 12}


def reached(loading: Loading, names: Sequence[str]) -> list[tuple[str, str, float, float]]:
    """(what, unit, measured, at most) for everything that the load section measures."""
    first, again, changed = (_typical(loading, workload, "ours") for workload in (FIRST, AGAIN, CHANGED))
    floor = _typical(loading, FIRST, "floor")
    mebi = loading.scale.large.values * 1.048576
    rows = [
        ("bytes to committed rows, empty table", "× floor", first.seconds / floor.load, 1.5),
        ("the same again", "× first", again.seconds / first.seconds, 0.3),
        ("5 % changed", "× first", changed.seconds / first.seconds, 1.0),
        ("disk per million values, table and key", "MiB", loading.disk["floor"] / mebi, 100),
        ("disk per million values, with names and coverage", "MiB", loading.disk["ours"] / mebi, 100),
        ("peak memory, first load", "MB", first.peak / MEGA, 600),
        ("peak memory, 5 % changed", "MB", changed.peak / MEGA, 600),
    ]
    for name, times in RIVALS.items():
        if name in names:
            # The rival's reading is left out: it is timed from ready-made input, ours from bytes.
            rival = _typical(loading, FIRST, name)
            rows.append((f"against {name}", "of its time", first.seconds / rival.load, 1 / times))
    return rows + reached_by_small(loading, names)


def reached_by_small(loading: Loading, names: Sequence[str]) -> list[tuple[str, str, float, float]]:
    """(what, unit, measured, at most) for the small answers."""
    if "sqlalchemy" not in names:
        return []
    rows = []
    for workload, again in ((DAILY, ""), (DAILY_AGAIN, " again")):
        ratio = _typical(loading, workload, "ours").seconds / _typical(loading, workload, "sqlalchemy").seconds
        what = f"{loading.scale.answers} small answers{again}, against SQLAlchemy's upsert"
        rows.append((what, "of its time", ratio, 1.0))
    return rows


def reached_by_ten(found: Ten) -> list[tuple[str, str, float, float]]:
    """(what, unit, measured, at most) for the backfill of several large answers."""
    floors = found.ours.seconds / found.floor.load
    return [
        (f"{ANSWERS} answers in one backfill", f"× {ANSWERS} floors", floors, 1.15),
        (f"peak memory, {ANSWERS} answers coming", "MB", found.ours.peak / MEGA, 600),
    ]


def reached_by_pace(measured: Pace) -> list[tuple[str, str, float, float]]:
    """(what, unit, measured, at most) for ours, wherever an answer takes its time: the whole process."""
    return [
        (
            f"{measured.counts[workload]} {workload}, answers after {delay:g} s, from start to exit",
            "× limit",
            typical_pace(series).whole / measured.least(workload, delay),
            1.2,
        )
        for (workload, delay, name), series in measured.results.items()
        if name == OURS and delay
    ]


def _typical(loading: Loading, workload: str, name: str) -> Measurement:
    return typical(loading.results[workload][name])

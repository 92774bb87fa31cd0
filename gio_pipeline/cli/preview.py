"""`gio-pipeline preview`: what a load would store."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from gio_pipeline.cli.command import DAY, Command
from gio_pipeline.cli.sample import own_settings
from gio_pipeline.cli.screen import Cell, heading, say, table, warn
from gio_pipeline.core.wording import count, duration, named, ranges
from gio_pipeline.pipeline.runtime import Runtime, open_upgraded, report_state
from gio_pipeline.warehouse.engine import Engine

if TYPE_CHECKING:
    from gio_pipeline.pipeline.preview import MetricDiff, Preview

SHOWN_ROWS = 40
_COLUMNS = ("period", "dimensions", "metric", "value", "value_text")
_DIFF = ("metric", "rows before", "rows now", "sum before", "sum now", "added", "changed", "gone")


@click.command(cls=Command)
@click.argument("report")
@click.option("--from", "first", type=DAY, help="First day, inclusive; else the newest settled period alone.")
@click.option("--to", "last", type=DAY, help="Last day, inclusive; else that of the newest settled period.")
@click.option("--diff", "compare", is_flag=True, help="Compare with what is loaded, metric by metric.")
@click.option("--limit", type=click.IntRange(0), default=SHOWN_ROWS, show_default=True, help="Rows to print.")
def preview(report: str, first: date | None, last: date | None, compare: bool, limit: int) -> int:
    """Prints the long rows of a report, and stores nothing.

    Periods that have not settled are shown too, with a note. With --diff: how the rows differ from those loaded.
    """
    from gio_pipeline.pipeline.preview import plan_preview, preview_report

    settings = own_settings(asks=True)
    spec = settings.find(report)
    settings.credentials(spec.project)
    with closing(Runtime(settings, open_upgraded(settings))) as runtime:
        plan = plan_preview(report_state(runtime, spec), first, last, runtime.clock())
        shown = preview_report(runtime, plan)
        _show_head(shown)
        if compare:
            _show_diff(runtime.engine, shown)
        else:
            _show_rows(shown, limit)
    _show_notes(shown)
    return 0


def _show_head(shown: Preview) -> None:
    state = shown.plan.state
    heading(f"{state.spec.key}, {state.spec.kind} {state.spec.id}: {shown.title or 'without a name'}")
    periods = ranges(state.timetable, shown.periods)
    values, requests = count(len(shown.frame), "value"), count(shown.requests, "request")
    say(f"{periods}: {values} in {requests}, {duration(shown.seconds)}. Nothing was stored.")
    say()


def _show_rows(shown: Preview, limit: int) -> None:
    frame = shown.frame.head(limit)
    if limit and len(frame):
        table(_COLUMNS, [_row(shown, row) for row in frame.itertuples(index=False)], ["value"])
    if len(shown.frame) > limit:
        say(f"The first {limit:,} of {len(shown.frame):,} rows; --limit shows more.")
    elif not len(frame):
        say("The source has no rows for it.")


def _row(shown: Preview, row: Any) -> list[Cell]:
    timetable = shown.plan.state.timetable
    period = timetable.calendar.containing(row.period_start.to_pydatetime())
    dimensions = row.dimensions if row.occurrence == 1 else f"{row.dimensions} ({row.occurrence})"
    return [named(timetable, period), dimensions, row.metric, _number(row.value), row.value_text]


def _number(value: float) -> Cell:
    if value != value:
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else f"{value:,.15g}"


def _show_diff(engine: Engine, shown: Preview) -> None:
    from gio_pipeline.pipeline.preview import diff

    state = shown.plan.state
    metrics = diff(engine, shown)
    table(_DIFF, [_diff_row(each) for each in metrics], _DIFF[1:], keys=1)
    if missing := [period for period in shown.periods if state.loaded.state_of(period) is None]:
        say(f"Not loaded: {ranges(state.timetable, missing)}.")
    if all(each.same for each in metrics) and not missing:
        say("What is loaded is the same.")


def _diff_row(each: MetricDiff) -> list[Cell]:
    return [*each[:3], _number(each.sum_before), _number(each.sum_now), *each[5:]]


def _show_notes(shown: Preview) -> None:
    timetable = shown.plan.state.timetable
    if shown.changes:
        say(f"Columns differ from those loaded last: {', '.join(str(change) for change in shown.changes)}.")
    if shown.unsettled:
        warn(f"Provisional, since it has not settled: {ranges(timetable, shown.unsettled)}.")
    if shown.plan.refused:
        warn(f"Not asked for, since it has not begun: {ranges(timetable, (r.period for r in shown.plan.refused))}.")
    if shown.cut:
        warn(f"Incomplete, since the source cut the answer at 200,000 rows: {ranges(timetable, shown.cut)}.")
    if shown.ignored_rows:
        warn(f"{shown.ignored_rows:,} rows that sum up the others (均值, 总计) would not be stored.")

"""A report's figures as the source has them now, without storing them, and how they differ from what is stored."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from gio_pipeline.core.answer.report import Report
from gio_pipeline.core.answer.unpivot import unpivot
from gio_pipeline.core.changes import ColumnChange, report_changes
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import SourceError, TooLarge, UsageError
from gio_pipeline.core.periods import Period, check_dates
from gio_pipeline.core.windows import Window, halves
from gio_pipeline.pipeline.fetch import Fetched, fetch
from gio_pipeline.pipeline.plans import LoadPlan, exporter_of, periods_in, plan_range
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.dimension_sets import set_hash
from gio_pipeline.warehouse.engine import Engine
from gio_pipeline.warehouse.figures import stored_values
from gio_pipeline.warehouse.report_state import ReportState
from gio_pipeline.warehouse.reports import StoredReport

_KEY = ["period_start", "set_hash", "metric"]


@dataclass
class Preview:
    """What the source answered for some periods; `frame` is that of core.unpivot, of these periods alone.

    unsettled: those whose figures may still change. cut: those the source cut at its row limit.
    """

    plan: LoadPlan
    frame: pd.DataFrame
    title: str | None = None
    changes: list[ColumnChange] = field(default_factory=list)
    unsettled: list[Period] = field(default_factory=list)
    cut: list[Period] = field(default_factory=list)
    ignored_rows: int = 0
    requests: int = 0
    seconds: float = 0.0

    @property
    def periods(self) -> list[Period]:
        return self.plan.periods


class MetricDiff(NamedTuple):
    """One metric before (stored) and now: how many values, their sums, and how many are not the same."""

    metric: str
    rows_before: int
    rows_now: int
    sum_before: float
    sum_now: float
    added: int
    changed: int
    gone: int

    @property
    def same(self) -> bool:
        return not (self.added or self.changed or self.gone)


def plan_preview(state: ReportState, first: date | None, last: date | None, now: datetime) -> LoadPlan:
    """The periods whose first day lies in the dates, unsettled ones too; no dates: the newest settled one.

    One date alone: from it to the newest settled period, or the day `last` itself. Raises UsageError for none.
    """
    spec, newest = state.spec, state.timetable.newest_settled(now)
    if first is None and last is None:
        return plan_range(state, [newest], now)
    begin = first or last
    end = last or max(state.timetable.calendar.first_day(newest), begin or date.min)
    assert begin is not None
    check_dates(begin, end)
    today = now.astimezone(spec.zone).date()
    plan = plan_range(state, periods_in(spec, begin, min(end, today)), now, allow_unsettled=True)
    if not plan.windows:
        raise UsageError(
            f"No {spec.grain} of {spec.key} begins from {begin} to {end}: it starts on {spec.start}, today is {today}."
        )
    return plan


def preview_report(runtime: Runtime, plan: LoadPlan) -> Preview:
    """Asks for the plan's periods, in smaller requests where the source demands it; raises SourceError."""
    began, timetable = time.monotonic(), plan.state.timetable
    preview = Preview(plan, pd.DataFrame())
    preview.unsettled = [period for period in plan.periods if timetable.settles_at(period) > plan.now]
    frames, waiting = [], list(plan.windows)
    while waiting:
        window = waiting.pop(0)
        smaller, fetched = _ask(runtime, plan.state, window, preview)
        waiting = smaller + waiting
        if fetched is not None:
            frames.append(_frame(fetched, window, preview))
    joined = pd.concat(frames, ignore_index=True)
    preview.frame = joined.sort_values("period_start", kind="stable", ignore_index=True)
    preview.seconds = time.monotonic() - began
    return preview


def differences(spec: ReportSpec, stored: StoredReport | None, report: Report) -> list[ColumnChange]:
    """How an answer's columns differ from those of the last one loaded; nothing loaded, no rows: no difference."""
    if stored is None or not report.rows:
        return []
    return report_changes(spec.kind, stored.columns, [(column.name, column.role) for column in report.columns])


def diff(engine: Engine, preview: Preview) -> list[MetricDiff]:
    """The preview beside what gio.points holds of its periods, metric by metric in their order."""
    stored, starts = preview.plan.state.stored, [period.start for period in preview.periods]
    before = _values(stored_values(engine, stored.report_id, starts) if stored else [])
    now = preview.frame.assign(set_hash=_hashes(preview.frame)).astype({"metric": object, "set_hash": object})
    joined = before.merge(now, on=_KEY, how="outer", suffixes=("_before", "_now"), indicator="side", sort=False)
    side = joined["side"]
    figures = {
        "metric": joined["metric"],
        "rows_before": side != "right_only",
        "rows_now": side != "left_only",
        "sum_before": joined["value_before"],
        "sum_now": joined["value_now"],
        "added": side == "right_only",
        "changed": (side == "both") & ~(_same(joined, "value") & _same(joined, "value_text")),
        "gone": side == "left_only",
    }
    by_metric = pd.DataFrame(figures).groupby("metric", sort=False).sum()
    names = dict.fromkeys([*now["metric"], *before["metric"]])
    return [MetricDiff(*row) for row in by_metric.loc[[*names]].itertuples()]


def _values(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*_KEY, "value", "value_text"], dtype=object)
    frame["period_start"] = pd.to_datetime(frame["period_start"], utc=True).astype("datetime64[us, UTC]")
    return frame.astype({"value": np.float64})


def _hashes(frame: pd.DataFrame) -> list[str]:
    """The hash of each row's dimension set, as gio.dimension_sets holds it."""
    sets = list(zip(frame["dimensions"], frame["occurrence"], strict=True))
    known = {each: set_hash(*each) for each in set(sets)}
    return [known[each] for each in sets]


def _same(joined: pd.DataFrame, column: str) -> pd.Series:
    before, now = joined[f"{column}_before"], joined[f"{column}_now"]
    return (before == now) | (before.isna() & now.isna())


def _ask(runtime: Runtime, state: ReportState, window: Window, preview: Preview) -> tuple[list[Window], Fetched | None]:
    """The answer, or the smaller windows to ask for instead."""
    exporter = exporter_of(state.spec, state.stored, preview.plan.now)
    try:
        fetched = fetch(runtime, state.spec, window, "backfill", state.known_time, exporter=exporter)
    except SourceError as error:
        preview.requests += error.requests
        if isinstance(error, TooLarge) and len(window.wanted) > 1:
            return halves(state.timetable, window), None
        raise
    preview.requests += fetched.requests
    if not fetched.per_period:
        return window.singles(), None
    if fetched.truncated and len(window.wanted) > 1:
        return halves(state.timetable, window), None
    return [], fetched


def _frame(fetched: Fetched, window: Window, preview: Preview) -> pd.DataFrame:
    unpivoted, state = unpivot(fetched.report, fetched.asked), preview.plan.state
    preview.title = fetched.report.name
    preview.ignored_rows += unpivoted.ignored_rows
    preview.cut += window.wanted if fetched.truncated else []
    for change in differences(state.spec, state.stored, fetched.report):
        if change not in preview.changes:
            preview.changes.append(change)
    starts = [period.start for period in window.wanted]
    # Categories of several answers differ; as plain text they can be joined.
    return unpivoted.frame[unpivoted.frame["period_start"].isin(starts)].astype(
        {"dimensions": object, "metric": object}
    )

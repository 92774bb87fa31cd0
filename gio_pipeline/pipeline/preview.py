"""A report's figures as the source has them now, without storing them, and how they differ from what is stored."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

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
from gio_pipeline.warehouse.dimension_sets import known_sets, set_hash
from gio_pipeline.warehouse.engine import Engine
from gio_pipeline.warehouse.figures import stored_values
from gio_pipeline.warehouse.report_state import ReportState
from gio_pipeline.warehouse.reports import StoredReport

_KEY = ["period_start", "dims_id", "metric"]


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


@dataclass(frozen=True)
class MetricDiff:
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
    preview.frame = _joined(frames)
    preview.seconds = time.monotonic() - began
    return preview


def differences(spec: ReportSpec, stored: StoredReport | None, report: Report) -> list[ColumnChange]:
    """How an answer's columns differ from those of the last one loaded; nothing loaded, no rows: no difference."""
    if stored is None or not report.rows:
        return []
    return report_changes(spec.kind, stored.columns, [(column.name, column.role) for column in report.columns])


def diff(engine: Engine, preview: Preview) -> list[MetricDiff]:
    """The preview beside what gio.points holds of its periods, metric by metric in their order."""
    stored = preview.plan.state.stored
    if stored is None:
        before, now = _no_values(), preview.frame.assign(dims_id=0)
    else:
        before = _stored(engine, stored.report_id, preview.periods)
        now = preview.frame.assign(dims_id=_dims_ids(engine, stored.report_id, preview.frame))
    now = now.astype({"metric": object})[[*_KEY, "value", "value_text"]]
    joined = before.merge(now, on=_KEY, how="outer", suffixes=("_before", "_now"), indicator="side", sort=False)
    names = dict.fromkeys([*now["metric"], *before["metric"]])
    return [_of_metric(name, joined[joined["metric"] == name]) for name in names]


def _ask(runtime: Runtime, state: ReportState, window: Window, preview: Preview) -> tuple[list[Window], Fetched | None]:
    """The answer, or the smaller windows to ask for instead."""
    try:
        fetched = fetch(
            runtime,
            state.spec,
            window,
            "backfill",
            state.known_time,
            exporter=exporter_of(state.spec, state.stored, preview.plan.now),
        )
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


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    joined = pd.concat(frames, ignore_index=True)
    return joined.sort_values("period_start", kind="stable", ignore_index=True)


def _no_values() -> pd.DataFrame:
    return _values([])


def _values(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*_KEY, "value", "value_text"], dtype=object)
    frame["period_start"] = pd.to_datetime(frame["period_start"], utc=True).astype("datetime64[us, UTC]")
    return frame.astype({"dims_id": np.int64, "value": np.float64})


def _stored(engine: Engine, report_id: int, periods: Sequence[Period]) -> pd.DataFrame:
    return _values(stored_values(engine, report_id, [period.start for period in periods]))


def _dims_ids(engine: Engine, report_id: int, frame: pd.DataFrame) -> pd.Series:
    """Each row's number in gio.dimension_sets; negative ones for sets that are not stored."""
    sets = frame.groupby(["dimensions", "occurrence"], sort=False).ngroup()
    pairs = frame.loc[~sets.duplicated(), ["dimensions", "occurrence"]].itertuples(index=False)
    hashes = [set_hash(str(dimensions), int(occurrence)) for dimensions, occurrence in pairs]
    known = known_sets(engine, report_id, hashes)
    numbers = np.array([known.get(hashed, -1 - at) for at, hashed in enumerate(hashes)], np.int64)
    return pd.Series(numbers[sets.to_numpy()] if len(frame) else numbers, index=frame.index, dtype=np.int64)


def _of_metric(name: str, rows: pd.DataFrame) -> MetricDiff:
    before, now = rows[rows["side"] != "right_only"], rows[rows["side"] != "left_only"]
    both = rows[rows["side"] == "both"]
    return MetricDiff(
        metric=name,
        rows_before=len(before),
        rows_now=len(now),
        sum_before=float(before["value_before"].sum()),
        sum_now=float(now["value_now"].sum()),
        added=int((rows["side"] == "right_only").sum()),
        changed=int(
            (
                ~_equal(both["value_before"], both["value_now"])
                | ~_equal(both["value_text_before"], both["value_text_now"])
            ).sum()
        ),
        gone=int((rows["side"] == "left_only").sum()),
    )


def _equal(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other) | (one.isna() & other.isna())

"""Retentions: a cohort's cell N is known once the Nth day, week or month after it has passed."""

from datetime import date
from itertools import product
from typing import Any

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.answers import Answer, Cell, Row, dimensions, metrics
from gio_pipeline.sandbox.catalog import Metric, Retention
from gio_pipeline.sandbox.clock import Settling
from gio_pipeline.sandbox.periods import DAY, MONTH, WEEK, Periods, local_day, next_period, periods_in
from gio_pipeline.sandbox.query import BadRequest, ReportQuery

SPANS: dict[str, tuple[int, str, int, tuple[int, int]]] = {
    # interval, unit, newest column, days a request may span
    "day": (DAY, "日", 29, (1, 120)),
    "week": (WEEK, "周", 7, (14, 180)),
    "month": (MONTH, "月", 5, (30, 365)),
}

UNPROCESSED_SHARE = 0.93  # what a later cell shows between its period's end and the night's job


def retention_answer(retention: Retention, query: ReportQuery) -> Answer:
    """One row per cohort, audience and contrast: its size, then users and rate of every period after it."""
    interval, unit, last, allowed = SPANS[query.span]
    _check_span(query, allowed)
    cohorts = periods_in(query.start, query.end, interval, query.settling.zone)
    if interval == DAY:
        cohorts = cohorts.keep(~np.isin(cohorts.first_days, query.missing))
    shares = query.settling.shares(cohorts)
    cohorts, shares = cohorts.keep(shares > 0), shares[shares > 0]
    begins = [date.fromordinal(int(d)) for d in cohorts.first_days]
    known = [_known(query.settling, *cohort, interval, last) for cohort in zip(begins, shares, strict=True)]
    width = max((len(k) for k in known), default=1) if query.future_cells == "absent" else last + 1
    return Answer(
        _head(retention, query, interval),
        dimensions(["目标用户", "对比值", "用户行为", "时间"]) + metrics(_labels(unit, width)),
        _rows(retention, query, cohorts, known, width),
        time=3,
        zone=query.settling.zone,
        window=(query.start, query.end),
        length=interval,
    )


def _check_span(query: ReportQuery, allowed: tuple[int, int]) -> None:
    zone = query.settling.zone
    days = (local_day(query.end, zone) - local_day(query.start, zone)).days + 1
    if not allowed[0] <= days <= allowed[1]:
        raise BadRequest(f"a {query.span} retention takes {allowed[0]} to {allowed[1]} days, not {days}")


def _head(retention: Retention, query: ReportQuery, interval: int) -> dict[str, Any]:
    return {
        "id": retention.id,
        "name": retention.name,
        "range": query.span,
        "startTime": query.start,
        "endTime": query.end,
        "interval": interval,
    }


def _labels(unit: str, width: int) -> list[str]:
    names = [f"当{unit}", f"次{unit}", *(f"{n}{unit}后" for n in range(2, width))][:width]
    return ["留存人数", *(label for name in names for label in (name, f"{name}留存率"))]


def _known(settling: Settling, cohort: date, share: float, interval: int, last: int) -> list[float]:
    """The share shown of each cell that has something to show: the first, and those whose period has ended."""
    shares = [share]
    end, through = next_period(cohort, interval), settling.processed_through()
    today = local_day(settling.now, settling.zone)
    for _ in range(last):
        end = next_period(end, interval)
        if today < end:
            break
        shares.append(1.0 if through.toordinal() >= end.toordinal() - 1 else UNPROCESSED_SHARE)
    return shares


def _rows(
    retention: Retention, query: ReportQuery, cohorts: Periods, known: list[list[float]], width: int
) -> list[Row]:
    seed = figures.key(query.seed, query.project, "retentions", retention.id, query.span)
    combinations = list(product(retention.audiences, retention.contrasts))
    keys = np.array([figures.key(*c) for c in combinations], np.uint64)
    sizes = figures.per_period(seed, cohorts, keys, Metric("", retention.base, "unique"))
    curve = _curve(retention, query.span, width)
    later = np.arange(width)[None, None, :].astype(np.int64)
    noise = 0.94 + 0.12 * figures.scatter(seed, cohorts.first_days[:, None, None], keys[None, :, None], later)
    back = np.round(sizes[:, :, None] * np.minimum(curve[None, None, :] * np.where(later > 0, noise, 1.0), 1.0))
    blank = {"null": None, "0": 0, "-": "-", "absent": None}[query.future_cells]
    rows = []
    for i, start in enumerate(cohorts.starts.tolist()):
        for j, (audience, contrast) in enumerate(combinations):
            size = int(sizes[i, j] * known[i][0])
            row: Row = [audience, contrast, retention.behaviour, start, size]
            rows.append(row + _cells(back[i, j], known[i], size, width, blank, retention.percent))
    return rows


def _curve(retention: Retention, span: str, width: int) -> Any:
    start = retention.rates[("day", "week", "month").index(span)]
    return np.concatenate([[1.0], start * np.arange(1, width + 1) ** -0.45])[:width]


def _cells(back: Any, known: list[float], size: int, width: int, blank: Cell, percent: bool) -> Row:
    cells: Row = []
    for n in range(width):
        if n >= len(known):
            cells += [blank, blank]
            continue
        users = min(int(back[n] * known[n]), size)
        rate = users / size if size else 0.0
        cells += [users, f"{rate * 100:.1f}%" if percent else round(rate, 4)]
    return cells

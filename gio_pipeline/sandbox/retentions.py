"""Retentions: a cohort's cell N is known once the Nth day, week or month after it has passed."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from gio_pipeline.sandbox import figures
from gio_pipeline.sandbox.clock import Settling
from gio_pipeline.sandbox.content import Metric, Report
from gio_pipeline.sandbox.parameters import BadRequest, ReportQuery
from gio_pipeline.sandbox.periods import DAY, MONTH, WEEK, Periods, local_day, next_period, periods_in
from gio_pipeline.sandbox.table import Row, Table, columns, ratio


class Span(NamedTuple):
    """What a `range` stands for: `last` is its newest column, `days` how many a request may ask for."""

    interval: int
    unit: str
    last: int
    days: tuple[int, int]
    rate: int  # its place in a retention's rates


SPANS = {
    "day": Span(DAY, "日", 29, (1, 120), 0),
    "week": Span(WEEK, "周", 7, (14, 180), 1),
    "month": Span(MONTH, "月", 5, (30, 365), 2),
}

UNPROCESSED_SHARE = 0.93  # what a later cell shows between its period's end and the night's job


@dataclass(frozen=True)
class Retention(Report):
    """`rates` are the shares that come back the next day, week and month; later ones fall off from there."""

    word, endpoint = "retention", "retentions"

    base: float
    rates: tuple[float, float, float] = (0.38, 0.30, 0.22)
    contrasts: tuple[str, ...] = ("全部",)
    behaviour: str = "任意行为"
    audiences: tuple[str, ...] = ("新访问用户",)
    percent: bool = False

    def answer(self, query: ReportQuery) -> Table:
        """One row per cohort, audience and contrast: its size, then users and rate of every period after it."""
        span = SPANS[query.span]
        _check_days(query, span)
        head = {
            "id": self.id,
            "name": self.name,
            "range": query.span,
            **query.window(),
            "interval": span.interval,
        }
        periods = ["当{}", "次{}", *(f"{n}{{}}后" for n in range(2, span.last + 1))]
        labels = [f"{period}{what}".format(span.unit) for period in periods for what in ("", "留存率")]
        meta = columns(["目标用户", "对比值", "用户行为", "时间"], ["留存人数", *labels])
        return Table(head, meta, _rows(self, query, span))


def _check_days(query: ReportQuery, span: Span) -> None:
    zone = query.settling.zone
    days = (local_day(query.end, zone) - local_day(query.start, zone)).days + 1
    least, most = span.days
    if not least <= days <= most:
        raise BadRequest(f"a {query.span} retention takes {least} to {most} days, not {days}")


def _rows(retention: Retention, query: ReportQuery, span: Span) -> list[Row]:
    cohorts, shares = query.settling.shown(periods_in(query.start, query.end, span.interval, query.settling.zone))
    combinations = list(product(retention.audiences, retention.contrasts))
    sizes, back = _users(retention, query, span, cohorts, combinations)
    rows = []
    for i, (start, share) in enumerate(zip(cohorts.starts.tolist(), shares, strict=True)):
        known = _known(query.settling, date.fromordinal(int(cohorts.first_days[i])), share, span)
        for j, (audience, contrast) in enumerate(combinations):
            size = int(sizes[i, j] * share)
            row: Row = [audience, contrast, retention.behaviour, start, size]
            for users, shown in zip(back[i, j], known, strict=False):
                count = min(int(users * shown), size)
                row += [count, ratio(count, size, retention.percent)]
            rows.append(row + [None, None] * (span.last + 1 - len(known)))
    return rows


def _users(
    retention: Retention, query: ReportQuery, span: Span, cohorts: Periods, combinations: list[tuple[str, str]]
) -> tuple[Any, Any]:
    """Final sizes, of shape (cohorts, combinations), and how many are back in each period after, one axis more."""
    seed = query.seed(retention.endpoint, retention.id, query.span)
    keys = figures.keys(combinations)
    sizes = figures.per_period(seed, cohorts, keys, Metric("", retention.base, "unique"))
    later = np.arange(1, span.last + 1)
    noise = 0.94 + 0.12 * figures.scatter(seed, cohorts.first_days[:, None, None], keys[None, :, None], later)
    rates = np.minimum(retention.rates[span.rate] * later**-0.45 * noise, 1.0)
    back = np.round(sizes[:, :, None] * rates)
    return sizes, np.concatenate([sizes[:, :, None], back], axis=2)


def _known(settling: Settling, cohort: date, share: float, span: Span) -> list[float]:
    """The share shown of each cell that has something to show: the first, and those whose period has ended."""
    shares = [share]
    end, through = next_period(cohort, span.interval), settling.processed_through()
    today = local_day(settling.now, settling.zone)
    for _ in range(span.last):
        end = next_period(end, span.interval)
        if today < end:
            break
        shares.append(1.0 if through.toordinal() >= end.toordinal() - 1 else UNPROCESSED_SHARE)
    return shares

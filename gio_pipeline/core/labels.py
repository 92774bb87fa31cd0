"""What the source's labels say: 次日 is period 1 of a retention, 第二步转化率 the rate of a funnel's second step.

The labels are those of the vendor's page, sections 3 and 4.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

_DIGITS = {character: number for number, character in enumerate("一二三四五六七八九", 1)}
_RETENTION = re.compile(r"(?:(?P<word>[当次])[日周月]|(?P<number>\d{1,4})[日周月]后)(?P<rate>留存率)?", re.ASCII)
_STEP = re.compile(
    r"(?:第(?P<number>\d{1,4}|[一二三四五六七八九十]{1,3})步|最后一步)(?:人数|(?P<rate>转化率))", re.ASCII
)
_NUMERAL = re.compile(r"(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?")


class RetentionLabel(NamedTuple):
    """A retention's column: the cohort's period number (0 = its own), and whether it is the rate or the count."""

    period: int
    is_rate: bool


class FunnelLabel(NamedTuple):
    """A funnel's column: the step's number, "last", or "total" for the whole funnel, and whether it is a rate."""

    step: int | Literal["last", "total"]
    is_rate: bool


def retention_label(metric: str) -> RetentionLabel | None:
    """What a retention's column counts: 当日 (0, False), 2周后留存率 (2, True); None for other labels (留存人数)."""
    match = _RETENTION.fullmatch(metric)
    if match is None:
        return None
    period = {"当": 0, "次": 1}[match["word"]] if match["word"] else int(match["number"])
    return RetentionLabel(period, match["rate"] is not None)


def cohort_number(metric: str) -> int | None:
    """After how many periods a retention's column comes; None for labels that name none."""
    label = retention_label(metric)
    return None if label is None else label.period


def funnel_label(metric: str) -> FunnelLabel | None:
    """What a funnel's column shows: 总转化率 ("total", True), 第三步人数 (3, False), 最后一步转化率 ("last", True)."""
    if metric == "总转化率":
        return FunnelLabel("total", True)
    match = _STEP.fullmatch(metric)
    if match is None:
        return None
    is_rate = match["rate"] is not None
    if not match["number"]:
        return FunnelLabel("last", is_rate)
    number = _number(match["number"])
    return FunnelLabel(number, is_rate) if number else None


class Series(NamedTuple):
    """What a metric of a funnel or a retention counts, as gio.metrics keeps it; number: step or period."""

    series: str | None
    number: int | None


def no_series(metric: str) -> Series:
    """(None, None): the metrics of a chart are what its user calls them."""
    return Series(None, None)


def funnel_series(metric: str) -> Series:
    """The series a funnel's metric belongs to; (None, None) for labels that say nothing known."""
    step = funnel_label(metric)
    if step is None:
        return Series(None, None)
    if step.step == "total":
        return Series("overall_rate", None)
    return Series("step_rate" if step.is_rate else "step_users", None if step.step == "last" else step.step)


def retention_series(metric: str) -> Series:
    """The series a retention's metric belongs to; (None, None) for labels that say nothing known."""
    if metric == "留存人数":
        return Series("cohort_size", None)
    cohort = retention_label(metric)
    if cohort is None:
        return Series(None, None)
    return Series("cohort_rate" if cohort.is_rate else "cohort_users", cohort.period)


def main_metric(series: Callable[[str], Series], metrics: Sequence[str]) -> str | None:
    """A funnel's first step, a retention's cohort size, else the first metric; None where there is none."""
    judged = (Series("step_users", 1), Series("cohort_size", None))
    return next((name for name in metrics if series(name) in judged), next(iter(metrics), None))


def _number(text: str) -> int | None:
    """3 from "3" and 三, 21 from 二十一; None for what is no numeral from 1 to 99 (or digits)."""
    if text.isdigit():
        return int(text)
    match = _NUMERAL.fullmatch(text)
    if match is None:
        return None
    tens = match["tens"] or ""
    return (_DIGITS.get(tens[:-1], 1) * 10 if tens else 0) + _DIGITS.get(match["ones"] or "", 0)

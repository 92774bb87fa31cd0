"""What the source's labels say: 次日 is period 1 of a retention, 第二步转化率 the rate of a funnel's second step.

The labels are those of the vendor's page, sections 3 and 4.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_DIGITS = {character: number for number, character in enumerate("一二三四五六七八九", 1)}
_RETENTION = re.compile(r"(?:(?P<word>[当次])[日周月]|(?P<number>\d{1,4})[日周月]后)(?P<rate>留存率)?", re.ASCII)
_STEP = re.compile(
    r"(?:第(?P<number>\d{1,4}|[一二三四五六七八九十]{1,3})步|最后一步)(?:人数|(?P<rate>转化率))", re.ASCII
)
_NUMERAL = re.compile(r"(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?")


class Series(NamedTuple):
    """What a metric of a funnel or a retention counts, as gio.metrics keeps it; number: step or period."""

    series: str | None
    number: int | None


def no_series(metric: str) -> Series:
    """(None, None): the metrics of a chart are what its user calls them."""
    return Series(None, None)


def funnel_series(metric: str) -> Series:
    """("step_users", 3) of 第三步人数, ("overall_rate", None) of 总转化率; (None, None) where nothing is known.

    The last step, 最后一步, has no number.
    """
    if metric == "总转化率":
        return Series("overall_rate", None)
    match = _STEP.fullmatch(metric)
    number = _number(match["number"]) if match and match["number"] else None
    if match is None or (match["number"] and not number):
        return Series(None, None)
    return Series("step_rate" if match["rate"] else "step_users", number)


def retention_series(metric: str) -> Series:
    """("cohort_users", 0) of 当日, ("cohort_rate", 2) of 2周后留存率; (None, None) where nothing is known."""
    if metric == "留存人数":
        return Series("cohort_size", None)
    match = _RETENTION.fullmatch(metric)
    if match is None:
        return Series(None, None)
    period = {"当": 0, "次": 1}[match["word"]] if match["word"] else int(match["number"])
    return Series("cohort_rate" if match["rate"] else "cohort_users", period)


def cohort_number(metric: str) -> int | None:
    """After how many periods a retention's column comes; None for labels that name none."""
    return retention_series(metric).number


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

"""What one request for a report asks, and what decides its figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from gio_pipeline.sandbox.clock import Settling
from gio_pipeline.sandbox.periods import DAY, INTERVALS, MONTH, WEEK

WORDS = {"day": DAY, "week": WEEK, "month": MONTH}
STATISTICS = ("max", "min", "avg", "median", "0.25", "0.75")


class BadRequest(ValueError):
    """A parameter is missing or wrong: answered with 400."""


@dataclass(frozen=True)
class ReportQuery:
    """`start` and `end` are inclusive unix ms; `missing` are days (ordinals) that are never sent."""

    project: str
    seed: int
    start: int
    end: int
    settling: Settling
    interval: int = DAY
    conversion_window: int | None = None
    span: str = "day"
    missing: tuple[int, ...] = ()
    rows_per_day: int | None = None
    future_cells: str = "null"
    split: str | None = None
    statistic: str | None = None


def whole_number(params: Mapping[str, str], name: str, default: int | None = None) -> int:
    text = params.get(name)
    if text is None and default is not None:
        return default
    try:
        return int(text or "")
    except ValueError:
        raise BadRequest(f"{name} is required and must be a whole number") from None


def window(params: Mapping[str, str]) -> tuple[int, int]:
    start, end = whole_number(params, "startTime"), whole_number(params, "endTime")
    if not 0 < start <= end:
        raise BadRequest("startTime must not lie after endTime")
    return start, end


def interval(params: Mapping[str, str]) -> int:
    # The exporter's distribution analyses name it by a word.
    if (word := params.get("interval", "")) in WORDS:
        return WORDS[word]
    found = whole_number(params, "interval", DAY)
    if found not in INTERVALS:
        raise BadRequest("interval must be 3600000, 86400000, 604800000 or 2592000000")
    return found


def conversion_window(params: Mapping[str, str]) -> int | None:
    if "conversionWindow" not in params:
        return None
    found = whole_number(params, "conversionWindow")
    if not 1 <= found <= 90:
        raise BadRequest("conversionWindow must be 1 to 90 days")
    return found


def span(params: Mapping[str, str]) -> str:
    found = params.get("range", "day")
    if found not in ("day", "week", "month"):
        raise BadRequest("range must be day, week or month")
    return found


def statistic(params: Mapping[str, str]) -> str | None:
    found = params.get("statistic")
    if found is not None and found not in STATISTICS:
        raise BadRequest(f"statistic must be one of {', '.join(STATISTICS)}")
    return found

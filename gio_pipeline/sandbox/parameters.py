"""What one request for a report asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gio_pipeline.sandbox.clock import Settling
from gio_pipeline.sandbox.figures import key
from gio_pipeline.sandbox.periods import DAY, INTERVALS, MONTH, WEEK

SEED = 7

_WORDS = {"day": DAY, "week": WEEK, "month": MONTH}
_STATISTICS = ("max", "min", "avg", "median", "0.25", "0.75")


class BadRequest(ValueError):
    """A parameter is missing or wrong: answered with 400."""


@dataclass(frozen=True)
class ReportQuery:
    """`start` and `end` are inclusive unix ms, `span` is a retention's `range`."""

    project: str
    settling: Settling
    start: int
    end: int
    interval: int
    conversion_window: int | None
    span: str
    split: str | None
    statistic: str | None

    def seed(self, *of: object) -> int:
        """What the figures of a report of this project are drawn from."""
        return key(SEED, self.project, *of)

    def window(self) -> dict[str, int]:
        """The window as answers echo it."""
        return {"startTime": self.start, "endTime": self.end}


def report_query(project: str, settling: Settling, params: Mapping[str, str]) -> ReportQuery:
    """The parameters of a request, whichever report they are for; raises BadRequest."""
    start, end = _whole_number(params, "startTime"), _whole_number(params, "endTime")
    if not 0 < start <= end:
        raise BadRequest("startTime must not lie after endTime")
    return ReportQuery(
        project,
        settling,
        start,
        end,
        interval=_interval(params),
        conversion_window=_conversion_window(params),
        span=_one_of(params, "range", tuple(_WORDS), "range must be day, week or month") or "day",
        split=params.get("split"),
        statistic=_one_of(params, "statistic", _STATISTICS, f"statistic must be one of {', '.join(_STATISTICS)}"),
    )


def _whole_number(params: Mapping[str, str], name: str) -> int:
    try:
        return int(params.get(name, ""))
    except ValueError:
        raise BadRequest(f"{name} is required and must be a whole number") from None


def _interval(params: Mapping[str, str]) -> int:
    word = params.get("interval", "day")
    # The exporter's distribution analyses name it by a word.
    found = _WORDS[word] if word in _WORDS else _whole_number(params, "interval")
    if found not in INTERVALS:
        raise BadRequest("interval must be 3600000, 86400000, 604800000 or 2592000000")
    return found


def _conversion_window(params: Mapping[str, str]) -> int | None:
    if "conversionWindow" not in params:
        return None
    found = _whole_number(params, "conversionWindow")
    if not 1 <= found <= 90:
        raise BadRequest("conversionWindow must be 1 to 90 days")
    return found


def _one_of(params: Mapping[str, str], name: str, allowed: Sequence[str], refusal: str) -> str | None:
    found = params.get(name)
    if found is not None and found not in allowed:
        raise BadRequest(refusal)
    return found

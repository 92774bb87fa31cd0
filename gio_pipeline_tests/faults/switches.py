"""The switchboard: settings that hold until changed, and faults that fire on matching requests.

A fault is `{"match": "charts/YoX28w7R", "times": 2, "after": 1, ...its own parameters}`: it fires on requests
whose path and query contain `match` (all, if left out), `times` times (for ever, if left out), after having
let `after` of them pass. `"report": "YoX28w7R"` is short for the match of that report's address. With `max_days` it
fires, and counts, only where the window asked for has more days.
"""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

# Each setting with what it is when nobody has set it.
SETTINGS: dict[str, Any] = {
    "rate_limit": 2.0,  # downloads per second and project; 0 = no limit
    "retry_after": None,  # Retry-After header of the 429s the limiter sends
    "now": None,  # ISO instant instead of GIO_NOW
    "clock_skew": 0,  # seconds the server's own clock (Date header, tm of a signature) is ahead
    "future_cells": "null",  # retentions: null | 0 | - | absent
    "rows_per_day": None,  # of the chart big00001
    "segment_size": None,  # users of every segment; {"sgHigh01": 1000000} for one
    "export_polls": 2,  # how often the exporter answers `doing` before an export is done
    "export_files": 2,  # files that a segment's or a tag's users are dealt out to
    "links_expired": False,  # their links have expired when they are handed out
    "download_base": None,  # where their links point, instead of this server
    "segment_cap": None,  # users a download sends at most
}


_DAY_MS = 86_400_000


class Kind(NamedTuple):
    """A kind of fault: the parameter a bare value stands for (status=503), and all it does."""

    main: str
    does: str


FAULTS: dict[str, Kind] = {
    "refuse_auth": Kind("code", "/auth/token refuses with this status (401)"),
    "revoke_console_token": Kind("project", "console tokens of this project uid (all) are refused"),
    "dashboards_touched": Kind("updatedAt", "dashboard `id` (all) was updated then"),
    # the connection, any request
    "delay": Kind("seconds", "the answer comes so much later (1)"),
    "status": Kind("code", "this status (503), `body` json | html | empty, `message`, `retry_after`"),
    "request_timeout": Kind("max_days", "the documented 500 for windows of more days (every request)"),
    "reset": Kind("how", "no answer: `reset` the connection or `close` it"),
    "html": Kind("text", "200 with a page"),
    "bad_json": Kind("text", "200 with text that is not JSON"),
    "cut": Kind("share", "this share (0.5) of the body under its full length; or `chunked`"),
    "drip": Kind("seconds", "one blank per so many seconds (1) for ever"),
    # which figures there are; reports only, as all that follows
    "night_done_at": Kind(
        "time", "the night's job of `date` (every day) ends then; the day shows `share` (0.4) till then"
    ),
    "missing_day": Kind("dates", "one date or several that come without rows"),
    "empty_days": Kind("dates", "the same; meant to be used with `times`"),
    # what the answer says; rows are chosen by `date`, `dates`, `from`, `to`, `where` {dimension: value}
    "wrong_id": Kind("id", "another id is echoed"),
    "wrong_interval": Kind("interval", "another interval is echoed"),
    "wrong_range": Kind("range", "another range is echoed"),
    "wrong_conversion_window": Kind("days", "another conversion window (one day more) is echoed"),
    "out_of_window": Kind("time", "a further row of that time (before the window), date or unix ms"),
    "cell_count": Kind("by", "row number `row` (0) has so many cells more (-1)"),
    "empty": Kind("dates", "the chosen rows (all) are not sent"),
    "drop_rows": Kind("share", "this share (0.5) of the chosen rows of each period is not sent"),
    "scale": Kind("factor", "numbers of the chosen rows, of `metric` or all, are multiplied (1.1)"),
    "edit_definition": Kind("factor", "the same; meant to be used without dates"),
    "patch": Kind(
        "value", "this value, or JSON text `raw`, in `metric` (the first) of the chosen rows, of the `row`th only"
    ),
    "time_words": Kind("words", "a further row for each word (均值) that stands for a time"),
    "time_format": Kind("format", "times as digits (in a string), date or datetime"),
    "rename_metric": Kind("to", "`from` (the first metric) bears another name"),
    "add_metric": Kind("name", "a further metric at `position` in meta (the end)"),
    "remove_metric": Kind("name", "a metric (the last) is gone"),
    "swap_metrics": Kind("names", "two metrics (the first two) change places"),
    "metric_to_dimension": Kind("name", "a metric (the last) is a dimension now"),
    "duplicate_rows": Kind("count", "the first so many rows (1) come twice"),
    # the asynchronous exporter; `match` as everywhere
    "export_failed": Kind("errorMsg", "the export fails with these words"),
    "export_stuck": Kind("on", "the export is never done"),
    # users.csv and rules.csv; lines count from 1, the header included
    "bom": Kind("on", "a byte order mark comes first"),
    "comma": Kind("on", "commas instead of tabs"),
    "no_header": Kind("on", "the header is not sent"),
    "wide_row": Kind("line", "that line (2) has a field more"),
    "repeat_line": Kind("line", "that line (2) comes twice"),
    "invalid_utf8": Kind("line", "that line (2) ends in bytes that are not UTF-8"),
    "break_after": Kind("bytes", "the stream breaks after so many bytes (1000)"),
}


@dataclass
class Fault:
    """One fault and how often it may still fire."""

    name: str
    params: dict[str, Any]
    match: str = ""
    times: int | None = None
    after: int = 0
    max_days: float | None = None

    @classmethod
    def from_switch(cls, name: str, value: Any) -> "Fault":
        params = {} if value is True else dict(value) if isinstance(value, dict) else {FAULTS[name].main: value}
        params.pop("fault", None)
        report = params.pop("report", None)
        match = params.pop("match", f"/{report}.json" if report else "")
        times, after = params.pop("times", None), int(params.pop("after", 0))
        return cls(name, params, match, times, after, params.pop("max_days", None))

    def fires(self, target: str) -> bool:
        """Whether it strikes this request; counts it."""
        if self.match not in target or self.times == 0:
            return False
        if self.max_days is not None and _days(target) <= self.max_days:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def as_switch(self) -> dict[str, Any]:
        limits = {} if self.max_days is None else {"max_days": self.max_days}
        counts = {"times": self.times, "after": self.after}
        return {"fault": self.name, "match": self.match, **counts, **limits, **self.params}


class Switchboard:
    """Settings and faults of one sandbox; safe to use from any thread."""

    def __init__(self, **settings: Any) -> None:
        self._initial = {**SETTINGS, **settings}
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self._settings = dict(self._initial)
            self._faults: list[Fault] = []

    def __getitem__(self, setting: str) -> Any:
        return self._settings[setting]

    def set(self, switches: dict[str, Any]) -> None:
        """Merges switches: a fault's new value replaces its old ones, None or False takes it away.

        `faults` is a list of `{"fault": name, ...}` to add. Unknown names raise ValueError, nothing is set then.
        """
        named = [entry["fault"] for entry in switches.get("faults", [])]
        unknown = [n for n in [*switches, *named] if n not in SETTINGS and n not in FAULTS and n != "faults"]
        if unknown:
            raise ValueError(f"there is no switch {', '.join(unknown)}; there are {', '.join([*SETTINGS, *FAULTS])}")
        with self._lock:
            for name, value in switches.items():
                if name in SETTINGS:
                    self._settings[name] = self._initial[name] if value is None else value
                elif name in FAULTS:
                    self._faults = [f for f in self._faults if f.name != name]
                    self._faults += [Fault.from_switch(name, v) for v in _values(value)]
            self._faults += [Fault.from_switch(f["fault"], f) for f in switches.get("faults", [])]

    def claim(self, names: Iterable[str], target: str, first: bool = False) -> list[Fault]:
        """The faults among `names` that strike a request, in the order they were set; only one if `first`."""
        wanted = set(names)
        struck: list[Fault] = []
        with self._lock:
            for fault in self._faults:
                if fault.name in wanted and not (first and struck) and fault.fires(target):
                    struck.append(fault)
        return struck

    def as_dict(self) -> dict[str, Any]:
        with self._lock:
            return {**self._settings, "faults": [f.as_switch() for f in self._faults]}


def _days(target: str) -> float:
    """How many days the window of a request spans; 0 where it has none."""
    start, end = (re.search(rf"[?&]{name}=(\d+)", target) for name in ("startTime", "endTime"))
    return (int(end[1]) - int(start[1]) + 1) / _DAY_MS if start and end else 0.0


def _values(value: Any) -> list[Any]:
    if value is None or value is False:
        return []
    if isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
        return value
    return [value]

"""Answers as the source would send them, and long rows as a person would write them down."""

import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gio_pipeline.core.answer.report import parse_report
from gio_pipeline.core.answer.request import NOTHING_KNOWN, KnownTime, ReportRequest
from gio_pipeline.core.answer.unpivot import Unpivoted, unpivot

SHANGHAI = ZoneInfo("Asia/Shanghai")
WHAT = "chart YoX28w7R of project shop"


def dim(name: str) -> dict[str, Any]:
    return {"name": name, "dimension": True}


def met(name: str) -> dict[str, Any]:
    return {"name": name, "metric": True}


def answer(meta: list[dict[str, Any]], data: list[Any], **echoes: Any) -> bytes:
    """A chart's answer; `echoes` add to its keys or replace them."""
    payload = {"id": "YoX28w7R", "name": "页面浏览量", "interval": 86_400_000, "meta": meta, "data": data, **echoes}
    return json.dumps(payload).encode()


def answer_of_cell(cell: str) -> bytes:
    """A time-less answer of one metric with one cell, given as raw JSON text."""
    return b'{"id":"YoX28w7R","interval":86400000,"meta":[{"name":"m","metric":true}],"data":[[%s]]}' % cell.encode()


def instant(local: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)


def ms(local: str, zone: ZoneInfo = SHANGHAI) -> int:
    """Unix milliseconds of a local time."""
    return (instant(local, zone) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def asked(
    *starts: str, kind: str = "chart", grain: str = "day", zone: ZoneInfo = SHANGHAI, **more: Any
) -> ReportRequest:
    """A request for the periods that begin at these local times; 2019-10-01 if none is given."""
    periods = tuple(instant(start, zone) for start in starts or ("2019-10-01",))
    id, days = more.get("id", "YoX28w7R"), more.get("conversion_window")
    parameters = {"interval": 86_400_000} if kind == "chart" else {"conversionWindow": days} if days else {}
    parameters |= {name: more[name] for name in ("interval", "range", "buckets") if name in more}
    return ReportRequest(kind, id, grain, zone, periods, parameters, tuple(parameters))


def unpivoted(body: bytes, request: ReportRequest | None = None, known: KnownTime = NOTHING_KNOWN) -> Unpivoted:
    request = request or asked()
    return unpivot(parse_report(body, what=WHAT, asked=request, known=known), request)


LongRow = tuple[str, str, int, str, float | None, str | None]


def long_rows(result: Unpivoted, zone: ZoneInfo = SHANGHAI) -> list[LongRow]:
    """(local time, dimensions, occurrence, metric, value, text) per row; null as None."""
    rows = []
    for start, dimensions, occurrence, metric, value, text in result.frame.itertuples(index=False):
        local = f"{start.tz_convert(zone):%Y-%m-%d %H:%M}".removesuffix(" 00:00")
        rows.append((local, dimensions, occurrence, metric, None if math.isnan(value) else value, text))
    return rows

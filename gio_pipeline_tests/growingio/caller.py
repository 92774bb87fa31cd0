"""A client that asks by the names of the vendor's page."""

from typing import Any

from gio_pipeline.core.catalog import DASHBOARD_CHARTS, DASHBOARDS, RULES, SEGMENTS
from gio_pipeline.core.errors import TransientError
from gio_pipeline.core.kinds import Kind
from gio_pipeline.growingio.calls import Answer
from gio_pipeline.growingio.client import GrowingIOClient


def complete(body: bytes) -> bytes:
    """The body as it came, where it ends as JSON does."""
    if body[:1] + body[-1:] not in (b"{}", b"[]"):
        raise TransientError(f"the answer of {len(body)} bytes is no complete JSON.")
    return body


class Caller(GrowingIOClient):
    """`interval` in ms, `conversion_window` in days, `range` day, week or month."""

    def chart(self, id: str, start_ms: int, end_ms: int, interval: int, **how: Any) -> Answer[Any]:
        return self.report(Kind.CHART, id, start_ms, end_ms, {"interval": interval}, **{"decode": complete, **how})

    def funnel(self, id: str, start_ms: int, end_ms: int, conversion_window: int | None, **how: Any) -> Answer[Any]:
        own = {} if conversion_window is None else {"conversionWindow": conversion_window}
        return self.report(Kind.FUNNEL, id, start_ms, end_ms, own, **{"decode": complete, **how})

    def retention(self, id: str, start_ms: int, end_ms: int, range: str, **how: Any) -> Answer[Any]:
        return self.report(Kind.RETENTION, id, start_ms, end_ms, {"range": range}, **{"decode": complete, **how})

    def dashboards(self) -> Any:
        return self.listing(DASHBOARDS).decoded

    def dashboard(self, id: str) -> Any:
        return self.listing(DASHBOARD_CHARTS, id).decoded

    def segments(self) -> Any:
        return self.listing(SEGMENTS).decoded

    def rules(self) -> Any:
        return self.listing(RULES).decoded

"""Which of the source's two ways a report is asked by: V2, or the asynchronous exporter (V3)."""

from datetime import datetime, timedelta

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.config.specs import Exporter
from gio_pipeline.core.kinds import KINDS
from gio_pipeline.warehouse.reports import StoredReport

# The report may have been made smaller since, or V2 faster.
V2_AGAIN_AFTER = timedelta(days=30)


def exporter_of(spec: ReportSpec, memory: StoredReport | None, now: datetime) -> Exporter:
    """v2 or v3 alone; auto: V2, and V3 should V2 be unable to answer one period."""
    if KINDS[spec.kind].only_v3:
        return "v3"
    if spec.exporter == "auto" and memory and memory.v3_checked_at and now < memory.v3_checked_at + V2_AGAIN_AFTER:
        return "v3"
    return spec.exporter


def in_words(spec: ReportSpec, memory: StoredReport | None) -> str | None:
    """Why and since when V3 is asked, and when V2 is tried again; None where V2 answers."""
    if KINDS[spec.kind].only_v3:
        return f"V3: it alone has a {spec.kind}"
    if spec.exporter == "v3":
        return "V3: reports.yaml says so"
    if spec.exporter == "v2" or memory is None or not (memory.v3_reason and memory.v3_since and memory.v3_checked_at):
        return None
    since, again = (at.astimezone(spec.zone) for at in (memory.v3_since, memory.v3_checked_at + V2_AGAIN_AFTER))
    return f"V3 since {since:%Y-%m-%d}: {memory.v3_reason}; V2 is tried again on {again:%Y-%m-%d}"

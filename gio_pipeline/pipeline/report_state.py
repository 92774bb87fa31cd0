"""Reading what the warehouse knows of a report before a plan is made."""

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.pipeline.plans import ReportState
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.coverage import outline
from gio_pipeline.warehouse.reports import find_report


def report_state(runtime: Runtime, spec: ReportSpec) -> ReportState:
    """The report's memory and what is loaded of it; raises IdentityChanged."""
    memory = find_report(runtime.engine, spec)
    if memory is None:
        return ReportState(spec, None)
    return ReportState(
        spec, memory, outline(runtime.engine, memory.report_id, spec, memory.timetable(spec), runtime.clock())
    )

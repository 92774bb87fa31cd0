"""What the warehouse knows of reports before plans are made, and of the clocks."""

from collections.abc import Sequence
from datetime import datetime

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.warehouse.report_state import ReportState, read_states


def report_state(runtime: Runtime, spec: ReportSpec) -> ReportState:
    """What is loaded of the report, and its project's troubles; raises IdentityChanged."""
    return ReportStates(runtime, [spec]).of(spec)


class ReportStates:
    """The states of some reports, all read at once, and the clocks with them."""

    def __init__(self, runtime: Runtime, specs: Sequence[ReportSpec]) -> None:
        before = runtime.settings.clock()

        def now_at(database: datetime) -> datetime:
            runtime.note_clocks(before, database)
            return runtime.clock()

        self._found = read_states(runtime.engine, specs, now_at)
        for spec in specs:
            runtime.note_troubles(spec.project, self._found[spec.key].troubles or {})

    def of(self, spec: ReportSpec) -> ReportState:
        """One of them; raises IdentityChanged where its name stands for another report."""
        found = self._found[spec.key]
        if found.error:
            raise found.error
        return found

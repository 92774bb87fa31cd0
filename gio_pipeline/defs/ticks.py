"""A tick of a schedule asks the warehouse what is due, and requests one run per distinct range."""

from collections.abc import Iterator
from datetime import datetime

import dagster as dg
from dagster._core.storage.tags import PRIORITY_TAG, SCHEDULE_NAME_TAG

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ClocksDisagree, ConfigError, Unforeseen, WarehouseError
from gio_pipeline.core.periods import Period
from gio_pipeline.core.trouble import Trouble, in_words
from gio_pipeline.defs.ours import UNDER_WAY
from gio_pipeline.defs.partitions import ReportGroup, asset_key
from gio_pipeline.defs.reconcile import Budget, reconcile_all
from gio_pipeline.defs.resources import LazyRuntime
from gio_pipeline.defs.run_plan import range_tags
from gio_pipeline.pipeline.contained import contained, decorating
from gio_pipeline.pipeline.runtime import ReportStates, Runtime
from gio_pipeline.pipeline.trouble import end_if_over, note_refusal, waiting_trouble
from gio_pipeline.warehouse.report_state import ReportState

PRIORITY = "10"
Range = tuple[Period, Period]


class Tick:
    """One evaluation: what each report lacks now, save what a run of this schedule is loading already."""

    def __init__(self, context: dg.ScheduleEvaluationContext, group: ReportGroup, resource: LazyRuntime) -> None:
        self.context, self.group, self.resource = context, group, resource
        self.left_out: list[str] = []
        self.next_settling: list[datetime] = []
        self.ranges = self._ranges()

    def requests(self) -> Iterator[dg.RunRequest | dg.SkipReason]:
        tags = {SCHEDULE_NAME_TAG: self.group.name}
        busy = self._keys_of(dg.RunsFilter(tags=tags, statuses=UNDER_WAY))
        free = {span: [each for each in specs if asset_key(each) not in busy] for span, specs in self.ranges.items()}
        idle = {span: specs for span, specs in free.items() if specs}
        if not idle:
            yield dg.SkipReason(self._why_not())
        for (first, last), specs in sorted(idle.items(), key=lambda each: each[0][::-1], reverse=True):
            tags = range_tags(specs[0], first, last)
            # Dagster wants keys where a tick requests several runs; this one never comes back after a failure.
            key = f"{self.context.scheduled_execution_time.isoformat()} {' '.join(tags.values())}"
            selection = [asset_key(spec) for spec in specs]
            tags |= {PRIORITY_TAG: PRIORITY}
            # The checks are looked at in every load. As outputs of its step each would be planned, yielded and stored
            # as an event of its own: half of what a report and run write to Dagster's storage.
            run_key = key if len(idle) > 1 else None
            yield dg.RunRequest(run_key, tags=tags, asset_selection=selection, asset_check_keys=[])

    def mark(self) -> None:
        """What others loaded or forgot is marked and unmarked; a tick requests its runs whatever comes of that."""
        busy = self._keys_of(dg.RunsFilter(statuses=UNDER_WAY))
        specs = [spec for spec in self.group.reports if asset_key(spec) not in busy]
        with decorating(self.context.log.warning, "The marks were not compared with gio.coverage"):
            reconcile_all(self.context.instance, self.resource.open(), specs, Budget.of_a_tick())

    def _ranges(self) -> dict[Range, list[ReportSpec]]:
        found: dict[Range, list[ReportSpec]] = {}
        try:
            runtime = self.resource.open()
            states = ReportStates(runtime, self.group.reports)
            self.now = runtime.clock()
            runtime.check_clocks()
            for spec in self.group.reports:
                try:
                    with contained(spec.key):
                        state = states.of(spec)
                        settling = state.timetable.next_settling(self.now)
                        span = state.newest_due_range(self.now, self._waiting(runtime, state))
                except (ConfigError, Unforeseen) as error:
                    note_refusal(runtime, spec, error)
                    self._leave_out(str(error) if isinstance(error, ConfigError) else f"{spec.key}: {error}")
                    continue
                self.next_settling.append(settling)
                if span:
                    found.setdefault(span, []).append(spec)
            return found
        except (WarehouseError, ClocksDisagree) as error:
            message = f"Nothing could be asked for, the next tick tries again: {error}"
        raise WarehouseError(message)

    def _waiting(self, runtime: Runtime, state: ReportState) -> Trouble | None:
        troubles = state.troubles or {}
        if end_if_over(runtime, state, troubles, self.now):
            return None
        waiting = waiting_trouble(runtime, troubles, state.spec, self.now)
        if waiting:
            self._leave_out(in_words(waiting, self.group.spec.calendar.zone))
        return waiting

    def _leave_out(self, reason: str) -> None:
        self.left_out.append(reason)
        self.context.log.warning(reason)

    def _keys_of(self, wanted: dg.RunsFilter) -> set[dg.AssetKey]:
        runs = self.context.instance.get_runs(wanted)
        everything = {asset_key(spec) for spec in self.group.reports}
        return {key for run in runs for key in (run.asset_selection or everything)}

    def _why_not(self) -> str:
        reasons = [f"Left out: {reason}" for reason in self.left_out]
        if self.ranges:
            reasons.insert(0, "What is due is being loaded already by a run of this schedule.")
        elif self.next_settling:
            at = min(self.next_settling).astimezone(self.group.spec.calendar.zone)
            when = f"{at:%Y-%m-%d %H:%M} ({self.group.spec.timezone})"
            reasons.insert(0, f"Nothing is due: the next {self.group.spec.grain} settles {when}.")
        return " ".join(reasons)

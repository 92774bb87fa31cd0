"""What a report's checks look at: read from the warehouse after a load, decided in core.quality."""

from datetime import datetime
from typing import Any

from gio_pipeline.core import quality
from gio_pipeline.core.changes import ColumnChange, several_sets
from gio_pipeline.core.coverage import LoadedPeriods
from gio_pipeline.core.kinds import KINDS, RATES, STEPS, TOTAL
from gio_pipeline.core.periods import Period
from gio_pipeline.core.quality import CheckResult, Oddity
from gio_pipeline.core.shrinkage import Like
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime, report_state
from gio_pipeline.warehouse.coverage import like_periods
from gio_pipeline.warehouse.figures import GROWING_STEPS, ODD_RATES, main_metric, odd_figures, schema_changes
from gio_pipeline.warehouse.reports import StoredReport

MOST_ODD = 20


def assess(runtime: Runtime, result: LoadResult, since: datetime) -> list[CheckResult]:
    """A finding for each of the report's checks, about the periods this load committed, else about the newest one.

    since: the instant the load was planned at; column changes from then on are its own. Raises WarehouseError.
    """
    before = report_state(runtime, result.spec)
    newest = before.loaded.newest
    if before.stored is None or newest is None:
        reason = "Nothing is loaded yet."
        return [CheckResult(check, True, reason, warning=True) for check in quality.checks_of(result.spec.kind)]
    return _Assessment(runtime, result, before.stored, before.loaded, newest).findings(since)


class _Assessment:
    def __init__(
        self, runtime: Runtime, result: LoadResult, stored: StoredReport, loaded: LoadedPeriods, newest: Period
    ) -> None:
        self.engine, self.settings, self.result = runtime.engine, runtime.settings, result
        self.now = runtime.clock()
        self.stored, self.loaded, self.spec = stored, loaded, result.spec
        self.timetable = stored.timetable(result.spec)
        self.periods: list[Period] = sorted(result.committed) or [newest]

    def findings(self, since: datetime) -> list[CheckResult]:
        own = {
            TOTAL: lambda: quality.total_agrees(self.timetable.calendar, self.result.totals),
            STEPS: lambda: self._odd(STEPS, GROWING_STEPS),
            RATES: lambda: self._odd(RATES, ODD_RATES),
        }
        return [
            quality.unbroken_coverage(self.timetable, self.loaded, self.now),
            quality.freshness(self.timetable, self.loaded, self.now),
            self._like_before(),
            quality.same_columns(self._changes(since), several_sets(self.timetable, self.result.column_sets)),
            *(own[check]() for check in KINDS[self.spec.kind].checks),
        ]

    def _like_before(self) -> CheckResult:
        newest, days_off = self.periods[-1], self.settings.config.days_off
        metric = main_metric(self.engine, self.stored.report_id)
        wanted = [newest, *quality.periods_like(self.timetable, newest, days_off)]
        starts = [period.start for period in wanted]
        found = like_periods(self.engine, self.stored.report_id, starts, metric.name if metric else None)
        likes: dict[Period, Like] = {period: found[period.start] for period in wanted if period.start in found}
        return quality.like_before(self.timetable, newest, likes, metric.name if metric else None, days_off)

    def _changes(self, since: datetime) -> list[str]:
        rows = schema_changes(self.engine, self.stored.report_id, since)
        return [str(ColumnChange(**row._mapping)) for row in rows]

    def _odd(self, check: str, statement: str) -> CheckResult:
        starts = [period.start for period in self.periods]
        named = {"report_id": self.stored.report_id, "project": self.spec.project, "report": self.spec.name}
        rows = odd_figures(self.engine, statement, starts=starts, most=MOST_ODD, **named)
        calendar, checked = self.timetable.calendar, rows[0].checked if rows else 0
        odd = [Oddity(calendar.containing(row.period_start), _said(row)) for row in rows if row.odd]
        return quality.none_odd(check, calendar, checked, odd)


def _said(row: Any) -> str:
    dimensions = ", ".join(str(value) for value in row.dimensions.values())
    where = f" ({dimensions})" if dimensions else ""
    return f"{row.name}{where} {row.value:,.10g}, at most {row.limit_value:,.10g} expected"

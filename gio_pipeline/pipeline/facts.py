"""What an answer says about its report, and what of it is worth a warning."""

from collections.abc import Sequence
from datetime import datetime

from gio_pipeline.core.answer.report import Report
from gio_pipeline.core.answer.times import distinct_times
from gio_pipeline.core.changes import ColumnChange
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.kinds import KINDS, LONGEST_CONVERSION_WINDOW
from gio_pipeline.core.text import shortened, some
from gio_pipeline.warehouse.reports import AnswerFacts
from gio_pipeline.warehouse.store import Learned

# The rest of what changed is in gio.schema_changes.
MOST_TOLD = 20
LONGEST_TOLD = 200


def facts_of(spec: ReportSpec, report: Report, asked_at: datetime) -> AnswerFacts:
    """What is to be remembered of an answer; raises ContractError for an impossible conversion window."""
    return AnswerFacts(
        source_name=report.name,
        columns=tuple((column.name, column.role) for column in report.columns) if report.rows else None,
        metrics=report.metrics,
        timeless=_timeless(report),
        dated=report.carries_time,
        time_column=report.time_column,
        time_cell=report.time_cell,
        echoed_conversion_window=_days(report) if KINDS[spec.kind].has_conversion_window else None,
        largest_column=_largest_column(spec, report),
        asked_at=asked_at,
    )


def warnings_of(facts: AnswerFacts, learned: Learned) -> list[str]:
    """What is worth a warning of what an answer changed."""
    warnings, echo = _of_changes(learned.changes), facts.echoed_conversion_window
    if facts.time_column and facts.time_column != learned.before.time_column:
        taken = (
            f"'{shortened(facts.time_column)}' is taken for its time: every cell of it is a period that was asked for"
        )
        warnings.append(f"the column {taken}; gio.reports.time_column keeps this for later answers")
    known = learned.before.echoed_conversion_window
    if None not in (echo, known) and echo != known:
        warnings.append(f"the source's conversion window was {known} days and is {echo}")
    return warnings


def _timeless(report: Report) -> bool | None:
    """Whether every period takes a request of its own; None where the answer does not tell.

    A big number has one time, whether it was asked for one period or for several.
    """
    if report.aggregator is not None and report.times is not None and len(distinct_times(report.times)) < 2:
        return None
    return None if report.time == "unknown" else report.time == "none"


def _of_changes(changes: Sequence[ColumnChange]) -> list[str]:
    lines = [f"column {change}" for change in changes]
    short = [line if len(line) <= LONGEST_TOLD else f"{line[:LONGEST_TOLD]}…" for line in lines]
    return some(short, MOST_TOLD, "{} more columns changed: see gio.schema_changes")


def _days(report: Report) -> int | None:
    days = report.conversion_window
    if days is not None and days > LONGEST_CONVERSION_WINDOW:
        longest = f"{LONGEST_CONVERSION_WINDOW} days"
        raise ContractError(f"{report.what}: the answer has conversionWindow {days}, but the longest is {longest}")
    return days


def _largest_column(spec: ReportSpec, report: Report) -> int:
    numbers = (KINDS[spec.kind].column_number(metric) for metric in report.metrics)
    return max((number for number in numbers if number is not None), default=0)

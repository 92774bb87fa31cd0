"""What a report's page shows of what landed: the view's columns, a few rows, the main metric over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.periods import Period, State
from gio_pipeline.core.plot import Point
from gio_pipeline.core.wording import label
from gio_pipeline.pipeline.quality import main_metric
from gio_pipeline.warehouse.engine import Engine, Row
from gio_pipeline.warehouse.figures import view_figures
from gio_pipeline.warehouse.report_views import FIXED
from gio_pipeline.warehouse.reports import find_report

# A run keeps these in Dagster's storage for ever: enough to recognize the report by, and no more.
PREVIEW_ROWS = 6
PREVIEW_COLUMNS = 10
DRAWN_PERIODS = 60


@dataclass(frozen=True)
class Page:
    """What landed: the view's `columns` (name, type, comment) and, as far as `shown`, the newest period's `rows`."""

    columns: Sequence[Row[Any]]
    shown: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    metric: str | None
    points: tuple[Point, ...]


def read_page(engine: Engine, spec: ReportSpec, newest: Period) -> Page | None:
    """The page as of `newest`, None where the report has no view yet; raises WarehouseError."""
    memory = find_report(engine, spec)
    if memory is None:
        return None
    metric = main_metric(engine, memory.report_id)
    found = view_figures(
        engine,
        spec,
        memory.report_id,
        metric.metric_id if metric else None,
        newest.start,
        _shown,
        most_rows=PREVIEW_ROWS,
        most_periods=DRAWN_PERIODS,
    )
    if not found.columns:
        return None
    points = tuple(
        Point(label(spec.calendar, spec.calendar.containing(row.period_start)), row.total, row.state == State.FINAL)
        for row in found.totals
    )
    return Page(found.columns, tuple(found.shown), tuple(found.rows), metric.name if metric else None, points)


def _shown(columns: Sequence[Any]) -> list[str]:
    return [column.name for column in columns if column.name not in FIXED][:PREVIEW_COLUMNS]

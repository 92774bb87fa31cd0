"""What is loaded as a whole: which reports, when last, and what nobody could read."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Engine, Row

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.warehouse.engine import read
from gio_pipeline.warehouse.reports import scope


def warehouse_exists(engine: Engine) -> bool:
    """Whether the database has our tables."""
    exists: bool = read(engine, "overview/warehouse_exists")[0][0]
    return exists


def inactive_reports(engine: Engine, projects: Sequence[str], specs: Sequence[ReportSpec]) -> list[str]:
    """`project/name` of what is loaded of these projects and is not among the reports."""
    return [key for (key,) in read(engine, "overview/select_inactive_reports", **scope(projects, specs))]


def unknown_label_names(engine: Engine, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """`project/name` and column, where these kinds' series should be and no step or period could be read."""
    return [(key, name) for key, name in read(engine, "overview/select_unknown_labels", kinds=list(kinds))]


def last_loads(engine: Engine) -> Sequence[Row[Any]]:
    """report_id, finished_at, status and error of each report's last load."""
    return read(engine, "overview/select_last_loads")

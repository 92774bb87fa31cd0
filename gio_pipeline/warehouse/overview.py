"""What is loaded as a whole: which reports, when last, and what nobody could read."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Engine, Row, text

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.warehouse.engine import translate_errors
from gio_pipeline.warehouse.reports import scope
from gio_pipeline.warehouse.statements import sql


def warehouse_exists(engine: Engine) -> bool:
    """Whether the database has our tables."""
    with translate_errors(), engine.connect() as connection:
        return bool(connection.execute(text(sql("overview/warehouse_exists"))).scalar())


def inactive_reports(engine: Engine, projects: Sequence[str], specs: Sequence[ReportSpec]) -> list[str]:
    """`project/name` of what is loaded of these projects and is not among the reports."""
    with translate_errors(), engine.connect() as connection:
        return list(connection.execute(text(sql("overview/select_inactive_reports")), scope(projects, specs)).scalars())


def unknown_label_names(engine: Engine, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """`project/name` and column, where these kinds' series should be and no step or period could be read."""
    with translate_errors(), engine.connect() as connection:
        rows = connection.execute(text(sql("overview/select_unknown_labels")), {"kinds": list(kinds)})
        return [(key, name) for key, name in rows]


def last_loads(engine: Engine) -> Sequence[Row[Any]]:
    """report_id, finished_at, status and error of each report's last load."""
    with translate_errors(), engine.connect() as connection:
        return connection.execute(text(sql("overview/select_last_loads"))).all()

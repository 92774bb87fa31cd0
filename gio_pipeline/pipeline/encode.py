"""From the long frame to the rows of gio.points: names become numbers."""

from datetime import datetime
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Engine

from gio_pipeline.core.changes import ColumnChange, column_changes
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.labels import largest_retention_column, retention_label
from gio_pipeline.core.report import Report
from gio_pipeline.core.windows import Kind
from gio_pipeline.warehouse import dictionary
from gio_pipeline.warehouse.copy import Points
from gio_pipeline.warehouse.engine import explained
from gio_pipeline.warehouse.reports import ReportMemory, remember_answer, remember_changes


def remember(engine: Engine, spec: ReportSpec, memory: ReportMemory, report: Report, asked_at: datetime) -> list[str]:
    """Keeps what the answer says about its report and its columns; returns what is worth a warning."""
    columns = tuple((column.name, column.role) for column in report.columns)
    changes = _column_changes(spec, memory, columns) if report.rows else []
    warnings = [f"column {change}" for change in changes]
    echo, known = report.conversion_window, memory.echoed_conversion_window
    if spec.kind is Kind.FUNNEL and None not in (echo, known) and echo != known:
        warnings.append(f"the source's conversion window was {known} days and is {echo}")
    with explained(), engine.begin() as connection:
        dictionary.lock_dictionary(connection, memory.report_id)
        dictionary.add_metrics(connection, memory.report_id, report.metrics, spec.kind)
        remember_changes(connection, spec, memory.report_id, changes, asked_at)
        remember_answer(
            connection,
            memory.report_id,
            source_name=report.name,
            columns=columns if report.rows else None,
            timeless=None if report.time == "unknown" else report.time == "none",
            echoed_conversion_window=echo if spec.kind is Kind.FUNNEL else None,
            largest_column=_largest_column(spec, report),
            asked_at=asked_at,
        )
    return warnings


def _largest_column(spec: ReportSpec, report: Report) -> int:
    return (largest_retention_column(report.metrics) or 0) if spec.kind is Kind.RETENTION else 0


def _column_changes(
    spec: ReportSpec, memory: ReportMemory, columns: tuple[tuple[str, str], ...]
) -> list[ColumnChange]:
    if not memory.columns:
        return []
    if spec.kind is Kind.RETENTION:
        # A cohort's columns come as its days pass: growth, not a change of the report.
        return column_changes(_lasting(memory.columns), _lasting(columns))
    return column_changes(memory.columns, columns)


def _lasting(columns: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(name, role) for name, role in columns if role == "dimension" or retention_label(name) is None]


def encode(engine: Engine, report_id: int, frame: pd.DataFrame) -> Points:
    """The frame's rows as points; dimension sets that are new are stored first, in their own transaction."""
    period = frame["period_start"].astype("int64").to_numpy().astype(np.int64, copy=False)
    points = Points(
        report_id,
        period,
        _dimension_ids(engine, report_id, frame),
        _metric_ids(engine, report_id, frame),
        frame["value"].to_numpy(dtype=np.float64),
        frame["value_text"].to_numpy(dtype=object),
    )
    return points.in_key_order()


def _metric_ids(engine: Engine, report_id: int, frame: pd.DataFrame) -> npt.NDArray[np.int16]:
    names = frame["metric"].cat.categories
    with explained(), engine.connect() as connection:
        numbers = dictionary.metric_ids(connection, report_id)
    table = np.array([numbers.get(name, -1) for name in names], dtype=np.int16)
    return table[frame["metric"].cat.codes.to_numpy()] if len(frame) else np.empty(0, np.int16)


def _dimension_ids(engine: Engine, report_id: int, frame: pd.DataFrame) -> npt.NDArray[np.int32]:
    texts = frame["dimensions"].cat.categories
    codes = frame["dimensions"].cat.codes.to_numpy().astype(np.int64)
    occurrence = frame["occurrence"].to_numpy().astype(np.int64)
    keys, rows = np.unique(codes + (occurrence - 1) * len(texts), return_inverse=True)
    sets = [(str(texts[key % len(texts)]), int(key // len(texts)) + 1) for key in keys.tolist()]
    hashes = [dictionary.set_hash(dimensions, number) for dimensions, number in sets]
    numbers = _numbered(engine, report_id, sets, hashes)
    table = np.array([numbers[hashed] for hashed in hashes], dtype=np.int32)
    return table[rows] if len(frame) else np.empty(0, np.int32)


def _numbered(engine: Engine, report_id: int, sets: list[tuple[str, int]], hashes: list[UUID]) -> dict[UUID, int]:
    with explained(), engine.connect() as connection:
        numbers = dictionary.dimension_set_ids(connection, report_id, hashes)
    new = [(*each, hashed) for each, hashed in zip(sets, hashes, strict=True) if hashed not in numbers]
    if new:
        with explained(), engine.begin() as connection:
            dictionary.lock_dictionary(connection, report_id)
            # Another load may have stored some of them meanwhile.
            waited = [hashed for _, _, hashed in new]
            numbers |= dictionary.dimension_set_ids(connection, report_id, waited)
            missing = [each for each in new if each[2] not in numbers]
            numbers |= dictionary.add_dimension_sets(connection, report_id, missing)
    return numbers

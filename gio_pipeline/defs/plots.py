"""What a report's page in the Dagster UI shows of what landed: columns, a few rows, a chart."""

from collections.abc import Sequence
from typing import Any

from dagster import (
    MetadataValue,
    TableColumn,
    TableColumnConstraints,
    TableSchema,
)

from gio_pipeline.core.plot import picture, preview
from gio_pipeline.core.text import as_markdown
from gio_pipeline.pipeline.page import Page
from gio_pipeline.warehouse.report_views import FIXED

SCHEMA = "dagster/column_schema"
# The UI draws the schema above everything else: a retention has sixty columns, the others are a click away.
COLUMNS_AT_FIRST = 20


def landed(page: Page) -> dict[str, MetadataValue]:
    """Metadata of the newest loaded period; kept once a load, for pictures add up."""
    shown: dict[str, MetadataValue] = {}
    if page.rows:
        shown["preview"] = MetadataValue.md(preview(page.shown, page.rows))
    if drawn := picture(page.metric or "", page.points):
        shown["chart"] = MetadataValue.md(drawn)
    shown[SCHEMA] = MetadataValue.table_schema(_schema(page.columns[:COLUMNS_AT_FIRST]))
    if len(page.columns) > COLUMNS_AT_FIRST:
        shown["all columns"] = MetadataValue.table_schema(_schema(page.columns))
    return shown


def _schema(columns: Sequence[Any]) -> TableSchema:
    return TableSchema(
        [
            TableColumn(
                column.name,
                column.type,
                as_markdown(column.comment) if column.comment else None,
                TableColumnConstraints(nullable=column.name not in FIXED),
            )
            for column in columns
        ]
    )

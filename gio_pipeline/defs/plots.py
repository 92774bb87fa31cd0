"""What a report's page in the Dagster UI shows of what landed: columns, a few rows, a chart."""

from collections.abc import Sequence
from typing import Any

import dagster as dg

from gio_pipeline.core.plot import picture, preview
from gio_pipeline.core.text import as_markdown
from gio_pipeline.pipeline.page import Page
from gio_pipeline.warehouse.report_views import FIXED

SCHEMA = "dagster/column_schema"
# The UI draws the schema above everything else: a retention has sixty columns, the others are a click away.
COLUMNS_AT_FIRST = 20


def landed(page: Page) -> dict[str, dg.MetadataValue | dg.TableSchema]:
    """Metadata of the newest loaded period; kept once a load, for pictures add up."""
    shown: dict[str, dg.MetadataValue | dg.TableSchema] = {}
    if page.rows:
        shown["preview"] = dg.MetadataValue.md(preview(page.shown, page.rows))
    if drawn := picture(page.metric or "", page.points):
        shown["chart"] = dg.MetadataValue.md(drawn)
    shown[SCHEMA] = _schema(page.columns[:COLUMNS_AT_FIRST])
    if len(page.columns) > COLUMNS_AT_FIRST:
        shown["all columns"] = _schema(page.columns)
    return shown


def _schema(columns: Sequence[Any]) -> dg.TableSchema:
    return dg.TableSchema(
        [
            dg.TableColumn(
                column.name,
                column.type,
                as_markdown(column.comment) if column.comment else None,
                dg.TableColumnConstraints(nullable=column.name not in FIXED),
            )
            for column in columns
        ]
    )

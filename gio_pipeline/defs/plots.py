"""What a report's page in the Dagster UI shows of what landed: columns, a few rows, a chart."""

from collections.abc import Sequence

from dagster import (
    AssetExecutionContext,
    AssetMaterialization,
    MetadataValue,
    TableColumn,
    TableColumnConstraints,
    TableSchema,
)

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.plot import picture, preview
from gio_pipeline.core.text import as_markdown
from gio_pipeline.defs.groups import view_key
from gio_pipeline.pipeline.page import Column, Page
from gio_pipeline.warehouse.report_views import FIXED

SCHEMA = "dagster/column_schema"


def landed(page: Page) -> dict[str, MetadataValue]:
    """Metadata of the newest period a load committed; kept once a load, for pictures add up."""
    shown: dict[str, MetadataValue] = {SCHEMA: MetadataValue.table_schema(_schema(page.columns))}
    if page.rows:
        shown["preview"] = MetadataValue.md(preview(page.shown, page.rows))
    if drawn := picture(page.metric or "", page.points):
        shown["chart"] = MetadataValue.md(drawn)
    return shown


def mark_view(context: AssetExecutionContext, page: Page, spec: ReportSpec) -> None:
    """Marks the view as renewed where its columns are not those it was last marked with."""
    key, schema = view_key(spec), MetadataValue.table_schema(_schema(page.columns))
    last = context.instance.get_latest_materialization_event(key)
    known = last.asset_materialization if last else None
    if known is None or known.metadata.get(SCHEMA) != schema:
        metadata = {SCHEMA: schema, "columns": MetadataValue.int(len(page.columns))}
        context.log_event(AssetMaterialization(key, metadata=metadata))


def _schema(columns: Sequence[Column]) -> TableSchema:
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

"""Marks of a load on its report's partitions, and what the newest of them shows on the report's page."""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_IS_USER_PROVIDED_TAG, DATA_VERSION_TAG

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.outcome import Outcome
from gio_pipeline.core.periods import Period, State
from gio_pipeline.core.plot import picture, preview
from gio_pipeline.core.text import as_markdown
from gio_pipeline.defs.partitions import asset_key, key_of
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.warehouse.figures import Page
from gio_pipeline.warehouse.report_views import FIXED

Metadata = Mapping[str, Any]


def version(state: State, digest: bytes | None) -> str:
    """The data version of a period: equal ones stand for equal rows in an equal state."""
    return f"{digest.hex() if digest else 'empty'}-{state}"


def mark_of(spec: ReportSpec, period: Period, version: str, metadata: Metadata) -> dg.AssetMaterialization:
    """What Dagster keeps for a period that is loaded."""
    tags = {DATA_VERSION_TAG: version, DATA_VERSION_IS_USER_PROVIDED_TAG: "true"}
    return dg.AssetMaterialization(asset_key(spec), partition=key_of(spec, period), metadata=metadata, tags=tags)


def shown_state(state: State) -> dict[str, str | bool]:
    return {"state": str(state), "provisional": state is State.PROVISIONAL}


class Marks:
    """Marks every period of a load once, as soon as it is committed, in the run's range or out of it.

    Only what is the report's newest period waits for the end: the UI shows the last mark, and this one carries what the
    page shows. known: the newest period that was loaded before.
    """

    def __init__(self, context: dg.AssetExecutionContext, spec: ReportSpec) -> None:
        self.context, self.spec = context, spec
        self.known: Period | None = None
        self._result = LoadResult(spec)
        self._marked: set[Period] = set()

    def __call__(self, result: LoadResult) -> None:
        self._result = result
        self._mark([each for each in sorted(result.committed) if each != self.newest], {})

    @property
    def newest(self) -> Period | None:
        """The report's newest period, where this load brought it."""
        loaded = max(self._result.committed, default=None)
        return loaded if loaded and (self.known is None or self.known <= loaded) else None

    def finish(self, shown: Metadata) -> None:
        """Marks the newest too, with `shown`; nothing where that is done."""
        self._mark(sorted(self._result.committed), shown)

    def _mark(self, periods: Sequence[Period], shown: Metadata) -> None:
        result = self._result
        for period in periods:
            if period in self._marked:
                continue
            outcome = result.committed[period]
            metadata = {**shown, **_metadata(result, period, outcome)}
            self._marked.add(period)
            self.context.log_event(mark_of(self.spec, period, version(outcome.state, outcome.digest), metadata))


def _metadata(result: LoadResult, period: Period, outcome: Outcome) -> dict[str, Any]:
    # Where a newer answer of another load stands, its counts are with that load.
    counts = () if outcome.superseded else ("values", "inserted", "changed", "unchanged", "deleted")
    found: dict[str, Any] = {"rows": outcome.rows} | {name: getattr(outcome, name) for name in counts}
    if answered := result.answered.get(period):
        found["requests"] = answered.requests
        found["seconds"] = round(answered.seconds, 3)
        found["periods together"] = answered.periods
    if result.exporter:
        found["exporter"] = result.exporter
    return found | shown_state(outcome.state)


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

"""The catalogue: one record per listing of the source, with the table of schema gio that keeps it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo

from gio_pipeline.core.catalog_rows import Field, Listing, chart_rows, entry_rows, rule_listing


@dataclass(frozen=True)
class Endpoint:
    """A listing: where it is asked for, how its answer is read, and which rows of which table it fills.

    path: below the API's address. answer: what the body must be. fields: what is read of an entry beside the key. key:
    what tells a project's rows apart. parent: the listing of whose every row this one is asked for (`{id}` in path and
    subject); the first column of the key holds that row's id. part: what `gio-pipeline snapshot` calls it.
    """

    table: str
    path: str
    part: str
    title: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("id",)
    answer: Literal["list", "object", "text"] = "list"
    reader: Callable[[Any, ZoneInfo, Sequence[Field], str], Listing] = entry_rows
    parent: str | None = None
    subject: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that come from the source, the key first."""
        return tuple(dict.fromkeys([*self.key, *(column for each in self.fields for column in each.columns)]))

    @property
    def children(self) -> tuple["Endpoint", ...]:
        """The listings that are asked for once for every row of this one."""
        return tuple(each for each in CATALOG if each.parent == self.table)

    def what(self, parent: str = "") -> str:
        """What is asked for, as messages say it: `dashboards`, `dashboard dsh1`."""
        return (self.subject or self.title).format(id=parent)

    def read(self, answer: Any, zone: ZoneInfo, *, what: str, parent: str | None = None) -> Listing:
        """The rows of an answer; raises ContractError where it holds entries of which none can be read."""
        listing = self.reader(answer, zone, self.fields, what)
        if self.parent:
            listing.rows = [{self.key[0]: parent, **row} for row in listing.rows]
        return listing


def titles(endpoints: Sequence[Endpoint]) -> str:
    """dashboards, segments and rules"""
    return f"{', '.join(each.title for each in endpoints[:-1])} and {endpoints[-1].title}"


def _texts(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, (name,)) for name in names)


_CREATED = Field("created_at", ("createdAt",), "moment")
_UPDATED = Field("updated_at", ("updatedAt",), "moment")

DASHBOARDS = Endpoint(
    table="dashboards",
    path="projects/{uid}/dashboards.json",
    part="catalog",
    title="dashboards",
    about="The project's dashboards.",
    fields=(*_texts("name", "type", "scope", "creator", "updater"), _CREATED, _UPDATED),
)
DASHBOARD_CHARTS = Endpoint(
    table="dashboard_charts",
    path="projects/{uid}/dashboards/{id}.json",
    part="catalog",
    title="charts",
    about="What stands on each dashboard.",
    # Sic, on the vendor's page.
    fields=(*_texts("name"), Field("creator", ("createor", "creator")), _CREATED),
    key=("dashboard_id", "resource_type", "id"),
    answer="object",
    reader=chart_rows,
    parent="dashboards",
    subject="dashboard {id}",
)
SEGMENTS = Endpoint(
    table="segments",
    path="projects/{uid}/segmentations.json",
    part="segments",
    title="segments",
    about="The project's user segments.",
    fields=(*_texts("name"), Field("user_type", ("userType",)), Field("user_num", ("userNum",), "number"), _UPDATED),
)
RULES = Endpoint(
    table="rules",
    path="projects/{uid}/rules.csv",
    part="rules",
    title="rules",
    about="The marked elements (圈选) of the project.",
    fields=_texts("event_name"),
    key=("rule_id", "event_type"),
    answer="text",
    reader=rule_listing,
)
# In the order in which snapshots are taken.
CATALOG = (DASHBOARDS, DASHBOARD_CHARTS, SEGMENTS, RULES)
ROOTS = tuple(each for each in CATALOG if each.parent is None)
TAGS = "tags"
PARTS = (*dict.fromkeys(each.part for each in CATALOG), TAGS)

"""Today's snapshots of a project: dashboards and their charts, segments and their users, rules."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from gio_pipeline.core.catalog import DASHBOARDS, PARTS, ROOTS, SEGMENTS, TAGS, Endpoint
from gio_pipeline.core.catalog_rows import Listing, Row
from gio_pipeline.core.config import ProjectConfig
from gio_pipeline.core.config.specs import Priority
from gio_pipeline.core.errors import GioError, UnknownReport, WarehouseError
from gio_pipeline.core.text import printable, some
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.growingio.client import GrowingIOClient, UserGroup
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.flights import MOST_IN_FLIGHT
from gio_pipeline.pipeline.listings import Standing, edit_hints, listing, listing_of
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.side_by_side import side_by_side
from gio_pipeline.pipeline.trouble import note_snapshot
from gio_pipeline.pipeline.users import take_users
from gio_pipeline.warehouse.catalog import Segment, Stored, find_segment, find_tag, report_loads, store
from gio_pipeline.warehouse.segment_users import Swapped
from gio_pipeline.warehouse.troubles import remember_snapshot

# Projects, and the listings that belong to the rows of another: the source limits neither.
MOST_AT_ONCE = 4
# What an earlier step of the same run has listed need not be listed again.
FRESH = timedelta(hours=1)


@dataclass
class Snapshot:
    """What became of one endpoint's snapshot; where `error` is set, the warehouse holds what it held before.

    table: of schema gio. segment: its id, or the tag's, of users only. new, gone: against the snapshot before.
    """

    project: str
    table: str
    segment: str | None = None
    rows: int = 0
    new: int = 0
    gone: int = 0
    requests: int = 0
    seconds: float = 0.0
    warnings: list[str] = field(default_factory=list)
    error: GioError | None = None
    trouble: Trouble | None = None

    @property
    def subject(self) -> str:
        return subject(self.table, self.segment)

    def count(self, found: Stored | Swapped) -> None:
        self.rows, self.new, self.gone = found.rows, found.new, found.gone

    def note(self, stored: Stored) -> None:
        self.count(stored)
        if stored.repeated:
            ids = ", ".join(some(stored.repeated, 5, "…"))
            listing = f"{self.table} of project {self.project}"
            self.warnings.append(f"{listing}: {ids} came more than once; the last entry was kept.")


def subject(table: str, segment: str | None = None) -> str:
    """What a snapshot is called among a project's troubles."""
    return "/".join(["catalog", table, *([segment] if segment else [])])


def take_snapshots(runtime: Runtime, parts: Sequence[str] = PARTS) -> Iterator[Snapshot]:
    """The snapshots of all projects, some at once; a failure is kept in its snapshot, the others are taken."""

    def take(project: ProjectConfig) -> list[Snapshot]:
        return list(_of_project(runtime, project, parts))

    projects = runtime.settings.config.projects
    for taken in side_by_side([partial(take, project) for project in projects], MOST_AT_ONCE):
        yield from taken


def _of_project(runtime: Runtime, project: ProjectConfig, parts: Sequence[str]) -> Iterator[Snapshot]:
    users: dict[str, tuple[UserGroup, Sequence[str]]] = {
        SEGMENTS.part: ("segment", project.segment_users),
        TAGS: ("tag", project.tag_users),
    }
    for part in (each for each in PARTS if each in parts):
        listed: list[Snapshot] = []
        for endpoint in ROOTS if project.catalog else ():
            if endpoint.part == part:
                listed += snapshot_listing(runtime, project.name, endpoint, "backfill")
        yield from listed
        failed = next((each.error for each in listed if each.error), None)
        group, named = users.get(part, ("segment", ()))
        ids = list(dict.fromkeys(named))
        if failed:
            yield from (Snapshot(project.name, f"{group}_users", id, error=failed) for id in ids)
            continue
        taking = [partial(snapshot_users, runtime, project.name, group, id, "backfill") for id in ids]
        # Where the segments were not listed here, the first of them sees to it that there is a listing.
        alone = 1 if group == "segment" and not listed else 0
        yield from (each() for each in taking[:alone])
        yield from side_by_side(taking[alone:], MOST_IN_FLIGHT)


def snapshot_listing(runtime: Runtime, project: str, endpoint: Endpoint, priority: Priority) -> list[Snapshot]:
    """The listing's table and, where that succeeded, those of the listings that belong to its rows."""
    taking = _Listings(runtime, project)
    parent = _taken(runtime, Snapshot(project, endpoint.table), priority, partial(taking.take, endpoint))
    if parent.error:
        return [parent]
    children = [
        _taken(runtime, Snapshot(project, child.table), priority, partial(taking.take_children, child))
        for child in endpoint.children
    ]
    if endpoint is DASHBOARDS:
        try:
            with contained(f"{project}: gio.dashboards"):
                parent.warnings += [printable(hint) for hint in taking.edit_hints()]
        except GioError as error:
            parent.warnings.append(f"dashboards of project {project}: whether reports on them were edited: {error}")
    return [parent, *children]


def snapshot_users(runtime: Runtime, project: str, group: UserGroup, id: str, priority: Priority) -> Snapshot:
    """One segment's rows of gio.segment_users (5.2), or one tag's of gio.tag_users (V3 alone).

    They are streamed; a stream that breaks is begun again.
    """

    def take(client: GrowingIOClient, snapshot: Snapshot) -> None:
        if group == "tag":
            known = find_tag(runtime.engine, project, id)
        else:
            known = _segment(runtime, client, project, id, snapshot.warnings)
        snapshot.count(take_users(runtime, client, known, snapshot.warnings))

    return _taken(runtime, Snapshot(project, f"{group}_users", id), priority, take)


def _taken(
    runtime: Runtime, snapshot: Snapshot, priority: Priority, take: Callable[[GrowingIOClient, Snapshot], None]
) -> Snapshot:
    """The snapshot after `take` has filled it in, or with the error that it raised."""
    began = time.monotonic()
    try:
        with contained(f"{snapshot.project}: gio.{snapshot.table}"):
            client = runtime.client(snapshot.project, priority)
            before = client.requests
            try:
                take(client, snapshot)
            finally:
                snapshot.requests += client.requests - before
    except GioError as error:
        snapshot.error = error
    snapshot.seconds = time.monotonic() - began
    # They may hold the source's words.
    snapshot.warnings = [printable(warning) for warning in snapshot.warnings]
    snapshot.trouble = note_snapshot(
        runtime, snapshot.project, snapshot.subject, snapshot.error, scheduled=priority == "schedule"
    )
    if snapshot.error is None:
        with suppress(WarehouseError):
            remember_snapshot(runtime.engine, snapshot.project, snapshot.subject, runtime.clock())
    return snapshot


class _Listings:
    """One project's listing and those that belong to its rows."""

    def __init__(self, runtime: Runtime, project: str) -> None:
        self.runtime, self.project = runtime, project
        self.zone = runtime.settings.zone(project)
        self.listed: list[Row] = []
        self.children: list[Row] = []
        self.moved: tuple[str, ...] = ()

    def take(self, endpoint: Endpoint, client: GrowingIOClient, snapshot: Snapshot) -> None:
        found = listing(client, endpoint, self.zone, project=self.project)
        self.listed = found.rows
        snapshot.warnings += found.warnings
        now = self.runtime.clock()
        stored = store(self.runtime.engine, endpoint, self.project, self.listed, now, whole=found.whole)
        snapshot.note(stored)
        self.moved = stored.moved

    def take_children(self, endpoint: Endpoint, client: GrowingIOClient, snapshot: Snapshot) -> None:
        rows, unread = [], []

        def ask(parent: str) -> tuple[Listing, str, int]:
            # One dashboard that is hidden from this token, or odd, must not keep back all the others.
            before = client.requests
            found, trouble = listing_of(client, endpoint, parent, self.zone, project=self.project)
            return found, trouble, client.requests - before

        parents = list(dict.fromkeys(row["id"] for row in self.listed))
        asked = side_by_side([partial(ask, parent) for parent in parents], MOST_AT_ONCE)
        for parent, (found, trouble, requests) in zip(parents, asked, strict=True):
            snapshot.requests += requests
            rows += found.rows
            snapshot.warnings += found.warnings
            if trouble:
                snapshot.warnings.append(f"{trouble} Its {endpoint.title} stay as they were.")
            if trouble or not found.whole:
                unread.append(parent)
        snapshot.note(store(self.runtime.engine, endpoint, self.project, rows, self.runtime.clock(), unread))
        self.children = rows

    def edit_hints(self) -> list[str]:
        """A sentence for each dashboard that was changed since a report on it was last loaded."""
        loads = report_loads(self.runtime.engine, self.project)
        return edit_hints(self.project, self.listed, loads, self.zone, self._standing, self.moved)

    def _standing(self, id: str) -> set[Standing]:
        return {(row["resource_type"], row["id"]) for row in self.children if row["dashboard_id"] == id}


def _segment(runtime: Runtime, client: GrowingIOClient, project: str, id: str, warnings: list[str]) -> Segment:
    """The segment as listed within the last hour; raises UnknownReport where it is not listed."""
    known = find_segment(runtime.engine, project, id)
    if known is None or known.last_seen is None or abs(runtime.clock() - known.last_seen) > FRESH:
        snapshot = Snapshot(project, "segments")
        _Listings(runtime, project).take(SEGMENTS, client, snapshot)
        warnings += snapshot.warnings
        known = find_segment(runtime.engine, project, id)
    if known is None or not known.present:
        raise UnknownReport(
            f"segment {id} of project {project}: the source lists no such segment; "
            "check segment_users in reports.yaml. Users taken before are kept."
        )
    return known

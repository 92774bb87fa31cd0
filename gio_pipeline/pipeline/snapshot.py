"""Today's snapshots of a project: dashboards and their charts, segments and their users, rules."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta

from gio_pipeline.core.answer.csv_rows import read_rows, rule_rows
from gio_pipeline.core.catalog_rows import Row, dashboard_rows, segment_rows
from gio_pipeline.core.errors import GioError, TransientError, UnknownReport, WarehouseError
from gio_pipeline.core.plan import ROW_LIMIT
from gio_pipeline.core.text import printable
from gio_pipeline.core.trouble import Trouble
from gio_pipeline.growingio.answers import Download
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.protocols import Priority
from gio_pipeline.growingio.retry import repeat
from gio_pipeline.pipeline.boards import Standing, charts_of, edit_hints, zone_of
from gio_pipeline.pipeline.contained import contained
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.pipeline.trouble import note_snapshot
from gio_pipeline.warehouse.catalog import Segment, Stored, find_segment, report_loads, store
from gio_pipeline.warehouse.segment_users import Swapped, replace_users
from gio_pipeline.warehouse.troubles import remember_snapshot

PARTS = ("catalog", "segments", "rules")
# What an earlier step of the same run has listed need not be listed again.
FRESH = timedelta(hours=1)
# A stream begun again is one more try of a request: runs show them together.
log = logging.getLogger("gio_pipeline.growingio")


@dataclass
class Snapshot:
    """What became of one endpoint's snapshot; where `error` is set, the warehouse holds what it held before.

    table: of schema gio. segment: its id, of segment_users only. new, gone: against the snapshot before.
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


def subject(table: str, segment: str | None = None) -> str:
    """What a snapshot is called among a project's troubles."""
    return "/".join(["catalog", table, *([segment] if segment else [])])


def take_snapshots(
    runtime: Runtime, parts: Sequence[str] = PARTS, priority: Priority = "backfill"
) -> Iterator[Snapshot]:
    """The snapshots of all projects, one after the other; what fails is told in its snapshot, the others are taken."""
    for project in runtime.settings.config.projects:
        if project.catalog and "catalog" in parts:
            yield from snapshot_dashboards(runtime, project.name, priority)
        if "segments" in parts:
            listed = [snapshot_segments(runtime, project.name, priority)] if project.catalog else []
            yield from listed
            for segment in dict.fromkeys(project.segment_users):
                failed = next((each.error for each in listed if each.error), None)
                yield (
                    Snapshot(project.name, "segment_users", segment, error=failed)
                    if failed
                    else snapshot_users(runtime, project.name, segment, priority)
                )
        if project.catalog and "rules" in parts:
            yield snapshot_rules(runtime, project.name, priority)


def snapshot_dashboards(runtime: Runtime, project: str, priority: Priority) -> list[Snapshot]:
    """gio.dashboards (1.1) and, where that succeeded, gio.dashboard_charts (1.2): a request per dashboard."""
    taking = _Dashboards(runtime, project)
    boards = _taken(runtime, Snapshot(project, "dashboards"), priority, taking.boards)
    if boards.error:
        return [boards]
    charts = _taken(runtime, Snapshot(project, "dashboard_charts"), priority, taking.charts)
    try:
        with contained(f"{project}: gio.dashboards"):
            boards.warnings += [printable(hint) for hint in taking.hints()]
    except GioError as error:
        boards.warnings.append(f"dashboards of project {project}: whether reports on them were edited: {error}")
    return [boards, charts]


def snapshot_segments(runtime: Runtime, project: str, priority: Priority) -> Snapshot:
    """gio.segments (5.1)."""

    def take(client: GrowingIOClient, snapshot: Snapshot) -> None:
        _note(snapshot, _list_segments(runtime, client, project, snapshot.warnings))

    return _taken(runtime, Snapshot(project, "segments"), priority, take)


def snapshot_users(runtime: Runtime, project: str, segment: str, priority: Priority) -> Snapshot:
    """One segment's rows of gio.segment_users (5.2), streamed; a stream that breaks is begun again."""

    def take(client: GrowingIOClient, snapshot: Snapshot) -> None:
        known = _segment(runtime, client, project, segment, snapshot.warnings)
        swapped = _begin_again(
            client, segment, lambda chunks: replace_users(runtime.engine, known, chunks, runtime.clock())
        )
        snapshot.rows, snapshot.new, snapshot.gone = swapped.rows, swapped.new, swapped.gone
        snapshot.warnings += [] if swapped.headed else [_headless(known)]
        snapshot.warnings += [_cut(known, swapped.rows)] if swapped.truncated else []

    return _taken(runtime, Snapshot(project, "segment_users", segment), priority, take)


def snapshot_rules(runtime: Runtime, project: str, priority: Priority) -> Snapshot:
    """gio.rules (6)."""

    def take(client: GrowingIOClient, snapshot: Snapshot) -> None:
        what = f"rules of project {project}"
        rows = rule_rows(read_rows([client.rules()], what=what), what=what)
        _note(snapshot, store(runtime.engine, "rules", project, rows, runtime.clock()))

    return _taken(runtime, Snapshot(project, "rules"), priority, take)


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
                snapshot.requests = client.requests - before
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


def _note(snapshot: Snapshot, stored: Stored) -> None:
    snapshot.rows, snapshot.new, snapshot.gone = stored.rows, stored.new, stored.gone
    if stored.repeated:
        ids = ", ".join(stored.repeated[:5]) + (", …" if len(stored.repeated) > 5 else "")
        subject = f"{snapshot.table} of project {snapshot.project}"
        snapshot.warnings.append(f"{subject}: {ids} came more than once; the last entry was kept.")


class _Dashboards:
    """The snapshot of a project's dashboards, in its two steps."""

    def __init__(self, runtime: Runtime, project: str) -> None:
        self.runtime, self.project = runtime, project
        self.zone = zone_of(runtime.settings, project)
        self.listed: list[Row] = []
        self.rows: list[Row] = []
        self.moved: tuple[str, ...] = ()

    def boards(self, client: GrowingIOClient, snapshot: Snapshot) -> None:
        listing = dashboard_rows(client.dashboards(), self.zone, what=f"dashboards of project {self.project}")
        self.listed, now = listing.rows, self.runtime.clock()
        snapshot.warnings += listing.warnings
        stored = store(self.runtime.engine, "dashboards", self.project, self.listed, now, whole=listing.whole)
        self.moved = stored.moved
        _note(snapshot, stored)

    def charts(self, client: GrowingIOClient, snapshot: Snapshot) -> None:
        rows, unread = [], []
        for board in dict.fromkeys(row["id"] for row in self.listed):
            # One dashboard that is hidden from this token, or odd, must not keep back all the others.
            listing, trouble = charts_of(client, board, self.zone, project=self.project)
            rows += listing.rows
            snapshot.warnings += listing.warnings
            if trouble:
                snapshot.warnings.append(f"{trouble} Its charts stay as they were.")
            if trouble or not listing.whole:
                unread.append(board)
        now = self.runtime.clock()
        _note(snapshot, store(self.runtime.engine, "dashboard_charts", self.project, rows, now, unread))
        self.rows = rows

    def hints(self) -> list[str]:
        """A sentence for each dashboard that was changed since a report on it was last loaded."""
        loads = report_loads(self.runtime.engine, self.project)
        return edit_hints(self.project, self.listed, loads, self.zone, self._standing, self.moved)

    def _standing(self, id: str) -> set[Standing]:
        return {(row["resource_type"], row["id"]) for row in self.rows if row["dashboard_id"] == id}


def _list_segments(runtime: Runtime, client: GrowingIOClient, project: str, warnings: list[str]) -> Stored:
    zone = zone_of(runtime.settings, project)
    listing = segment_rows(client.segments(), zone, what=f"segments of project {project}")
    warnings += listing.warnings
    return store(runtime.engine, "segments", project, listing.rows, runtime.clock(), whole=listing.whole)


def _segment(runtime: Runtime, client: GrowingIOClient, project: str, id: str, warnings: list[str]) -> Segment:
    """The segment as listed within the last hour; raises UnknownReport where it is not listed."""
    known = find_segment(runtime.engine, project, id)
    if known is None or known.last_seen is None or abs(runtime.clock() - known.last_seen) > FRESH:
        _list_segments(runtime, client, project, warnings)
        known = find_segment(runtime.engine, project, id)
    if known is None or not known.present:
        raise UnknownReport(
            f"segment {id} of project {project}: the source lists no such segment; "
            "check segment_users in reports.yaml. Users taken before are kept."
        )
    return known


def _begin_again(client: GrowingIOClient, id: str, swap: Callable[[Download], Swapped]) -> Swapped:
    """Downloads the users from the start again, for the client's time, as long as the stream breaks."""

    def attempt() -> Swapped | TransientError:
        with ExitStack() as stack:
            try:
                download = stack.enter_context(client.segment_users(id))
            except TransientError as error:
                # The client has tried for its time already.
                return error
            return swap(download)

    def tell(pause: float, error: BaseException | None) -> None:
        log.warning("%s Beginning again in %.1f s.", error, pause)

    outcome = repeat(client.retry, time.sleep, tell)(attempt)
    if isinstance(outcome, TransientError):
        raise outcome
    return outcome


def _headless(segment: Segment) -> str:
    return (
        f"users of segment {segment.id} of project {segment.project}: the first line does not name the column of ids; "
        "if it is a user and no header, that user is missing."
    )


def _cut(segment: Segment, users: int) -> str:
    most = (
        f"{users:,} users came, the most that a download holds" if users == ROW_LIMIT else f"only {users:,} users came"
    )
    counted = "" if segment.user_num is None else f" of the {segment.user_num:,} that the source counts"
    return f"users of segment {segment.id} of project {segment.project}: {most}{counted}; the list is incomplete."

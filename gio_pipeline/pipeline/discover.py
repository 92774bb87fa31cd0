"""What a project holds that could be loaded, and the entries of reports.yaml that would load it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from gio_pipeline.core.catalog import DASHBOARD_CHARTS, DASHBOARDS, SEGMENTS
from gio_pipeline.core.catalog_rows import UNKNOWN, Row
from gio_pipeline.core.config.models import LONGEST_NAME, ProjectConfig
from gio_pipeline.core.text import printable
from gio_pipeline.pipeline.listings import listing, listing_of
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.settings.additions import Addition

REALTIME = "realtimeV2"
REALTIME_REMARK = "stands on real-time dashboards only"
UNKNOWN_REMARK = "the source does not say its kind: open it in the console, then write its entry by hand"
_ID = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass
class Found:
    """A chart, funnel or retention, or `unknown`; `dashboards` it stands on, ids in the order listed.

    configured: its name in reports.yaml. realtime_only: all its dashboards are real-time ones.
    """

    kind: str
    id: str
    title: str | None
    dashboards: list[str] = field(default_factory=list)
    configured: str | None = None
    realtime_only: bool = True

    @property
    def remark(self) -> str:
        if self.kind == UNKNOWN:
            return UNKNOWN_REMARK
        return REALTIME_REMARK if self.realtime_only else ""


@dataclass
class Discovery:
    """One project: its dashboards and segments as gio.dashboards and gio.segments have them, and its reports."""

    project: ProjectConfig
    dashboards: list[Row]
    reports: list[Found]
    segments: list[Row]
    warnings: list[str] = field(default_factory=list)

    @property
    def new(self) -> list[Found]:
        """The reports that reports.yaml does not hold and could, by kind and id; none whose kind is not known."""
        listed = [found for found in self.reports if found.configured is None and found.kind != UNKNOWN]
        return [found for found in listed if _ID.fullmatch(found.id)]


def discover(runtime: Runtime, project: str) -> Discovery:
    """Asks for the project's dashboards, a request each for what stands on them, and its segments; stores nothing."""
    client, zone = runtime.client(project, "backfill"), runtime.settings.zone(project)
    boards = listing(client, DASHBOARDS, zone, project=project)
    segments = listing(client, SEGMENTS, zone, project=project)
    discovery = Discovery(runtime.settings.project(project), boards.rows, [], segments.rows)
    warnings = [*boards.warnings, *segments.warnings]
    found: dict[tuple[str, str], Found] = {}
    for board in boards.rows:
        charts, trouble = listing_of(client, DASHBOARD_CHARTS, board["id"], zone, project=project)
        warnings += [*charts.warnings, *([trouble] if trouble else [])]
        for row in charts.rows:
            _add(found, row, board)
    # They may hold the source's words.
    discovery.warnings = [printable(each) for each in warnings]
    names = {(str(report.kind), report.id): report.name for report in discovery.project.reports}
    for each in found.values():
        each.configured = names.get((each.kind, each.id))
        if each.kind == UNKNOWN:
            each.configured = next((name for (_, id), name in names.items() if id == each.id), None)
    discovery.reports = list(found.values())
    return discovery


@dataclass(frozen=True)
class Choice:
    """Which of the new reports are wanted: those of these kinds that stand on one of these dashboards; empty: any."""

    kinds: frozenset[str] = frozenset()
    dashboards: frozenset[str] = frozenset()

    def wants(self, found: Found) -> bool:
        of_kind = not self.kinds or found.kind in self.kinds
        return of_kind and (not self.dashboards or bool(self.dashboards & set(found.dashboards)))


def additions(discovery: Discovery, today: date, choice: Choice | None = None) -> list[Addition]:
    """The new reports that are chosen as entries for reports.yaml.

    A start is among them where the project has none: the earliest of its reports', else `today`.
    """
    project = discovery.project
    taken = {report.name for report in project.reports}
    start = {} if project.start else {"start": str(min((r.start for r in project.reports if r.start), default=today))}
    written = []
    for found in filter((choice or Choice()).wants, discovery.new):
        name = report_name(found, taken, LONGEST_NAME - len(project.name) - 2)
        taken.add(name)
        settings = {"name": name, "kind": found.kind, "id": found.id, **start, **_described(found)}
        written.append(Addition(settings, found.remark))
    return written


def report_name(found: Found, taken: Iterable[str], longest: int) -> str:
    """A name of letters, digits and _ that is not taken: the title's; with the id where the title has other letters
    too, and kind and id where it has no others."""
    id = found.id.replace("-", "_")
    fallback = f"{found.kind}_{id}"
    plain, whole = _ascii(found.title or "")
    name = plain if whole else f"{plain}_{id}"
    name = name if re.search("[a-z]", plain) else fallback
    used = {each.lower() for each in taken}
    if name[:longest] in used or len(name) > longest:
        name = fallback
    number, free = 2, name[:longest]
    while free.lower() in used:
        free = f"{name[: longest - len(str(number)) - 1]}_{number}"
        number += 1
    return free


def _add(found: dict[tuple[str, str], Found], row: Row, board: Row) -> None:
    kind, id = row["resource_type"], row["id"]
    each = found.setdefault((kind, id), Found(kind, id, row["name"]))
    if board["type"] != REALTIME and each.realtime_only:
        # A dashboard whose figures settle goes first: its link is the one to keep.
        each.realtime_only = False
        each.dashboards.insert(0, board["id"])
    elif board["id"] not in each.dashboards:
        each.dashboards.append(board["id"])


def _described(found: Found) -> dict[str, str]:
    # ${ would be read as a variable; control characters are no YAML, those of direction reorder a terminal's line.
    words = "".join(each for each in found.title or "" if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Cn"))
    title = " ".join(words.split())
    board = next((id for id in found.dashboards if _ID.fullmatch(id)), None)
    given = {"title": title if "$" not in title else "", "dashboard": board or ""}
    return {name: value for name, value in given.items() if value}


def _ascii(title: str) -> tuple[str, bool]:
    """The title's words in lower-case letters and digits, and whether it has no other letters than these."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", title) if not unicodedata.combining(each))
    whole = not any(each.isalnum() and not each.isascii() for each in plain)
    return "_".join(re.findall(r"[a-z0-9]+", plain.lower())), whole

"""Listings of the catalogue: asked for, read, and held against the loads of the reports on a dashboard."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from gio_pipeline.core.catalog import Endpoint
from gio_pipeline.core.catalog_rows import UNKNOWN, Listing, Row
from gio_pipeline.core.errors import ContractError, Unforeseen, UnknownReport
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.pipeline.contained import contained

# Kind and id
Standing = tuple[str, str]


def listing(client: GrowingIOClient, endpoint: Endpoint, zone: ZoneInfo, *, project: str) -> Listing:
    """A listing that is asked for once; raises SourceError."""
    answer = client.listing(endpoint).decoded
    return endpoint.read(answer, zone, what=f"{endpoint.what()} of project {project}")


def listing_of(
    client: GrowingIOClient, endpoint: Endpoint, parent: str, zone: ZoneInfo, *, project: str
) -> tuple[Listing, str]:
    """A listing that is asked for once for each row of another (the charts on a dashboard), for one of these rows.

    Where only this row is in trouble (hidden from the token, or odd) the listing is empty and the reason is returned.
    """
    subject = endpoint.what(parent)
    what = f"{subject} of project {project}, {endpoint.title}"
    try:
        with contained(what):
            answer = client.listing(endpoint, parent).decoded
            return endpoint.read(answer, zone, what=what, parent=parent), ""
    except UnknownReport:
        return Listing(whole=False), f"{what}: it is listed, but cannot be opened."
    except (ContractError, Unforeseen) as error:
        return Listing(whole=False), str(error) if str(error).startswith(f"{subject} ") else f"{what}: {error}"


def edit_hints(
    project: str,
    boards: Iterable[Row],
    loads: Sequence[Any],
    zone: ZoneInfo,
    standing: Callable[[str], set[Standing]],
    moved: Sequence[str] = (),
) -> list[str]:
    """A sentence for each dashboard that was changed since a report on it was last loaded.

    standing: what stands on a dashboard, asked only where it matters. moved: dashboards that are known to have changed.
    """
    hints = []
    for board in boards:
        id, at = board["id"], board["updated_at"]
        suspect = [load for load in loads if id in moved or edited_since(at, load.loaded_at, zone)]
        on = standing(id) if suspect else set()
        if found := [load for load in suspect if _stands_on(load, on) or load.dashboard == id]:
            keys = [f"{project}/{load.report}" for load in found]
            changed = f"{at:%Y-%m-%d}" if at else board["updated_at_text"]
            hints.append(
                f"dashboard {board['name']} ({id}) was changed on {changed}: {', '.join(keys)} may be defined "
                f"otherwise since it was loaded; gio-pipeline preview {keys[0]} --diff compares the figures."
            )
    return hints


def _stands_on(load: Any, on: set[Standing]) -> bool:
    return not on.isdisjoint({(load.kind, load.source_id), (UNKNOWN, load.source_id)})


def edited_since(updated_at: datetime | None, loaded_at: datetime, zone: ZoneInfo) -> bool:
    """Whether a dashboard changed at `updated_at`, local time, may have changed after a load."""
    if updated_at is None:
        return False
    loaded = loaded_at.astimezone(zone).replace(tzinfo=None)
    # A mere date may mean any instant of its day.
    return updated_at > loaded or updated_at == datetime.combine(loaded, time())

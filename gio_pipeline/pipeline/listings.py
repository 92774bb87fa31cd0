"""Asks for one of the catalogue's listings and reads it."""

from zoneinfo import ZoneInfo

from gio_pipeline.core.catalog import Endpoint
from gio_pipeline.core.catalog_rows import Listing
from gio_pipeline.core.errors import ContractError, Unforeseen, UnknownReport
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.pipeline.contained import contained


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

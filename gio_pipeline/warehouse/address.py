"""The warehouse's URL, SQLAlchemy's or libpq's, with one host or several."""

import re
from collections.abc import Sequence

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from gio_pipeline.core.errors import WarehouseError

# libpq's form, which SQLAlchemy does not read: postgresql://user:password@h1:5432,h2:5432/database
_HOSTS = re.compile(r"(?P<before>[^:/]+://(?:[^@]*@)?)(?P<hosts>[^/?#@]*,[^/?#@]*)(?P<after>.*)", re.DOTALL)
_HOST = re.compile(r"(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>.*))?", re.DOTALL)
_PLACE = "several-hosts.invalid"


def parse(url: str) -> URL:
    """The URL as SQLAlchemy's; several hosts are in its query, as `host=h1,h2&port=5432,5433`. Raises WarehouseError.

    No message repeats any of it.
    """
    several = _HOSTS.fullmatch(url)
    try:
        parsed = make_url(f"{several['before']}{several['after']}" if several else url)
    except (ArgumentError, ValueError):
        parsed = None
    # An @ in a password ends it: what follows would be shown as the host's name.
    if parsed is None or "@" in (parsed.host or ""):
        raise WarehouseError(
            "The database's URL cannot be read: characters such as @ : / ? # in its user or password "
            "must be written as %40 %3A %2F %3F %23."
        ) from None
    listed = several["hosts"].split(",") if several else _listed(parsed, "host")
    if len(listed) > 1:
        parsed = parsed.update_query_dict(_hosts_and_ports(listed, _listed(parsed, "port")))
    # SQLAlchemy 2.1 would take another driver for a URL that names none.
    return parsed.set(drivername="postgresql+psycopg2")


def masked(url: str) -> str:
    """The URL with its passwords hidden."""
    parsed = parse(url)
    return _rendered(parsed.difference_update_query([name for name in parsed.query if "password" in name]))


def plain(url: str, *, show_password: bool = False) -> str:
    """The URL as psql and every other client of libpq reads it."""
    parsed = _but_passwords(parse(url), show_password).set(drivername="postgresql")
    beginning, mark, query = _rendered(parsed, show_password=show_password).partition("?")
    # To libpq a plus sign is one, and a space ends the URL.
    return beginning.replace(" ", "%20") + mark + query.replace("+", "%20")


def for_sqlalchemy(url: str, *, show_password: bool = False) -> str:
    """The URL as SQLAlchemy reads it, its driver named: 2.1 takes a URL without one for psycopg 3."""
    return _but_passwords(parse(url), show_password).render_as_string(hide_password=not show_password)


def _but_passwords(parsed: URL, show: bool) -> URL:
    return parsed if show else parsed.update_query_dict({name: "***" for name in parsed.query if "password" in name})


def _rendered(parsed: URL, *, show_password: bool = False) -> str:
    hosts = _listed(parsed, "host")
    if len(hosts) < 2:
        return parsed.render_as_string(hide_password=not show_password)
    ports = _listed(parsed, "port") or [""] * len(hosts)
    written = ",".join(
        f"{_quoted(host)}:{port}" if port else _quoted(host) for host, port in zip(hosts, ports, strict=True)
    )
    one = parsed.difference_update_query(["host", "port"]).set(host=_PLACE)
    return one.render_as_string(hide_password=not show_password).replace(_PLACE, written, 1)


def _quoted(host: str) -> str:
    return f"[{host}]" if ":" in host else host.replace("/", "%2F")


def _listed(parsed: URL, name: str) -> list[str]:
    found = parsed.query.get(name, ())
    return found.split(",") if isinstance(found, str) and found else list(found)


def _hosts_and_ports(listed: Sequence[str], ports: Sequence[str]) -> dict[str, str]:
    """What libpq's `host` and `port` are: a port stands beside its host, or in the query for all or for each."""
    found = [_HOST.fullmatch(each) for each in listed]
    hosts = [match["host"].strip("[]").replace("%2F", "/") if match else "" for match in found]
    beside = [(match["port"] or "") if match else "" for match in found]
    given = list(ports) * len(hosts) if len(ports) == 1 else list(ports)
    if not any(beside) and len(given) == len(hosts):
        beside = given
    if not all(port.isdecimal() for port in beside if port) or (ports and beside != given):
        raise WarehouseError(
            "The database's URL cannot be read: give every host a port that is a number, as in h1:5432."
        )
    return {"host": ",".join(hosts)} | ({"port": ",".join(beside)} if any(beside) else {})

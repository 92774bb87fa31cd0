"""The kinds of value a setting can have, and the one sentence that tells a person what is wrong with one.

Every reader raises ValueError with a phrase that follows the setting's name: "must be …", "is …".
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, SecretStr

from gio_pipeline.core.text import storable

FIRST_YEAR, LAST_YEAR = 2000, 2100
# Of a distribution analysis, from the vendor's page.
MOST_LAYERS = 25
STATISTICS = ("max", "min", "avg", "median", "0.25", "0.75")
_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)
# These trees of the zone database count leap seconds or mean another zone on another machine.
_MACHINE_ZONES = ("posix/", "right/", "localtime", "posixrules", "Factory")


def text(value: object) -> str:
    """Words as they are, without the blanks around them."""
    if isinstance(value, bool):
        raise ValueError("was read by YAML as true or false: put it in quotes")
    if isinstance(value, int | float):
        raise ValueError("was read by YAML as a number: put it in quotes")
    if value is not None and not isinstance(value, str):
        raise ValueError("must be text")
    words = (value or "").strip()
    if not words:
        raise ValueError("is empty")
    if storable(words) != words:
        raise ValueError("holds a character that cannot be stored")
    return words


def _made_of(pattern: str, otherwise: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        words = text(value)
        if not re.fullmatch(pattern, words, re.ASCII):
            raise ValueError(otherwise)
        return words

    return read


name = _made_of("[A-Za-z0-9_]+", "must consist of the letters A-Z and a-z, digits and _ only")
# An id of the vendor's, as it stands in the console's addresses.
identifier = _made_of("[A-Za-z0-9_-]+", "must be an id: letters, digits, - and _ only")
# The name of a server.
_host = _made_of(
    "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?",
    "must be the name of a server such as files.example.com, without https://",
)


def credential(value: object) -> str:
    """What travels in a header: printable ASCII without blanks."""
    words = text(value)
    if not (words.isascii() and words.isprintable()) or " " in words:
        raise ValueError("holds blanks or characters that no token or key has: copy it again, without quotes or Bearer")
    return words


def web_address(value: object) -> str:
    """A base address without the slash at its end."""
    words = text(value)
    try:
        parts = urlsplit(words)
        complete = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        complete = False
    if not complete or not words.isprintable() or " " in words:
        raise ValueError("must be a web address such as https://www.growingio.com")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("must be a bare web address: no user, password, ? or # in it")
    return words.rstrip("/")


def day(value: object) -> date:
    """A calendar date, YYYY-MM-DD."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value.strip()):
        raise ValueError("must be a date such as 2026-01-31")
    try:
        found = date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"is no date of the calendar: {value.strip()}") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"must lie in the years {FIRST_YEAR} to {LAST_YEAR}, not {found}")
    return found


def clock_time(value: object) -> time:
    """A time of day to the minute, "HH:MM"."""
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError('must be a time of day such as "04:00"')
    return time(int(found[1]), int(found[2]))


def duration(value: object) -> timedelta:
    """A span up to a day: 90s, 30m, 1h, 1h30m."""
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or not any(found.groups()):
        raise ValueError("must be a duration such as 30m, 1h, 90s or 1h30m")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if span > timedelta(days=1):
        raise ValueError("must be at most 24h")
    return span


def timeout(value: object) -> timedelta:
    """A duration of a second or more."""
    span = duration(value)
    if span < timedelta(seconds=1):
        raise ValueError("must be at least 1s")
    return span


def number(value: object) -> float:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    return float(value)


def whole(value: object) -> int:
    found = number(value)
    if not found.is_integer():
        raise ValueError("must be a whole number")
    return int(found)


def split(value: object) -> str:
    """The layers of a distribution as a request writes them: their number, or `[1,5,20]`, where each begins."""
    listed = value if isinstance(value, list | tuple) else None
    if isinstance(value, str) and value.strip().startswith("[") and value.strip().endswith("]"):
        listed = value.strip()[1:-1].split(",")
    try:
        if listed is None:
            layers = whole(value)
            if not 1 <= layers <= MOST_LAYERS:
                raise ValueError
            return str(layers)
        bounds = [whole(each) for each in listed]
    except ValueError:
        bounds = []
    if not bounds or bounds != sorted(set(bounds)):
        raise ValueError(f"must be a number of layers, 1 to {MOST_LAYERS}, or a rising list such as [1, 5, 20]")
    return f"[{','.join(map(str, bounds))}]"


def statistic(value: object) -> str:
    # YAML reads 0.25 as a number.
    words = f"{value:g}" if isinstance(value, float) else str(value).strip()
    if words not in STATISTICS:
        raise ValueError(f"must be one of {', '.join(STATISTICS)}")
    return words


def switch(value: object) -> bool:
    words = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}
    found = value if isinstance(value, bool) else words.get(str(value).strip().lower())
    if found is None:
        raise ValueError("must be true or false")
    return found


def zone_name(value: object) -> str:
    words = text(value)
    try:
        if words.startswith(_MACHINE_ZONES):
            raise ValueError
        ZoneInfo(words)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"must be a time zone such as Asia/Shanghai, not {words!r}") from None
    return words


def holds_variable(value: str) -> bool:
    return "${" in value


def _unless_variable(read: Callable[[object], str]) -> Callable[[str], str]:
    return lambda words: words if holds_variable(words) else read(words)


def _hidden(value: object) -> SecretStr:
    return value if isinstance(value, SecretStr) else SecretStr(text(value))


Text = Annotated[str, BeforeValidator(text)]
Name = Annotated[str, BeforeValidator(name)]
Id = Annotated[str, BeforeValidator(identifier)]
Day = Annotated[date, BeforeValidator(day)]
ClockTime = Annotated[time, BeforeValidator(clock_time)]
Duration = Annotated[timedelta, BeforeValidator(duration)]
Timeout = Annotated[timedelta, BeforeValidator(timeout)]
Number = Annotated[float, BeforeValidator(number)]
Whole = Annotated[int, BeforeValidator(whole)]
Split = Annotated[str, BeforeValidator(split)]
Statistic = Annotated[str, BeforeValidator(statistic)]
Host = Annotated[str, BeforeValidator(_host), AfterValidator(str.lower)]
Switch = Annotated[bool, BeforeValidator(switch)]
Zone = Annotated[str, BeforeValidator(zone_name)]
Hidden = Annotated[SecretStr, BeforeValidator(_hidden)]
# Credentials stay as written until they are needed, so these two may still hold a variable.
Uid = Annotated[str, BeforeValidator(text), AfterValidator(_unless_variable(identifier))]
Address = Annotated[str, BeforeValidator(text), AfterValidator(_unless_variable(web_address))]

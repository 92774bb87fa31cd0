"""Notifies people of troubles through Apprise: when one begins, once a day while it lasts, and when it is over."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gio_pipeline.core.catalog import CATALOG
from gio_pipeline.core.errors import GioError
from gio_pipeline.core.text import missing_extra, some
from gio_pipeline.core.trouble import SHARED, Ailment, Trouble, in_words
from gio_pipeline.core.wording import moment
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.engine import Engine
from gio_pipeline.warehouse.troubles import forget_others, telling

TELL_EVERY = timedelta(days=1)
LONGEST = 3_000  # characters; chat services cut or refuse more
MOST_LISTED = 10


class NotTold(GioError):
    """No address took the message; its text names addresses by their place only."""


@dataclass(frozen=True)
class Message:
    """A message, and the troubles that it is about."""

    title: str
    body: str
    about: Sequence[Trouble] = ()


def send(settings: Settings, title: str, body: str) -> str | None:
    """Sends to every address of `notify`; returns what is wrong with some of them. NotTold: none took it."""
    try:
        from apprise import Apprise
    except ImportError:
        raise NotTold(f"notify: {missing_extra('apprise', 'notify')}.") from None
    problems, addresses = [], settings.notify()
    for number, address in enumerate(addresses, 1):
        messenger = Apprise()
        # By number: an address holds its credentials.
        if not messenger.add(address):
            problems.append(f"entry {number} is no Apprise address")
        elif not messenger.notify(title=title, body=body[:LONGEST]):
            problems.append(f"entry {number} did not take the message; the log says more")
    problem = f"notify: {'; '.join(problems)}." if problems else None
    if problem and len(problems) == len(addresses):
        raise NotTold(problem)
    return problem


def tell_of_troubles(settings: Settings, engine: Engine) -> str | None:
    """Sends what is due now and notes it; returns what is wrong with an address. NotTold: to be tried again."""
    for project in settings.config.projects:
        forget_others(engine, project.name, _subjects(settings, project.name))
    now = settings.clock()
    with telling(engine, [project.name for project in settings.config.projects]) as found:
        groups = _groups(found.troubles)
        for group in groups:
            found.notified(_silently(group, now), now)
        problem = None
        for each in _messages(settings, groups, now):
            problem = send(settings, each.title, each.body) or problem
            found.notified(each.about, now)
    return problem


def _subjects(settings: Settings, project: str) -> Iterator[str]:
    yield from (spec.name for spec in settings.reports() if spec.project == project)
    yield from (f"catalog/{each.table}" for each in CATALOG)
    yield from (f"catalog/segment_users/{id}" for id in settings.project(project).segment_users)
    yield from (f"catalog/tag_users/{id}" for id in settings.project(project).tag_users)


def _groups(troubles: Iterable[Trouble]) -> list[list[Trouble]]:
    """Troubles of one cause become one message."""
    found: dict[tuple[str, str], list[Trouble]] = defaultdict(list)
    for each in troubles:
        found[each.project, each.ailment if each.ailment in SHARED else each.subject].append(each)
    return list(found.values())


def _told_at(group: Iterable[Trouble]) -> datetime | None:
    return max((each.told_at for each in group if each.told_at), default=None)


def _silently(group: Sequence[Trouble], now: datetime) -> Iterator[Trouble]:
    """Those of a reported group that joined it, or left it while the others stay: no message of their own."""
    last = _told_at(group)
    if last is None or now - last >= TELL_EVERY or all(each.ended_at for each in group):
        return
    yield from (each for each in group if each.ended_at or each.told_at is None)


def _messages(settings: Settings, groups: Iterable[Sequence[Trouble]], now: datetime) -> Iterator[Message]:
    """What is due to be told of each project: what is in trouble, then what is over."""
    lasting, over = defaultdict[str, list[Trouble]](list), defaultdict[str, list[Trouble]](list)
    for group in groups:
        last, active = _told_at(group), [each for each in group if each.ended_at is None]
        if not active:
            over[group[0].project] += group
        elif last is None or now - last >= TELL_EVERY:
            lasting[group[0].project] += active
    for project, troubles in lasting.items():
        still = "still " if all(each.told_at for each in troubles) else ""
        lines = [in_words(each, settings.zone(project)) for each in troubles]
        yield Message(f"gio_pipeline: {_named(troubles)} {still}in trouble", _listed(lines), troubles)
    for project, troubles in over.items():
        lines = [_ended(each, settings.zone(project)) for each in troubles]
        yield Message(f"gio_pipeline: {_named(troubles)} well again", _listed(lines), troubles)


def _ended(trouble: Trouble, zone: ZoneInfo) -> str:
    ended, began = moment(trouble.ended_at or trouble.since, zone), moment(trouble.since, zone)
    return f"{trouble.key}: over since {ended}; it had begun {began} ({zone.key}): {trouble.error}"


def _named(troubles: Sequence[Trouble]) -> str:
    if all(each.ailment is Ailment.OUTAGE for each in troubles):
        return f"GrowingIO's answers for {troubles[0].project} are"
    return f"{troubles[0].key} is" if len(troubles) == 1 else f"{len(troubles)} of {troubles[0].project} are"


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(some(lines, MOST_LISTED, "and {} more: gio-pipeline status lists them"))

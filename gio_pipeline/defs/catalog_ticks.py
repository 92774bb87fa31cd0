"""What a tick requests of a project's snapshots: those that today lacks."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

import dagster as dg

from gio_pipeline.core.config import ProjectConfig
from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.core.trouble import Trouble, in_words
from gio_pipeline.defs.catalog import steps
from gio_pipeline.defs.catalog_schedules import begins_at
from gio_pipeline.defs.resources import LazyRuntime
from gio_pipeline.pipeline.trouble import fingerprint
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.troubles import find_troubles, snapshots_taken

_NEVER = datetime.min.replace(tzinfo=UTC)


def requested(resource: LazyRuntime, project: ProjectConfig) -> dg.RunRequest | dg.SkipReason:
    settings, now = resource.settings, resource.settings.clock()
    try:
        engine = resource.open().engine
        taken, troubles = snapshots_taken(engine, project.name), find_troubles(engine, project.name)
    except WarehouseError as error:
        message = f"Nothing could be asked for, the next tick tries again: {error}"
    else:
        since, waiting = _due_since(settings, project, now), _waiting(settings, project, troubles, now)
        due = [step for step in steps(project) if any(taken.get(each, _NEVER) < since for each in step.subjects)]
        keys = [spec.key for step in due if not waiting.keys() & set(step.subjects) for spec in step.specs]
        return dg.RunRequest(asset_selection=keys) if keys else _why_not(settings, project, waiting.values(), since)
    raise WarehouseError(message)


def _waiting(
    settings: Settings, project: ProjectConfig, troubles: Mapping[str, Trouble], now: datetime
) -> dict[str, Trouble]:
    mark = fingerprint(settings, project.name)
    subjects = [subject for step in steps(project) for subject in step.subjects]
    return {each: troubles[each] for each in subjects if each in troubles and troubles[each].waits(mark, now)}


def _why_not(settings: Settings, project: ProjectConfig, waiting: Iterable[Trouble], since: datetime) -> dg.SkipReason:
    zone = settings.zone(project.name)
    if left_out := [f"Left out: {in_words(each, zone)}" for each in waiting]:
        return dg.SkipReason(" ".join(left_out))
    next_at = f"{(since + timedelta(days=1)).astimezone(zone):%Y-%m-%d %H:%M}"
    return dg.SkipReason(f"Nothing is due: the next snapshots are taken from {next_at} on ({zone.key}).")


def _due_since(settings: Settings, project: ProjectConfig, now: datetime) -> datetime:
    """The last instant at which a new day's snapshots became due."""
    local = now.astimezone(settings.zone(project.name))
    begins = datetime.combine(local.date(), time(), local.tzinfo) + begins_at(settings, project)
    return begins if begins <= local else begins - timedelta(days=1)

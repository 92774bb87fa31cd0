"""What the sensors do: tell of failed runs, of troubles, and of a warehouse that is away."""

import json
from datetime import datetime

import dagster as dg

from gio_pipeline.core.errors import ConfigError, WarehouseError
from gio_pipeline.defs.outcomes import AWAY, TROUBLE
from gio_pipeline.defs.resources import named
from gio_pipeline.pipeline.notices import TELL_EVERY, NotTold, send, tell_of_troubles
from gio_pipeline.pipeline.status import existing_warehouse
from gio_pipeline.settings import Settings

# While the warehouse is away, the instance remembers since when and whether that was told.
_AWAY = "gio_pipeline/warehouse_away"


def tell_of_failure(settings: Settings, context: dg.RunFailureSensorContext) -> str | None:
    """Tells which run failed, why, and what to do; what is a trouble is told as one. Returns what could not be told."""
    reasons, away = _reasons(context)
    title = f"gio_pipeline: {context.dagster_run.job_name} failed"
    try:
        if away:
            _tell_away(settings, context.instance, away, at_once=True)
        text = "\n".join([*reasons, f"Run {context.dagster_run.run_id}"])
        problem = send(settings, title, text) if reasons else None
    except (NotTold, ConfigError) as error:
        return str(error)
    looked = None if away else look(settings, context.instance)
    return problem or looked


def look(settings: Settings, instance: dg.DagsterInstance) -> str | None:
    """Tells of troubles, or of a warehouse that is away; returns what could not be told: the next tick tries again."""
    try:
        try:
            with existing_warehouse(settings) as engine:
                if engine is None:
                    return None
                _tell_back(settings, instance)
                return tell_of_troubles(settings, engine)
        except WarehouseError as error:
            _tell_away(settings, instance, str(error), at_once=False)
            return str(error)
    except (NotTold, ConfigError) as error:
        return str(error)


def _tell_away(settings: Settings, instance: dg.DagsterInstance, reason: str, *, at_once: bool) -> None:
    """Once when it begins (a moment is not worth a message: the second look tells), then once a day."""
    now, known = settings.clock(), _remembered(settings, instance)
    since, told_at = known.get("since", now.isoformat()), known.get("told_at")
    due = told_at is None or now - datetime.fromisoformat(told_at) >= TELL_EVERY
    if due and (at_once or known):
        send(settings, "gio_pipeline: the warehouse cannot be used", f"Since {since[:16]} UTC or before: {reason}")
        told_at = now.isoformat()
    _remember(settings, instance, {"since": since} | ({"told_at": told_at} if told_at else {}))


def _tell_back(settings: Settings, instance: dg.DagsterInstance) -> None:
    known = _remembered(settings, instance)
    if "told_at" in known:
        send(settings, "gio_pipeline: the warehouse is back", f"It was away since {known['since'][:16]} UTC.")
    if known:
        _remember(settings, instance, {})


def _remembered(settings: Settings, instance: dg.DagsterInstance) -> dict[str, str]:
    key = named(_AWAY, settings)
    text = instance.run_storage.get_cursor_values({key}).get(key)
    found: dict[str, str] = json.loads(text) if text else {}
    return found


def _remember(settings: Settings, instance: dg.DagsterInstance, known: dict[str, str]) -> None:
    instance.run_storage.set_cursor_values({named(_AWAY, settings): json.dumps(known)})


def _reasons(context: dg.RunFailureSensorContext) -> tuple[list[str], str | None]:
    """What failed in the run's steps and is not sent as a trouble; and why the warehouse could not be used."""
    failures, away, in_trouble = [], None, False
    for record in context.instance.all_logs(context.dagster_run.run_id, of_type=dg.DagsterEventType.STEP_FAILURE):
        event = record.dagster_event
        failure = event.step_failure_data.user_failure_data if event else None
        if failure and AWAY in failure.metadata:
            away = failure.description
        elif failure and TROUBLE in failure.metadata:
            in_trouble = True
        elif failure and failure.description:
            failures.append(failure.description)
        else:
            failures.append(record.message)
    if not failures and not in_trouble and not away:
        failures.append(context.failure_event.message or "No reason was given.")
    return failures, away

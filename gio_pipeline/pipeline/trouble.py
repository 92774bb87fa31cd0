"""Keeps in the warehouse what is in trouble, so that schedules, status and messages know of it."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version

from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ConfigError, GioError, WarehouseError
from gio_pipeline.core.periods import State
from gio_pipeline.core.trouble import Ailment, Trouble, after, ailment_of, is_away, worst
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.pipeline.runtime import Runtime
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.report_state import ReportState
from gio_pipeline.warehouse.troubles import end_trouble, find_troubles, keep_trouble


def fingerprint(settings: Settings, project: str, spec: ReportSpec | None = None) -> str:
    """Hex SHA-256 of what a report, or a project's snapshot, is asked for with: settings, credentials, our version."""
    try:
        credentials = vars(settings.credentials(project))
    except ConfigError as error:
        credentials = {"missing": str(error)}
    identity = repr((version("gio_pipeline"), sorted(credentials.items()), spec))
    return hashlib.sha256(identity.encode()).hexdigest()


def waiting_trouble(
    runtime: Runtime, troubles: Mapping[str, Trouble], spec: ReportSpec, now: datetime
) -> Trouble | None:
    """The report's trouble where a schedule is to leave it, or some of its periods, alone for now."""
    found = troubles.get(spec.name)
    if found and found.waits(fingerprint(runtime.settings, spec.project, spec), now):
        return found
    return None


def note_load(
    runtime: Runtime, result: LoadResult, before: Mapping[str, Trouble] | None = None, *, scheduled: bool
) -> None:
    """Keeps what came of a load. Only a schedule's begins a trouble: a person who loads by hand sees what failed.

    before: the project's troubles, where they were read already. Sets `trouble` and `outage_known` of the result.
    """
    # Where the warehouse itself is away there is nowhere to keep it; the run reports what failed.
    with suppress(WarehouseError):
        met = _met(runtime, result)
        if met is None and not result.committed:
            return
        found = find_troubles(runtime.engine, result.spec.project) if before is None else before
        mine, result.outage_known = found.get(result.spec.name), is_away(found)
        if met and not scheduled and not (mine and result.committed):
            result.trouble = mine or (met if met.ailment is Ailment.OUTAGE and result.outage_known else None)
            return
        committed = {period.start for period in result.committed}
        after_it = after(mine, met if scheduled else None, committed)
        result.trouble = _keep(runtime, mine, after_it, runtime.clock())


def _met(runtime: Runtime, result: LoadResult) -> Trouble | None:
    """What a load met, as if it were the first time."""
    failed = {period.start for each in result.failures for period in each.window.wanted if ailment_of(each.error)}
    # A settled period that kept its rows is not due again within the hour.
    kept = {period: each for period, each in result.kept.items() if each.state is State.PROVISIONAL}
    reason = worst(each.error for each in result.failures)
    if reason is None and kept:
        first = next(iter(kept.values()))
        reason = Ailment.ROWS, f"{len(kept)} of its periods kept their rows: the answer {first.kept}"
    if reason is None:
        return None
    spec, now = result.spec, runtime.clock()
    mark = fingerprint(runtime.settings, spec.project, spec)
    periods = frozenset(failed | {period.start for period in kept})
    return Trouble(spec.project, spec.name, *reason, now, now, periods=periods, fingerprint=mark)


def note_checks(
    runtime: Runtime, result: LoadResult, red: Mapping[str, str], before: Mapping[str, Trouble] | None
) -> None:
    """Keeps which checks are red after a load; while its report is in trouble itself that says enough."""
    if result.failures or result.trouble:
        return
    spec, now = result.spec, runtime.clock()
    found = find_troubles(runtime.engine, spec.project) if before is None else before
    known = {name: each for name, each in found.items() if name.startswith(f"{spec.name} ")}
    for name, reason in red.items():
        subject = f"{spec.name} {name}"
        since = known[subject].since if subject in known else now
        keep_trouble(runtime.engine, Trouble(spec.project, subject, Ailment.CHECK, reason, since, now, whole=False))
    for subject in known.keys() - {f"{spec.name} {name}" for name in red}:
        end_trouble(runtime.engine, spec.project, subject, now)


def end_if_over(runtime: Runtime, state: ReportState, troubles: Mapping[str, Trouble], now: datetime) -> bool:
    """Ends the report's trouble where nothing of what it was about is due any more: loaded by hand, or left out."""
    found = troubles.get(state.spec.name)
    if found is None:
        return False
    due = state.due(now)
    concerned = due if found.whole else [period for period in due if period.start in found.periods]
    # Before anything is loaded only the newest period is due: that the failed one is not due proves nothing.
    over = not due or found.ailment is Ailment.IDENTITY or (not concerned and bool(state.loaded))
    if over:
        end_trouble(runtime.engine, found.project, found.subject, now)
    return over


def note_refusal(runtime: Runtime, spec: ReportSpec, error: GioError) -> Trouble | None:
    """Keeps an error that came before anything was asked for: another identity, say."""
    ailment = ailment_of(error)
    if ailment is None:
        return None
    before = find_troubles(runtime.engine, spec.project).get(spec.name)
    now = runtime.clock()
    mark = fingerprint(runtime.settings, spec.project, spec)
    found = after(before, Trouble(spec.project, spec.name, ailment, str(error), now, now, fingerprint=mark))
    if found:
        found = replace(found, whole=True)
        keep_trouble(runtime.engine, found)
    return found


def note_snapshot(
    runtime: Runtime, project: str, subject: str, error: GioError | None, *, scheduled: bool
) -> Trouble | None:
    """Keeps what came of a snapshot; returns the trouble it is in."""
    with suppress(WarehouseError):
        before, now = find_troubles(runtime.engine, project).get(subject), runtime.clock()
        reason = worst([error]) if error else None
        if error and (reason is None or not scheduled):
            return before
        mark = fingerprint(runtime.settings, project)
        found = after(before, Trouble(project, subject, *reason, now, now, fingerprint=mark) if reason else None)
        # A snapshot has no periods: whatever is wrong with it, it waits as a whole.
        return _keep(runtime, before, found and replace(found, whole=True), now)
    return None


def _keep(runtime: Runtime, before: Trouble | None, found: Trouble | None, now: datetime) -> Trouble | None:
    if found:
        keep_trouble(runtime.engine, found)
    elif before:
        end_trouble(runtime.engine, before.project, before.subject, now)
    return found

"""Whether everything works that a load will need: finding by finding, each with what to do about it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from gio_pipeline.core.errors import GioError, WarehouseError
from gio_pipeline.pipeline.check_project import Finding, ProjectCheck, guarded
from gio_pipeline.pipeline.runtime import Runtime, embedded, open_engine, trial_warehouse
from gio_pipeline.pipeline.side_by_side import side_by_side
from gio_pipeline.pipeline.snapshot import MOST_AT_ONCE
from gio_pipeline.settings import Settings
from gio_pipeline.warehouse.engine import Engine, rights
from gio_pipeline.warehouse.migrate import migrations, pending

SCHEMAS = ("gio", "gio_reports", "gio_state")


def check_everything(settings: Settings) -> Iterator[Finding]:
    """The database, then each project's credentials, clock, reports, segments and dashboards.

    Sets nothing up and applies no migration: where there are no tables yet, tokens and rate limits are kept in a server
    that is gone afterwards.
    """
    if settings.database_url is None and embedded(settings).url() is None:
        where = f"the embedded Postgres is not set up yet: the first load does that, in {settings.home}."
        yield Finding(None, "database", where)
        yield from _on_trial(settings)
        return
    try:
        engine = open_engine(settings)
    except GioError as error:
        yield Finding.wrong("database", error)
        yield Finding(None, "projects", "not asked: their tokens and rate limits are kept in the database.")
        return
    try:
        usable = True
        for finding in _check_database(engine):
            usable = usable and finding.ok is not False
            yield finding
        if usable:
            yield from _check_contents(settings, engine)
    except WarehouseError as error:
        yield Finding.wrong("database", error)
    finally:
        engine.dispose()


def _check_database(engine: Engine) -> Iterator[Finding]:
    row, reason = rights(engine, SCHEMAS)
    yield Finding(True, "database", f"PostgreSQL {row.version} is reachable.")
    if reason:
        yield Finding(False, "database rights", f"nothing can be written: {reason}.", 1)
    elif missing := _missing_rights(row):
        advice = "grant it, or name another user in GIO_DATABASE_URL."
        yield Finding(False, "database rights", f"the user may not {' or '.join(missing)}: {advice}", 1)
    else:
        makes = "schemas, tables" if row.may_make_schemas else "tables"
        yield Finding(True, "database rights", f"{makes} and temporary tables may be made.")


def _missing_rights(row: Any) -> list[str]:
    missing = []
    if row.missing_schemas and not row.may_make_schemas:
        missing.append(f"make the schemas {', '.join(row.missing_schemas)}")
    if row.closed_schemas:
        missing.append(f"use and make tables in {', '.join(row.closed_schemas)}")
    if row.closed_tables and not row.closed_schemas:
        missing.append(f"read and write {', '.join(row.closed_tables)}")
    return missing if row.may_make_temporary_tables else [*missing, "make temporary tables"]


def _check_contents(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """What needs the rights that were found: the migrations, the clocks, and the projects."""
    waiting = pending(engine)
    listed = ", ".join(migration.name for migration in waiting)
    to_do = f"a load would apply {listed}; gio-pipeline db upgrade does it now."
    yield Finding(None, "migrations", to_do) if waiting else Finding(True, "migrations", "up to date.")
    if settings.now is None:
        yield from guarded("database clock", _check_clocks(Runtime(settings, engine)))
    if waiting == migrations():
        yield from _on_trial(settings)
    elif waiting:
        yield Finding(None, "projects", "not asked before that: other loads may be using the tables as they are.")
    else:
        yield from _projects(settings, engine)


def _check_clocks(runtime: Runtime) -> Iterator[Finding]:
    disagreement = runtime.clocks_told()
    if disagreement is None:
        yield Finding(True, "database clock", "agrees with this machine's.")
    else:
        apart = runtime.clocks is not None and runtime.clocks.refused
        yield Finding(False if apart else None, "database clock", disagreement, int(apart))


def _on_trial(settings: Settings) -> Iterator[Finding]:
    try:
        with trial_warehouse(settings) as engine:
            yield from _projects(settings, engine)
    except GioError as error:
        yield Finding(None, "projects", f"not asked before gio-pipeline db upgrade has made the tables: {error}")


def _projects(settings: Settings, engine: Engine) -> Iterator[Finding]:
    def findings(check: ProjectCheck) -> list[Finding]:
        return list(guarded(check.name, check.findings()))

    checks = [ProjectCheck(settings, engine, project) for project in settings.config.projects]
    for found in side_by_side([partial(findings, check) for check in checks], MOST_AT_ONCE):
        yield from found

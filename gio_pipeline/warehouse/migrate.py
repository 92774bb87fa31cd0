"""Applies the numbered files of sql/migrations, forward only, each in a transaction of its own."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.engine import driver_cursor, translate_errors
from gio_pipeline.warehouse.statements import directory, execute, sql

_SCHEMA_LINE = re.compile(
    r"^(?P<verb>create|comment) (?:on )?schema (?:if not exists )?(?P<name>\w+).*;$", re.MULTILINE
)


@dataclass(frozen=True)
class Migration:
    """One file of sql/migrations: `0001_warehouse`."""

    name: str

    @property
    def version(self) -> int:
        return int(self.name.split("_", 1)[0])

    @property
    def statement(self) -> str:
        return sql(f"migrations/{self.name}")


def migrations() -> list[Migration]:
    return [Migration(path.stem) for path in sorted((directory() / "migrations").glob("[0-9]*.sql"))]


def pending(engine: Engine) -> list[Migration]:
    """The migrations the database lacks; creates nothing."""
    with translate_errors(), engine.connect() as connection:
        return _pending(connection)


def upgrade(engine: Engine) -> list[Migration]:
    """Applies what is pending and returns it; any number of processes may call it at once."""
    applied = []
    with translate_errors():
        while (migration := _apply_next(engine)) is not None:
            applied.append(migration)
    return applied


def _apply_next(engine: Engine) -> Migration | None:
    with engine.connect() as connection:
        if not _pending(connection):
            return None
    with engine.begin() as connection:
        execute(connection, "migrate/lock_migrations")
        waiting = _pending(connection)
        if not waiting:
            return None
        with driver_cursor(connection) as cursor:
            cursor.execute(_but_schemas(connection, waiting[0].statement))
            cursor.execute(sql("migrate/record_migration"), {"version": waiting[0].version, "name": waiting[0].name})
        return waiting[0]


def _but_schemas(connection: Connection, statement: str) -> str:
    """The statement without making schemas that an administrator has made, and without describing another's.

    `create schema if not exists` asks for the right to make schemas even where there is nothing to make.
    """
    known = {row.name: row.own for row in execute(connection, "migrate/select_schemas")}

    def line(found: re.Match[str]) -> str:
        unwanted = found["name"] in known and (found["verb"] == "create" or not known[found["name"]])
        return "" if unwanted else found[0]

    return _SCHEMA_LINE.sub(line, statement)


def _pending(connection: Connection) -> list[Migration]:
    done, known = set[int](), migrations()
    if execute(connection, "migrate/migrations_exist").scalar_one():
        done = set(execute(connection, "migrate/select_migrations").scalars())
    if newer := done - {migration.version for migration in known}:
        found = f"The database was upgraded by a newer gio_pipeline (migration {max(newer)})"
        raise WarehouseError(f"{found}: install that version here too.")
    return [migration for migration in known if migration.version not in done]

"""The generated parts of docs/: settings from the models, tables from the database's comments.

`make docs` writes them; a test compares what stands there with what would be written.
"""

import sys
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlalchemy import Engine, text

from gio_pipeline.core.answer.cells import NOT_KNOWN
from gio_pipeline.core.config import Config
from gio_pipeline.settings.environment import VARIABLES
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.report_views import FIXED
from gio_pipeline_tests.docs.queries import queries_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GENERATED = "<!-- Written by make docs: change the descriptions in the code, not here. -->"

OBJECTS = """
select n.nspname || '.' || c.relname as name, obj_description(c.oid, 'pg_class') as comment, c.relkind = 'v' as is_view,
       c.oid
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('gio', 'gio_state') and c.relkind in ('r', 'v')
order by n.nspname, c.relname
"""
COLUMNS = """
select attname as name, format_type(atttypid, atttypmod) as type, col_description(attrelid, attnum) as comment
from pg_attribute
where attrelid = :oid and attnum > 0 and not attisdropped
order by attnum
"""


def configuration() -> str:
    """docs/configuration.md: every setting of reports.yaml and every environment variable."""
    lines = ["# Configuration", "", GENERATED, "", "`reports.yaml` and the environment, setting by setting."]
    for title, model in _sections(Config, "the file", {}).items():
        lines += ["", f"## {title[0].upper()}{title[1:]}", "", "| setting | default | what it says |", "|---|---|---|"]
        lines += [_setting(name, field) for name, field in model.model_fields.items()]
    lines += ["", "## Environment", "", "Also read from `.env` beside `reports.yaml`; the environment wins.", ""]
    lines += ["| variable | what it says |", "|---|---|"]
    lines += [f"| `{name}` | {description} |" for name, description in VARIABLES.items()]
    return "\n".join(lines) + "\n"


def _sections(model: type[BaseModel], title: str, found: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    found[title] = model
    for name, field in model.model_fields.items():
        for inner in _models(field.annotation):
            if inner not in found.values():
                listed = name in ("projects", "reports")
                _sections(inner, f"each entry of {name}" if listed else name, found)
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for argument in typing.get_args(annotation):
        yield from _models(argument)


def _setting(name: str, field: FieldInfo) -> str:
    return f"| `{name}` | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    value = field.default
    if field.is_required():
        return "required"
    if value is None or isinstance(value, BaseModel | tuple):
        return "–"
    if isinstance(value, timedelta):
        return f"`{int(value.total_seconds() // 60)}m`"
    if isinstance(value, time):
        return f'`"{value:%H:%M}"`'
    shown = value.value if isinstance(value, Enum) else value
    return f"`{str(shown).lower() if isinstance(shown, bool) else shown}`"


def tables(engine: Engine) -> str:
    """docs/tables.md: every table and view with its columns, as the database describes them."""
    lines = ["# Tables", "", GENERATED, "", "`gio.report_values` is the one to query. Times are `timestamptz`."]
    with engine.connect() as connection:
        for found in connection.execute(text(OBJECTS)).mappings().all():
            kind = "view" if found["is_view"] else "table"
            lines += ["", f"## {found['name']}", "", f"{found['comment']} ({kind}).", ""]
            lines += ["| column | type | what it is |", "|---|---|---|"]
            columns = connection.execute(text(COLUMNS), {"oid": found["oid"]}).mappings()
            lines += [f"| `{each['name']}` | {each['type']} | {each['comment']} |" for each in columns]
    return "\n".join([*lines, *_report_views()]) + "\n"


def _report_views() -> list[str]:
    not_known = ", ".join(f"`{sign}`" for sign in NOT_KNOWN if sign)
    lines = [
        *("", "## gio_reports.&lt;project&gt;__&lt;report&gt;", ""),
        "One row per period and combination of dimension values of one report, as the console shows it (view). New",
        "columns are appended; none is ever renamed, dropped or given another type.",
        *("", "| column | what it is |", "|---|---|"),
        *(f"| `{name}` | {said} |" for name, said in FIXED.items()),
        "| each dimension | Its value as text |",
        "| each metric | Its number; null where the source sent a text that shows none |",
        "| `<metric> text` | The metric's cells as the source wrote them where they were no plain numbers; there once "
        f'a cell was a text that shows no number (`00:03:12`) and no sign for "not known" (nothing, {not_known}) |',
    ]
    return lines


def pages(database_url: str) -> Mapping[str, str]:
    """Every generated page by its name, from a database in which nothing is loaded yet."""
    engine = connect(database_url)
    found = {"configuration.md": configuration(), "tables.md": tables(engine)}
    engine.dispose()
    return found | {"queries.md": queries_page(database_url)}


def write() -> int:
    """Writes the pages against a throw-away database."""
    from gio_pipeline.warehouse.migrate import upgrade
    from gio_pipeline_tests.postgres import throw_away_server

    with throw_away_server() as url:
        engine = connect(url)
        upgrade(engine)
        engine.dispose()
        for name, page in pages(url).items():
            (DOCS / name).write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(write())

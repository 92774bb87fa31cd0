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
from gio_pipeline_tests.docs.languages import Chinese, Say, english
from gio_pipeline_tests.docs.queries import fill, queries_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GENERATED = "<!-- Written by make docs: change the descriptions in the code, not here. -->"

REPORT_VIEW = (
    "One row per period and combination of dimension values of one report, as the console shows it (view). "
    "New columns are appended; none is ever renamed, dropped or given another type."
)
TEXT_COLUMN = (
    "The metric's cells as the source wrote them where they were no plain numbers; there once a cell was a text that "
    'shows no number (`00:03:12`) and no sign for "not known" (nothing, {not_known})'
)

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


def configuration(say: Say) -> str:
    """configuration.md: every setting of reports.yaml and every environment variable."""
    lines = [f"# {say('Configuration')}", "", say(GENERATED)]
    lines += ["", say("`reports.yaml` and the environment, setting by setting.")]
    for title, model in _sections(Config, "the file", {}).items():
        lines += ["", f"## {say(title[0].upper() + title[1:])}", "", *_head(say, "setting", "default", "what it says")]
        lines += [_setting(name, field, say) for name, field in model.model_fields.items()]
    lines += ["", f"## {say('Environment')}", ""]
    lines += [say("Also read from `.env` beside `reports.yaml`; the environment wins."), ""]
    lines += _head(say, "variable", "what it says")
    lines += [f"| `{name}` | {say(description)} |" for name, description in VARIABLES.items()]
    return "\n".join(lines) + "\n"


def _head(say: Say, *columns: str) -> list[str]:
    return [f"| {' | '.join(say(each) for each in columns)} |", f"|{'---|' * len(columns)}"]


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


def _setting(name: str, field: FieldInfo, say: Say) -> str:
    return f"| `{name}` | {_default(field, say)} | {say(str(field.description))} |"


def _default(field: FieldInfo, say: Say) -> str:
    value = field.default
    if field.is_required():
        return say("required")
    if value is None or isinstance(value, BaseModel | tuple):
        return "–"
    if isinstance(value, timedelta):
        return f"`{int(value.total_seconds() // 60)}m`"
    if isinstance(value, time):
        return f'`"{value:%H:%M}"`'
    shown = value.value if isinstance(value, Enum) else value
    return f"`{str(shown).lower() if isinstance(shown, bool) else shown}`"


def tables(engine: Engine, say: Say) -> str:
    """tables.md: every table and view with its columns, as the database describes them."""
    lines = [f"# {say('Tables')}", "", say(GENERATED)]
    lines += ["", say("`gio.report_values` is the one to query. Times are `timestamptz`.")]
    with engine.connect() as connection:
        for found in connection.execute(text(OBJECTS)).mappings().all():
            form = say("{what} (view)." if found["is_view"] else "{what} (table).")
            lines += ["", f"## {found['name']}", "", form.format(what=say(str(found["comment"]))), ""]
            lines += _head(say, "column", "type", "what it is")
            columns = connection.execute(text(COLUMNS), {"oid": found["oid"]}).mappings()
            lines += [f"| `{each['name']}` | {each['type']} | {say(str(each['comment']))} |" for each in columns]
    return "\n".join([*lines, *_report_views(say)]) + "\n"


def _report_views(say: Say) -> list[str]:
    not_known = ", ".join(f"`{sign}`" for sign in NOT_KNOWN if sign)
    return [
        *("", "## gio_reports.&lt;project&gt;__&lt;report&gt;", "", say(REPORT_VIEW), ""),
        *_head(say, "column", "what it is"),
        *(f"| `{name}` | {say(said)} |" for name, said in FIXED.items()),
        f"| {say('each dimension')} | {say('Its value as text')} |",
        f"| {say('each metric')} | {say('Its number; null where the source sent a text that shows none')} |",
        f"| `<metric> text` | {say(TEXT_COLUMN).format(not_known=not_known)} |",
    ]


def pages(database_url: str, chinese: Chinese) -> Mapping[str, str]:
    """Every generated page by its path in docs/, from a database in which nothing is loaded yet."""
    fill(database_url)
    engine = connect(database_url)
    found = {}
    for directory, say in (("", english), ("zh/", chinese)):
        found[f"{directory}configuration.md"] = configuration(say)
        found[f"{directory}tables.md"] = tables(engine, say)
        found[f"{directory}queries.md"] = queries_page(database_url, say)
    engine.dispose()
    return found


def write() -> int:
    """Writes the pages against a throw-away database; 1 where some Chinese is missing or left over."""
    from gio_pipeline.warehouse.migrate import upgrade
    from gio_pipeline_tests.postgres import throw_away_server

    chinese = Chinese()
    with throw_away_server() as url:
        engine = connect(url)
        upgrade(engine)
        engine.dispose()
        for name, page in pages(url, chinese).items():
            (DOCS / name).write_text(page, encoding="utf-8")
    faults = list(chinese.faults())
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(write())

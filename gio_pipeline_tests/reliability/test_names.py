"""Names are the users' own words: none of them is ever SQL."""

import json

import pytest
from psycopg2 import sql

from gio_pipeline.pipeline.load import LoadOrigin, load_report
from gio_pipeline.pipeline.results import LoadResult
from gio_pipeline.warehouse.figures import read_page
from gio_pipeline.warehouse.reset import loaded_reports, reset_report
from gio_pipeline_tests.reliability.handmade import JUNE_9, Source, dim, met
from gio_pipeline_tests.reliability.holding import connection_to, execute

NAMES = [
    'x"; drop schema gio; --',
    "x'; drop schema gio; --",
    "$$; drop schema gio; $$",
    "%s %(a)s %%",
    "转化率%",
    "占比(%)",
    "%",
    "%(start)s",
    "{view} {} {{ }} ${VAR}",
    "NUL \0 here",
    "长" * 40 + "%",
    "x" * 62 + "🛒",
    "&amp; <b>",
    "::text --",
    ":a :b",
    "{} {view}",
    "back\\slash \\' E'\\'",
    "/* -- ; */",
    "tab\tnew\nline",
    "",
    " ",
    "ctid",
    "select",
    "period_start",
    "中文 🛒 é",
]
DAY = "2026-06-09"
# The columns of the view, where Postgres cannot take the name as it is.
COLUMNS = {
    "": ("?", " (2)"),
    "period_start": ("period_start (2)", "period_start (2) (2)"),
    "长" * 40 + "%": ("长" * 21, "长" * 19 + " (2)"),
    "x" * 62 + "🛒": ("x" * 62, "x" * 59 + " (2)"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_name_wherever_it_stands(handmade: Source, name: str) -> None:
    titled = name.strip() if "${" not in name and "\0" not in name else ""
    title = json.dumps(titled or "no title", ensure_ascii=False)
    handmade.bench.report(f"{{name: handmade, kind: chart, id: handmade, title: {title}, owner: {title}}}")
    meta, name = [dim(name), dim("时间"), met(name)], name.replace("\0", "\ufffd")
    for value in (1, 2):
        handmade.says(meta, f"[[{json.dumps(name)}, {JUNE_9}, {value}]]", name=name)
        result = handmade.bench.load("handmade", "2026-06-09", "2026-06-09")
        assert (result.ok, [each for each in result.warnings if "view" in each]) == (True, [])
    second = f"{name} (2)"
    assert handmade.bench.query("select dimensions, metric, value from gio.report_values") == [
        ({name: name}, second, 2.0)
    ]
    assert handmade.bench.query("select dimensions, metric, old_value from gio.restatements") == [
        ({name: name}, second, 1.0)
    ]
    dimension, metric = COLUMNS.get(name) or (name, second)
    columns = sql.SQL(", ").join(sql.Identifier(column) for column in (dimension, metric))
    assert read(handmade, sql.SQL("select {} from gio_reports.shop__handmade").format(columns)) == [(name, 2.0)]
    comments = "select d.description from pg_description d where objoid = 'gio_reports.shop__handmade'::regclass"
    assert {f"dimension: {name}", f"metric: {second}"} <= {text for (text,) in handmade.bench.query(comments)}
    landed = read_page(handmade.runtime.engine, handmade.bench.spec("handmade"), handmade.bench.period("handmade", DAY))
    assert landed is not None
    assert (landed.shown, landed.rows) == ((dimension, metric), ((name, 2.0),))
    assert (landed.metric, [point.value for point in landed.points]) == (second, [2.0])
    [loaded] = loaded_reports(handmade.runtime.engine, "handmade")
    assert reset_report(handmade.runtime.engine, loaded).values == 1
    left = "select to_regclass('gio_reports.shop__handmade')::text, (select count(*) from gio.dimension_sets)"
    assert handmade.bench.query(left) == [(None, 0)]


def read(handmade: Source, statement: sql.Composable) -> list[tuple[object, ...]]:
    connection = connection_to(handmade.bench.database_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def test_names_that_a_reset_takes_between_two_days_of_a_load_are_given_anew(handmade: Source) -> None:
    handmade.says([dim("城市"), met("views")], '[["上海", 1], ["北京", 2]]')
    # Without a time: every day takes a request.
    assert handmade.bench.load("handmade", "2026-06-01", "2026-06-02").ok
    execute(handmade.bench.database_url, "create view public.dashboard as select * from gio_reports.shop__handmade")
    plan, engine = handmade.bench.plan("handmade", "2026-06-08", "2026-06-09"), handmade.runtime.engine

    def reset(result: LoadResult) -> None:
        if len(result.outcomes) == 1:
            [loaded] = loaded_reports(engine, "handmade")
            assert reset_report(engine, loaded).values == 6

    assert load_report(handmade.runtime, plan, LoadOrigin(), reset).ok
    assert handmade.bench.query("select period_date::text, dimensions, value from gio.report_values order by 3") == [
        ("2026-06-08", {"城市": "上海"}, 1.0),
        ("2026-06-08", {"城市": "北京"}, 2.0),
    ]

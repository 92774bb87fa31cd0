"""What analysts ask, on the fullest table: how long it takes and how Postgres goes about it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median

import psycopg2
from sqlalchemy import make_url

from benchmarks.answers import DIMENSIONS, METRICS

CITY = DIMENSIONS[0]
# The README's sample, and its kin: by report name and dates, through the view that the documentation names.
QUERIES = {
    "README: a week by city": """
        select period_date, dimensions ->> '{city}' as city, sum(value) as total
        from gio.report_values
        where project = 'bench' and report = 'answers' and metric = '{metric}'
          and period_date >= date '{newest}' - 7 and not provisional
        group by 1, 2 order by 1, 3 desc
    """,
    "one day, every value": """
        select * from gio.report_values
        where project = 'bench' and report = 'answers' and period_date = date '{newest}'
    """,
    "one day, one metric, by city": """
        select dimensions ->> '{city}' as city, sum(value) from gio.report_values
        where project = 'bench' and report = 'answers' and period_date = date '{newest}' and metric = '{metric}'
        group by 1
    """,
    "30 days, one metric, one city": """
        select period_date, sum(value) from gio.report_values
        where project = 'bench' and report = 'answers' and metric = '{metric}'
          and period_date >= date '{newest}' - 29 and dimensions ->> '{city}' = '城市007'
        group by 1 order by 1
    """,
    "newest day against the week before, by city": """
        select dimensions ->> '{city}' as city,
               sum(value) filter (where period_date = date '{newest}')
               / nullif(sum(value) filter (where period_date = date '{newest}' - 7), 0) - 1 as change
        from gio.report_values
        where project = 'bench' and report = 'answers' and metric = '{metric}'
          and period_date in (date '{newest}', date '{newest}' - 7)
        group by 1 order by 2
    """,
    "the view of the report: one day, all columns": """
        select * from gio_reports.bench__answers where period_date = date '{newest}'
    """,
    "the view of the report: one day, one city": """
        select * from gio_reports.bench__answers where period_date = date '{newest}' and "{city}" = '城市007'
    """,
    "how fresh": "select * from gio.freshness",
}


@dataclass(frozen=True)
class Answered:
    """Median milliseconds, rows that came back, and the plan."""

    name: str
    milliseconds: float
    rows: int
    plan: str


def ask(url: str, newest: date, repeat: int, say: Callable[[str], None]) -> list[Answered]:
    """Runs every query `repeat` times after one that warms the caches."""
    connection = psycopg2.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    found = []
    with connection, connection.cursor() as cursor:
        for name, written in QUERIES.items():
            say(name)
            statement = written.format(newest=newest, city=CITY, metric=METRICS[0])
            times = [_timed(cursor, statement) for _ in range(repeat + 1)][1:]
            cursor.execute(f"explain (analyze, buffers, timing off, summary) {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            found.append(Answered(name, median(each for each, _ in times), times[0][1], plan))
    connection.close()
    return found


def _timed(cursor: psycopg2.extensions.cursor, statement: str) -> tuple[float, int]:
    began = time.perf_counter()
    cursor.execute(statement)
    rows = len(cursor.fetchall())
    return (time.perf_counter() - began) * 1000, rows

"""pandas.DataFrame.to_sql into a staging table, then one upsert."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from sqlalchemy import Connection, DateTime, Double, Text, create_engine, text

from benchmarks.answers import METRICS
from benchmarks.loaders.base import LONG_COLUMNS, LONG_KEY, LONG_TABLE, REPORT, Loader, Payload, counted
from benchmarks.loaders.long_rows import long_rows
from benchmarks.server import execute

STAGE = LONG_TABLE.format(table="staging").replace("create table", "create unlogged table")
TYPES = {
    "report": Text(),
    "period_start": DateTime(timezone=True),
    "dimensions": Text(),
    "metric": Text(),
    "value": Double(),
}
UPSERT = f"""
insert into long_values as kept ({", ".join(LONG_COLUMNS)})
select {", ".join(LONG_COLUMNS)} from staging
on conflict ({", ".join(LONG_KEY)}) do update set value = excluded.value
where kept.value is distinct from excluded.value
"""
VANISHED = """
delete from long_values kept
where (report, period_start) in (select distinct report, period_start from staging)
  and not exists (
      select from staging s
      where s.report = kept.report and s.period_start = kept.period_start
        and s.dimensions = kept.dimensions and s.metric = kept.metric
  )
"""


class _Pandas(Loader):
    tables = ("long_values",)
    checked = counted("long_values")
    slow = True
    method: ClassVar[Any]

    def __init__(self, url: str, home: Path) -> None:
        super().__init__(url, home)
        self.engine = create_engine(url)

    @staticmethod
    def set_up(url: str) -> None:
        execute(url, LONG_TABLE.format(table="long_values"), f"alter table long_values add primary key {_listed()}")
        execute(url, STAGE)

    def read(self, answer: Payload) -> pd.DataFrame:
        rows = long_rows(answer.body)
        columns = {
            "report": REPORT,
            "period_start": pd.DatetimeIndex(np.repeat(rows.times, len(METRICS)), tz="UTC"),
            "dimensions": rows.long_dimensions,
            "metric": rows.metrics,
            "value": rows.values.ravel(),
        }
        return pd.DataFrame(columns)

    def load(self, answer: pd.DataFrame) -> None:
        with self.engine.begin() as connection:
            connection.execute(text("truncate staging"))
            answer.to_sql("staging", connection, if_exists="append", index=False, dtype=TYPES, method=self.method)
            connection.execute(text("analyze staging"))
            connection.execute(text(VANISHED))
            connection.execute(text(UPSERT))

    def close(self) -> None:
        self.engine.dispose()


def _copy(table: Any, connection: Connection, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """A `method` for to_sql as pandas' user guide on insertion methods describes it: rows as CSV into COPY."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    buffer.seek(0)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor = connection.connection.cursor()
    cursor.copy_expert(f"copy {table.name} ({names}) from stdin with (format csv)", buffer)


class PandasInsert(_Pandas):
    title = "pandas.to_sql"
    configuration = (
        "to_sql(method=None) to an unlogged staging table without index (SQLAlchemy's insertmanyvalues, psycopg2), "
        "ANALYZE, DELETE of what vanished, INSERT … ON CONFLICT DO UPDATE where the value differs"
    )
    method = None


class PandasCopy(_Pandas):
    title = "pandas.to_sql, COPY"
    configuration = "as pandas.to_sql, with the COPY callable of pandas' user guide as method"
    method = staticmethod(_copy)


def _listed() -> str:
    return f"({', '.join(LONG_KEY)})"

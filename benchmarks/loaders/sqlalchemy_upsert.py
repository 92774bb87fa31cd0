"""SQLAlchemy's own bulk upsert: insertmanyvalues with ON CONFLICT, straight into the keyed table."""

from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Column, DateTime, Double, Integer, MetaData, Table, Text, create_engine, func, select
from sqlalchemy.dialects.postgresql import insert

from benchmarks.answers import METRICS
from benchmarks.loaders.base import LONG_KEY, REPORT, Loader, Payload, counted
from benchmarks.loaders.long_rows import long_rows

TABLE = Table(
    "long_values",
    MetaData(),
    Column("report", Text, primary_key=True),
    Column("period_start", DateTime(timezone=True), primary_key=True),
    Column("dimensions", Text, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("value", Double),
    # Which load saw the row last: what an older one saw, and this one did not, has vanished.
    Column("load_id", Integer, nullable=False),
)


class SqlAlchemyUpsert(Loader):
    title = "SQLAlchemy upsert"
    configuration = (
        "insert().on_conflict_do_update().returning() executed with a list of dictionaries: insertmanyvalues, page "
        "size 1000 (its default), psycopg2; rows carry the number of the load, and DELETE takes the window's older ones"
    )
    tables = ("long_values",)
    checked = counted("long_values")
    slow = True

    def __init__(self, url: str, home: Path) -> None:
        super().__init__(url, home)
        self.engine = create_engine(url)

    @staticmethod
    def set_up(url: str) -> None:
        engine = create_engine(url)
        TABLE.create(engine)
        engine.dispose()

    def read(self, answer: Payload) -> list[dict[str, Any]]:
        rows = long_rows(answer.body)
        times = np.repeat(rows.times, len(METRICS)).tolist()
        values = [None if each != each else each for each in rows.values.ravel().tolist()]
        cells = zip(times, rows.long_dimensions.tolist(), rows.metrics.tolist(), values, strict=True)
        return [
            {"report": REPORT, "period_start": time, "dimensions": dimensions, "metric": metric, "value": value}
            for time, dimensions, metric, value in cells
        ]

    def load(self, answer: list[dict[str, Any]]) -> None:
        with self.engine.begin() as connection:
            load_id = (connection.execute(select(func.max(TABLE.c.load_id))).scalar() or 0) + 1
            # In the rows, not in values(): that would turn insertmanyvalues off.
            rows = [row | {"load_id": load_id} for row in answer]
            statement = insert(TABLE)
            changed = {"value": statement.excluded.value, "load_id": statement.excluded.load_id}
            upsert = statement.on_conflict_do_update(index_elements=list(LONG_KEY), set_=changed)
            # Without RETURNING, SQLAlchemy 2.1 sends ON CONFLICT row by row.
            connection.execute(upsert.returning(TABLE.c.load_id), rows).close()
            times = {row["period_start"] for row in answer}
            older = TABLE.c.load_id < load_id
            connection.execute(TABLE.delete().where(TABLE.c.report == REPORT, TABLE.c.period_start.in_(times), older))

    def close(self) -> None:
        self.engine.dispose()

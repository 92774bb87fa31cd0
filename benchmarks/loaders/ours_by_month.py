"""Ours on another layout: gio.points cut into partitions by month. Measured to decide whether it should be."""

from benchmarks.loaders.ours import Ours
from benchmarks.server import execute, query

YEARS = range(2023, 2028)
VIEWS = """
select distinct v.oid::regclass::text, pg_get_viewdef(v.oid), v.oid
from pg_depend d
join pg_rewrite r on r.oid = d.objid
join pg_class v on v.oid = r.ev_class
where d.refobjid = 'gio.points'::regclass and v.relkind = 'v'
order by v.oid
"""
PARTITIONED = """
create table gio.points (like gio.by_value including defaults) partition by range (period_start);
alter table gio.points add primary key (report_id, period_start, dims_id, metric_id);
drop table gio.by_value
"""


class OursByMonth(Ours):
    title = "gio_pipeline, partitioned"
    configuration = f"the same with gio.points partitioned by month ({len(YEARS) * 12} partitions)"

    @staticmethod
    def set_up(url: str) -> None:
        """Puts a partitioned table in the place of gio.points, and the views back upon it."""
        views = query(url, VIEWS)
        execute(
            url,
            "create table gio.by_value (like gio.points including defaults)",
            "drop table gio.points cascade",
            *PARTITIONED.split(";\n"),
            *(_partition(year, month) for year in YEARS for month in range(1, 13)),
            *(f"create view {name} as {definition}" for name, definition, _ in views),
        )


def _partition(year: int, month: int) -> str:
    first, end = f"{year}-{month:02}-01", f"{year + month // 12}-{month % 12 + 1:02}-01"
    return f"create table gio.points_{year}_{month:02} partition of gio.points for values from ('{first}') to ('{end}')"

"""gio.points under a table partitioned by year, as docs/scaling.md has it for very large warehouses."""

from datetime import date

import pytest

from gio_pipeline.warehouse.statements import sql
from gio_pipeline_tests.deploy.dump_schema import FIRST, LAST, load_samples
from gio_pipeline_tests.deploy.truth import execute, query, values
from gio_pipeline_tests.workbench import Workbench

KIND = "select relkind::text from pg_class where oid = 'gio.points'::regclass"
COUNTS = """select (select count(*) from gio.points), (select count(*) from gio.report_values),
    (select count(*) from gio_reports.shop__cities)"""


@pytest.fixture
def bench(workbench: Workbench) -> Workbench:
    load_samples(workbench)
    return workbench


def test_a_partitioned_table_holds_the_same_values_and_is_loaded_and_read_as_before(bench: Workbench) -> None:
    url = bench.database_url
    held, [counts] = values(url), query(url, COUNTS)
    execute(url, sql("scale/partition_points"))
    assert query(url, KIND) == [("p",)]
    assert (values(url), query(url, COUNTS)) == (held, [counts])

    again = bench.load("shop/cities", FIRST, LAST)
    assert [again.count(what) for what in ("unchanged", "inserted", "changed", "deleted")] == [360, 0, 0, 0]
    assert bench.load("shop/cities", "2026-06-09", "2026-06-09").count("inserted") == 120
    assert query(url, COUNTS) == [(counts[0] + 120, counts[1] + 120, counts[2] + 40)]
    bench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
    changed = bench.load("shop/cities", FIRST, LAST)
    assert [changed.count(what) for what in ("unchanged", "inserted", "changed", "deleted")] == [0, 0, 360, 0]
    newest = "where load_id = (select max(load_id) from gio.loads)"
    assert query(url, f"select count(*), count(old_value) from gio.restatements {newest}") == [(360, 360)]


def test_new_years_have_partitions_and_readers_their_rights(bench: Workbench) -> None:
    url, next_year = bench.database_url, date.today().year + 1
    execute(url, sql("scale/partition_points"))
    found = query(url, "select inhrelid::regclass::text from pg_inherits where inhparent = 'gio.points'::regclass")
    assert len(found) == 11
    assert {(f"gio.points_before_{next_year}",), (f"gio.points_{next_year}",)} < set(found)
    rights = "has_table_privilege('gio_reader', 'gio.points', 'select')"
    assert query(url, f"select {rights}") == [(True,)]


def test_views_read_every_partition(bench: Workbench) -> None:
    execute(bench.database_url, sql("scale/partition_points"))
    definitions = "select definition from pg_views where schemaname in ('gio', 'gio_reports')"
    found = [definition for (definition,) in query(bench.database_url, definitions)]
    assert len([each for each in found if "gio.points " in each]) >= 6
    assert not [each for each in found if "points_before" in each]

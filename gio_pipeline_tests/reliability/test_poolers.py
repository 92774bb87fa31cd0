"""Behind PgBouncer: nothing of ours is left in a session, and few server connections are enough for many loads."""

from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.engine import connect
from gio_pipeline_tests.reliability.conftest import CITY, DAYS
from gio_pipeline_tests.reliability.holding import connection_to
from gio_pipeline_tests.reliability.loading import loading
from gio_pipeline_tests.reliability.poolers import PGBOUNCER, pgbouncer
from gio_pipeline_tests.reliability.truth import answered, stored
from gio_pipeline_tests.workbench import Workbench

pytestmark = pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed")
# transaction_isolation is never anything but its transaction's.
SETTINGS = """select name, setting from pg_settings
    where source = 'session' and name <> 'transaction_isolation' order by name"""


def test_a_load_leaves_no_setting_in_a_session_that_others_use_next(workbench: Workbench, tmp_path: Path) -> None:
    direct = workbench.database_url
    with pgbouncer(direct, tmp_path, size=1) as pooled:
        with closing(connection_to(pooled)) as other, other.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            first = cursor.fetchall()
            cursor.execute(SETTINGS)
            before = cursor.fetchall()
            workbench.database_url = pooled
            assert workbench.load(CITY, *DAYS).ok
            workbench.faults({"fault": "scale", "match": "cityPv01", "factor": 2})
            assert workbench.load(CITY, *DAYS).count("changed") == 360
            cursor.execute(SETTINGS)
            assert cursor.fetchall() == before
            cursor.execute("select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()")
            assert cursor.fetchall() == [(0,)]
            cursor.execute("select count(*) from pg_class where relpersistence = 't'")
            assert cursor.fetchall() == [(0,)]
            cursor.execute("select pg_backend_pid()")
            assert cursor.fetchall() == first
        assert stored(workbench, CITY) == answered(workbench, "cityPv01", *DAYS)
        workbench.close()


@pytest.mark.slow
@pytest.mark.parametrize("size", [4, 2, 1])
def test_six_loads_share_few_server_connections(workbench: Workbench, tmp_path: Path, size: int) -> None:
    """Signed, so that each reads the shared token in the instant it sends; three of one report, three of another."""
    workbench.signed = True
    workbench.report(
        "{name: page_views_by_city, kind: chart, id: cityPv01}", "{name: browsers, kind: chart, id: tblBrw01}"
    )
    ranges = [("2026-06-01", "2026-06-03"), ("2026-06-03", "2026-06-06"), ("2026-06-05", "2026-06-09")]
    direct = workbench.database_url
    with pgbouncer(direct, tmp_path, size=size) as pooled, ExitStack() as stack:
        workbench.database_url = pooled
        loaders = [
            stack.enter_context(loading(workbench, report, *dates)) for dates in ranges for report in (CITY, "browsers")
        ]
        results = [loader.result(90) for loader in loaders]
    workbench.database_url = direct
    assert [(result["ok"], result["failures"]) for result in results] == [(True, [])] * 6
    assert stored(workbench, CITY) == answered(workbench, "cityPv01", "2026-06-01", "2026-06-09")


def test_statement_pooling_is_refused_in_words(database_url: str, tmp_path: Path) -> None:
    with pgbouncer(database_url, tmp_path, size=2, mode="statement") as pooled:
        with pytest.raises(WarehouseError) as caught:
            connect(pooled)
        assert str(caught.value).endswith(
            "is behind a pooler in statement pooling mode; "
            "loads need transactions: set its pool_mode to transaction or session."
        )

"""The snapshots as Dagster runs them: assets with their numbers, one failing endpoint beside the others."""

from collections.abc import Mapping

import pytest
from dagster import AssetKey, ExecuteInProcessResult

from gio_pipeline.core.catalog import CATALOG
from gio_pipeline_tests.defs.dagster_bench import DagsterBench

JOB = "shop_catalog"
TABLES = tuple(each.table for each in CATALOG)
USERS = "segment_users/sgLogin1"


@pytest.fixture
def catalog(bench: DagsterBench) -> DagsterBench:
    """A bench whose project names a segment."""
    path = bench.workbench.directory / "reports.yaml"
    text = path.read_text(encoding="utf-8").replace("    start:", "    segment_users: [sgLogin1]\n    start:")
    path.write_text(text, encoding="utf-8")
    return bench


def run(bench: DagsterBench, **tags: str) -> ExecuteInProcessResult:
    return bench._execute(JOB, [], tags)


def taken(result: ExecuteInProcessResult) -> Mapping[str, Mapping[str, object]]:
    """What each snapshot taken says, by the end of its asset's key."""
    found = {}
    for event in result.get_asset_materialization_events():
        mark = event.materialization
        assert mark.asset_key.path[:2] == ["shop", "catalog"]
        found["/".join(mark.asset_key.path[2:])] = {name: value.value for name, value in mark.metadata.items()}
    return found


def failures(result: ExecuteInProcessResult) -> dict[str, str]:
    found = {}
    for event in result.get_step_failure_events():
        said = event.step_failure_data.user_failure_data
        assert said is not None and said.description is not None, event.step_failure_data.error
        found[str(event.step_key)] = said.description
    return found


def test_a_run_of_the_job_takes_every_snapshot(catalog: DagsterBench) -> None:
    result = run(catalog)
    assert result.success
    found = taken(result)
    assert found.keys() == {*TABLES, USERS}
    numbers = {
        "dashboards": [5, 5, 0, 1],
        "dashboard_charts": [27, 27, 0, 5],
        "segments": [3, 3, 0, 1],
        USERS: [420, 420, 0, 1],
        "rules": [5, 5, 0, 1],
    }
    assert {name: [found[name][each] for each in ("rows", "new", "gone", "requests")] for name in numbers} == numbers
    assert catalog.workbench.query("select count(*) from gio.segment_users") == [(420,)]
    assert all("warnings" not in said for said in found.values())


def test_one_failing_endpoint_leaves_the_others(catalog: DagsterBench) -> None:
    catalog.workbench.faults(
        {"fault": "status", "code": 403, "match": "dshMain1.json"},
        {"fault": "invalid_utf8", "match": "rules.csv", "line": 2},
    )
    result = run(catalog)
    assert not result.success
    assert taken(result).keys() == {*TABLES, USERS} - {"dashboard_charts", "rules"}
    failed = failures(result)
    assert "dashboard dshMain1 of project shop: GET " in failed.pop("shop___dashboards")
    assert failed == {
        "shop___rules": "rules of project shop, line 2: is not valid UTF-8. What was there before is kept.",
    }
    # Trying again cannot help.
    assert not [event for event in result.all_events if "RETRY" in event.event_type_value]


def test_a_segment_that_comes_with_nobody_keeps_its_users_and_fails_its_asset(catalog: DagsterBench) -> None:
    assert run(catalog).success
    catalog.workbench.faults({"fault": "bad_json", "match": "users.csv", "text": "cs1\tname\n"})
    result = run(catalog)
    assert failures(result) == {
        "shop___segment_users_1_sgLogin1": "users of segment sgLogin1 of project shop: nobody is listed, though the "
        "segment has 420 users. What was there before is kept."
    }
    assert catalog.workbench.query("select count(*) from gio.segment_users") == [(420,)]


def test_an_edited_dashboard_is_told_on_its_asset(catalog: DagsterBench) -> None:
    catalog.workbench.load("page_views_by_city", "2026-06-08", "2026-06-09")
    catalog.workbench.faults({"fault": "dashboards_touched", "id": "dshTraf1", "updatedAt": "2026-06-10"})
    warnings = str(taken(run(catalog))["dashboards"]["warnings"])
    assert warnings.startswith("- dashboard 流量分析 (dshTraf1) was changed on 2026-06-10: shop/page_views_by_city may")


def test_one_asset_alone_takes_its_snapshot_alone(catalog: DagsterBench) -> None:
    key = AssetKey(["shop", "catalog", "segment_users", "sgLogin1"])
    result = catalog._execute(JOB, [key], {})
    assert result.success and list(taken(result)) == [USERS]
    asked = [each["path"].rpartition("/")[2] for each in catalog.workbench.sandbox.stats()["log"]]
    # The list says how many users to expect.
    assert asked == ["segmentations.json", "users.csv"]


def test_the_schedule_asks_for_a_run_a_day(catalog: DagsterBench) -> None:
    (request,) = catalog.tick(JOB).run_requests or ()
    assert catalog.carry_out(request, JOB).success


def test_the_assets_say_what_they_are_and_how_to_read_them(catalog: DagsterBench) -> None:
    repository = catalog.definitions.get_repository_def()
    for table in TABLES:
        key = AssetKey(["shop", "catalog", table])
        spec = repository.assets_defs_by_key[key].specs_by_key[key]
        assert f"select * from gio.{table} where project = 'shop' and present;" in str(spec.description)
        assert (spec.group_name, spec.kinds) == ("shop", {"growingio", "postgres"})
    users = AssetKey(["shop", "catalog", "segment_users", "sgLogin1"])
    assert repository.assets_defs_by_key[users].op.pool == "gio_shop"
    assert [dep.asset_key for dep in repository.assets_defs_by_key[users].specs_by_key[users].deps] == [
        AssetKey(["shop", "catalog", "segments"])
    ]

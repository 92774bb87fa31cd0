"""GrowingIO's reports in the Dagster project of a team: gio_pipeline.GrowingIOComponent and its defs.yaml."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from dagster import AssetKey, AssetSpec, DagsterInstance, Definitions, RunRequest, asset, build_schedule_context

from gio_pipeline import GrowingIOComponent
from gio_pipeline.core.catalog import CATALOG
from gio_pipeline.core.config import ReportSpec
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.defs.dagster_bench import QUIET
from gio_pipeline_tests.defs.host import SHOP, TYPE, Host
from gio_pipeline_tests.workbench import Workbench

# Dagster reads a defs.yaml with a function that pydantic would like to see gone.
pytestmark = pytest.mark.filterwarnings("ignore:`parse_obj_as` is deprecated")

APP = SHOP.replace("name: shop", "name: app").replace("HOST_UID", "HOST_APP_UID")
VIEWS = AssetKey(["gio_reports", "shop__views"])
ASSETS = [
    "gio_reports/shop__signup",
    "gio_reports/shop__views",
    "growingio/projects/shop",
    *sorted(f"shop/catalog/{each.table}" for each in CATALOG),
]


def listed(definitions: Definitions) -> dict[str, list[str]]:
    repository = definitions.get_repository_def()
    return {
        "assets": sorted(key.to_user_string() for key in repository.assets_defs_by_key),
        "jobs": sorted(job.name for job in repository.get_all_jobs() if not job.name.startswith("__")),
        "schedules": sorted(each.name for each in repository.schedule_defs),
        "sensors": sorted(each.name for each in repository.sensor_defs),
        "resources": sorted(set(repository.get_top_level_resources()) - {"io_manager"}),
    }


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIO_DATABASE_URL", "GIO_HOME", "GIO_CONFIG", "DAGSTER_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_a_file_makes_assets_jobs_schedules_and_sensors(tmp_path: Path) -> None:
    text = TYPE + SHOP + '  notify: ["{{ env.HOST_CHAT }}"]\n'
    host = Host(tmp_path, {"growingio/defs.yaml": text})
    assert listed(host.load()) == {
        "assets": ASSETS,
        "jobs": ["growingio_delete_old_runs", "shop_catalog", "shop_daily"],
        "schedules": ["growingio_delete_old_runs", "shop_catalog", "shop_daily"],
        "sensors": ["growingio_tell_of_failed_runs", "growingio_tell_of_troubles"],
        "resources": ["gio_growingio"],
    }


def test_switches_leave_out_schedules_snapshots_old_runs_and_notices(tmp_path: Path) -> None:
    off = "".join(f"  {name}: false\n" for name in ("schedules", "snapshots", "old_runs", "notices"))
    text = TYPE + SHOP + '  notify: ["{{ env.HOST_CHAT }}"]\n' + off
    assert listed(Host(tmp_path, {"growingio/defs.yaml": text}).load()) == {
        "assets": ["gio_reports/shop__signup", "gio_reports/shop__views", "growingio/projects/shop"],
        "jobs": ["shop_daily"],
        "schedules": [],
        "sensors": [],
        "resources": ["gio_growingio"],
    }


def test_two_files_live_in_one_location(tmp_path: Path) -> None:
    text = '  notify: ["{{ env.HOST_CHAT }}"]\n'
    files = {"growingio/defs.yaml": TYPE + SHOP + text, "mobile/growingio/defs.yaml": TYPE + APP + text}
    found = listed(Host(tmp_path, files).load())
    assert found["jobs"] == [
        "app_catalog",
        "app_daily",
        "growingio_delete_old_runs",
        "mobile_growingio_delete_old_runs",
        "shop_catalog",
        "shop_daily",
    ]
    assert found["schedules"] == found["jobs"]
    assert len(found["sensors"]) == 4
    assert found["resources"] == ["gio_growingio", "gio_mobile_growingio"]


def test_two_parts_of_one_file_live_in_one_location(tmp_path: Path) -> None:
    host = Host(tmp_path, {"growingio/defs.yaml": f"{TYPE}{SHOP}---\n{TYPE}{APP}"})
    assert listed(host.load())["resources"] == ["gio_growingio", "gio_growingio_1"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (SHOP.replace("HOST_UID", "HOST_APP_UID"), "Project shop stands in"),
        (SHOP.replace("name: shop", "name: app"), "GrowingIO's project ${HOST_UID} (app, shop) stands in"),
    ],
)
def test_a_project_that_stands_in_two_files_is_refused_by_name(tmp_path: Path, other: str, said: str) -> None:
    host = Host(tmp_path, {"a/defs.yaml": TYPE + other, "b/defs.yaml": TYPE + SHOP})
    places = f"src/{host.name}/defs/a/defs.yaml and in src/{host.name}/defs/b/defs.yaml: keep it in one of them."
    assert f"{said} {places}" in host.mistake()


def test_another_file_may_hold_the_settings(tmp_path: Path) -> None:
    reports = (
        "projects: [{name: shop, uid: u1, token: t1, start: 2026-01-01, reports: [{name: v, kind: chart, id: a}]}]"
    )
    files = {"growingio/defs.yaml": TYPE + "attributes:\n  config: reports.yaml\n", "growingio/reports.yaml": reports}
    assert "gio_reports/shop__v" in listed(Host(tmp_path, files).load())["assets"]


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        (
            SHOP.replace("kind: chart", "kind: chrat").replace("start: 2026-01-01", "start: soon"),
            "defs.yaml:8: projects[0].start: must be a date such as 2026-01-31\n"
            "{path}:10: projects[0].reports[0].kind: must be one of chart, funnel, retention",
        ),
        (SHOP.replace("      start: 2026-01-01\n", ""), "defs.yaml:5: projects[0].start: is missing"),
        ("attributes:\n  config: there.yaml\n", "defs/growingio/there.yaml does not exist."),
        (SHOP + "  config: reports.yaml\n", "defs.yaml: config names a file of its own, so take out projects."),
        ("", "defs.yaml: names neither projects nor config, the path of a reports.yaml."),
        (
            "attributes:\n  schedules: false\n",
            "defs.yaml: names neither projects nor config, the path of a reports.yaml.",
        ),
        (SHOP + "  snapshots: perhaps\n", "'perhaps' must be true or false"),
        (SHOP + "  database_url: mysql://u@h/d\n", "database_url must be a Postgres address"),
        (SHOP + "  projetcs: []\n", "Extra inputs are not permitted"),
    ],
)
def test_mistakes_are_told_in_a_sentence_with_their_line(tmp_path: Path, attributes: str, said: str) -> None:
    host = Host(tmp_path, {"growingio/defs.yaml": TYPE + attributes})
    assert said.format(path=f"src/{host.name}/defs/growingio/defs.yaml") in host.mistake()


def component(host: Host) -> GrowingIOComponent:
    """The one component of a project."""
    from dagster.components.core.component_tree import ComponentTree

    sys.path.insert(0, str(host.source))
    try:
        (found,) = ComponentTree.for_project(host.root).get_all_components(GrowingIOComponent)
    finally:
        sys.path.remove(str(host.source))
    return found


def test_variables_of_credentials_are_looked_up_when_they_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = Host(tmp_path, {"growingio/defs.yaml": TYPE + SHOP})
    with pytest.raises(ConfigError, match="Project shop: HOST_UID and HOST_TOKEN are not set"):
        component(host).settings.credentials("shop")
    # Jinja would make numbers of them.
    monkeypatch.setenv("HOST_UID", "0123")
    (tmp_path / ".env").write_text("HOST_TOKEN=1e5\n", encoding="utf-8")
    found = component(host).settings.credentials("shop")
    assert (found.uid, found.token) == ("0123", "1e5")


def test_a_text_that_looks_like_a_number_stays_a_text(tmp_path: Path) -> None:
    text = SHOP.replace('"{{ env.HOST_UID }}"', '"0123"')
    assert component(Host(tmp_path, {"growingio/defs.yaml": TYPE + text})).settings.reports()[0].uid == "0123"


def test_other_templates_are_filled_in_by_dagster(tmp_path: Path) -> None:
    text = SHOP.replace("start: 2026-01-01", "start: \"{{ env('HOST_START', '2026-03-01') }}\"")
    settings = component(Host(tmp_path, {"growingio/defs.yaml": TYPE + text})).settings
    assert [str(spec.start) for spec in settings.reports()] == ["2026-03-01", "2026-03-01"]


def test_the_schema_shows_the_settings_of_reports_yaml() -> None:
    model = GrowingIOComponent.get_model_cls()
    assert model is not None
    schema = model.model_json_schema()
    assert {"projects", "timezone", "settle", "notify", "config", "database_url", "translation", "snapshots"} <= set(
        schema["properties"]
    )
    project = next(each for name, each in schema["$defs"].items() if name.startswith("ProjectConfig"))
    assert project["required"] == ["name", "uid"]
    assert project["properties"]["rate_limit"]["description"].startswith("Chart, funnel, retention and user downloads")


TRANSLATION = """
  translation:
    key: "warehouse/{{ report.project }}/{{ report.name }}"
    group_name: web
    owners: ["team:growth"]
    tags: {grain: "{{ report.grain }}"}
    description: "{{ report.id }}, by {{ report.grain }}"
    automation_condition: "{{ dg.AutomationCondition.eager() }}"
    freshness_policy: "{{ dg.FreshnessPolicy.time_window(fail_window=datetime.timedelta(days=2)) }}"
"""


def test_a_translation_makes_the_reports_assets_what_the_project_would_have(tmp_path: Path) -> None:
    definitions = Host(tmp_path, {"growingio/defs.yaml": TYPE + SHOP + TRANSLATION}).load()
    repository = definitions.get_repository_def()
    key = AssetKey(["warehouse", "shop", "signup"])
    spec = repository.assets_defs_by_key[key].get_asset_spec()
    assert (spec.group_name, spec.owners, spec.description) == ("web", ["team:growth"], "a2, by day")
    assert spec.tags["grain"] == "day" and spec.tags["gio/kind"] == "funnel"
    assert spec.automation_condition is not None
    assert "FreshnessPolicy" in str(spec.freshness_policy)
    assert VIEWS not in repository.assets_defs_by_key
    assert repository.get_job("shop_daily").asset_layer.selected_asset_keys == {
        key,
        AssetKey(["warehouse", "shop", "views"]),
    }
    checks = {check.asset_key for check in repository.asset_graph.asset_check_keys}
    assert checks == {key, AssetKey(["warehouse", "shop", "views"])}


@pytest.mark.parametrize(
    ("translation", "said"),
    [
        ("{key: reports}", "translation: shop/views and shop/signup would both be the asset reports; write"),
        (
            "{partitions_def: {type: daily, start_date: 2026-01-01}}",
            "translation: shop/views has a partition for every day: take partitions_def out.",
        ),
    ],
)
def test_a_translation_into_what_cannot_be_is_refused(tmp_path: Path, translation: str, said: str) -> None:
    host = Host(tmp_path, {"growingio/defs.yaml": f"{TYPE}{SHOP}  translation: {translation}\n"})
    assert said in host.mistake()


class Renamed(GrowingIOComponent):
    def get_asset_spec(self, spec: AssetSpec, report: ReportSpec) -> AssetSpec:
        return super().get_asset_spec(spec, report).merge_attributes(tags={"sla": "gold"})


def test_a_subclass_may_say_what_an_asset_is(tmp_path: Path) -> None:
    text = f"type: {__name__}.Renamed\n{SHOP}"
    repository = Host(tmp_path, {"growingio/defs.yaml": text}).load().get_repository_def()
    assert repository.assets_defs_by_key[VIEWS].get_asset_spec().tags["sla"] == "gold"


LOOK = """
import json, logging, os, sys
before = dict(os.environ), list(logging.getLogger().handlers), logging.getLogger().level
from dagster import load_from_defs_folder
found = load_from_defs_folder(path_within_project=sys.argv[1]).get_repository_def()
assert before == (dict(os.environ), list(logging.getLogger().handlers), logging.getLogger().level)
print(json.dumps(sorted(key.to_user_string() for key in found.assets_defs_by_key)))
"""


def test_loading_touches_neither_environment_nor_logging_nor_home_and_needs_nothing(tmp_path: Path) -> None:
    host = Host(tmp_path, {"growingio/defs.yaml": TYPE + SHOP})
    code = LOOK.replace("sys.argv[1])", "__import__('pathlib').Path(sys.argv[1]))")
    home = tmp_path / "home"
    home.mkdir()
    environ = {"PYTHONPATH": str(host.source), "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, str(host.source / host.name)]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == ASSETS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "pyproject.toml", "src"]
    assert list(home.iterdir()) == []


def test_importing_the_package_does_not_import_dagster() -> None:
    code = "import sys, gio_pipeline; print('dagster' in sys.modules, 'GrowingIOComponent' in dir(gio_pipeline))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]


def loading(workbench: Workbench, root: Path, translation: str = "") -> Host:
    """A project that loads the workbench's report into its database."""
    project = load_settings(workbench.environ, workbench.directory).config.projects[0]
    text = f"""
attributes:
  database_url: "{{{{ env.HOST_DATABASE }}}}"
  projects:
    - {{name: shop, uid: {project.uid}, token: "{{{{ env.TOKEN }}}}", client_id: "{{{{ env.CLIENT_ID }}}}",
       base_url: "{workbench.sandbox.url}", start: 2026-01-01,
       reports: [{{name: page_views_by_city, kind: chart, id: cityPv01}}]}}
{translation}"""
    return Host(root, {"growingio/defs.yaml": TYPE + text})


@pytest.fixture
def root(tmp_path: Path, workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {**workbench.environ, "HOST_DATABASE": workbench.database_url}.items():
        if name not in ("GIO_DATABASE_URL", "GIO_HOME"):
            monkeypatch.setenv(name, value)
    (tmp_path / "host").mkdir()
    return tmp_path / "host"


def test_a_scheduled_run_loads_and_marks_under_the_translated_key(workbench: Workbench, root: Path) -> None:
    host = loading(workbench, root, '  translation: {key_prefix: "web"}\n')
    key = AssetKey(["web", "gio_reports", "shop__page_views_by_city"])
    definitions = host.load()
    repository = definitions.get_repository_def()
    (root.parent / "dagster").mkdir()
    with DagsterInstance.local_temp(str(root.parent / "dagster")) as instance:
        at = datetime.fromisoformat(workbench.now)
        with build_schedule_context(instance, at, repository.get_top_level_resources(), repository) as context:
            requests = repository.get_schedule_def("shop_daily").evaluate_tick(context).run_requests or []
        assert [request.asset_selection for request in requests] == [[key]]
        (request,) = requests
        assert isinstance(request, RunRequest)
        run = definitions.resolve_job_def("shop_daily").execute_in_process(
            QUIET, instance=instance, asset_selection=[key], tags=dict(request.tags)
        )
        assert run.success
        assert instance.get_materialized_partitions(key) == {"2026-06-09"}
    assert workbench.query("select distinct period_date::text from gio.report_values") == [("2026-06-09",)]


def test_a_database_whose_variable_is_not_set_is_told_by_the_run(
    workbench: Workbench, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = loading(workbench, root)
    monkeypatch.delenv("HOST_DATABASE")
    with DagsterInstance.ephemeral() as instance:
        run = (
            host.load()
            .resolve_job_def("shop_daily")
            .execute_in_process(QUIET, instance=instance, raise_on_error=False, partition_key="2026-06-09")
        )
        assert not run.success
        failure = run.get_step_failure_events()[0].step_failure_data.user_failure_data
    assert failure is not None
    assert failure.description == (
        "shop/page_views_by_city: database_url: HOST_DATABASE is not set in the environment or .env."
    )
    assert not (root / ".gio").exists()


def test_python_merges_them_into_definitions_of_its_own(tmp_path: Path) -> None:
    from gio_pipeline.defs.build import build_definitions

    @asset(deps=[VIEWS])
    def weekly_mail() -> None: ...

    (tmp_path / "reports.yaml").write_text(
        "projects: [{name: shop, uid: u1, token: t1, start: 2026-01-01, reports: [{name: views, kind: chart, id: a}]}]"
    )
    settings = load_settings({}, tmp_path)
    merged = Definitions.merge(Definitions(assets=[weekly_mail]), build_definitions(settings))
    assert merged.get_repository_def().asset_graph.get(AssetKey("weekly_mail")).parent_keys == {VIEWS}

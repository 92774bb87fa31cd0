"""`dg` and the component: what it lists, scaffolds, checks and shows."""

import json
from pathlib import Path

import click
import pytest
from dagster import ScaffoldRequest

from gio_pipeline.defs.scaffold import GrowingIOScaffolder, Params
from gio_pipeline.sandbox import PROJECTS
from gio_pipeline_tests.defs.host import SHOP, TYPE, Host, call, dg_environ
from gio_pipeline_tests.faults import Sandbox

pytestmark = pytest.mark.filterwarnings("ignore:`parse_obj_as` is deprecated")
NAMES = ("UID", "TOKEN", "AI", "SECRET", "CLIENT_ID", "BASE_URL")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIO_DATABASE_URL", "GIO_HOME", "GIO_NOW", *(f"GIO_SHOP_{each}" for each in NAMES)):
        monkeypatch.delenv(name, raising=False)


def scaffolded(host: Host, *, project: str = "shop", append: bool = False) -> Path:
    """The file that `dg scaffold defs gio_pipeline.GrowingIOComponent growingio` writes."""
    target = host.source / host.name / "defs" / "growingio"
    target.mkdir(exist_ok=True)
    path = target / "defs.yaml"
    request = ScaffoldRequest(
        type_name="gio_pipeline.GrowingIOComponent",
        target_path=path if append else target,
        scaffold_format="yaml",
        project_root=host.root,
        params=Params(project=project),
        append=append,
    )
    GrowingIOScaffolder().scaffold(request)
    return path


def test_without_credentials_it_writes_an_example_that_dagster_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host = Host(tmp_path, {})
    scaffolded(host)
    said = "An example, for no project's GIO_SHOP_UID and GIO_SHOP_TOKEN are in the environment.\n"
    assert capsys.readouterr().out == said
    scaffolded(host, project="app", append=True)
    repository = host.load().get_repository_def()
    assert {"shop_daily", "app_daily"} <= {job.name for job in repository.get_all_jobs()}


@pytest.fixture
def account(sandbox: Sandbox, tmp_path: Path) -> Host:
    """A project whose .env holds the credentials of the sandbox's shop."""
    shop = PROJECTS[0]
    lines = {
        "UID": shop.uid,
        "TOKEN": shop.console_token,
        "CLIENT_ID": shop.client_id,
        "BASE_URL": sandbox.url,
    }
    host = Host(tmp_path, {})
    (tmp_path / ".env").write_text("".join(f"GIO_SHOP_{name}={value}\n" for name, value in lines.items()))
    return host


def test_with_credentials_it_writes_the_reports_that_are_found(account: Host) -> None:
    text = scaffolded(account).read_text(encoding="utf-8")
    assert '      uid: "{{ env.GIO_SHOP_UID }}"\n      token: "{{ env.GIO_SHOP_TOKEN }}"\n' in text
    assert '{name: funnel_9pkd1, kind: funnel, id: "9pkd1", title: 注册转化, dashboard: dshMain1}\n' in text
    assert text.count("- {name: ") == 26
    assert "gio_reports/shop__funnel_9pkd1" in {
        key.to_user_string() for key in account.load().get_repository_def().assets_defs_by_key
    }


def test_credentials_that_are_refused_write_nothing(account: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIO_SHOP_TOKEN", "of-somebody-else")
    with pytest.raises(click.ClickException) as refused:
        scaffolded(account)
    assert "shop" in refused.value.message and "of-somebody-else" not in refused.value.message
    assert list((account.source / account.name / "defs" / "growingio").iterdir()) == []


@pytest.mark.slow
def test_dg_lists_the_component_and_checks_and_lists_its_definitions_with_nothing_at_hand(tmp_path: Path) -> None:
    host = Host(tmp_path, {"growingio/defs.yaml": TYPE + SHOP})
    environ = dg_environ(HOME=str(tmp_path), PYTHONPATH=str(host.source))
    assert "gio_pipeline.GrowingIOComponent" in call(["dg", "list", "components"], tmp_path, environ)
    assert "All definitions loaded successfully." in call(["dg", "check", "defs"], tmp_path, environ)
    found = json.loads(call(["dg", "list", "defs", "--json"], tmp_path, environ))
    assert {each["asset_key"] for each in found["assets"]} >= {"gio_reports/shop__views", "gio_reports/shop__signup"}
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == [
        "pyproject.toml",
        "src",
    ]

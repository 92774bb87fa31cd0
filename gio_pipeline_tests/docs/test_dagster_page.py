"""docs/dagster.md: its five commands are run, and its three ways of taking the reports in are loaded."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from dagster import AssetKey

from gio_pipeline.sandbox import PROJECTS
from gio_pipeline_tests.defs.host import Host
from gio_pipeline_tests.docs.reference import DOCS
from gio_pipeline_tests.workbench import Workbench

pytestmark = pytest.mark.filterwarnings("ignore:`parse_obj_as` is deprecated")
SHOP = AssetKey(["gio_reports", "shop__page_views"])


def blocks(language: str) -> list[str]:
    text = (DOCS / "dagster.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def environment(root: Path) -> Path:
    """A virtual environment that has what this one has, to install into; the directory of its programs."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(root)], check=True)
    programs, ours = root / "bin", Path(sys.executable).parent
    packages = next(root.glob("lib/python3*/site-packages"))
    there = next(ours.parent.glob("lib/python3*/site-packages"))
    # As a site directory, so that what is installed there from a checkout is found too.
    (packages / "ours.pth").write_text(f"import site; site.addsitedir({str(there)!r})\n", encoding="utf-8")
    for name in ("pip", "dg", "create-dagster"):
        script = (ours / name).read_text(encoding="utf-8").partition("\n")[2]
        (programs / name).write_text(f"#!{programs / 'python'}\n{script}", encoding="utf-8")
        (programs / name).chmod(0o755)
    return programs


@pytest.mark.slow
def test_a_project_made_from_nothing_loads_growingio_in_the_page_s_five_commands(
    workbench: Workbench, tmp_path: Path
) -> None:
    commands = [line.removeprefix("$ ") for line in blocks("console")[0].splitlines()]
    assert len(commands) == 5
    root = tmp_path / "elsewhere"
    root.mkdir()
    outdated = ["create_dagster_outdated", "dg_outdated"]
    (root / ".dg.toml").write_text(f"[cli]\nsuppress_warnings = {outdated}\n", encoding="utf-8")
    shop = PROJECTS[0]
    environ = {
        "PATH": f"{environment(tmp_path / 'environment')}:{os.environ['PATH']}",
        "HOME": str(root),
        "LC_ALL": "C.UTF-8",
        "DAGSTER_DISABLE_TELEMETRY": "1",
        # Everything is there: what pip would have to fetch is missing in the requirements.
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "GIO_NOW": workbench.now,
        "GIO_DATABASE_URL": workbench.database_url,
        "GIO_SHOP_UID": shop.uid,
        "GIO_SHOP_TOKEN": shop.console_token,
        "GIO_SHOP_CLIENT_ID": shop.client_id,
        "GIO_SHOP_BASE_URL": workbench.sandbox.url,
    }
    script = "\n".join(["set -e", *commands])
    done = subprocess.run(["bash", "-c", script], cwd=root, env=environ, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-1000:]
    written = (root / "analytics" / "src" / "analytics" / "defs" / "growingio" / "defs.yaml").read_text("utf-8")
    assert '      token: "{{ env.GIO_SHOP_TOKEN }}"\n' in written and "{name: chart_YoX28w7R, kind: chart" in written
    assert shop.console_token not in written
    found = workbench.query(
        "select count(distinct report), min(period_date)::text, max(period_date)::text from gio.coverage"
    )
    assert found == [(26, "2026-06-08", "2026-06-08")]


def test_its_component_can_be_loaded_as_it_stands(tmp_path: Path) -> None:
    host = Host(tmp_path, {"growingio/defs.yaml": blocks("yaml")[0]})
    repository = host.load().get_repository_def()
    spec = repository.assets_defs_by_key[SHOP].get_asset_spec()
    assert (spec.group_name, spec.owners, spec.tags["grain"]) == ("web", ["team:growth"], "day")
    assert [job.name for job in repository.get_all_jobs() if "old_runs" in job.name] == []


def test_its_python_is_eight_lines_and_can_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    assert len([line for line in code.splitlines() if line]) <= 8
    found: dict[str, object] = {}
    exec(compile(code, "dagster.md", "exec"), found)
    graph = found["defs"].get_repository_def().asset_graph  # type: ignore[attr-defined]
    assert graph.get(AssetKey("weekly_mail")).parent_keys == {SHOP}
    assert graph.has(SHOP)


def test_its_workspace_names_what_there_is(tmp_path: Path) -> None:
    named = yaml.safe_load(blocks("yaml")[1])["load_from"][1]["python_module"]
    code = f"import importlib; print(importlib.import_module({named['module_name']!r}).{named['attribute']}())"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.startswith("Definitions(") or "Definitions" in done.stdout, done.stderr

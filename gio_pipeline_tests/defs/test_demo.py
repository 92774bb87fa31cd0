"""The demonstration's loads, and the home they are kept in."""

import subprocess
import sys
from pathlib import Path

import pytest
from dagster import DagsterInstance

from gio_pipeline.core.errors import ConfigError, GioError
from gio_pipeline.defs.demo import load_newest
from gio_pipeline.defs.home import prepare_home
from gio_pipeline.settings import load_settings
from gio_pipeline_tests.defs.dagster_bench import DagsterBench

REPORTS = (
    "{name: views, kind: chart, id: YoX28w7R}",
    "{name: newcomers, kind: retention, id: kdj2, grain: day}",
    "{name: late, kind: chart, id: cityPv01, start: 2026-06-08}",
)
PREPARE = """
import sys
from pathlib import Path
from gio_pipeline.defs.home import prepare_home
from gio_pipeline.settings import load_settings
prepare_home(load_settings({"DAGSTER_HOME": sys.argv[1]}, Path(sys.argv[1]).parent))
"""


@pytest.mark.slow
def test_the_newest_settled_days_are_loaded_by_one_run_per_job_and_quietly(
    bench: DagsterBench, capfd: pytest.CaptureFixture[str]
) -> None:
    bench.workbench.report(*REPORTS)
    told: list[str] = []
    results = load_newest(bench.settings, 4, lambda result: told.append(result.spec.name))
    assert [(each.spec.name, len(each.committed), each.requests) for each in results] == [
        ("views", 4, 1),
        ("newcomers", 4, 1),
        ("late", 2, 1),
    ]
    assert sorted(told) == ["late", "newcomers", "views"]
    assert bench.marks("views") == ["2026-06-06", "2026-06-07", "2026-06-08", "2026-06-09"]
    assert sorted(run.job_name for run in bench.instance.get_runs()) == [
        "shop_daily",
        "shop_daily_from_2026_06_08",
    ]
    assert bench.workbench.query("select distinct trigger from gio.loads") == [("demo",)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_a_second_time_nothing_is_loaded_and_no_run_started(bench: DagsterBench) -> None:
    bench.workbench.report(*REPORTS)
    load_newest(bench.settings, 2)
    again = load_newest(bench.settings, 2)
    assert [(each.skipped, each.requests, each.ok) for each in again] == [(2, 0, True)] * 3
    assert bench.instance.get_runs_count() == 2
    assert bench.workbench.downloads() == 3


def test_a_report_that_fails_is_in_the_results(bench: DagsterBench) -> None:
    bench.workbench.report("{name: absent, kind: chart, id: nosuch01}", REPORTS[0])
    absent, views = load_newest(bench.settings, 2)
    assert (len(absent.failures), absent.ok, len(views.committed)) == (1, False, 2)


def test_a_report_that_became_another_is_said_before_anything_runs(bench: DagsterBench) -> None:
    bench.workbench.report(REPORTS[0])
    load_newest(bench.settings, 1)
    bench.workbench.report("{name: views, kind: chart, id: cityPv01}")
    with pytest.raises(GioError, match="which makes it another report"):
        load_newest(bench.settings, 1)


@pytest.mark.slow
def test_a_home_that_several_prepare_at_once_is_ready_for_all(tmp_path: Path) -> None:
    home = tmp_path / "dagster"
    command = [sys.executable, "-W", "ignore", "-c", PREPARE, str(home)]
    root = str(Path(__file__).parents[2])
    started = [subprocess.Popen(command, env={"PYTHONPATH": root}, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(each.communicate(timeout=60)[1], each.returncode) for each in started] == [("", 0)] * 2
    with DagsterInstance.from_config(str(home)) as instance:
        assert instance.run_monitoring_enabled and instance.run_retries_enabled
        queue = instance.get_concurrency_config().run_queue_config
        assert queue is not None and queue.max_concurrent_runs == 5
        assert not instance.telemetry_enabled


def test_a_dagster_yaml_of_ones_own_is_kept(tmp_path: Path) -> None:
    settings = load_settings({"DAGSTER_HOME": str(tmp_path)}, tmp_path)
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    assert prepare_home(settings) == tmp_path
    assert (tmp_path / "dagster.yaml").read_text(encoding="utf-8") == "telemetry: {enabled: false}\n"


def test_a_mistake_in_dagster_yaml_is_one_sentence(tmp_path: Path) -> None:
    settings = load_settings({"DAGSTER_HOME": str(tmp_path)}, tmp_path)
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabeld: false}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"dagster\.yaml: .*unexpected config entry .enabeld.") as raised:
        prepare_home(settings)
    assert "\n" not in str(raised.value)

"""The files people copy are complete, valid, and open nothing as they are."""

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from gio_pipeline.core.config import Config, ProjectConfig, ReportConfig, SettleConfig
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.sandbox.projects import PROJECTS
from gio_pipeline.sandbox.samples import CONTENT
from gio_pipeline.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "reports.example.yaml"


@pytest.fixture
def example(tmp_path: Path) -> Settings:
    (tmp_path / "reports.yaml").write_text(EXAMPLE.read_text())
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text())
    return load_settings({}, tmp_path)


def test_the_example_is_valid_with_the_example_environment(example: Settings) -> None:
    assert [report.key for report in example.reports()] == [
        "web_shop/page_views",
        "web_shop/weekly_visitors",
        "web_shop/signup",
        "web_shop/newcomers",
        "web_shop/views_per_visitor",
        "web_shop/orders_per_buyer",
        "web_shop/orders_by_city",
    ]


def test_the_example_opens_nothing_until_its_token_is_filled_in(example: Settings) -> None:
    with pytest.raises(ConfigError) as caught:
        example.credentials("web_shop")
    assert str(caught.value) == "Project web_shop: GIO_SHOP_TOKEN is not set in the environment or .env."


def test_the_example_mentions_every_setting() -> None:
    text = EXAMPLE.read_text()
    sections = (Config, ProjectConfig, ReportConfig, SettleConfig)
    settings = {name for section in sections for name in section.model_fields}
    assert {name for name in settings if not re.search(rf"\b{name}:", text)} == set()


def test_the_example_is_valid_with_its_comments_taken_as_settings(tmp_path: Path) -> None:
    text = re.sub(r"^( *)# (?=( *- |ai:|secret:|client_id:|notify:|  \w+:))", r"\1", EXAMPLE.read_text(), flags=re.M)
    assert "\n    ai: $" in text
    assert "\nnotify:" in text
    (tmp_path / "reports.yaml").write_text(text)
    settings = load_settings({}, tmp_path)
    assert [project.name for project in settings.config.projects] == ["web_shop", "app_us"]
    assert settings.find("app_us/page_views").grain == "hour"


def test_the_example_environment_names_every_variable_of_the_example_and_gives_none_a_value() -> None:
    text = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", text, flags=re.M))
    used = set(re.findall(r"\$\{([A-Z_]+)\}", EXAMPLE.read_text())) - {"NAME", "GIO_APP_UID", "GIO_APP_TOKEN"}
    assert used <= named
    assert {"GIO_CONFIG", "GIO_DATABASE_URL", "GIO_HOME", "DAGSTER_HOME", "GIO_NOW"} <= named
    assert set(dotenv_values(ROOT / ".env.example").values()) == {""}


def test_no_report_of_the_example_has_the_name_of_one_of_the_sample(example: Settings, tmp_path: Path) -> None:
    sample = load_settings({}, tmp_path / "elsewhere")
    assert sample.sample and not example.sample
    assert not {each.name for each in sample.config.projects} & {each.name for each in example.config.projects}


def test_the_sample_names_reports_of_the_sandbox(tmp_path: Path) -> None:
    uids = {project.uid: project.name for project in PROJECTS}
    for project in load_settings({}, tmp_path).config.projects:
        content = CONTENT[project.uid]
        served = {(report.word, report.id) for report in content.reports}
        assert uids[project.uid] == project.name
        assert [report.id for report in project.reports if (report.kind, report.id) not in served] == []
        assert set(project.segment_users) <= {segment.id for segment in content.segments}


def test_the_sample_without_a_sandbox_says_where_it_belongs_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings({}, tmp_path).credentials("shop")
    assert str(caught.value) == (
        "Project shop is of the sample, since there is no reports.yaml: demo and up load it. For your own reports "
        "write one: the README shows its first lines; to try this on the sample, set what gio-pipeline sandbox prints."
    )


def test_the_samples_variables_open_both_ways_of_authentication(tmp_path: Path) -> None:
    sandbox = {"GIO_SANDBOX_URL": "http://127.0.0.1:8123/", "GIO_SANDBOX_TOKEN": "t", "GIO_SANDBOX_CLIENT_ID": "c"}
    pair = {"GIO_SANDBOX_APP_AI": "a", "GIO_SANDBOX_APP_SECRET": "s", "GIO_SANDBOX_APP_CLIENT_ID": "d"}
    settings = load_settings(sandbox | pair, tmp_path)
    shop, app = settings.credentials("shop"), settings.credentials("app")
    assert (shop.base_url, shop.token, shop.client_id, shop.ai) == ("http://127.0.0.1:8123", "t", "c", None)
    assert (app.base_url, app.token, app.ai, app.secret, app.client_id) == (
        "http://127.0.0.1:8123",
        None,
        "a",
        "s",
        "d",
    )


def test_the_lines_that_the_readme_shows_are_a_valid_reports_yaml(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    (tmp_path / "reports.yaml").write_text(shown)
    (tmp_path / ".env").write_text("GIO_SHOP_TOKEN=made-up")
    settings = load_settings({}, tmp_path)
    assert [(project.name, project.uid, project.reports) for project in settings.config.projects] == [
        ("shop", "nxog09md", ())
    ]

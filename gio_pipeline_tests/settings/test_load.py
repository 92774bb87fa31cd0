"""Which files are read, from where, and what the environment says."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gio_pipeline.core.errors import ConfigError
from gio_pipeline.settings import load_settings

FILE = """\
projects:
  - name: shop
    uid: nxog09md
    token: ${GIO_SHOP_TOKEN}
    start: 2026-01-01
    reports:
      - {name: page_views, kind: chart, id: YoX28w7R}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports.yaml").write_text(FILE)
    return tmp_path


def refused(folder: Path, **environ: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(environ, folder)
    return str(caught.value)


def test_reports_yaml_of_the_working_directory_is_read_with_no_secret_set(folder: Path) -> None:
    settings = load_settings({}, folder)
    assert settings.config_path == folder / "reports.yaml"
    assert settings.sample is False
    assert [report.key for report in settings.reports()] == ["shop/page_views"]
    assert settings.home == folder / ".gio"
    assert settings.dagster_home == folder / ".gio" / "dagster"
    assert settings.database_url is None
    assert settings.env_path is None


def test_without_a_file_the_sample_stands_in(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)
    assert settings.sample is True
    assert settings.config_path.name == "reports.yaml"
    assert settings.home == tmp_path / ".gio"
    assert settings.dagster_home == tmp_path / ".gio" / "demo" / "dagster"
    assert [report.key for report in settings.reports()] == [
        "shop/page_views",
        "shop/page_views_by_city",
        "shop/browsers_by_city",
        "shop/visitors",
        "shop/page_views_in_detail",
        "shop/signup",
        "shop/newcomers",
        "app/page_views",
        "app/signup",
    ]


def test_gio_config_names_another_file_whose_folder_is_home(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    settings = load_settings({"GIO_CONFIG": str(folder / "reports.yaml")}, elsewhere)
    assert settings.config_path == folder / "reports.yaml"
    assert settings.home == folder / ".gio"
    relative = load_settings({"GIO_CONFIG": f"{folder.name}/reports.yaml"}, folder.parent)
    assert relative.config_path == folder / "reports.yaml"


def test_a_mistake_in_another_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "prod.yaml").write_text("projects: []\n")
    said = refused(tmp_path, GIO_CONFIG="conf/prod.yaml")
    assert said == "conf/prod.yaml:1: projects: is empty: at least one project is needed"


def test_a_file_that_gio_config_names_must_exist(folder: Path) -> None:
    assert refused(folder, GIO_CONFIG="nowhere.yaml") == "GIO_CONFIG names nowhere.yaml, which does not exist."
    assert refused(folder, GIO_CONFIG=".") == ". cannot be read: Is a directory."


def test_a_reports_file_that_would_be_overlooked_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "reports.yml").write_text(FILE)
    assert refused(tmp_path) == "reports.yml is not read: rename it to reports.yaml, or name it in GIO_CONFIG."
    (tmp_path / "reports.yaml").symlink_to(tmp_path / "gone.yaml")
    assert refused(tmp_path) == "reports.yaml does not exist."


def test_an_empty_variable_is_as_good_as_none(folder: Path) -> None:
    empty = dict.fromkeys(["GIO_CONFIG", "GIO_HOME", "DAGSTER_HOME", "GIO_DATABASE_URL", "GIO_NOW"], " ")
    settings = load_settings(empty, folder)
    assert settings.config_path == folder / "reports.yaml"
    assert settings.dagster_home == folder / ".gio" / "dagster"
    assert settings.database_url is None
    assert settings.now is None


def test_home_and_dagsters_home_are_set_by_variables(folder: Path) -> None:
    settings = load_settings({"GIO_HOME": "state"}, folder)
    assert settings.home == folder / "state"
    assert settings.dagster_home == folder / "state" / "dagster"
    settings = load_settings({"GIO_HOME": "/var/lib/gio", "DAGSTER_HOME": "/var/lib/dagster"}, folder)
    assert (settings.home, settings.dagster_home) == (Path("/var/lib/gio"), Path("/var/lib/dagster"))
    assert refused(folder, GIO_HOME="~nobody-of-this-name/x") == (
        "GIO_HOME begins with ~, but there is no such home directory: write the path out."
    )


def test_the_env_file_beside_reports_yaml_is_read_and_the_environment_wins(folder: Path) -> None:
    (folder / ".env").write_text("GIO_HOME=/from/file\nGIO_SHOP_TOKEN=of-the-file\n# note\nexport GIO_X='a ${B} #c'\n")
    settings = load_settings({}, folder)
    assert settings.env_path == folder / ".env"
    assert settings.home == Path("/from/file")
    assert settings.credentials("shop").token == "of-the-file"
    assert settings.environ["GIO_X"] == "a ${B} #c"
    assert load_settings({"GIO_SHOP_TOKEN": "own"}, folder).credentials("shop").token == "own"


def test_the_env_file_of_the_working_directory_is_read_where_none_stands_beside_the_configuration(
    tmp_path: Path,
) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "reports.yaml").write_text(FILE)
    (tmp_path / ".env").write_text("GIO_CONFIG=conf/reports.yaml\nGIO_SHOP_TOKEN=one\n")
    settings = load_settings({}, tmp_path)
    assert settings.config_path == tmp_path / "conf" / "reports.yaml"
    assert settings.credentials("shop").token == "one"
    (tmp_path / "conf" / ".env").write_text("GIO_SHOP_TOKEN=two\n")
    assert load_settings({}, tmp_path).credentials("shop").token == "two"


def test_the_environment_itself_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("GIO_ONLY_IN_FILE=x\n")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GIO_CONFIG", raising=False)
    assert load_settings().environ["GIO_ONLY_IN_FILE"] == "x"
    assert "GIO_ONLY_IN_FILE" not in os.environ


def test_every_unreadable_line_of_an_env_file_is_told_without_its_words(folder: Path) -> None:
    (folder / ".env").write_text("A=1\n\nhunter2\nB='hunter2\nC=2\nhunter2 again\n")
    assert refused(folder).split("\n") == [
        ".env:3: must be NAME=value, a comment or blank",
        ".env:4: must be NAME=value, a comment or blank",
        ".env:6: must be NAME=value, a comment or blank",
    ]
    (folder / ".env").write_bytes(b"A=1\nB=\xff\n")
    assert refused(folder) == ".env:2: is not UTF-8 text: save the file as UTF-8"


def test_a_setting_that_is_no_credential_is_filled_in_when_the_file_is_read(tmp_path: Path) -> None:
    text = FILE.replace("2026-01-01", "${START}").replace("YoX28w7R", '"${CHART}"') + "    rate_limit: ${RATE}\n"
    (tmp_path / "reports.yaml").write_text(text + "timezone: ${AREA}/${CITY}\n")
    environ = {"START": "2026-02-01", "CHART": "123", "RATE": "0.5", "AREA": "Asia", "CITY": "Tokyo"}
    settings = load_settings(environ, tmp_path)
    (report,) = settings.reports()
    assert (str(report.start), report.id, report.timezone) == ("2026-02-01", "123", "Asia/Tokyo")
    assert settings.config.projects[0].rate_limit == 0.5
    assert (
        refused(tmp_path, **{**environ, "RATE": "fast"}) == "reports.yaml:8: projects[0].rate_limit: must be a number"
    )


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("postgresql://u:p@db:5432/gio", "postgresql+psycopg2://u:p@db:5432/gio"),
        ("postgres://u:p@db/gio?sslmode=require", "postgresql+psycopg2://u:p@db/gio?sslmode=require"),
        ("postgresql+psycopg2://u@/gio?host=/var/run", "postgresql+psycopg2://u@/gio?host=/var/run"),
        (" POSTGRESQL://u:p%40@[::1]:5432/gio ", "postgresql+psycopg2://u:p%40@[::1]:5432/gio"),
    ],
)
def test_a_database_address_without_a_driver_means_psycopg2(folder: Path, written: str, url: str) -> None:
    assert load_settings({"GIO_DATABASE_URL": written}, folder).database_url == url


@pytest.mark.parametrize(
    "written",
    [
        "mysql://u:hunter2@db/gio",
        "sqlite:///hunter2.db",
        "postgresql+psycopg://u:hunter2@db/gio",
        "hunter2",
        "hunter2://x",
    ],
)
def test_another_database_is_refused_without_a_word_of_its_address(folder: Path, written: str) -> None:
    assert refused(folder, GIO_DATABASE_URL=written) == (
        "GIO_DATABASE_URL must be a Postgres address such as postgresql://user:password@host:5432/database."
    )


@pytest.mark.parametrize("password", ["hun/ter2", "hun#ter2", "hun?ter2", "hun[ter2"])
def test_a_password_that_breaks_the_address_is_explained(folder: Path, password: str) -> None:
    assert refused(folder, GIO_DATABASE_URL=f"postgresql://u:{password}@db:5432/gio") == (
        "GIO_DATABASE_URL cannot be read: characters such as @ : / ? # in its password "
        "must be written as %40 %3A %2F %3F %23."
    )


def test_gio_now_stands_in_for_the_clock(folder: Path) -> None:
    settings = load_settings({"GIO_NOW": "2026-01-31T05:00:00+08:00"}, folder)
    assert settings.clock() == datetime(2026, 1, 30, 21, tzinfo=UTC)
    assert settings.clock().tzinfo is UTC
    assert load_settings({"GIO_NOW": "2026-01-31T05:00:00Z"}, folder).clock() == datetime(2026, 1, 31, 5, tzinfo=UTC)


def test_without_gio_now_the_clock_runs(folder: Path) -> None:
    settings = load_settings({}, folder)
    before = datetime.now(UTC)
    assert before <= settings.clock() <= datetime.now(UTC)


@pytest.mark.parametrize(
    "written", ["2026-01-31T05:00:00", "2026-01-31", "now", "0001-01-01T00:00:00+08:00", "1769806800"]
)
def test_gio_now_without_a_zone_is_refused(folder: Path, written: str) -> None:
    assert refused(folder, GIO_NOW=written) == (
        f"GIO_NOW must be an instant with its zone such as 2026-01-31T05:00:00+08:00, not {written!r}."
    )


def test_settings_import_neither_dagster_nor_pandas() -> None:
    program = (
        "import sys, gio_pipeline.settings\n"
        "print({'dagster', 'pandas', 'numpy', 'sqlalchemy', 'requests'} & sys.modules.keys())"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

"""`gio-pipeline check`: a line for everything a load will need, right or wrong."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from gio_pipeline_tests.cli.conftest import Done, Terminal

VIEWS = "{name: views, kind: chart, id: YoX28w7R}"
CITIES = "{name: by_city, kind: chart, id: cityPv01}"
WEEKS = "{name: weeks, kind: retention, id: kdj2, grain: week}"
APP = """
  - name: app
    uid: k2app77x
    token: ${APP_TOKEN}
    base_url: URL
    start: 2026-01-01
    reports:
      - {name: views, kind: chart, id: YoX28w7R}
"""


def lines(done: Done, sign: str) -> list[str]:
    """What follows the sign, of the lines that begin with it."""
    return [line[2:] for line in done.out.splitlines() if line.startswith(sign)]


def add(terminal: Terminal, text: str) -> None:
    path = terminal.directory / "reports.yaml"
    written = path.read_text(encoding="utf-8") + text.replace("URL", terminal.workbench.sandbox.url)
    path.write_text(written, encoding="utf-8")


def test_everything_right_is_a_line_each_and_nothing_is_stored(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, CITIES, "{name: signup, kind: funnel, id: 9pkd1}", WEEKS)
    done = terminal.run("check")
    assert (done.code, done.err) == (0, "")
    assert lines(done, "✓")[0] == "configuration: reports.yaml is valid: 1 project, 4 reports."
    assert lines(done, "✓")[1].startswith("database: PostgreSQL ")
    assert lines(done, "✓")[2:] == [
        "database rights: schemas, tables and temporary tables may be made.",
        "migrations: up to date.",
        "shop credentials: accepted; 5 dashboards listed.",
        "shop clock: agrees with GrowingIO's.",
        "report shop/views: chart YoX28w7R (页面浏览量) answers for 2026-06-09 with 1 row: 1 dimension, 2 metrics.",
        "report shop/by_city: chart cityPv01 (城市与来源) answers for 2026-06-09 with 40 rows: "
        "3 dimensions, 3 metrics.",
        "report shop/signup: funnel 9pkd1 (注册转化) answers for 2026-06-09 with 1 row: 1 dimension, 9 metrics.",
        "report shop/weeks: retention kdj2 (新用户留存) answers for 2026-06-01 with 2 rows: 3 dimensions, 17 metrics.",
    ]
    assert len(lines(done, "✓")) == 10
    assert "the next tick loads 2026-06-09." in done.out
    assert terminal.query("select count(*) from gio.reports") == [(0,)]
    assert terminal.workbench.downloads() == 4


def test_mistakes_in_the_configuration_are_a_line_each_and_exit_with_2(terminal: Terminal) -> None:
    terminal.workbench.report("{name: views, kind: chart, id: YoX28w7R, grian: day}", "{name: views, kind: pie, id: a}")
    done = terminal.run("check")
    assert (done.code, lines(done, "✓")) == (2, [])
    wrong = lines(done, "✗")
    assert len(wrong) == 3 and all(line.startswith("configuration: reports.yaml:") for line in wrong)
    assert terminal.workbench.sandbox.stats()["requests"] == 0


def test_credentials_that_others_can_read_are_worth_knowing(terminal: Terminal) -> None:
    path = terminal.directory / ".env"
    path.write_text("UNUSED=1\n", encoding="utf-8")
    path.chmod(0o640)
    said = ".env: other users of this machine can read the credentials in it: chmod 600 .env"
    assert said in lines(terminal.run("check"), "!")
    path.chmod(0o600)
    assert said not in lines(terminal.run("check"), "!")


def test_a_project_without_its_secret_is_wrong_and_the_others_are_tried(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    add(terminal, APP)
    done = terminal.run("check")
    assert done.code == 2
    assert lines(done, "✗") == ["app credentials: Project app: APP_TOKEN is not set in the environment or .env."]
    assert lines(done, "!") == ["app reports: not tried: views."]
    assert [line for line in lines(done, "✓") if "shop/views" in line]


def test_a_refused_token_is_told_once_and_its_reports_are_not_tried(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, CITIES)
    terminal.workbench.faults({"fault": "revoke_console_token"})
    done = terminal.run("check")
    assert done.code == 1
    (wrong,) = lines(done, "✗")
    assert wrong.startswith("shop credentials: GrowingIO refused the console token of project shop (HTTP 401)")
    assert lines(done, "!") == ["shop reports: not tried: views, by_city."]
    assert terminal.workbench.environ["TOKEN"] not in done.out
    assert terminal.workbench.sandbox.stats()["requests"] == 1


@pytest.mark.slow
def test_an_api_that_is_not_there_is_told_within_seconds(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.workbench.faults({"fault": "status", "code": 503})
    done = terminal.run("check")
    assert done.code == 1
    assert len(lines(done, "✗")) == 1 and "answered HTTP 503" in lines(done, "✗")[0]


def test_ids_that_are_not_known_are_wrong_each_for_itself(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, "{name: typo, kind: chart, id: YoX28w7r}")
    path = terminal.directory / "reports.yaml"
    path.write_text(path.read_text().replace("    start:", "    segment_users: [sgLogin1, sgTypo]\n    start:"))
    done = terminal.run("check")
    assert done.code == 1
    report, segment = lines(done, "✗")
    assert report.startswith("report shop/typo: chart YoX28w7r of project shop: GET http://127.0.0.1:")
    assert "answered HTTP 404" in report and "check the id" in report
    assert segment == "shop segment_users: segment sgTypo is not listed; gio-pipeline discover lists those there are."
    assert "shop segment_users: segment sgLogin1 is listed." in lines(done, "✓")


def test_a_name_that_stands_for_another_report_now_is_the_configurations_fault(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.workbench.load("views", "2026-06-09", "2026-06-09")
    terminal.workbench.report("{name: views, kind: chart, id: cityPv01}")
    done = terminal.run("check")
    assert done.code == 2
    assert lines(done, "✗")[0].startswith(
        "report shop/views: shop/views: id 'YoX28w7R' became 'cityPv01' in reports.yaml"
    )


def test_another_project_under_a_name_is_told_though_it_refuses_the_token(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.workbench.load("views", "2026-06-08", "2026-06-08")
    path = terminal.directory / "reports.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("nxog09md", "another1"), encoding="utf-8")
    done = terminal.run("check")
    wrong = lines(done, "✗")
    assert (done.code, len(wrong)) == (2, 2)
    assert wrong[0].startswith("report shop/views: shop/views: project uid 'nxog09md' became 'another1'")
    assert wrong[1].startswith("shop credentials: ")


def test_columns_that_differ_and_dashboards_that_were_edited_are_worth_knowing(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, CITIES, WEEKS)
    for report in ("views", "by_city", "weeks"):
        terminal.workbench.load(report, "2026-05-25", "2026-06-09")
    assert lines(terminal.run("check"), "!") == []
    terminal.workbench.faults(
        {"fault": "rename_metric", "match": "cityPv01", "from": "访问量", "to": "会话数"},
        {"fault": "dashboards_touched", "id": "dshTraf1", "updatedAt": "2026-06-10"},
    )
    done = terminal.run("check")
    assert done.code == 0
    assert lines(done, "!") == [
        "report shop/by_city: its columns are not those that were loaded last: 访问量 disappeared, 会话数 appeared.",
        "shop dashboards: dashboard 流量分析 (dshTraf1) was changed on 2026-06-10: shop/by_city may be defined "
        "otherwise since it was loaded; gio-pipeline preview shop/by_city --diff compares the figures.",
    ]


@pytest.mark.parametrize(("seconds", "said"), [(90, "ahead of"), (-90, "behind")])
def test_a_clock_more_than_a_minute_off_is_worth_knowing(terminal: Terminal, seconds: int, said: str) -> None:
    terminal.workbench.report(VIEWS)
    terminal.workbench.sandbox.set(clock_skew=seconds)
    done = terminal.run("check")
    assert done.code == 0
    (clock,) = lines(done, "!")
    assert clock.startswith("shop clock: GrowingIO's clock is ") and f"s {said} this machine's; set this one" in clock


def test_a_database_that_is_not_there_is_wrong_and_nobody_is_asked(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.extra["GIO_DATABASE_URL"] = "postgresql://me:hidden@127.0.0.1:1/nowhere"
    done = terminal.run("check")
    assert done.code == 1
    assert lines(done, "✗")[0].startswith("database: The database at postgresql+psycopg2://me:***@127.0.0.1:1/nowhere")
    assert lines(done, "!") == ["projects: not asked: their tokens and rate limits are kept in the database."]
    assert terminal.workbench.sandbox.stats()["requests"] == 0


@pytest.fixture
def stranger_url(empty_database_url: str) -> Iterator[str]:
    """The empty database's URL for a user who owns nothing in it."""
    name = f"gio_stranger_{secrets.token_hex(4)}"
    admin = create_engine(empty_database_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create role {name} login password 'secret'"))
    yield make_url(empty_database_url).set(username=name, password="secret").render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"drop role {name}"))


def test_a_user_who_may_make_nothing_is_told_what_is_lacking(terminal: Terminal, stranger_url: str) -> None:
    terminal.workbench.report(VIEWS)
    terminal.extra["GIO_DATABASE_URL"] = stranger_url
    done = terminal.run("check")
    assert done.code == 1
    assert lines(done, "✗") == [
        "database rights: the user may not make the schemas gio, gio_reports, gio_state: "
        "grant it, or name another user in GIO_DATABASE_URL."
    ]


def schemas(url: str) -> list[str]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        found = connection.execute(text("select nspname from pg_namespace where nspname like 'gio%' order by 1"))
        return list(found.scalars())


def test_an_empty_database_stays_empty_and_the_project_is_asked_all_the_same(
    terminal: Terminal, empty_database_url: str
) -> None:
    terminal.workbench.report(VIEWS)
    terminal.extra["GIO_DATABASE_URL"] = empty_database_url
    done = terminal.run("check")
    assert (done.code, done.err) == (0, "")
    [said] = lines(done, "!")
    assert said.startswith("migrations: a load would apply 0001_warehouse, 0002_state, ")
    assert said.endswith("; gio-pipeline db upgrade does it now.")
    assert [line.partition(":")[0] for line in lines(done, "✓")][-2:] == ["shop clock", "report shop/views"]
    assert schemas(empty_database_url) == []


def test_no_embedded_server_is_set_up_where_check_stands(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.extra["GIO_DATABASE_URL"] = ""
    done = terminal.run("check")
    assert (done.code, done.err) == (0, "")
    home = terminal.directory / "home"
    assert lines(done, "!") == [
        f"database: the embedded Postgres is not set up yet: the first load does that, in {home}."
    ]
    assert lines(done, "✓")[-1].startswith("report shop/views: chart YoX28w7R (页面浏览量) answers")
    assert not home.exists()


def test_tables_of_an_older_version_are_left_as_they_are(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS)
    terminal.query("delete from gio_state.migrations where name = (select max(name) from gio_state.migrations)")
    done = terminal.run("check")
    assert done.code == 0
    assert lines(done, "!")[1:] == ["projects: not asked before that: other loads may be using the tables as they are."]
    assert terminal.workbench.sandbox.stats()["requests"] == 0


def test_a_wrong_uid_is_told_from_wrong_report_ids(terminal: Terminal) -> None:
    terminal.workbench.report(VIEWS, CITIES)
    terminal.workbench.faults({"fault": "status", "code": 404, "match": "/nxog09md/"})
    done = terminal.run("check")
    assert done.code == 1
    assert lines(done, "✗") == [
        "shop uid: GrowingIO knows neither dashboards nor reports of a project nxog09md: check uid, which "
        "follows /projects/ in the console's addresses, and whose token it is."
    ]

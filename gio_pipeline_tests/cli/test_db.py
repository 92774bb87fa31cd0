"""`gio-pipeline db`."""

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from gio_pipeline.warehouse.migrate import migrations
from gio_pipeline_tests.cli.conftest import Terminal
from gio_pipeline_tests.postgres import throw_away_home


def test_the_url_stands_alone_on_its_line_with_its_password_masked(terminal: Terminal) -> None:
    url = make_url(terminal.workbench.database_url)
    done = terminal.run("db", "url")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"postgresql://{url.username}:***@{url.host}:{url.port}/{url.database}\n"


def test_the_url_with_its_password_is_one_that_other_clients_read(terminal: Terminal) -> None:
    plain = make_url(terminal.workbench.database_url).set(drivername="postgresql")
    assert terminal.run("db", "url", "--show-password").out == plain.render_as_string(hide_password=False) + "\n"


def test_the_url_for_sqlalchemy_names_the_driver_and_connects(terminal: Terminal) -> None:
    printed = terminal.run("db", "url", "--show-password", "--sqlalchemy").out.strip()
    assert printed.startswith("postgresql+psycopg2://")
    with create_engine(printed, poolclass=NullPool).connect() as connection:
        assert connection.execute(text("select 1")).scalar() == 1
    assert terminal.run("db", "url", "--sqlalchemy").out.startswith("postgresql+psycopg2://postgres:***@")


def test_a_password_among_the_parameters_is_masked_too(terminal: Terminal) -> None:
    terminal.extra = {"GIO_DATABASE_URL": "postgresql://me@host/gio?password=swordfish"}
    assert terminal.run("db", "url").out == "postgresql://me@host/gio?password=%2A%2A%2A\n"


def test_a_dry_run_prints_the_migrations_and_applies_none(terminal: Terminal, empty_database_url: str) -> None:
    terminal.extra = {"GIO_DATABASE_URL": empty_database_url}
    first = terminal.run("db", "upgrade", "--dry-run")
    assert first.code == 0
    assert first.out.startswith("-- 0001_warehouse\ncreate schema if not exists gio;\n")
    assert terminal.run("db", "upgrade", "--dry-run").out == first.out
    applied = terminal.run("db", "upgrade")
    assert applied.out.splitlines() == [f"applied {migration.name}" for migration in migrations()]
    assert terminal.run("db", "upgrade", "--dry-run").out == ""
    assert terminal.run("db", "upgrade").out == "The database is up to date.\n"


def test_the_embedded_server_is_started_to_be_named_and_stopped_on_demand(terminal: Terminal) -> None:
    with throw_away_home() as home:
        terminal.extra = {"GIO_DATABASE_URL": "", "GIO_HOME": str(home)}
        assert terminal.run("db", "stop").out == f"No embedded server runs for {home}.\n"
        url = terminal.run("db", "url").out
        assert url.startswith("postgresql://postgres:***@127.0.0.1:")
        assert terminal.run("db", "url").out == url
        assert terminal.run("db", "stop").out == "The embedded server is stopped.\n"
        assert terminal.run("db", "stop").out == f"No embedded server runs for {home}.\n"

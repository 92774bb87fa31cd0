"""The database's URL in every form that libpq or SQLAlchemy reads."""

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn
from sqlalchemy import create_engine, make_url

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.warehouse.address import for_sqlalchemy, masked, plain
from gio_pipeline.warehouse.engine import connect
from gio_pipeline_tests.reliability.poolers import free_port

TWO = {"user": "u", "password": "p", "dbname": "db", "host": "h1,h2"}


@pytest.mark.parametrize(
    ("url", "ports"),
    [
        ("postgresql://u:p@h1:5432,h2:5433/db", "5432,5433"),
        ("postgresql+psycopg2://u:p@h1:5432,h2:5433/db", "5432,5433"),
        ("postgresql://u:p@/db?host=h1:5432&host=h2:5433", "5432,5433"),
        ("postgresql://u:p@/db?host=h1&host=h2&port=5432&port=5433", "5432,5433"),
        ("postgresql://u:p@/db?host=h1,h2&port=5432,5433", "5432,5433"),
        ("postgresql://u:p@/db?host=h1&host=h2&port=6432", "6432,6432"),
        ("postgresql://u:p@h1,h2:5433/db", ",5433"),
    ],
)
def test_several_hosts_are_read_by_libpq_as_they_were_meant(url: str, ports: str) -> None:
    assert parse_dsn(plain(url, show_password=True)) == TWO | {"port": ports}


@pytest.mark.parametrize(
    ("url", "shown", "hidden"),
    [
        (
            "postgresql+psycopg2://u:p%40%2F@h1:5432,h2:5433/db?target_session_attrs=read-write",
            "postgresql://u:p%40%2F@h1:5432,h2:5433/db?target_session_attrs=read-write",
            "postgresql://u:***@h1:5432,h2:5433/db?target_session_attrs=read-write",
        ),
        (
            "postgresql://u:p@[::1]:5432,[::2]:5433/db",
            "postgresql://u:p@[::1]:5432,[::2]:5433/db",
            "postgresql://u:***@[::1]:5432,[::2]:5433/db",
        ),
        (
            "postgresql://u:a b+c@h/db?options=-c%20work_mem%3D8MB&sslpassword=s",
            "postgresql://u:a%20b+c@h/db?options=-c%20work_mem%3D8MB&sslpassword=s",
            "postgresql://u:***@h/db?options=-c%20work_mem%3D8MB&sslpassword=%2A%2A%2A",
        ),
        (
            "postgresql:///db?host=/var/run/postgresql",
            "postgresql:///db?host=%2Fvar%2Frun%2Fpostgresql",
            "postgresql:///db?host=%2Fvar%2Frun%2Fpostgresql",
        ),
    ],
)
def test_a_url_is_printed_as_psql_reads_it(url: str, shown: str, hidden: str) -> None:
    assert (plain(url, show_password=True), plain(url)) == (shown, hidden)
    parse_dsn(shown)


def test_sqlalchemy_gets_a_url_of_its_own() -> None:
    found = for_sqlalchemy("postgresql://u:p%40@h1:5432,h2:5433/db", show_password=True)
    engine = create_engine(found)
    options = engine.dialect.create_connect_args(engine.url)[1]
    assert options == {"user": "u", "password": "p@", "dbname": "db", "host": "h1,h2", "port": "5432,5433"}
    assert "p%40" not in for_sqlalchemy("postgresql://u:p%40@h1:5432,h2:5433/db")


def test_messages_name_every_host_and_no_password() -> None:
    url = "postgresql://u:secret@h1:5432,h2:5433/db?password=secret"
    assert masked(url) == "postgresql+psycopg2://u:***@h1:5432,h2:5433/db"


def test_of_several_hosts_the_one_that_answers_is_used(database_url: str) -> None:
    url = make_url(database_url)
    nobody = f"127.0.0.1:{free_port()}"
    hosts = f"{nobody},127.0.0.1:{url.port}"
    several = f"postgresql://{url.username}:{url.password}@{hosts}/{url.database}?target_session_attrs=read-write"
    engine = connect(several)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select current_database()").scalar_one() == url.database
    engine.dispose()
    psycopg2.connect(plain(several, show_password=True)).close()


@pytest.mark.parametrize("url", ["postgresql://u:p@ss@h1/db", "postgresql://u:p@ss@h1:1,h2:2/db"])
def test_a_password_with_an_at_sign_is_told_how_to_be_written(url: str) -> None:
    with pytest.raises(WarehouseError, match="must be written as %40") as caught:
        connect(url)
    assert "ss" not in str(caught.value).replace("password", "").replace("such as", "")


def test_a_port_that_is_none_is_told() -> None:
    with pytest.raises(WarehouseError, match="a number"):
        connect("postgresql://u:p@h1:x,h2:2/db")

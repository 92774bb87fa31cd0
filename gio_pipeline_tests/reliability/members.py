"""Users of Postgres that exist for one test: roles belong to the server, which other tests use at the same time."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import make_url

from gio_pipeline_tests.reliability.holding import connection_to


@contextmanager
def member(database_url: str, role: str | None = None) -> Iterator[str]:
    """The database's URL for a new user, a member of `role`."""
    name, password = f"gio_test_{secrets.token_hex(6)}", secrets.token_urlsafe(12)
    user = sql.Identifier(name)
    with closing(connection_to(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("create role {} login password {}").format(user, sql.Literal(password)))
        try:
            if role is not None:
                cursor.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), user))
            yield make_url(database_url).set(username=name, password=password).render_as_string(hide_password=False)
        finally:
            _drop(cursor, user)


def _drop(cursor: Cursor, user: sql.Identifier) -> None:
    cursor.execute(sql.SQL("drop owned by {} cascade").format(user))
    cursor.execute(sql.SQL("drop role {}").format(user))


def user_of(url: str) -> str:
    """The name of the user in a URL."""
    return make_url(url).username or ""

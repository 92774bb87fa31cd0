"""`gio-pipeline db`: the warehouse itself."""

import click

from gio_pipeline.cli.command import CommandGroup, acts
from gio_pipeline.cli.screen import say, verbatim
from gio_pipeline.pipeline.runtime import database_url, embedded, open_engine
from gio_pipeline.settings import Settings, load_settings
from gio_pipeline.warehouse.address import for_sqlalchemy, plain
from gio_pipeline.warehouse.migrate import Migration, migrations, pending
from gio_pipeline.warehouse.migrate import upgrade as apply


@click.group(cls=CommandGroup)
def db() -> None:
    """Migrations, URL and embedded server."""


@db.command()
@click.option("--dry-run", is_flag=True, help="Print the SQL that would run, and run nothing.")
def upgrade(dry_run: bool) -> None:
    """Brings the tables up to date.

    Any number of processes may do so at once. load, demo and up do it by themselves.
    """
    settings = load_settings()
    if dry_run:
        for migration in _missing(settings):
            verbatim(f"-- {migration.name}\n{migration.statement.rstrip()}\n")
        return
    acts()
    engine = open_engine(settings, writing=True)
    try:
        applied = apply(engine)
    finally:
        engine.dispose()
    for migration in applied:
        say(f"applied {migration.name}")
    if not applied:
        say("The database is up to date.")


def _missing(settings: Settings) -> list[Migration]:
    # Setting up an embedded server only to find it empty would be more than a dry run.
    if settings.database_url is None and embedded(settings).url() is None:
        return migrations()
    engine = open_engine(settings)
    try:
        return pending(engine)
    finally:
        engine.dispose()


@db.command()
@click.option("--show-password", is_flag=True, help="Print the password in clear, for psql and other clients.")
@click.option("--sqlalchemy", is_flag=True, help="With the driver's name, for SQLAlchemy and pandas.")
def url(show_password: bool, sqlalchemy: bool) -> None:
    """Prints the URL of the database in use, starting the embedded server if need be."""
    written = for_sqlalchemy if sqlalchemy else plain
    say(written(database_url(load_settings()), show_password=show_password))


@db.command()
def stop() -> None:
    """Stops the embedded server; its data stay."""
    acts()
    settings = load_settings()
    server = embedded(settings)
    say("The embedded server is stopped." if server.stop() else f"No embedded server runs for {server.home}.")

"""`gio-pipeline notify test`: whether the addresses of `notify` take a message."""

import click

from gio_pipeline.cli.command import Command, CommandGroup, acts
from gio_pipeline.cli.screen import complain, say, warn
from gio_pipeline.core.errors import UsageError
from gio_pipeline.pipeline.notices import NotTold, send
from gio_pipeline.settings import load_settings


@click.group(cls=CommandGroup)
def notify() -> None:
    """Tells people what is in trouble."""


@notify.command("test", cls=Command)
def test() -> int:
    """Sends a message to every address under notify."""
    acts()
    settings = load_settings()
    if not settings.config.notify:
        raise UsageError("There is no address under notify in reports.yaml: reports.example.yaml shows some.")
    try:
        problem = send(settings, "gio_pipeline: a test", "This is what a message looks like. Nothing is wrong.")
    except NotTold as error:
        complain(str(error))
        return 1
    if problem:
        warn(problem)
        return 1
    count = len(settings.config.notify)
    say(f"{count} address{'es' if count > 1 else ''} took the message.")
    return 0

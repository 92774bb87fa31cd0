"""The commands, and the exit code and message of each kind of exception."""

import errno
import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from gio_pipeline.cli import INTERRUPTED
from gio_pipeline.cli.command import DEBUG, HELP, Invocation
from gio_pipeline.cli.output import lenient_streams, lost_output
from gio_pipeline.cli.screen import complain
from gio_pipeline.core.catalog import ROOTS, titles
from gio_pipeline.core.errors import GioError

# What the help says of each. Its module, which may import much, is imported when it is called.
COMMANDS = {
    "demo": "Loads the sample reports and shows what landed.",
    "up": "Opens the Dagster UI and runs the schedules, until Ctrl-C.",
    "down": "Ends the up of this home, whoever started it and where.",
    "service": "Prints a systemd unit that runs up on this configuration.",
    "check": "Tries configuration, database, credentials and report ids.",
    "discover": "Lists dashboards with what stands on them, and segments.",
    "preview": "Prints the long rows of a report, and stores nothing.",
    "load": "Loads the periods whose first day lies in the dates.",
    "snapshot": f"Takes snapshots of {titles(ROOTS)}.",
    "status": "Shows what is loaded, missing and yet to settle.",
    "query": "Runs one of the queries in sql/queries.",
    "export": "Writes a report's view to a file.",
    "reset": "Forgets what is loaded of one report.",
    "notify": "Tells people what is in trouble.",
    "db": "Migrations, URL and embedded server.",
    "sandbox": "Serves the imitation API until Ctrl-C.",
}


class Commands(click.Group):
    """A group that imports the command that is called, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        about = COMMANDS.get(cmd_name)
        return click.Command(cmd_name, short_help=about) if about else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, more = super().resolve_command(ctx, args)
        if name:
            command = getattr(import_module(f"gio_pipeline.cli.{name}"), name)
        return name, command, more

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # Said here, since click itself would put an empty line before it.
            complain("Interrupted.")
            raise click.exceptions.Exit(INTERRUPTED) from None


@click.command(cls=Commands, context_settings=HELP, params=[DEBUG])
@click.version_option(package_name="gio_pipeline")
def gio_pipeline() -> None:
    """Loads GrowingIO reports into Postgres.

    REPORT is project/name, or name where that is unique.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code.

    0: done. 1: something did not load. 2: usage or configuration, nothing was tried. 130: Ctrl-C. Output that could not
    be written is 1 where the command exists for it, and changes nothing where it does something; a reader that has
    gone is no failure.
    """
    invocation = Invocation()
    with lenient_streams(), warnings.catch_warnings():
        if not sys.warnoptions:
            warnings.simplefilter("ignore")
        return _with_output(_called(invocation, arguments), invocation)


def _called(invocation: Invocation, arguments: Sequence[str] | None) -> int:
    try:
        code = gio_pipeline.main(arguments, "gio-pipeline", standalone_mode=False, obj=invocation)
        return code if isinstance(code, int) else 0
    except Exception as error:
        if invocation.debug and not isinstance(error, click.ClickException):
            traceback.print_exc()
        return _explain(error)


def _with_output(code: int, invocation: Invocation) -> int:
    lost = lost_output()
    if lost is None or lost.errno == errno.EPIPE:
        return code
    # A closed stdout (in a crontab, say) is intended: it is not worth a message.
    if not (invocation.acts and lost.errno == errno.EBADF):
        complain(f"The output could not be written: {lost.strerror}.")
    return code if invocation.acts else code or 1


def _explain(error: Exception) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return 2
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else "gio-pipeline"
        complain(f"{_sentence(error.format_message())} {path} --help lists what there is.")
        return 2
    if isinstance(error, click.Abort):
        complain("Interrupted.")
        return INTERRUPTED
    if isinstance(error, GioError | click.ClickException):
        complain(str(error))
        return error.exit_code
    if isinstance(error, OSError) and error.strerror:
        where = f": {os.fspath(error.filename)!s}" if error.filename else ""
        complain(f"{error.strerror}{where}.")
        return 1
    # Its text is not shown: it is unknown and may hold a secret.
    complain(f"Something unforeseen went wrong ({type(error).__name__}): run again with --debug to see where.")
    return 1


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."

"""What all commands have in common: options, and the types of their arguments."""

import os
import re
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from gio_pipeline.cli.logs import listening

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@dataclass
class Invocation:
    """One call of the command line; acts: it does something, whatever becomes of what it prints."""

    debug: bool = False
    acts: bool = False


def acts() -> None:
    """From here on the exit code is that of what the command does, even if none of its output can be written."""
    click.get_current_context().ensure_object(Invocation).acts = True


def program_name() -> str:
    """What to type to call this program again."""
    called = sys.argv[0]
    if "gio-pipeline" not in called.rpartition("/")[2]:
        return f"{sys.executable} -m gio_pipeline"
    return "gio-pipeline" if shutil.which("gio-pipeline") == called else called


def _set_debug(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Invocation).debug = True


def _debug(*, hidden: bool) -> click.Option:
    return click.Option(
        ["--debug"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_set_debug,
        help="Show the log and tracebacks.",
        hidden=hidden,
    )


DEBUG, _DEBUG_AFTER = _debug(hidden=False), _debug(hidden=True)


class Command(click.Command):
    """A command that takes --debug behind its name too."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), _DEBUG_AFTER]

    def invoke(self, ctx: click.Context) -> Any:
        with listening(os.environ.get("GIO_LOG", "").strip(), debug=ctx.ensure_object(Invocation).debug):
            return super().invoke(ctx)


class CommandGroup(click.Group):
    """A command with commands of its own."""

    command_class = Command


class Day(click.ParamType):  # type: ignore[type-arg]  # not generic before click 8.4
    """A date, written as 2026-01-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"{value!r} is no date: write it as 2026-01-31.", param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "DATE"


DAY = Day()

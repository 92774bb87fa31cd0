"""What all commands have in common: options, the types of their arguments, what they log."""

import logging
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO

import click

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@dataclass
class Invocation:
    """One call of the command line."""

    debug: bool = False


def program_name() -> str:
    """What to type to call this program again."""
    called = sys.argv[0]
    if "gio-pipeline" not in called.rpartition("/")[2]:
        return f"{sys.executable} -m gio_pipeline"
    return "gio-pipeline" if shutil.which("gio-pipeline") == called else called


def _set_debug(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Invocation).debug = True


DEBUG = click.Option(
    ["--debug"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_set_debug,
    help="Show the log and tracebacks.",
)
_DEBUG_AFTER = click.Option(
    ["--debug"], is_flag=True, is_eager=True, expose_value=False, callback=_set_debug, hidden=True
)


class Command(click.Command):
    """A command that takes --debug behind its name too."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), _DEBUG_AFTER]

    def invoke(self, ctx: click.Context) -> Any:
        with _listening(ctx.ensure_object(Invocation).debug):
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


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at the moment: a progress bar puts its own stream there."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, value: TextIO) -> None:
        raise NotImplementedError


class _NowAndThen(logging.Filter):
    """Lets a line pass every ten seconds: retries that help are no news."""

    def __init__(self) -> None:
        super().__init__()
        self._passed_at = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        passes = record.created - self._passed_at >= 10
        if passes:
            self._passed_at = record.created
        return passes


@contextmanager
def _listening(debug: bool) -> Iterator[None]:
    """Shows the log on stderr: all of it, or warnings now and then."""
    handler = _Stderr()
    # On the handler, since Dagster sets the level of the logger itself.
    handler.setLevel(logging.DEBUG if debug else logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s" if debug else "%(message)s"))
    if not debug:
        handler.addFilter(_NowAndThen())
    log, loads = logging.getLogger("gio_pipeline"), logging.getLogger("gio_pipeline.load")
    before = log.level, loads.level
    log.addHandler(handler)
    log.setLevel(handler.level)
    # What a load came to is told in its summary.
    loads.setLevel(logging.NOTSET if debug else logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before[0])
        loads.setLevel(before[1])

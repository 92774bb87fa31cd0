"""`gio-pipeline sandbox`: the imitation API, to try things out against."""

import click

from gio_pipeline.cli.address import is_free
from gio_pipeline.cli.command import Command, acts
from gio_pipeline.cli.sample import sandbox_variables
from gio_pipeline.cli.screen import say
from gio_pipeline.core.errors import UsageError


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(1, 65_535), default=8123, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--rate-limit", type=click.FloatRange(0), default=2.0, help="Downloads per second; 0: any number.")
@click.option("--quiet", is_flag=True, help="Print nothing.")
def sandbox(port: int, host: str, rate_limit: float, quiet: bool) -> None:
    """Serves the imitation API until Ctrl-C.

    GIO_NOW stands in for its clock too.
    """
    from gio_pipeline.sandbox import run

    acts()
    if not is_free(host, port):
        raise UsageError(f"Port {port} of {host} cannot be used, probably it is taken: choose another with --port.")
    if not quiet:
        say(f"The sandbox serves http://{host}:{port}; Ctrl-C stops it.")
        say("What the sample reports need to use it (made up, opens nothing else):")
        for name, value in sandbox_variables(f"http://{host}:{port}").items():
            say(f"  {name}={value}")
    run(host, port, rate_limit=rate_limit)

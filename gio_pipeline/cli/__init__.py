"""The command line, `gio-pipeline`: it does what the assets do, through the same code."""

import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code, 130 where Ctrl-C ended it, even while this program is being imported."""
    try:
        from gio_pipeline.cli.app import run

        return run(arguments)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED

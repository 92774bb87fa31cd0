"""The command line, `gio-pipeline`: it does what the assets do, through the same code."""

from gio_pipeline.cli.app import main

__all__ = ["main"]

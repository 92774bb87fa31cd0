"""What `dagster dev`, the webserver and the daemon load, and what a team merges into definitions of its own."""

from dagster import Definitions, in_process_executor

from gio_pipeline.defs.build import build_definitions
from gio_pipeline.settings import load_settings

defs = build_definitions(load_settings())


def location() -> Definitions:
    """The definitions as a code location that holds nothing else: also what the UI starts runs in one process."""
    return Definitions.merge(defs, Definitions(executor=in_process_executor))

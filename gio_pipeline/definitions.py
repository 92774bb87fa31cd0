"""What `dagster dev`, the webserver and the daemon load, and what a team merges into definitions of its own."""

import gc

import dagster as dg


def _built() -> dg.Definitions:
    # What is imported and defined stays as long as the process: the cyclic collector, which would go through all of it
    # again and again while this is made, a quarter of the time, is told so before and after.
    gc.freeze()
    from gio_pipeline.defs.build import build_definitions
    from gio_pipeline.settings import load_settings

    built = build_definitions(load_settings())
    gc.freeze()
    return built


defs = _built()


def location() -> dg.Definitions:
    """The definitions as a code location that holds nothing else: also what the UI starts runs in one process."""
    return dg.Definitions.merge(defs, dg.Definitions(executor=dg.in_process_executor))

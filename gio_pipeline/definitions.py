"""What `dagster dev`, the webserver and the daemon load."""

from gio_pipeline.defs.build import build_definitions
from gio_pipeline.settings import load_settings

defs = build_definitions(load_settings())

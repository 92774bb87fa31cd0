"""The sandbox with switches: what goes wrong with a source, and a log of what it was asked."""

from gio_pipeline_tests.faults.server import Sandbox, serve_in_thread

__all__ = ["Sandbox", "serve_in_thread"]

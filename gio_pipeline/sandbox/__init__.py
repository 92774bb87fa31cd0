"""An imitation of the GrowingIO statistics export API, for demonstrations and tests.

Written from the vendor's page alone; it shares no code with the pipeline, so that agreeing with it means something.
"""

from gio_pipeline.sandbox.projects import PROJECTS, Project
from gio_pipeline.sandbox.server import run, serve_in_thread

__all__ = ["PROJECTS", "Project", "run", "serve_in_thread"]

"""An imitation of the GrowingIO statistics export API, for demonstrations and tests.

Written from the vendor's page alone; it shares no code with the pipeline, so that agreeing with it means something.
"""

from gio_pipeline.sandbox.projects import CONSOLE_TOKEN, PROJECTS, Project
from gio_pipeline.sandbox.server import Sandbox, run, serve_in_thread

__all__ = ["CONSOLE_TOKEN", "PROJECTS", "Project", "Sandbox", "run", "serve_in_thread"]

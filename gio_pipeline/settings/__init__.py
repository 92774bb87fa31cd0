"""Files and environment: what the process is given. The only place that reads `os.environ`."""

from gio_pipeline.settings.load import load_settings
from gio_pipeline.settings.settings import Settings

__all__ = ["Settings", "load_settings"]
